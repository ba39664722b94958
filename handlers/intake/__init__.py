"""Documents in the chat: a file or a long text is read, reviewed doubt by doubt, and published."""

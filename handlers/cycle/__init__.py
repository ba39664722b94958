"""The supervision cycle in the chat: assignments, the weekly dispatch, checks, closing, listing, the bulletin."""

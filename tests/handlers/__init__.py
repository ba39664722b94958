"""The chat: cards as text, dialogues over the offline transport."""

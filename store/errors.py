"""What goes wrong in a way that a person can mend."""

from __future__ import annotations


class LedgerError(Exception):
    """One line that says what happened and what to do: English for the terminal, `chat` the same in Chinese."""

    def __init__(self, message: str, chat: str) -> None:
        super().__init__(message)
        self.chat = chat

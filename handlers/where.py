"""Where something was asked: the chat, its forum topic, and the person; answers and reminders go back there."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, Message


@dataclass(frozen=True, slots=True)
class Where:
    """A chat, the topic in it (None for none), and who asked there."""

    chat: int
    thread: int | None
    user: int
    name: str


def where(asked: Message | CallbackQuery) -> Where:
    """Where a message stands, or a message whose button was pressed; the person is who wrote or pressed."""
    message = asked if isinstance(asked, Message) else asked.message
    assert isinstance(message, Message)
    user = asked.from_user
    assert user is not None
    thread = message.message_thread_id if message.is_topic_message else None
    return Where(message.chat.id, thread, user.id, user.full_name)

"""What is meant for the bot: all of a private chat; in a group, what mentions it or answers one of its messages."""

from __future__ import annotations

import re

from telegram import Message
from telegram.constants import ChatType
from telegram.ext import filters


def without_mention(text: str, username: str) -> str:
    """`text` without “@username”, in whatever case it is written."""
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE)


class Addressed(filters.MessageFilter):
    """Lets a message through that is meant for the bot."""

    def filter(self, message: Message) -> bool:
        """Whether `message` is meant for the bot."""
        if message.chat.type == ChatType.PRIVATE:
            return True
        bot = message.get_bot()
        answered = message.reply_to_message.from_user if message.reply_to_message else None
        if answered is not None and answered.id == bot.id:
            return True
        text = message.text or message.caption or ""
        return without_mention(text, bot.username) != text


ADDRESSED = Addressed(name="addressed")

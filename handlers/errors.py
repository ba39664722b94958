"""What happens when a handler fails: it is logged, and the person is told in one line."""

from __future__ import annotations

import logging

from telegram import Message, Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import ContextTypes

from handlers.sending import send_line
from store.errors import LedgerError

FAILED = "出错了，已经记录下来，请稍后再试。"
UNDELIVERED = "网络不稳，刚才的答复可能没有送达，请再问一次。"

log = logging.getLogger(__name__)


async def on_error(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Log what failed and tell the person who asked; whoever blocked the bot is not told."""
    error = context.error
    if isinstance(error, Forbidden):
        log.info("a chat does not take messages any more: %s", error)
        return
    log.error("a handler failed", exc_info=error)
    message = update.effective_message if isinstance(update, Update) else None
    if not isinstance(message, Message):
        return
    try:
        await send_line(message, line_for(error))
    except TelegramError as second:
        log.warning("could not tell the chat that a handler failed: %s", second)


def line_for(error: Exception | None) -> str:
    """What the person is told of an error: what happened and what to do, in Chinese."""
    if isinstance(error, LedgerError):
        return error.chat
    # BadRequest is a NetworkError by inheritance only: Telegram refused what we sent.
    lost = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    return UNDELIVERED if lost else FAILED

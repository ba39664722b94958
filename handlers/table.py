"""Everything the bot reacts to, in one place. The order matters: the first handler that takes an update ends it.

Edited messages and channel posts are not asked for, and no handler takes them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from telegram import BotCommand, CallbackQuery, Message, Update
from telegram.constants import UpdateType
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from handlers import asking, greeting
from handlers.addressed import ADDRESSED
from handlers.buttons import BACK, CARD, CHANGES, LIST, SOURCES, Press, read_press
from handlers.errors import on_error
from handlers.sending import toast

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]
ButtonHandler = Callable[[CallbackQuery, Press, ContextTypes.DEFAULT_TYPE], Awaitable[None]]

ALLOWED_UPDATES = (UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY)

TOO_OLD = "这条消息太旧了，请重新提问。"
UNKNOWN_BUTTON = "这个按钮已经失效，请重新提问。"


@dataclass(frozen=True, slots=True)
class Command:
    """A command, what the menu says of it, and its handler."""

    name: str
    menu: str
    handler: Handler


COMMANDS = (
    Command("ask", "提问，例如 /ask 老旧小区 进度", asking.ask_command),
    Command("help", "怎么问", greeting.help_command),
    Command("start", "开始", greeting.start),
)

# The action that a button carries → its handler.
BUTTONS: Mapping[str, ButtonHandler] = {
    CARD: asking.show_matter,
    BACK: asking.show_back,
    SOURCES: asking.show_view,
    CHANGES: asking.show_view,
    LIST: asking.show_page,
}

_NEW = filters.UpdateType.MESSAGE

# After the commands, in this order.
MESSAGES: tuple[tuple[filters.BaseFilter, Handler], ...] = (
    (filters.COMMAND & filters.ChatType.PRIVATE, greeting.unknown_command),
    (filters.TEXT & ~filters.COMMAND & ADDRESSED, asking.free_text),
    (~filters.TEXT & ~filters.StatusUpdate.ALL & filters.ChatType.PRIVATE, greeting.not_text),
)


def register(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Give the application every handler of this table."""
    application.add_handlers([CommandHandler(c.name, c.handler, filters=_NEW) for c in COMMANDS])
    application.add_handler(CallbackQueryHandler(on_press))
    application.add_handlers([MessageHandler(_NEW & wanted, handler) for wanted, handler in MESSAGES])
    application.add_error_handler(on_error)


def menu() -> list[BotCommand]:
    """The commands as Telegram's menu shows them."""
    return [BotCommand(command.name, command.menu) for command in COMMANDS]


async def on_press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Hand a pressed button to its handler; a button that is unknown or too old is answered politely."""
    query = update.callback_query
    assert query is not None
    press = read_press(query.data or "")
    handler = BUTTONS.get(press.action) if press else None
    if press is None or handler is None:
        await toast(query, UNKNOWN_BUTTON)
    elif not isinstance(query.message, Message):
        await toast(query, TOO_OLD)
    else:
        await handler(query, press, context)

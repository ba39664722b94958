"""Who may: every update passes here before any handler sees it, and commands and buttons ask again for their own role.

A stranger reads one polite line with their id, and nothing of the ledger; in a group that is not allowed nobody does.
What is not meant for the bot ends here without a word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import Chat, Message, Update
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from handlers.addressed import ADDRESSED
from handlers.desk import Desk, desk_of
from handlers.pace import Pace
from handlers.sending import offer, send_line, toast
from store.ledger import Ledger
from store.members import Role, role_of

STRANGER = "您好，践诺只供获准的工作人员使用。请把这个编号发给管理员：{id}"
CLOSED_GROUP = "本群还没有获准使用践诺，请管理员在群里发送 /allow。您的编号：{id}"
TOO_FAST = "您发得太快了，请过几秒再试。"
NOT_ALLOWED: Mapping[Role, str] = {
    "viewer": "这一步要由获准的工作人员来做。",
    "editor": "这一步要由编辑或管理员来做。",
    "administrator": "这一步要由管理员来做。",
}

RANKS: Mapping[Role, int] = {"stranger": 0, "viewer": 1, "editor": 2, "administrator": 3}
GROUP_COMMANDS = frozenset({"allow", "deny"})  # what an administrator may say in a group that is not allowed
TOKEN_LENGTH = 43  # of an invitation: /start TOKEN is a stranger's way in


@dataclass(frozen=True)
class Doors:
    """Who may come in by the settings; `limited` is false where nobody can be too fast: the chat in the terminal."""

    admins: frozenset[int] = frozenset()
    public: bool = False
    invite_seconds: int = 600
    limited: bool = True
    pace: Pace = field(default_factory=Pace)


def doors_of(bot_data: dict[Any, Any]) -> Doors:
    """The doors of the application that `bot_data` belongs to."""
    doors = bot_data["doors"]
    assert isinstance(doors, Doors)
    return doors


async def role_in(update: Update, context: ContextTypes.DEFAULT_TYPE) -> Role:
    """What the person of an update may do in its chat; a stranger where nobody is named."""
    user, chat = update.effective_user, update.effective_chat
    if user is None:
        return "stranger"
    doors = doors_of(context.bot_data)
    return await desk_of(context.bot_data).run(
        lambda ledger: role_of(ledger, user.id, chat.id if chat else user.id, admins=doors.admins, public=doors.public)
    )


def reaches(role: Role, needed: Role) -> bool:
    """Whether somebody with `role` may do what needs the role `needed`."""
    return RANKS[role] >= RANKS[needed]


async def guard(update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Let an update pass that is meant for the bot and comes from somebody who may; end any other here."""
    assert isinstance(update, Update)
    if not is_meant(update):
        raise ApplicationHandlerStop
    refusal = await _refusal(update, context)
    if refusal is not None:
        if refusal:
            await say(update, refusal)
        raise ApplicationHandlerStop


def is_meant(update: Update) -> bool:
    """Whether an update asks something of the bot: in a group a command, a mention, an answer to it or a press."""
    if update.callback_query or update.inline_query:
        return True
    message = update.message
    if message is None:
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    return bool(command_of(message)) or ADDRESSED.filter(message)


def command_of(message: Message) -> str:
    """The command for this bot that a message begins with: “/follow@our_bot 西工” → follow; "" for none."""
    entities = message.entities or ()
    if not message.text or not entities or entities[0].type != "bot_command" or entities[0].offset:
        return ""
    name, _, bot = message.text[1 : entities[0].length].partition("@")
    return name.lower() if not bot or bot.lower() == message.get_bot().username.lower() else ""


async def _refusal(update: Update, context: ContextTypes.DEFAULT_TYPE) -> str | None:
    """The line that ends an update, "" for one that ends in silence, None for one that may pass."""
    desk, doors = desk_of(context.bot_data), doors_of(context.bot_data)
    user, chat, message = update.effective_user, update.effective_chat, update.message
    if user is None or user.is_bot:
        return ""
    is_group = chat is not None and chat.type != ChatType.PRIVATE
    command = command_of(message) if message else ""
    if is_group and message and command and command not in context.bot_data["commands"]:
        return ""  # another bot's
    if doors.limited and (verdict := doors.pace.verdict(user.id, _moment(update, desk))) != "ok":
        return TOO_FAST if verdict == "too_fast" else ""
    role = await role_in(update, context)
    if is_group and not await desk.run(lambda ledger: _is_open(ledger, chat, doors)):
        may = role == "administrator" and command in GROUP_COMMANDS
        return None if may else CLOSED_GROUP.format(id=user.id)
    if role != "stranger" or (command == "start" and _has_token(message)):
        return None
    return STRANGER.format(id=user.id)


def _moment(update: Update, desk: Desk) -> datetime:
    return update.message.date if update.message else desk.now()


def _is_open(ledger: Ledger, chat: Chat | None, doors: Doors) -> bool:
    """Whether everybody in a group may read."""
    assert chat is not None
    return role_of(ledger, 0, chat.id, admins=frozenset(), public=doors.public) != "stranger"


def _has_token(message: Message | None) -> bool:
    parts = (message.text or "").split() if message else []
    return len(parts) == 2 and len(parts[1]) == TOKEN_LENGTH


async def say(update: Update, line: str) -> None:
    """Tell the person of an update one line: an answer, a line that fades, or a header over no results."""
    if update.callback_query:
        await toast(update.callback_query, line)
    elif update.inline_query:
        await offer(update.inline_query, (), line)
    elif update.message:
        await send_line(update.message, line)

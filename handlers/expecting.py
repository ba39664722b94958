"""What the bot asked a person to write, send or photograph next: that message is the answer, and no question.

A feature asks with `Memory.expect(kind, ref, now, user=…)` and has a row in TAKERS. Any command ends it; in a group the
answer mentions the bot or answers its message, as everything does there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from handlers.guard import NOT_ALLOWED, command_of, reaches, role_in, say
from handlers.memory import Expected, memory_of
from handlers.sending import send_line
from store.members import Role

CANCELLED = "已取消。"
NOTHING = "没有要取消的。"


@dataclass(frozen=True, slots=True)
class Taker:
    """What is done with an answer, and the role that it needs. The message may be a text, a photo, a file or anything
    else; a handler that cannot use it says so and asks again, or gives back False: the message is no answer, and is
    handled as any other."""

    handler: Callable[[Message, Expected, ContextTypes.DEFAULT_TYPE], Awaitable[bool | None]]
    needs: Role = "viewer"


# The kind of what was asked (Expected.kind) → who takes the answer.
TAKERS: dict[str, Taker] = {}


async def take(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Hand a message to what it is the answer to, and let no other handler see it; pass any other message on."""
    message = update.message
    if message is None or message.from_user is None or context.chat_data is None:
        return
    command = command_of(message)
    if command == "cancel":
        return  # cancel_command says what came of it
    expected = memory_of(context.chat_data).expected(message.date, user=message.from_user.id)
    taker = TAKERS.get(expected.kind) if expected else None
    if command or expected is None or taker is None:
        return
    if reaches(await role_in(update, context), taker.needs):
        if await taker.handler(message, expected, context) is False:
            return
    else:
        await say(update, NOT_ALLOWED[taker.needs])
    raise ApplicationHandlerStop


async def cancel_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/cancel: what the bot asked is not answered."""
    message = update.message
    assert message is not None
    assert message.from_user is not None
    expected = memory_of(context.chat_data).expected(message.date, user=message.from_user.id)
    await send_line(message, CANCELLED if expected else NOTHING)

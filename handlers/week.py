"""What comes up among what a chat follows: /week, /overdue, /brief; and today's reminders for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from telegram import Message, Update
from telegram.ext import ContextTypes

from handlers.buttons import REMINDED, button
from handlers.card import Block, Card, bold, fitted
from handlers.desk import Desk, desk_of
from handlers.digests import brief_card, digest_card, reminder_line
from handlers.following import NONE_YET
from handlers.sending import send_card, send_line
from store import remarks
from store.agenda import Agenda, Item, Window, overdue, week
from store.chats import change, settings
from store.follows import follows, mutes
from store.ledger import Ledger

SHOWN = 10
DAYS = 7
SPANS = {"7": 7, "30": 30, "一周": 7, "一个月": 30, "月": 30}

WEEK_USAGE = "用法：/week 或 /week 30"
BRIEF_ON = "已开通周报：每周第一个工作日发送。/brief off 取消。"
BRIEF_OFF = "已取消周报。"
BRIEF_USAGE = "用法：/brief 看现在的简报，/brief weekly 每周发送，/brief off 取消"
BRIEFS = {"weekly": "weekly", "每周": "weekly", "off": None, "取消": None}


async def week_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/week; /week 30"""
    assert update.message is not None
    word = "".join(context.args or ()) or str(DAYS)
    days = SPANS.get(word.removesuffix("天"))
    if days is None:
        await send_line(update.message, WEEK_USAGE)
        return
    desk, chat = desk_of(context.bot_data), update.message.chat.id
    await _send(
        update.message, desk, f"关注的事项 · {days}天内到期", lambda ledger: week(ledger, chat, desk.today(), days)
    )


async def overdue_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/overdue"""
    assert update.message is not None
    desk, chat = desk_of(context.bot_data), update.message.chat.id
    await _send(
        update.message, desk, "关注的事项 · 已逾期，未见完成报道", lambda ledger: overdue(ledger, chat, desk.today())
    )


async def _send(message: Message, desk: Desk, head: str, found: Callable[[Ledger], Sequence[Item]]) -> None:
    chat = message.chat.id
    items, followed = await desk.run(lambda ledger: (found(ledger), len(follows(ledger, chat))))
    await send_card(message, listed_card(head, items) if followed else Card(NONE_YET))


def listed_card(head: str, items: Sequence[Item]) -> Card:
    """Matters of what is followed, one line each, as many as a screen holds; a number brings its buttons."""
    if not items:
        return Card(f"{bold(head)}：没有")
    part = items[:SHOWN]
    more = (f"另有{len(items) - len(part)}项，可直接提问，例如：逾期的",) if len(part) < len(items) else ()
    lines = [Block(n, (reminder_line(n, item),)) for n, item in enumerate(part, start=1)]
    text = fitted((Block(0, (f"{bold(head)}：共{len(items)}项",)), *lines, Block(0, more)))
    shown = [n for n, _ in enumerate(part, start=1) if f"\n{n} " in text]
    buttons = [button(str(n), REMINDED, part[n - 1].matter.id) for n in shown]
    return Card(text, tuple(tuple(buttons[first : first + 5]) for first in range(0, len(buttons), 5)))


async def brief_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/brief; /brief weekly; /brief off"""
    assert update.message is not None
    desk, chat = desk_of(context.bot_data), update.message.chat.id
    word = "".join(context.args or ())
    if word in BRIEFS:
        await desk.run(lambda ledger: change(ledger, chat, default_zone=desk.zone, brief=BRIEFS[word]))
        await send_line(update.message, BRIEF_ON if BRIEFS[word] else BRIEF_OFF)
    elif word:
        await send_line(update.message, BRIEF_USAGE)
    else:
        await send_card(update.message, await desk.run(lambda ledger: _brief(ledger, chat, desk)))


def _brief(ledger: Ledger, chat: int, desk: Desk) -> Card:
    followed = follows(ledger, chat)
    if not followed:
        return Card(NONE_YET)
    return brief_card(Agenda(ledger, desk.today()).all(followed, mutes(ledger, chat)), desk.today())


def todays_reminders(ledger: Ledger, chat: int, desk: Desk) -> Card | None:
    """What a chat would be reminded of today, without writing anything; None for nothing."""
    chosen, today = settings(ledger, chat, desk.zone), desk.today()
    window = Window(today - timedelta(days=1), today, chosen.steps, chosen.works)
    items = Agenda(ledger, today).due(window, follows(ledger, chat), mutes(ledger, chat))
    notes = [f"🔔 {r.text}" for r in remarks.waiting(ledger, chat) if chosen.local(r.at).date() <= today]
    return digest_card(items, today, None, notes) if items or notes else None

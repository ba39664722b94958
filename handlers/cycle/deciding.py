"""What deciding on a proposal to close and on a request for more time have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from telegram import CallbackQuery
from telegram.ext import ContextTypes

from commitments.model import Matter
from handlers import phrases
from handlers.card import Card
from handlers.cycle.reporting import name_of, user_of
from handlers.cycle.waiting import Numbered, Waiting
from handlers.desk import Desk, desk_of
from handlers.memory import memory_of
from handlers.sending import send_below, toast
from handlers.where import where
from store.cycle.notices import notify
from store.ledger import Ledger

BEFORE = "已经处理过了。"

_T = TypeVar("_T", bound=Numbered)


def with_matters(ledger: Ledger, found: Sequence[_T], asked_by: Callable[[_T], str], desk: Desk) -> Waiting[_T]:
    """What waits, each with its matter as it stands today and the name of who asked; none whose matter is gone."""
    known = [(one, ledger.matter(one.matter_id, desk.today())) for one in found]
    return [(one, matter, name_of(ledger, asked_by(one))) for one, matter in known if matter]


async def ask_reason(
    query: CallbackQuery, asked: Numbered, expects: str, words: str, context: ContextTypes.DEFAULT_TYPE
) -> bool:
    """Ask in `words`, which name the matter, why this is refused, and expect the answer; False where it is gone."""
    desk = desk_of(context.bot_data)
    matter = await desk.matter(asked.matter_id)
    if matter is None:
        return False
    await toast(query)
    memory_of(context.chat_data).expect(expects, str(asked.number), desk.now(), user=where(query).user)
    await send_below(query, Card(words.format(title=phrases.bold_name(matter.matter))))
    return True


def tell_asker(
    ledger: Ledger, desk: Desk, asked: Numbered, asked_by: str, key: str, card: Callable[[Matter], Card]
) -> int:
    """Queue for who asked how it was decided; how many were told, none where they or the matter are not known."""
    matter, user = ledger.matter(asked.matter_id, desk.today()), user_of(asked_by)
    if matter is None or not user:
        return 0
    return notify(ledger.db, [user], key, card(matter), desk.now(), matters=[matter.id], zone=desk.zone)

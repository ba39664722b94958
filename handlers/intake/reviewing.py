"""逐条核对: the doubts of a draft or of a published document, one tap each, and /review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.timelimits import find_time_limits
from handlers.buttons import NONE, Press, number_of
from handlers.card import Card
from handlers.desk import Desk, desk_of
from handlers.intake.cards import draft_card
from handlers.intake.doubt_cards import (
    ASK_DAY,
    DECISIONS,
    SKIP,
    back_button,
    doubt_card,
    doubtful_card,
    reviewed_card,
)
from handlers.intake.drafting import GONE, ended_line, plain_text
from handlers.intake.study import studied
from handlers.memory import Expected, memory_of
from handlers.sending import replace_card, send_card, send_line, toast
from handlers.where import where
from store.intake.drafts import draft
from store.intake.preview import preview
from store.intake.review import OF_DRAFT, Case, case, decide, doubtful
from store.ledger import Ledger
from store.members import person

LIMIT_OF = "doubt day"  # kind of what is asked (Expected.kind); its ref: case and key of the doubt, “d12 1a2b3c4d”
ASK_LIMIT = "时限是哪天？请写成 2024-06-01 或 6月1日。不改请发 /cancel"
NO_LIMIT = "没有看懂日期，请写成 2024-06-01 或 6月1日。不改请发 /cancel"
OVER = "这一处已经没有了，请重新打开核对。"


async def review_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/review: published documents whose doubts nobody looked at."""
    assert update.message is not None
    await send_card(update.message, doubtful_card(await desk_of(context.bot_data).run(doubtful)))


async def review(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A doubt and what was decided about it; then the next one, at the end what it is the doubt of."""
    desk, who = desk_of(context.bot_data), person(where(query).user)
    if press.ref == NONE:
        await toast(query)
        await replace_card(query, doubtful_card(await desk.run(doubtful)))
        return
    known = await studied(desk, lambda ledger: case(ledger, press.ref))
    if known is None:
        await _tell_gone(query, press, desk)
        return
    if press.key == NONE:
        await toast(query)
        first = known.next_open()
        await _show(query, known, first if first is not None else 0 if known.asked else None, desk)
        return
    place = known.place(press.key)
    if place is None:
        await toast(query, OVER)
        await _show(query, known, known.next_open(), desk)
        return
    if press.page == ASK_DAY:
        await toast(query)
        memory = memory_of(context.chat_data)
        memory.expect(LIMIT_OF, f"{press.ref} {press.key}", desk.now(), user=where(query).user)
        assert isinstance(query.message, Message)
        await send_line(query.message, ASK_LIMIT)
        return
    if press.page in DECISIONS:
        after = await studied(desk, _decision(known, place, DECISIONS[press.page], who))
        if after is None:
            await _tell_gone(query, press, desk)
            return
        known = after
    await toast(query)
    await _show(query, known, known.next_open(place) if press.page in (SKIP, *DECISIONS) else place, desk)


async def take_limit(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The day that was asked for, as the deadline of a statement."""
    desk, at = desk_of(context.bot_data), where(message)
    ref, _, key = expected.ref.partition(" ")
    known = await studied(desk, lambda ledger: case(ledger, ref))
    place = known.place(key) if known else None
    if known is None or place is None:
        await send_line(message, OVER)
        return
    day = _day(message.text or "", known, place, desk.today())
    if day is None:
        memory_of(context.chat_data).expect(LIMIT_OF, expected.ref, message.date, user=at.user)
        await send_line(message, NO_LIMIT)
        return
    after = await studied(desk, _decision(known, place, day.isoformat(), person(at.user)))
    if after is None:
        await send_line(message, OVER)
        return
    await send_card(message, await _card(after, after.next_open(place), desk))


def _decision(known: Case, place: int, decision: str, who: str) -> Callable[[Ledger], Case | None]:
    return lambda ledger: decide(ledger, known, place, decision, who=who)


def _day(text: str, known: Case, place: int, today: date) -> date | None:
    """The day that somebody writes as a time limit; without a year, that of the statement."""
    statement = known.asked[place][0].statement
    limit = statement.deadline if statement else None
    year = (limit.end.year if limit and limit.end else None) or (statement.year if statement else None)
    ref = date(year, 1, 1) if year else today
    found = find_time_limits(text[:100], ref, ref.year)
    return next((one.end for one in found if one.end is not None), None)


async def _show(query: CallbackQuery, known: Case, place: int | None, desk: Desk) -> None:
    await replace_card(query, await _card(known, place, desk))


async def _card(known: Case, place: int | None, desk: Desk) -> Card:
    """The doubt at a place; at the end the draft, or what was decided about the document."""
    if place is not None:
        return doubt_card(known, place)
    if not known.ref.startswith(OF_DRAFT):
        return reviewed_card(known)
    shown = await studied(desk, lambda ledger: preview(ledger, number_of(known.ref[1:])))
    return draft_card(shown, desk.today()) if shown else Card(GONE, ((back_button(known.ref),),))


async def _tell_gone(query: CallbackQuery, press: Press, desk: Desk) -> None:
    def line(ledger: Ledger) -> str:
        held = draft(ledger, number_of(press.ref[1:])) if press.ref.startswith(OF_DRAFT) else None
        return ended_line(held, person(where(query).user))

    await toast(query, plain_text(await desk.run(line)))

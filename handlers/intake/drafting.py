"""What is done with a document that is held: 发布, 放弃, its day, title and city, and /drafts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from commitments.print_days import read_print_day
from handlers.buttons import GIVE_CITY, GIVE_TITLE, Press, number_of
from handlers.card import Card, bold, clip, safe, words
from handlers.desk import desk_of
from handlers.intake.cards import ask_day_card, draft_card, drafts_card, published_card
from handlers.intake.study import studied
from handlers.memory import Expected, memory_of
from handlers.sending import replace_card, send_below, send_card, send_line, toast
from handlers.where import where
from store.documents import find_by_name
from store.errors import LedgerError
from store.files import Metadata
from store.ingest import Ingested
from store.intake.drafts import BY_HAND, Draft, amend, draft, drop, publish, waiting
from store.intake.preview import Preview, preview
from store.intake.review import OF_DOCUMENT, case
from store.ledger import Ledger
from store.members import person

# Kinds of what is asked (Expected.kind); MAYBE_DAY: a day may be written under a draft that lacks one.
DAY_OF, MAYBE_DAY, TITLE_OF, CITY_OF = "draft day", "draft day?", "draft title", "draft city"
LONGEST_TITLE, LONGEST_CITY = 80, 20

DROPPED = "已放弃{name}，没有发布。要用请重新发来。"
GONE = "没有这份文档。"
PRIVATELY = "待发布的文档只给编辑看，请在和我的私聊里发 /drafts"
ENDED = {"published": "{name}已经发布了。", "dropped": "{name}已经放弃了，要用请重新发来。"}
BY_OTHER = {"published": "{name}刚才已由另一位编辑发布。", "dropped": "{name}刚才已由另一位编辑放弃，要用请重新发来。"}
ASK_TITLE = "请写出{name}的标题。不改请发 /cancel"
ASK_CITY = "请写出{name}讲的是哪个市或县，例如：洛阳市。不改请发 /cancel"
NO_DAY = "没有看懂日期，或日期在今天以后。请写成 2024-05-22 或 5月22日。不改请发 /cancel"

_T = TypeVar("_T")


async def drafts_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/drafts: what waits to be published."""
    assert update.message is not None
    if update.message.chat.type != ChatType.PRIVATE:
        await send_line(update.message, PRIVATELY)
        return
    desk = desk_of(context.bot_data)
    await send_card(update.message, drafts_card(await desk.run(waiting), desk.today()))


async def show_draft(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under /drafts shows it in a message of its own; 返回 (page 1) in place of the message."""
    shown = await _preview(query, press, context)
    if shown is None:
        return
    await toast(query)
    card = draft_card(shown, desk_of(context.bot_data).today())
    await (replace_card(query, card) if press.page else send_below(query, card))


async def publish_draft(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """发布: of two editors who press at once one wins, the other is told."""
    desk, who = desk_of(context.bot_data), person(where(query).user)
    number = number_of(press.ref)

    def call(ledger: Ledger) -> tuple[Ingested, Preview, int | None, int] | None:
        shown = preview(ledger, number)
        found = publish(ledger, number, who=who, now=desk.now())
        if found is None or shown is None:
            return None
        named = find_by_name(ledger.db, found.source.file)
        stored = next((one.id for one in named if one.source.city == found.source.city), None)
        known = case(ledger, f"{OF_DOCUMENT}{stored}") if stored and found.doubts else None
        return found, shown, stored, sum(verdict is None for _, verdict in known.asked) if known else 0

    try:
        done = await studied(desk, call)
    except LedgerError as error:
        await toast(query, clip(error.chat, 180))
        return
    if done is None:
        await _tell_ended(query, press, context)
        return
    await toast(query, "已发布。")
    await replace_card(query, published_card(*done))


async def drop_draft(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """放弃: the text is forgotten."""
    desk, who, number = desk_of(context.bot_data), person(where(query).user), number_of(press.ref)
    known = await desk.run(lambda ledger: draft(ledger, number))
    gone = await desk.run(lambda ledger: drop(ledger, number, who=who, now=desk.now()))
    if known is None or not gone:
        await _tell_ended(query, press, context)
        return
    await toast(query, "已放弃。")
    await replace_card(query, Card(DROPPED.format(name=_name(known))))


async def give_day(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """改日期: asks, by buttons and for a typed day; page 1 is the day that was tapped."""
    shown = await _preview(query, press, context)
    if shown is None:
        return
    desk = desk_of(context.bot_data)
    day = read_print_day(press.key, desk.today()) if press.page else None
    if day is not None:
        await _amended(query, shown.draft, context, _with_day(shown.draft, day))
        return
    await toast(query)
    _expect(query, DAY_OF, press.ref, context)
    await replace_card(query, ask_day_card(shown, desk.today()))


async def give_words(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """改标题, 改城市: asks for the words."""
    held = await _waiting(query, press, context)
    if held is None:
        return
    await toast(query)
    kind, asked = {GIVE_TITLE: (TITLE_OF, ASK_TITLE), GIVE_CITY: (CITY_OF, ASK_CITY)}[press.action]
    _expect(query, kind, press.ref, context)
    await send_below(query, Card(asked.format(name=_name(held))))


async def take_words(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> bool:
    """The day, title or city that was asked for; what cannot be used is asked for again.

    False for what is no answer: another file, or a question where a day might have been written.
    """
    desk, at = desk_of(context.bot_data), where(message)
    written = (message.text or "").strip()
    held = await desk.run(lambda ledger: draft(ledger, number_of(expected.ref)))
    if not written or (expected.kind == MAYBE_DAY and (held is None or held.state != "waiting")):
        return False
    if held is None or held.state != "waiting":
        await send_card(message, Card(ended_line(held, person(at.user))))
        return True
    given: Metadata | None
    if expected.kind == TITLE_OF:
        given = replace(held.given, title=clip(written, LONGEST_TITLE))
    elif expected.kind == CITY_OF:
        given = replace(held.given, city=clip(written, LONGEST_CITY))
    else:
        day = read_print_day(written, desk.today(), await studied(desk, lambda ledger: _year_of(ledger, held)))
        given = _with_day(held, day) if day else None
    if given is None:
        if expected.kind == MAYBE_DAY:
            return False
        memory_of(context.chat_data).expect(expected.kind, expected.ref, message.date, user=at.user)
        await send_line(message, NO_DAY)
        return True
    shown = await studied(desk, _amend(held.id, person(at.user), given=given))
    await send_card(message, draft_card(shown, desk.today()) if shown else Card(GONE))
    return True


async def set_version(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """作为更正 (page 1, the document's id as key) or 作为另一份."""
    held = await _waiting(query, press, context)
    if held is not None:
        await _amended(query, held, context, corrects=number_of(press.key) if press.page else None)


# --- shared -----------------------------------------------------------------------------------------------------------


def ended_line(held: Draft | None, who: str) -> str:
    """What is said of a draft that is no more."""
    if held is None or held.state == "waiting":
        return GONE
    lines = ENDED if held.ended_by == who else BY_OTHER
    return lines[held.state].format(name=_name(held))


def _name(held: Draft) -> str:
    return bold(safe(f"《{clip(held.given.title or held.title, 40)}》"))


def _with_day(held: Draft, day: date) -> Metadata:
    return replace(held.given, published=day, source=BY_HAND)


def _year_of(ledger: Ledger, held: Draft) -> int | None:
    """The year that a draft's text speaks of, which a day without a year is taken to be in."""
    shown = preview(ledger, held.id)
    return shown.reading.year if shown else None


def _amend(number: int, who: str, **changed: object) -> Callable[[Ledger], Preview | None]:
    def call(ledger: Ledger) -> Preview | None:
        return preview(ledger, number) if amend(ledger, number, who=who, **changed) else None

    return call


async def _amended(
    query: CallbackQuery,
    held: Draft,
    context: ContextTypes.DEFAULT_TYPE,
    given: Metadata | None = None,
    **changed: object,
) -> None:
    """Change a draft and show it in place of the message."""
    desk, who = desk_of(context.bot_data), person(where(query).user)
    if given is not None:
        changed["given"] = given
    shown = await studied(desk, _amend(held.id, who, **changed))
    if shown is None:
        await toast(query, GONE)
        return
    await toast(query)
    await replace_card(query, draft_card(shown, desk.today()))


def _expect(query: CallbackQuery, kind: str, ref: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    desk = desk_of(context.bot_data)
    memory_of(context.chat_data).expect(kind, ref, desk.now(), user=where(query).user)


async def _preview(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> Preview | None:
    """What a button's draft would bring; None, and the person is told, where it is ended."""
    shown = await studied(desk_of(context.bot_data), lambda ledger: preview(ledger, number_of(press.ref)))
    if shown is None:
        await _tell_ended(query, press, context)
    return shown


async def _waiting(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> Draft | None:
    held = await desk_of(context.bot_data).run(lambda ledger: draft(ledger, number_of(press.ref)))
    if held is None or held.state != "waiting":
        await _tell_ended(query, press, context)
        return None
    return held


async def _tell_ended(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say who ended a draft; its keyboard goes."""
    held = await desk_of(context.bot_data).run(lambda ledger: draft(ledger, number_of(press.ref)))
    line = ended_line(held, person(where(query).user))
    await toast(query, plain_text(line))
    if held is not None:
        await replace_card(query, Card(line))


def plain_text(markup: str) -> str:
    """A line of HTML as a fading line shows it."""
    return clip(words(markup), 180)

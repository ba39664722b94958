"""/chart: the ledger, the answers to a question, or one matter as a picture, and the buttons that show it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.model import Answer, Filters, Reply
from commitments.parts import parts_table
from handlers.asking import FORGOTTEN, GONE
from handlers.buttons import CARD, NONE, PICTURE, Press, button
from handlers.card import Button, clip
from handlers.cards import reply_card
from handlers.desk import desk_of
from handlers.exports import pictures
from handlers.exports.sheet import FILLS, Row
from handlers.memory import Asked, memory_of
from handlers.sending import send_card, send_line, send_picture, toast
from store.ledger import Ledger
from store.listing import listed
from store.standings import standings

STATUS, DISTRICTS, TIMELINE, HISTORY, PARTS = range(5)  # the page of a PICTURE button
LABELS: Mapping[int, str] = {HISTORY: "走势", DISTRICTS: "各区进度", TIMELINE: "时限", STATUS: "状态"}
MOST = 1000  # matters in a picture
FEW_DAYS = 3  # from so many matters with a day on, a list of answers is shown as a line of days

NOTHING = "今年还没有读到承诺，画不出图。"
TOO_FEW: Mapping[int, str] = {
    DISTRICTS: "这些事项没有写明地区，画不出各区进度。",
    TIMELINE: "这些事项没有写明时限，画不出时限图。",
    HISTORY: "这个事项读到的数字还不够画图，请看“变化”和“出处”。",
    PARTS: "没有读到各区的目标，画不出各区进度。",
}


@dataclass(frozen=True, slots=True)
class View:
    """A picture that can be drawn: its caption and how."""

    caption: str
    picture: Callable[[], bytes]


async def chart_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/chart; /chart 西工区; /chart 老旧小区: any question"""
    message = update.message
    assert message is not None
    question = " ".join(context.args or ())
    if not question:
        await _ledger(message, STATUS, context)
        return
    reply = await desk_of(context.bot_data).ask(question, None, MOST)
    key = str(message.message_id)
    memory_of(context.chat_data).remember(key, Asked(question), reply.filters, message.date)
    if not reply.answers:
        await send_card(message, reply_card(reply, key=key))
        return
    await _reply(message, reply, _best(reply), key)


async def show_picture(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """图 on a matter's card, or 各区进度, 时限, 状态 under a picture: another picture, in a message of its own."""
    assert isinstance(query.message, Message)
    if press.ref != NONE:
        answer = await desk_of(context.bot_data).matter(press.ref)
        if answer is None:
            await toast(query, GONE)
            return
        await toast(query)
        await _matter(query.message, answer, PARTS if press.page == PARTS else HISTORY)
        return
    asked = memory_of(context.chat_data).asked(press.key)
    if press.key != NONE and asked is None:
        await toast(query, FORGOTTEN)
        return
    await toast(query)
    page = press.page if press.page in LABELS else STATUS
    if asked is None:
        await _ledger(query.message, page, context)
        return
    reply = await desk_of(context.bot_data).ask(asked.question, asked.previous, MOST, asked.dropped)
    await _reply(query.message, reply, page, press.key)


async def _ledger(message: Message, page: int, context: ContextTypes.DEFAULT_TYPE) -> None:
    """What was promised for this year, as the picture `page`."""
    desk = desk_of(context.bot_data)
    today = desk.today()
    rows = await desk.run(lambda ledger: promised(ledger, today))
    view = _view(page, rows, f"{today.year}年承诺的事项", today)
    if view is None:
        await send_line(message, TOO_FEW.get(page, NOTHING) if rows else NOTHING)
    else:
        await _send(message, view, _switch(NONE, page, (DISTRICTS, TIMELINE, STATUS)))


async def _reply(message: Message, reply: Reply, page: int, key: str) -> None:
    """The answers to a question as the picture `page`: of the one that stands out, or of all of them."""
    kinds = (HISTORY, DISTRICTS, TIMELINE, STATUS) if _way(reply) else (DISTRICTS, TIMELINE, STATUS)
    rows = [(answer.matter, answer.standing) for answer in reply.answers]
    view = _way(reply) if page == HISTORY else _view(page, rows, clip(reply.question, 40), reply.today)
    if page == DISTRICTS and reply.certain:
        view = _shared(reply.answers[0]) or view
    if view is None:
        await send_line(message, TOO_FEW.get(page, NOTHING))
    else:
        await _send(message, view, _switch(key, page, kinds))


async def _matter(message: Message, answer: Answer, page: int) -> None:
    """One matter's way, or its districts."""
    way, shared = _history(answer), _shared(answer)
    view = shared if page == PARTS else way
    if view is None:
        await send_line(message, TOO_FEW[page])
        return
    id_ = answer.matter.id
    row = [button("详情", CARD, id_)]
    if shared and page != PARTS:
        row.append(button("各区进度", PICTURE, id_, page=PARTS))
    if way and page == PARTS:
        row.append(button("走势", PICTURE, id_, page=HISTORY))
    await _send(message, view, (tuple(row),))


def promised(ledger: Ledger, today: date) -> list[Row]:
    """The matters that something was promised of for the year of `today`, or for no year, and how each one stands."""
    found = ledger.matters(today, listed(ledger.db, Filters(statuses=tuple(FILLS)), today))
    return list(zip(found, standings(ledger, found, today), strict=True))


def _best(reply: Reply) -> int:
    """The picture that says most of a reply: one matter's way; several districts; several days; else the shares."""
    if reply.certain and _way(reply):
        return HISTORY
    rows = [(answer.matter, answer.standing) for answer in reply.answers]
    if reply.certain and _shared(reply.answers[0]):
        return DISTRICTS
    if len({place for place, _ in pictures.by_district(rows)}) > 2:
        return DISTRICTS
    return TIMELINE if len(pictures.dated(rows)) >= FEW_DAYS else STATUS


def _way(reply: Reply) -> View | None:
    return _history(reply.answers[0]) if reply.certain and reply.answers else None


def _history(answer: Answer) -> View | None:
    said = pictures.history_caption(answer.matter, answer.standing)
    return View(said, lambda: pictures.history_picture(answer.matter, answer.standing)) if said else None


def _shared(answer: Answer) -> View | None:
    matter, standing, parts = answer.matter, answer.standing, answer.parts
    table = parts_table(matter, parts, standing.today)
    said = pictures.parts_caption(matter, standing, table, parts)
    return View(said, lambda: pictures.parts_picture(matter, standing, table, parts)) if said else None


def _view(page: int, rows: Sequence[Row], title: str, today: date) -> View | None:
    say, picture = _OF_MANY[page] if page in _OF_MANY else _OF_MANY[STATUS]
    said = say(rows, title, today)
    return View(said, lambda: picture(rows, title, today)) if said else None


async def _send(message: Message, view: View, buttons: Sequence[Sequence[Button]]) -> None:
    await send_picture(message, await pictures.draw(view.picture), view.caption, buttons)


def _switch(key: str, page: int, kinds: Sequence[int]) -> tuple[tuple[Button, ...], ...]:
    """A button for each other picture of the same matters."""
    return (tuple(button(LABELS[kind], PICTURE, key=key, page=kind) for kind in kinds if kind != page),)


_Say = Callable[[Sequence[Row], str, date], str]
_Draw = Callable[[Sequence[Row], str, date], bytes]

# The pictures of several matters.
_OF_MANY: Mapping[int, tuple[_Say, _Draw]] = {
    STATUS: (pictures.status_caption, pictures.status_picture),
    DISTRICTS: (pictures.districts_caption, pictures.districts_picture),
    TIMELINE: (pictures.timeline_caption, pictures.timeline_picture),
}

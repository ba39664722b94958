"""/chart: the ledger, the answers to a question, or one matter as a picture, and the buttons that show it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.checking import planning_year
from commitments.model import Answer, Reply
from commitments.parts import parts_table
from handlers.asking import FORGOTTEN, GONE
from handlers.buttons import CARD, NONE, PICTURE, Press, button
from handlers.card import Button, clip
from handlers.cards import reply_card
from handlers.desk import desk_of
from handlers.exports import pictures
from handlers.exports.sheet import Row
from handlers.intake.study import studied
from handlers.memory import Asked, memory_of
from handlers.sending import send_card, send_line, send_picture, toast
from store.cycle.year import in_hand

STATUS, DISTRICTS, TIMELINE, HISTORY, PARTS = range(5)  # the page of a PICTURE button
LABELS: Mapping[int, str] = {HISTORY: "走势", DISTRICTS: "各区进度", TIMELINE: "时限", STATUS: "状态"}
MOST = 500  # answers in a picture
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
    await _reply(message, reply, None, key)


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
    rows = await studied(desk, lambda ledger: in_hand(ledger, today))
    views = _views(rows, f"{planning_year(today)}年承诺的事项", today)
    if page in views:
        await _send(message, views[page], _switch(NONE, page, views))
    else:
        await send_line(message, TOO_FEW[page] if rows else NOTHING)


async def _reply(message: Message, reply: Reply, page: int | None, key: str) -> None:
    """The answers to a question as the picture `page`, None for the one that says most of them."""
    rows = [(answer.matter, answer.standing) for answer in reply.answers]
    cut = f"（{reply.total}项中的前{len(rows)}项）" if reply.total > len(rows) else ""
    views = _views(rows, clip(reply.question, 40) + cut, reply.today)
    if reply.certain:
        first = reply.answers[0]
        views |= {page: view for page, view in ((HISTORY, _history(first)), (DISTRICTS, _shared(first))) if view}
    wanted = _best(reply, views) if page is None else page
    if wanted in views:
        await _send(message, views[wanted], _switch(key, wanted, views))
    else:
        await send_line(message, TOO_FEW.get(wanted, NOTHING))


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


def _best(reply: Reply, views: Mapping[int, View]) -> int:
    """The picture that says most of a reply: one matter's way; several days or districts; else the shares."""
    if reply.certain and HISTORY in views:
        return HISTORY
    rows = [(answer.matter, answer.standing) for answer in reply.answers]
    if reply.filters.due is not None and TIMELINE in views:
        return TIMELINE
    if len({place for matter, _ in rows for place in matter.places}) > 1:
        return DISTRICTS
    return TIMELINE if len(pictures.dated(rows)) >= FEW_DAYS else STATUS


def _history(answer: Answer) -> View | None:
    said = pictures.history_caption(answer.matter, answer.standing)
    return View(said, lambda: pictures.history_picture(answer.matter, answer.standing)) if said else None


def _shared(answer: Answer) -> View | None:
    matter, standing, parts = answer.matter, answer.standing, answer.parts
    table = parts_table(matter, parts, standing.today)
    said = pictures.parts_caption(matter, standing, table, parts)
    return View(said, lambda: pictures.parts_picture(matter, standing, table, parts)) if said else None


def _views(rows: Sequence[Row], title: str, today: date) -> dict[int, View]:
    """The pictures of several matters for which there is enough."""
    found = {}
    for page, (say, picture) in _OF_MANY.items():
        said = say(rows, title, today)
        if said:
            found[page] = View(said, partial(picture, rows, title, today))
    return found


async def _send(message: Message, view: View, buttons: Sequence[Sequence[Button]]) -> None:
    await send_picture(message, await pictures.draw(view.picture), view.caption, buttons)


def _switch(key: str, page: int, views: Collection[int]) -> tuple[tuple[Button, ...], ...]:
    """A button for each other picture of the same matters."""
    row = tuple(button(label, PICTURE, key=key, page=n) for n, label in LABELS.items() if n in views and n != page)
    return (row,) if row else ()


_Say = Callable[[Sequence[Row], str, date], str]
_Draw = Callable[[Sequence[Row], str, date], bytes]

# The pictures of several matters.
_OF_MANY: Mapping[int, tuple[_Say, _Draw]] = {
    STATUS: (pictures.status_caption, pictures.status_picture),
    DISTRICTS: (pictures.districts_caption, pictures.districts_picture),
    TIMELINE: (pictures.timeline_caption, pictures.timeline_picture),
}

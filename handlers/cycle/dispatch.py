"""The buttons of the weekly dispatch: a matter's line, 没有变化, 已完成, 填报进度, 撤销, what a text was meant of."""

from __future__ import annotations

from datetime import date

from telegram import CallbackQuery, Message
from telegram.ext import ContextTypes

from commitments.reports import Report
from handlers import asking
from handlers.buttons import NONE, REPORT_DONE, REPORT_SAME, Press, button, number_of
from handlers.card import Card, bold, clip, safe
from handlers.cycle import answering
from handlers.cycle.dispatch_cards import NOTHING_LEFT, all_same_card, ask_card, dispatch_card
from handlers.cycle.reporting import (
    GONE,
    NOT_YOURS,
    Pending,
    keep,
    may_report,
    wait_for_button,
    waiting_texts,
    with_matter,
)
from handlers.desk import desk_of
from handlers.guard import doors_of
from handlers.memory import memory_of
from handlers.sending import replace_card, send_below, toast
from handlers.where import where
from store.cycle.selfreport import take_back
from store.cycle.sheets import Sheet, by_id, open_sheet, sheet
from store.ledger import Ledger

NO_SHEET = "现在没有要您填报的调度。"
ENDED = "这一周的调度已经结束，要补报请用 /report"
FORGOTTEN = "这条填报放得太久了，请重新写一次。"
NOT_THE_WRITER = "只有写的人可以按。"
ASK_FIGURE = "{title}：请写进展，例如 138/188、73%、没有进展（10分钟内）"
ASK_EVIDENCE = "{title}报完成：请发一句话或一张照片作依据（10分钟内），核实后销号。"
SAME_ALL = "已把{count}项记为没有变化。"
TAKEN_BACK = "已撤销，这一项按未报处理。"
NOT_TAKEN_BACK = "撤销不了：已经撤销过，或已有人核实。"
SAME = "没有变化"


async def show_sheet(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A page of the person's sheet in place of the message; “看余下的” brings it as a new message."""
    found = await _sheet(query, press, context)
    if found is None:
        await toast(query, NO_SHEET)
        return
    await toast(query)
    card = dispatch_card(found, desk_of(context.bot_data).today(), press.page)
    if press.key != NONE:
        await replace_card(query, card)
    else:
        await send_below(query, card)


async def show_line(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under the dispatch: the matter with its buttons, in a message of its own."""
    desk = desk_of(context.bot_data)
    known = await desk.run(lambda ledger: by_id(ledger, [press.ref], desk.today()))
    if not known:
        await toast(query, GONE)
        return
    await toast(query)
    await send_below(query, ask_card(*next(iter(known.values())), press.key))


async def nothing_moved(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """没有变化, of one matter or, once more confirmed, of all that are still open."""
    if press.ref != NONE:
        await toast(query)
        await _keep(query, Pending(where(query).user, SAME, Report(none=True), press.ref), context)
        return
    found = await _sheet(query, press, context)
    if found is None or not found.open:
        await toast(query, NOTHING_LEFT if found else ENDED)
        return
    await toast(query)
    if not press.page:
        await send_below(query, all_same_card(found))
        return
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(query).user

    def keep_all(ledger: Ledger) -> int:
        pendings = [Pending(user, SAME, Report(none=True), line.matter.id, found.monday) for line in found.open]
        return sum(keep(ledger, pending, desk, doors, NONE).is_recorded for pending in pendings)

    count = await desk.run(keep_all)
    await replace_card(query, Card(SAME_ALL.format(count=count)))


async def claim_done(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """已完成: asks for evidence, which the next message brings; 直接提交 goes without."""
    user = where(query).user
    if press.page:
        memory_of(context.chat_data).expected(desk_of(context.bot_data).now(), user=user)  # no evidence comes any more
        await toast(query)
        await _keep(query, Pending(user, "报完成", Report(done=True), press.ref), context)
        return
    direct = button("直接提交", REPORT_DONE, press.ref, press.key, page=1)
    await _expect(query, press, answering.EVIDENCE, ASK_EVIDENCE, context, ((direct,),))


async def ask_figure(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """填报进度: the next message is the report."""
    await _expect(query, press, answering.FIGURE, ASK_FIGURE, context)


async def sure(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """确认 under what was asked back: it is recorded as it was written."""
    pending = await _pending(query, press, context)
    if pending is not None:
        await toast(query)
        await _keep(query, pending, context, is_sure=True, replace=True)


async def which(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The matter that a text was meant of, or that it was a question."""
    pending = await _pending(query, press, context)
    if pending is None:
        return
    await toast(query)
    assert isinstance(query.message, Message)
    if press.ref == NONE:
        await asking.answer_text(query.message, pending.text, context)
    elif not pending.text:
        await show_line(query, press, context)
    else:
        await _keep(query, with_matter(pending, press.ref), context, replace=True)


async def undo(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """撤销 under what was recorded: for who reported it, until somebody confirmed it."""
    desk, user = desk_of(context.bot_data), where(query).user
    number = number_of(press.ref)
    gone = await desk.run(lambda ledger: take_back(ledger, number, user=user, today=desk.today(), now=desk.now()))
    await toast(query, TAKEN_BACK if gone else NOT_TAKEN_BACK)
    if gone:
        await replace_card(query, Card(f"{safe(clip(gone.text, 40))}：{TAKEN_BACK}"))


async def _sheet(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> Sheet | None:
    """The person's sheet that the button names by its Monday, or the open one."""
    desk, user = desk_of(context.bot_data), where(query).user
    monday = _monday(press.key)

    def find(ledger: Ledger) -> Sheet | None:
        found = open_sheet(ledger, user, desk.today())
        if monday is None or (found and found.monday == monday):
            return found
        return None if press.action == REPORT_SAME else sheet(ledger, user, monday, desk.today())

    return await desk.run(find)


def _monday(key: str) -> date | None:
    try:
        return date.fromisoformat(key) if len(key) == 8 else None
    except ValueError:
        return None


async def _pending(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> Pending | None:
    """The text that a button belongs to; None, and the person is told, where it is forgotten or somebody else's."""
    pending = waiting_texts(context.chat_data).get(press.key)
    if pending is None or pending.user != where(query).user:
        await toast(query, NOT_THE_WRITER if pending else FORGOTTEN)
        return None
    return pending


async def _expect(
    query: CallbackQuery,
    press: Press,
    kind: str,
    words: str,
    context: ContextTypes.DEFAULT_TYPE,
    buttons: tuple[tuple[object, ...], ...] = (),
) -> None:
    """Ask for the next message, of who may report on the matter."""
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(query).user
    answer = await desk.matter(press.ref)
    if answer is None:
        await toast(query, GONE)
        return
    if not await desk.run(lambda ledger: may_report(ledger, answer.matter, user, doors)):
        await toast(query, NOT_YOURS)
        return
    await toast(query)
    memory_of(context.chat_data).expect(kind, press.ref, desk.now(), user=user)
    title = bold(safe(clip(answer.matter.title, 30)))
    await send_below(query, Card(words.format(title=title), buttons))  # type: ignore[arg-type]


async def _keep(
    query: CallbackQuery,
    pending: Pending,
    context: ContextTypes.DEFAULT_TYPE,
    *,
    is_sure: bool = False,
    replace: bool = False,
) -> None:
    """Record a report in answer to a press, in place of the message of the button where that only asked."""
    desk, doors = desk_of(context.bot_data), doors_of(context.bot_data)
    assert isinstance(query.message, Message)
    key = f"{query.message.message_id}-0"
    wait_for_button(context.chat_data, key, pending)
    kept = await desk.run(lambda ledger: keep(ledger, pending, desk, doors, key, sure=is_sure))
    if replace:
        await replace_card(query, kept.card)
    else:
        await send_below(query, kept.card)

"""What a reminder's buttons do: 详情, 完成, 推迟, 静音; the number under a digest brings them for its matter."""

from __future__ import annotations

from telegram import CallbackQuery
from telegram.ext import ContextTypes

from commitments.model import Answer
from handlers import phrases
from handlers.buttons import DONE, LATER, MUTE, Press, button
from handlers.card import Card
from handlers.cycle.closing import done_by_button
from handlers.cycle.reporting import may_report
from handlers.days import LATERS, chosen
from handlers.desk import desk_of
from handlers.digests import matter_buttons, reminder_line
from handlers.guard import NOT_ALLOWED, doors_of
from handlers.sending import replace_card, send_below, toast
from handlers.where import where
from store.agenda import Item
from store.corrections import mark_done
from store.follows import mute, unmute
from store.hand_news import keep_hand_news
from store.ledger import Ledger
from store.members import person

GONE = "这个事项已不在台账里。"
DONE_BEFORE = "台账里已经是完成。"
RECORDED = "已登记完成。"
STALE = "这个选项已经失效。"
ASK_DONE = "把{title}登记为已完成？登记会记在您名下；您负责的事项要由别人核实。"
ASK_LATER = "{title}推迟到什么时候再提醒？"
PUT_OFF = "已推迟，{day}再提醒。"
MUTED = "已静音，本聊天不再提醒这一项。"
UNMUTED = "已恢复提醒。"


async def show_reminded(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under a digest: the matter's line in a message of its own, with the four buttons."""
    answer = await _matter(query, press, context)
    if answer is None:
        return
    await toast(query)
    await send_below(query, _reminded_card(answer))


def _reminded_card(answer: Answer) -> Card:
    line = reminder_line(1, Item(answer.matter, answer.standing))
    return Card(line.removeprefix("1 "), (matter_buttons(answer.matter.id),))


async def done(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """完成: asks once more, then records it in the person's name; who is responsible proposes it (销号).

    For editors, and for who is responsible.
    """
    answer = await _matter(query, press, context)
    if answer is None:
        return
    if answer.standing.status == "done":
        await toast(query, DONE_BEFORE)
        return
    desk, user, doors = desk_of(context.bot_data), where(query).user, doors_of(context.bot_data)
    if not await desk.run(lambda ledger: may_report(ledger, answer.matter, user, doors)):
        await toast(query, NOT_ALLOWED["editor"])
        return
    title = phrases.bold_name(answer.matter)
    if not press.page:
        await toast(query)
        sure = button("确定完成", DONE, answer.matter.id, page=1)
        await send_below(query, Card(ASK_DONE.format(title=title), ((sure,),)))
        return
    decided = await done_by_button(query, answer.matter, context)
    if decided is not None:
        await toast(query)
        await replace_card(query, decided)
        return

    def record(ledger: Ledger) -> None:
        number = mark_done(ledger, answer.matter.id, desk.today(), who=person(user))
        keep_hand_news(ledger, number, answer.matter.id, desk.today(), desk.now())

    await desk.run(record)
    await toast(query, RECORDED)
    await replace_card(query, Card(f"{title}：{RECORDED}"))


async def later(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """推迟: asks for the day, then reminds again on it."""
    answer = await _matter(query, press, context)
    if answer is None:
        return
    title = phrases.bold_name(answer.matter)
    if not press.page:
        await toast(query)
        row = tuple(button(one.label, LATER, answer.matter.id, page=n) for n, one in enumerate(LATERS, start=1))
        await send_below(query, Card(ASK_LATER.format(title=title), (row,)))
        return
    choice = chosen(press.page)
    if choice is None:
        await toast(query, STALE)
        return
    desk, at = desk_of(context.bot_data), where(query)
    day = choice.day(desk.today())
    await desk.run(lambda ledger: mute(ledger, at.chat, answer.matter.id, day, at.user))
    said = PUT_OFF.format(day=phrases.spoken_day(day))
    await toast(query, said)
    await replace_card(query, Card(f"{title}：{said}"))


async def mute_matter(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """静音, and 恢复提醒 (page 1) that takes it back."""
    answer = await _matter(query, press, context)
    if answer is None:
        return
    desk, at = desk_of(context.bot_data), where(query)
    if press.page:
        await desk.run(lambda ledger: unmute(ledger, at.chat, answer.matter.id, at.user))
        await toast(query, UNMUTED)
        await replace_card(query, _reminded_card(answer))
        return
    await desk.run(lambda ledger: mute(ledger, at.chat, answer.matter.id, None, at.user))
    await toast(query, MUTED)
    back = button("恢复提醒", MUTE, answer.matter.id, page=1)
    await send_below(query, Card(f"{phrases.bold_name(answer.matter)}：{MUTED}", ((back,),)))


async def _matter(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> Answer | None:
    """The matter of a button; None, and the person is told, where the ledger has it no more."""
    answer = await desk_of(context.bot_data).matter(press.ref)
    if answer is None:
        await toast(query, GONE)
    return answer

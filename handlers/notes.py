"""Personal reminders: /remind with a time and words, 提醒我 under a card; list, cancel, once more later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.moments import read_moment
from handlers import phrases
from handlers.buttons import CANCEL, NOTE, Press, button, number_of
from handlers.card import Card, bold, clip, safe
from handlers.days import LATERS, chosen, later_day
from handlers.desk import Desk, desk_of
from handlers.guard import Doors, doors_of, reaches
from handlers.sending import replace_card, send_below, send_card, send_line, toast
from handlers.where import Where, where
from store import remarks
from store.chats import settings
from store.ledger import Ledger
from store.members import role_of
from store.remarks import Remark

USAGE = "写明时间和事情，例如：/remind 下周三 上午9点 催报 老旧小区"
NO_TIME = "没有看懂什么时候提醒。例如：/remind 下周三 上午9点 催报 老旧小区"
NO_TEXT = "还要写上提醒什么，例如：/remind 明天 下午3点 交周报"
GONE = "这个事项已不在台账里。"
CANCELLED = "已取消。"
NOT_THERE = "这条提醒已经没有了；别人的提醒要由本人或编辑来改。"
STALE = "这个选项已经失效。"
ASK_DAY = "{title}哪天提醒您？（{hour}:00）"
SHOWN = 12
LONGEST_SNOOZE = 366  # days


async def remind_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/remind 下周三 上午9点 催报 老旧小区; /remind alone lists what is to come."""
    message = update.message
    assert message is not None
    desk, at, words = desk_of(context.bot_data), where(message), " ".join(context.args or ())
    if not words:
        await send_card(message, await _list_card(desk, at))
        return
    zone = await _zone(desk, at.chat)
    # The moment of writing counts, not that of reading: an update that waited, or comes twice, means the same.
    moment = read_moment(words, message.date.astimezone(zone).replace(tzinfo=None))
    if moment is None:
        await send_line(message, NO_TIME)
        return
    if not moment.rest:
        await send_line(message, NO_TEXT)
        return
    reply = await desk.ask(moment.rest, None, 1)
    matter_id = reply.answers[0].matter.id if reply.certain and reply.answers else None
    await _keep(message, at, moment.at.replace(tzinfo=zone), moment.rest, matter_id, context)


async def note(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """提醒我 under a card: asks for the day, then keeps the reminder at the chat's hour."""
    desk, at = desk_of(context.bot_data), where(query)
    answer = await desk.matter(press.ref)
    if answer is None:
        await toast(query, GONE)
        return
    assert isinstance(query.message, Message)
    how = await desk.run(lambda ledger: settings(ledger, at.chat, desk.zone))
    title = phrases.name_text(answer.matter)
    if not press.page:
        await toast(query)
        row = tuple(button(one.label, NOTE, press.ref, page=n) for n, one in enumerate(LATERS, start=1))
        await send_below(query, Card(ASK_DAY.format(title=bold(safe(title, 60)), hour=how.hour), (row,)))
        return
    choice = chosen(press.page)
    if choice is None:
        await toast(query, STALE)
        return
    await toast(query)
    when = datetime.combine(choice.day(desk.today()), time(how.hour), ZoneInfo(how.zone))
    await _keep(query.message, at, when, f"跟进：{clip(title, 60)}", press.ref, context)


async def _keep(
    message: Message, at: Where, when: datetime, text: str, matter_id: str | None, context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Write the reminder down, once however often the same one is asked for, and say so."""
    desk = desk_of(context.bot_data)

    def keep(ledger: Ledger) -> Remark:
        known = (r for r in remarks.waiting(ledger, at.chat) if (r.by, r.at, r.text) == (at.user, when, text))
        return next(known, None) or remarks.add(
            ledger, at.chat, at.thread, at.user, when.astimezone(UTC), text, matter_id, desk.now()
        )

    try:
        kept = await desk.run(keep)
    except ValueError as error:
        await send_line(message, f"{error}。")
        return
    said = f"🔔 {spoken(when, desk)}提醒：{bold(safe(text, 120))}"
    await send_card(message, Card(said, ((button("取消", CANCEL, str(kept.id)),),)))


async def cancel(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """取消: under the list (page 1) the list is shown again without it."""
    desk, at, doors = desk_of(context.bot_data), where(query), doors_of(context.bot_data)
    gone = await desk.run(
        lambda ledger: remarks.cancel(ledger, at.chat, number_of(press.ref), by=_whose(ledger, at, doors))
    )
    await toast(query, CANCELLED if gone else NOT_THERE)
    if press.page:
        await replace_card(query, await _list_card(desk, at))
    elif gone:
        await replace_card(query, Card(CANCELLED))


async def snooze(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """1天后, 3天后, 下周一 under a reminder: once more then, at the same hour."""
    desk, at, doors = desk_of(context.bot_data), where(query), doors_of(context.bot_data)
    zone = await _zone(desk, at.chat)
    if press.page > LONGEST_SNOOZE:
        await toast(query, STALE)
        return

    def again(ledger: Ledger) -> datetime | None:
        known = remarks.remark(ledger, at.chat, number_of(press.ref))
        if known is None:
            return None
        when = datetime.combine(later_day(press.page, desk.today()), known.at.astimezone(zone).time(), zone)
        by = _whose(ledger, at, doors)
        return when if remarks.snooze(ledger, at.chat, known.id, when.astimezone(UTC), by) else None

    when = await desk.run(again)
    await toast(query, NOT_THERE if when is None else f"{spoken(when, desk)}再提醒。")


def _whose(ledger: Ledger, at: Where, doors: Doors) -> int | None:
    """Whose reminders a person may change: their own, and from an editor on everybody's (None)."""
    role = role_of(ledger, at.user, at.chat, admins=doors.admins, public=doors.public)
    return None if reaches(role, "editor") else at.user


async def _list_card(desk: Desk, at: Where) -> Card:
    waiting, zone = await desk.run(lambda ledger: remarks.waiting(ledger, at.chat)), await _zone(desk, at.chat)
    return list_card([(spoken(r.at.astimezone(zone), desk), r) for r in waiting])


def list_card(waiting: Sequence[tuple[str, Remark]]) -> Card:
    """The reminders to come with their spoken moments, one line and one 取消 button each."""
    if not waiting:
        return Card(f"还没有个人提醒。{USAGE}")
    part = waiting[:SHOWN]
    lines = [f"{bold('个人提醒')}：共{len(waiting)}条"]
    lines += [safe(f"{n} {when} {clip(r.text, 40)}") for n, (when, r) in enumerate(part, start=1)]
    buttons = [button(f"取消{n}", CANCEL, str(r.id), page=1) for n, (_, r) in enumerate(part, start=1)]
    return Card("\n".join(lines), tuple(tuple(buttons[first : first + 4]) for first in range(0, len(buttons), 4)))


def spoken(when: datetime, desk: Desk) -> str:
    """A moment as people say it: 10月2日周三 09:00; with the year where it is another one."""
    year = "" if when.year == desk.today().year else f"{when.year}年"
    return f"{year}{phrases.spoken_day(when.date())}周{'一二三四五六日'[when.weekday()]} {when:%H:%M}"


async def _zone(desk: Desk, chat: int) -> ZoneInfo:
    return ZoneInfo((await desk.run(lambda ledger: settings(ledger, chat, desk.zone))).zone)

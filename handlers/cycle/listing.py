"""/listed shows what is under 挂牌督办; /special and the buttons put a matter on the list and take it off."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from handlers import phrases
from handlers.buttons import ENLIST, Press, button
from handlers.card import Card, bold, clip, safe
from handlers.cycle.listing_cards import listed_card, listing_card
from handlers.desk import Desk, desk_of
from handlers.memory import Expected, memory_of
from handlers.sending import replace_card, send_card, send_line, toast
from handlers.where import where
from store.cycle.checking import Told, with_matters
from store.cycle.special import listings, put_on, take_off
from store.errors import LedgerError
from store.ledger import Ledger
from store.members import person

ON, OFF = "enlist", "unlist"  # what the next message is the answer to: the reason

USAGE = "用法：/special 事项：理由，例如：/special 西工区 加装电梯：多次催办没有进展"
GONE = "这个事项已不在台账里。"
NOT_LISTED = "这个事项没有挂牌，或已经摘牌。"
LISTED_BEFORE = "早已挂牌督办。"
UNCLEAR = "有几个事项都像，请选一个："
NOT_FOUND = "没有找到“{words}”。{usage}"
ASK_ON = "为什么挂牌督办？请发一句话（10分钟内），/cancel 取消。"
ASK_OFF = "为什么摘牌？请发一句话（10分钟内），/cancel 取消。"
NO_REASON = "请用文字写明理由。"
PUT_ON = "已挂牌督办，下一个工作日9点左右通知订阅者。/listed 查看"
TAKEN_OFF = "已摘牌，下一个工作日9点左右通知订阅者。"
CHOICES = 6


async def listed_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/listed"""
    assert update.message is not None
    desk = desk_of(context.bot_data)
    told = await desk.run(lambda ledger: _told(ledger, desk))
    await send_card(update.message, listed_card(told, 0, desk.today()))


async def special_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/special 西工区 加装电梯：多次催办没有进展; without a reason it is asked for"""
    message = update.message
    assert message is not None
    desk = desk_of(context.bot_data)
    words, _, reason = " ".join(context.args or ()).replace(":", "：").partition("：")
    if not words.strip():
        await send_line(message, USAGE)
        return
    reply = await desk.ask(words.strip(), None, CHOICES)
    if not reply.answers:
        await send_line(message, NOT_FOUND.format(words=clip(words, 20), usage=USAGE))
    elif not reply.certain and len(reply.answers) > 1:
        lines = [safe(f"{n} {phrases.name_text(a.matter)}", 60) for n, a in enumerate(reply.answers, start=1)]
        numbers = tuple(button(str(n), ENLIST, a.matter.id) for n, a in enumerate(reply.answers, start=1))
        await send_card(message, Card("\n".join([UNCLEAR, *lines]), (numbers,)))
    elif reason.strip():
        await _put_on(message, reply.answers[0].matter.id, reason, context)
    else:
        await _ask(message, ON, reply.answers[0].matter.id, ASK_ON, where(message).user, context)


async def show_listed(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """上一页, 下一页, 返回: a page of the list."""
    desk = desk_of(context.bot_data)
    told = await desk.run(lambda ledger: _told(ledger, desk))
    await toast(query)
    await replace_card(query, listed_card(told, press.page, desk.today()))


async def show_listing(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under the list: the matter on it."""
    desk = desk_of(context.bot_data)
    told = await desk.run(lambda ledger: _told(ledger, desk))
    one = next((one for one in told if one.matter.id == press.ref), None)
    if one is None:
        await toast(query, NOT_LISTED)
        return
    await toast(query)
    await replace_card(query, listing_card(one, desk.today()))


async def ask_on(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One of the matters that /special may have meant: asks for the reason."""
    await toast(query)
    assert isinstance(query.message, Message)
    await _ask(query.message, ON, press.ref, ASK_ON, where(query).user, context)


async def ask_off(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """摘牌: asks for the reason."""
    await toast(query)
    assert isinstance(query.message, Message)
    await _ask(query.message, OFF, press.ref, ASK_OFF, where(query).user, context)


async def _ask(
    message: Message, kind: str, matter_id: str, line: str, user: int, context: ContextTypes.DEFAULT_TYPE
) -> None:
    memory_of(context.chat_data).expect(kind, matter_id, desk_of(context.bot_data).now(), user=user)
    await send_line(message, line)


async def take_on(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The reason for which a matter is put on the list."""
    if not (message.text or "").strip():
        await _ask(message, ON, expected.ref, NO_REASON, where(message).user, context)
    else:
        await _put_on(message, expected.ref, message.text or "", context)


async def take_off_list(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The reason for which a matter is taken off the list."""
    desk, reason = desk_of(context.bot_data), (message.text or "").strip()
    if not reason:
        await _ask(message, OFF, expected.ref, NO_REASON, where(message).user, context)
        return
    who, today = person(where(message).user), desk.today()
    gone = await desk.run(lambda ledger: take_off(ledger, expected.ref, reason, today, desk.now(), who=who))
    await _say(message, expected.ref, TAKEN_OFF if gone else NOT_LISTED, context)


async def _put_on(message: Message, matter_id: str, reason: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    desk, who = desk_of(context.bot_data), person(where(message).user)
    if await desk.matter(matter_id) is None:
        await send_line(message, GONE)
        return
    try:
        new = await desk.run(lambda ledger: put_on(ledger, matter_id, reason, desk.today(), desk.now(), who=who))
    except LedgerError as error:
        await send_line(message, error.chat)
        return
    await _say(message, matter_id, PUT_ON if new else LISTED_BEFORE, context)


async def _say(message: Message, matter_id: str, line: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    answer = await desk_of(context.bot_data).matter(matter_id)
    head = f"{bold(safe(phrases.name_text(answer.matter)))}：" if answer else ""
    await send_card(message, Card(head + line))


def _told(ledger: Ledger, desk: Desk) -> list[Told]:
    """What is on the list, as it stands today."""
    return with_matters(ledger, listings(ledger), desk.today())

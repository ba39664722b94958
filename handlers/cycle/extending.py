"""延期 in the chat: /extend or the button asks for more time, /extensions lists what waits, an editor decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.extending import NewLimit, names_no_day, read_new_limit
from commitments.reports import Report
from handlers import phrases
from handlers.buttons import EXTEND_WHICH, Press, button, number_of
from handlers.card import Card, clip, safe
from handlers.cycle.deciding import BEFORE, ask_reason, tell_asker, with_matters
from handlers.cycle.extending_cards import answered_card, request_card, requests_card
from handlers.cycle.reporting import Pending, may_report, name_of, wait_for_button, waiting_texts
from handlers.desk import Desk, desk_of
from handlers.grades import limit_text
from handlers.guard import Doors, doors_of
from handlers.memory import Expected, memory_of
from handlers.sending import replace_card, send_below, send_card, send_line, toast
from handlers.where import where
from store.cycle.extensions import Extension, ask_extension, extension, grant, refuse_extension, waiting_extensions
from store.cycle.keepers import keepers
from store.cycle.notices import notify
from store.cycle.sheets import by_id
from store.errors import LedgerError
from store.ledger import Ledger
from store.members import person

EXPECTS = "extend"  # Expected.kind: the new day and the reason for the matter `ref`
EXPECTS_WHY = "refuse-extension"

USAGE = "用法：/extend 老旧小区 2024-12-31 理由；日期可写“12月底”。"
ASK = "{title}：时限{limit}。请写新的时限和理由，例如：2024-12-31 资金未到位（10分钟内）"
NO_DAY = "没看懂延到哪一天。请写日期和理由，例如：2024-12-31 资金未到位"
IMPOSSIBLE = "日历上没有这一天，请核对日期，例如：2024-12-31 资金未到位"
NOT_FOUND = "没有找到“{words}”这样的事项。"
NOT_YOURS = "这一项不是分配给您的，请由责任人申请延期。"
ASKED = "已提出延期申请：{title}\n{before} → {until}，等编辑或管理员批复。批准前时限不变。"
WHICH = "哪一项要延到{until}？"
FORGOTTEN = "放得太久了，请重新写一次。"
GONE = "这个延期申请已经没有了。"
GRANTED = "已准予延期。"
REFUSED = "已告诉申请人：不同意延期。"
ASK_WHY = "不同意{title}延期：请写明理由（10分钟内），申请人会收到。"
MOST = 8


async def extend_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/extend 老旧小区 2024-12-31 资金未到位"""
    message = update.message
    assert message is not None
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(message).user
    text = " ".join(context.args or ())
    limit = read_new_limit(text, desk.today())
    if limit is None or not limit.before:
        await send_line(message, NO_DAY if limit else IMPOSSIBLE if names_no_day(text) else USAGE)
        return
    reply = await desk.ask(limit.before, None, MOST)
    if not reply.answers:
        await send_line(message, NOT_FOUND.format(words=clip(limit.before, 30)))
        return
    mine = await desk.run(lambda ledger: [a.matter for a in reply.answers if may_report(ledger, a.matter, user, doors)])
    if not mine:
        await send_line(message, NOT_YOURS)
    elif len(mine) == 1 or (reply.certain and mine[0] is reply.answers[0].matter):
        await send_card(message, await desk.run(lambda ledger: _ask(ledger, mine[0].id, limit, user, desk, doors)))
    else:
        key = str(message.message_id)
        wait_for_button(context.chat_data, key, Pending(user, text, Report()))
        rows = tuple((button(clip(phrases.name_text(one), 28), EXTEND_WHICH, one.id, key),) for one in mine)
        await send_card(message, Card(WHICH.format(until=limit.end), rows))


async def choose(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The matter under /extend that is meant."""
    pending, at = waiting_texts(context.chat_data).get(press.key), where(query)
    desk, doors = desk_of(context.bot_data), doors_of(context.bot_data)
    limit = read_new_limit(pending.text, desk.today()) if pending and pending.user == at.user else None
    if limit is None:
        await toast(query, FORGOTTEN)
        return
    await toast(query)
    await replace_card(query, await desk.run(lambda ledger: _ask(ledger, press.ref, limit, at.user, desk, doors)))


async def ask_button(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """申请延期: asks for the new day and the reason."""
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(query).user
    answer = await desk.matter(press.ref)
    if answer is None:
        await toast(query, "这个事项已不在台账里。")
    elif not await desk.run(lambda ledger: may_report(ledger, answer.matter, user, doors)):
        await toast(query, NOT_YOURS)
    else:
        await toast(query)
        memory_of(context.chat_data).expect(EXPECTS, press.ref, desk.now(), user=user)
        limit = safe(limit_text(answer.matter, answer.standing))
        await send_below(query, Card(ASK.format(title=phrases.bold_name(answer.matter), limit=limit)))


async def take_request(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The new day and the reason, in answer to 申请延期."""
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(message).user
    text = message.text or message.caption or ""
    limit = read_new_limit(text, desk.today())
    if limit is None:
        memory_of(context.chat_data).expect(EXPECTS, expected.ref, message.date, user=user)
        await send_line(message, IMPOSSIBLE if names_no_day(text) else NO_DAY)
        return
    whole = NewLimit(limit.end, "", " ".join(part for part in (limit.before, limit.after) if part))
    await send_card(message, await desk.run(lambda ledger: _ask(ledger, expected.ref, whole, user, desk, doors)))


def _ask(ledger: Ledger, matter_id: str, limit: NewLimit, user: int, desk: Desk, doors: Doors) -> Card:
    """Keep the request and tell who decides; the card says so, or why not. In the ledger's thread."""
    known = by_id(ledger, [matter_id], desk.today())
    if not known:
        return Card(GONE)
    (matter, how), *_ = known.values()
    if not may_report(ledger, matter, user, doors):
        return Card(NOT_YOURS)

    def tell(asked: Extension) -> int:
        told = [one for one in keepers(ledger, doors.admins) if one != user]
        card = request_card(asked, matter, how, name_of(ledger, asked.asked_by), desk.today())
        key = f"extension {asked.number}"
        return notify(ledger.db, told, key, card, desk.now(), matters=[matter.id], zone=desk.zone)

    try:
        asked = ask_extension(
            ledger,
            matter.id,
            limit.end,
            who=person(user),
            reason=limit.after,
            today=desk.today(),
            now=desk.now(),
            tell=tell,
        )
    except LedgerError as error:
        return Card(safe(error.chat))
    return Card(ASKED.format(title=phrases.bold_name(matter), before=asked.before, until=asked.until))


async def extensions_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/extensions: the requests that wait."""
    assert update.message is not None
    await send_card(update.message, await _list(0, context))


async def show_extensions(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A page of the requests."""
    await toast(query)
    await replace_card(query, await _list(press.page, context))


async def _list(page: int, context: ContextTypes.DEFAULT_TYPE) -> Card:
    desk = desk_of(context.bot_data)

    def read(ledger: Ledger) -> Card:
        listed = with_matters(ledger, waiting_extensions(ledger), lambda one: one.asked_by, desk)
        return requests_card(listed, desk.today(), page)

    return await desk.run(read)


async def show_extension(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One request with its buttons."""
    desk = desk_of(context.bot_data)
    card = await desk.run(lambda ledger: _request(ledger, number_of(press.ref), desk))
    await toast(query, None if card else GONE)
    if card:
        await send_below(query, card)


def _request(ledger: Ledger, number: int, desk: Desk) -> Card | None:
    asked = extension(ledger, number)
    known = by_id(ledger, [asked.matter_id], desk.today()) if asked else {}
    if asked is None or not known:
        return None
    (matter, how), *_ = known.values()
    return request_card(asked, matter, how, name_of(ledger, asked.asked_by), desk.today())


async def grant_button(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """准予: by anybody but who asked, who hears of it."""
    desk, who, number = desk_of(context.bot_data), person(where(query).user), number_of(press.ref)

    def write(ledger: Ledger) -> tuple[str, Card | None]:
        before = extension(ledger, number)
        if before is None:
            return GONE, None
        tell = _asker_teller(ledger, desk)
        found = grant(ledger, number, who=who, today=desk.today(), now=desk.now(), tell=tell)
        said = GRANTED if before.state == "asked" and found.state == "granted" else BEFORE
        return said, _request(ledger, number, desk)

    try:
        said, card = await desk.run(write)
    except LedgerError as error:
        said, card = error.chat, None
    await toast(query, said)
    if card:
        await replace_card(query, card)


async def ask_why(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """不同意: asks for the reason."""
    asked = await desk_of(context.bot_data).run(lambda ledger: extension(ledger, number_of(press.ref)))
    waits = asked is not None and asked.state == "asked"
    if asked is None or not (waits and await ask_reason(query, asked, EXPECTS_WHY, ASK_WHY, context)):
        await toast(query, BEFORE if asked else GONE)


async def take_why(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The reason why a request is refused; who asked hears it."""
    desk, who, number = desk_of(context.bot_data), person(where(message).user), number_of(expected.ref)
    why = message.text or message.caption or ""

    def write(ledger: Ledger) -> str:
        before = extension(ledger, number)
        found = refuse_extension(ledger, number, who=who, why=why, now=desk.now(), tell=_asker_teller(ledger, desk))
        return REFUSED if before and before.state == "asked" and found.state == "refused" else BEFORE

    try:
        await send_line(message, await desk.run(write))
    except LedgerError as error:
        await send_line(message, error.chat)


def _asker_teller(ledger: Ledger, desk: Desk) -> Callable[[Extension], object]:
    """What tells who asked how it was decided."""

    def tell(asked: Extension) -> int:
        key = f"extension {asked.number} {asked.state}"
        return tell_asker(ledger, desk, asked, asked.asked_by, key, partial(answered_card, asked))

    return tell

"""销号 in the chat: /closing lists what was proposed, editors confirm or refuse it; /reopen opens a matter again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.model import Matter
from commitments.reports import Report
from handlers import phrases
from handlers.buttons import CARD, OPEN_AGAIN, Press, button, number_of
from handlers.card import Card, clip, safe
from handlers.cycle.closing_cards import closings_card, decided_card, proposal_card
from handlers.cycle.deciding import BEFORE, ask_reason, tell_asker, with_matters
from handlers.cycle.reporting import Pending, keep, name_of, responsible, wait_for_button, waiting_texts
from handlers.desk import Desk, desk_of
from handlers.guard import doors_of
from handlers.memory import Expected
from handlers.sending import replace_card, send_below, send_card, send_line, toast
from handlers.where import where
from store.cycle.closures import Closure, closure, closures, confirm, refuse, reopen_matter, waiting
from store.cycle.sheets import by_id
from store.errors import LedgerError
from store.ledger import Ledger
from store.members import person

EXPECTS = "refuse-closing"  # Expected.kind: why the proposal `ref` is refused

GONE = "这个销号申请已经没有了。"
ASK_WHY = "退回{title}：请写明理由（10分钟内），报的人会收到。"
CLOSED = "已核实销号。"
REFUSED = "已退回，理由会告诉报的人。"
NO_PHOTO = "没有照片。"
REOPEN_USAGE = "用法：/reopen 老旧小区 抽查有3个未完工"
REOPEN_WHICH = "重新打开哪一项？理由：{reason}"
REOPENED = "已重新打开，继续办理，历史都保留。"
NOT_DONE = "没有找到已完成的“{words}”，不用重新打开。"
FORGOTTEN = "放得太久了，请重新发 /reopen"
MOST = 8


async def closing_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/closing: what was proposed to be closed and waits."""
    assert update.message is not None
    await send_card(update.message, await _list(0, context))


async def show_closings(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A page of the list, in a message of its own for its first."""
    await toast(query)
    card = await _list(press.page, context)
    if press.page:
        await replace_card(query, card)
    else:
        await send_below(query, card)


async def _list(page: int, context: ContextTypes.DEFAULT_TYPE) -> Card:
    desk = desk_of(context.bot_data)

    def read(ledger: Ledger) -> Card:
        listed = with_matters(ledger, waiting(ledger), lambda one: one.proposed_by, desk)
        return closings_card(listed, desk.today(), page)

    return await desk.run(read)


async def show_closing(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """One proposal with its buttons."""
    desk = desk_of(context.bot_data)
    card = await desk.run(lambda ledger: _proposal(ledger, number_of(press.ref), desk))
    await toast(query, None if card else GONE)
    if card:
        await send_below(query, card)


def _proposal(ledger: Ledger, number: int, desk: Desk) -> Card | None:
    found = closure(ledger, number)
    known = by_id(ledger, [found.matter_id], desk.today()) if found else {}
    if found is None or not known:
        return None
    (matter, how), *_ = known.values()
    return proposal_card(found, matter, how, name_of(ledger, found.proposed_by), desk.today())


async def close(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """核实销号: by anybody but the proposer, who hears of it."""
    desk, who = desk_of(context.bot_data), person(where(query).user)
    done = await desk.run(lambda ledger: confirm_closing(ledger, number_of(press.ref), who, desk))
    await toast(query, done.said)
    if done.card:
        await replace_card(query, done.card)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision came to: a line for who decided, and the proposal as it now is, None where nothing changed."""

    said: str
    card: Card | None = None


def confirm_closing(ledger: Ledger, number: int, who: str, desk: Desk) -> Decided:
    """Confirm a proposal and tell its proposer; in the ledger's thread."""
    before = closure(ledger, number)
    if before is None:
        return Decided(GONE)
    try:
        found = confirm(ledger, number, who=who, today=desk.today(), now=desk.now(), tell=proposer_teller(ledger, desk))
    except LedgerError as error:
        return Decided(error.chat)
    said = CLOSED if before.state == "proposed" and found.state == "confirmed" else BEFORE
    return Decided(said, _proposal(ledger, number, desk))


def proposer_teller(ledger: Ledger, desk: Desk) -> Callable[[Closure], object]:
    """What tells a proposer how it was decided."""

    def tell(found: Closure) -> int:
        key = f"closing {found.number} {found.state}"
        card = partial(decided_card, found, today=desk.today())
        return tell_asker(ledger, desk, found, found.proposed_by, key, card)

    return tell


async def ask_why(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """退回: asks for the reason."""
    found = await desk_of(context.bot_data).run(lambda ledger: closure(ledger, number_of(press.ref)))
    waits = found is not None and found.state == "proposed"
    if found is None or not (waits and await ask_reason(query, found, EXPECTS, ASK_WHY, context)):
        await toast(query, BEFORE if found else GONE)


async def take_why(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The reason why a proposal is refused; its proposer hears it."""
    desk, who = desk_of(context.bot_data), person(where(message).user)
    why, number = message.text or message.caption or "", number_of(expected.ref)

    def write(ledger: Ledger) -> str:
        before = closure(ledger, number)
        tell = proposer_teller(ledger, desk)
        found = refuse(ledger, number, who=who, why=why, today=desk.today(), now=desk.now(), tell=tell)
        return REFUSED if before and before.state == "proposed" and found.state == "refused" else BEFORE

    try:
        await send_line(message, await desk.run(write))
    except LedgerError as error:
        await send_line(message, error.chat)


async def show_photo(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """看照片: the photo that was sent as evidence."""
    number = number_of(press.ref)
    found = await desk_of(context.bot_data).run(lambda ledger: closure(ledger, number))
    photo = found.photo if found else ""
    await toast(query, None if photo else NO_PHOTO)
    if photo and found:
        assert isinstance(query.message, Message)
        await query.message.reply_photo(photo, caption=clip(found.evidence, 200) or None)


# --- the button 完成 of reminders, and opening again ----------------------------------------------------------------


async def done_by_button(query: CallbackQuery, matter: Matter, context: ContextTypes.DEFAULT_TYPE) -> Card | None:
    """What 完成 under a reminder comes to where a rule of 销号 decides it: a proposal of the one responsible, the
    confirmation of one that waits. None where it is a verified completion by itself."""
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(query).user

    def decide(ledger: Ledger) -> Card | None:
        waits = closures(ledger, [matter.id]).get(matter.id)
        if waits is not None and waits.state == "proposed" and waits.proposed_by != person(user):
            done = confirm_closing(ledger, waits.number, person(user), desk)
            return Card(f"{phrases.bold_name(matter)}：{done.said}")
        if responsible(ledger, matter, user):
            pending = Pending(user, "报完成", Report(done=True), matter.id)
            return keep(ledger, pending, desk, doors, "-").card
        return None

    return await desk.run(decide)


async def reopen_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/reopen 老旧小区 抽查有3个未完工: the matter, then the reason."""
    message = update.message
    assert message is not None
    words = list(context.args or ())
    if len(words) < 2:
        await send_line(message, REOPEN_USAGE)
        return
    desk, subject, reason = desk_of(context.bot_data), words[0], " ".join(words[1:])
    reply = await desk.ask(subject, None, MOST)
    found = [answer.matter for answer in reply.answers if answer.standing.status == "done"]
    if not found:
        await send_line(message, NOT_DONE.format(words=clip(subject, 30)))
        return
    key = str(message.message_id)
    wait_for_button(context.chat_data, key, Pending(where(message).user, reason, Report()))
    rows = tuple((button(clip(phrases.name_text(matter), 28), OPEN_AGAIN, matter.id, key),) for matter in found)
    await send_card(message, Card(REOPEN_WHICH.format(reason=safe(reason, 80)), rows))


async def open_again(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The matter under /reopen: it is open again from today, for the reason that was written."""
    pending = waiting_texts(context.chat_data).get(press.key)
    if pending is None:
        await toast(query, FORGOTTEN)
        return
    desk, who = desk_of(context.bot_data), person(where(query).user)

    def write(ledger: Ledger) -> Matter | None:
        (known,) = by_id(ledger, [press.ref], desk.today()).values() or ((None, None),)
        matter, how = known
        if matter is not None and how is not None and how.status == "done":  # pressed twice, it is reopened once
            reopen_matter(ledger, matter.id, who=who, reason=pending.text, today=desk.today(), now=desk.now())
        return matter

    matter = await desk.run(write)
    await toast(query, REOPENED if matter else GONE)
    if matter:
        card = Card(f"{phrases.bold_name(matter)}：{REOPENED}", ((button("详情", CARD, matter.id),),))
        await replace_card(query, card)

"""/round: begin, look through, and end a round of 督查 or 验收; 属实, 不属实, 补充 with a note or a photo."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.bulletin import place_of
from commitments.checking import RoundKind
from handlers import phrases
from handlers.buttons import CONFIRM, PHOTO, REOPEN, Press, button
from handlers.card import Button, Card, bold, safe
from handlers.cycle.closing import proposer_teller
from handlers.cycle.round_cards import (
    FOUND,
    NO_ROUND,
    NOTHING_DUE,
    check_card,
    places_card,
    places_of,
    result_lines,
    round_card,
    round_summary_card,
)
from handlers.desk import Desk, desk_of
from handlers.guard import NOT_ALLOWED, doors_of, reaches
from handlers.memory import Expected, memory_of
from handlers.sending import replace_card, send_below, send_card, send_line, toast
from handlers.where import where
from store.cycle import rounds as rounds_
from store.cycle.checking import Looked, summed
from store.cycle.closures import closures, confirm, reopen_matter
from store.cycle.rounds import RESULTS, Check, Round
from store.errors import LedgerError
from store.ledger import Ledger
from store.members import person, role_of

BEGIN: Mapping[str, RoundKind] = {
    "月": "monthly", "月督查": "monthly", "开始": "monthly", "双月": "full", "验收": "full", "全覆盖": "full",
}  # fmt: skip
END = frozenset({"结束", "end"})
EXPECTS = "check"  # what the next message is the answer to: a note or a photo
EXPECTS_REASON = "reopen"

USAGE = "用法：/round 看督查，/round 西工区 看一个地区；/round 月 或 /round 双月 开始，/round 结束"
GONE = "这一轮督查里没有这个事项了。"
NOTED = "已记下。"
ASK_NOTE = "要补充说明，请直接发一句话或一张照片（10分钟内）；不用补充就不必发。"
ASK_REASON = "为什么重新打开？请发一句话（10分钟内），/cancel 取消。"
ONLY_NOTE = "请发一句话或一张照片。"
REOPENED = "已重新打开，继续办理，历史都保留。"
NO_PHOTO = "没有照片。"
NOTHING_TO_CLOSE = "没有等待核实的完成。"
CLOSED = "已核实完成，销号。"


async def round_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/round; /round 西工区; /round 月; /round 双月; /round 结束"""
    message = update.message
    assert message is not None
    desk, word = desk_of(context.bot_data), "".join(context.args or ())
    if word in BEGIN or word in END:
        if not await _is_editor(message, context):
            await send_line(message, NOT_ALLOWED["editor"])
            return
        await (_begin(message, desk, BEGIN[word]) if word in BEGIN else _end(message, desk))
        return
    one, looked = await desk.run(lambda ledger: _latest(ledger, desk))
    if one is None:
        await send_line(message, NO_ROUND)
        return
    if not word:
        await send_card(message, round_card(one, looked, desk.today()))
        return
    places = places_of(looked)
    number = next((n for n, place in enumerate(places, start=1) if word in place), 0)
    if number:
        await send_card(message, places_card(one, looked, number, 0, desk.today()))
    else:
        await send_line(message, USAGE)


async def _begin(message: Message, desk: Desk, kind: RoundKind) -> None:
    who = person(where(message).user)
    try:
        one, looked = await desk.run(lambda ledger: _begun(ledger, kind, desk, who))
    except LedgerError as error:
        await send_line(message, error.chat)
        return
    if one is None:
        await send_line(message, NOTHING_DUE)
    else:
        await send_card(message, round_card(one, looked, desk.today()))


def _begun(ledger: Ledger, kind: RoundKind, desk: Desk, who: str) -> tuple[Round | None, list[Looked]]:
    one = rounds_.begin(ledger, kind, desk.today(), desk.now(), who=who)
    return one, summed(ledger, one, desk.today()) if one else []


async def _end(message: Message, desk: Desk) -> None:
    who = person(where(message).user)

    def end(ledger: Ledger) -> tuple[Round | None, list[Looked]]:
        one = rounds_.current(ledger)
        if one is None:
            return None, []
        rounds_.end(ledger, one.id, desk.now(), who=who)
        return one, summed(ledger, one, desk.today())

    one, looked = await desk.run(end)
    if one is None:
        await send_line(message, NO_ROUND)
    else:
        await send_card(message, round_summary_card(one, looked, desk.today()))


def _latest(ledger: Ledger, desk: Desk) -> tuple[Round | None, list[Looked]]:
    """The round that goes on, else the last one, with what it looks at."""
    one = rounds_.current(ledger) or next(iter(rounds_.rounds(ledger)), None)
    return one, summed(ledger, one, desk.today()) if one else []


async def _is_editor(message: Message, context: ContextTypes.DEFAULT_TYPE) -> bool:
    at, doors = where(message), doors_of(context.bot_data)
    role = await desk_of(context.bot_data).run(
        lambda ledger: role_of(ledger, at.user, at.chat, admins=doors.admins, public=doors.public)
    )
    return reaches(role, "editor")


async def show_round(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under the overview, 上一页, 下一页, 返回: a district's list, or the overview again."""
    desk = desk_of(context.bot_data)
    one, looked = await desk.run(lambda ledger: _round(ledger, press.ref, desk))
    if one is None or not looked:
        await toast(query, GONE)
        return
    await toast(query)
    number = _place_number(press.key, looked)
    card = places_card(one, looked, number, press.page, desk.today()) if number or press.page else None
    await replace_card(query, card or round_card(one, looked, desk.today()))


def _place_number(key: str, looked: list[Looked]) -> int:
    """The number of the district that a button means, by itself or by one of its matters; 0 for the overview."""
    if key.isascii() and key.isdigit() and len(key) < 5:
        return int(key)
    place = next((place_of(item.matter) for item in looked if item.matter.id == key), None)
    return places_of(looked).index(place) + 1 if place else 0


async def show_check(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under a district's list: the form of its matter, in a message of its own."""
    found = await _looked(press, context)
    if found is None:
        await toast(query, GONE)
        return
    await toast(query)
    await send_below(query, await _form(*found, context))


async def record_result(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """属实, 不属实, 补充: written down at once; the next message of the person is taken for the note or photo."""
    desk, at = desk_of(context.bot_data), where(query)
    if not 1 <= press.page <= len(RESULTS) or await _looked(press, context) is None:
        await toast(query, GONE)
        return
    result = RESULTS[press.page - 1]
    await desk.run(
        lambda ledger: rounds_.check(ledger, int(press.key), press.ref, result, desk.today(), who=person(at.user))
    )
    found = await _looked(press, context)
    await toast(query, f"已记：{FOUND[result]}")
    if found is None:
        return
    assert isinstance(query.message, Message)
    memory_of(context.chat_data).expect(EXPECTS, f"{press.key};{press.ref}", desk.now(), user=at.user)
    await replace_card(query, await _form(*found, context, ASK_NOTE))


async def take_note(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The note or photo to a result: a text, a photo with or without a caption, a picture sent as a file."""
    desk, at = desk_of(context.bot_data), where(message)
    round_id, _, matter_id = expected.ref.partition(";")
    photo = message.photo[-1].file_id if message.photo else ""
    if message.document and (message.document.mime_type or "").startswith("image/"):
        photo = message.document.file_id
    note = message.text or message.caption or ""
    if not photo and not note.strip():
        memory_of(context.chat_data).expect(EXPECTS, expected.ref, message.date, user=at.user)
        await send_line(message, ONLY_NOTE)
        return

    def write(ledger: Ledger) -> tuple[Round, Check] | None:
        known = next((c for c in rounds_.checks(ledger, int(round_id)) if c.matter_id == matter_id), None)
        one = next((r for r in rounds_.rounds(ledger) if r.id == int(round_id)), None)
        if known is None or known.result is None or one is None:
            return None
        made = rounds_.check(
            ledger, one.id, matter_id, known.result, desk.today(), who=person(at.user), note=note, photo=photo
        )
        return (one, made) if made else None

    made = await desk.run(write)
    if made is None:
        await send_line(message, GONE)
        return
    await send_card(message, Card("\n".join([NOTED, *result_lines(*made)])))


async def ask_reopen(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """重新打开 under a completed matter that was found untrue: asks for the reason."""
    await toast(query)
    assert isinstance(query.message, Message)
    desk = desk_of(context.bot_data)
    memory_of(context.chat_data).expect(EXPECTS_REASON, press.ref, desk.now(), user=where(query).user)
    await send_line(query.message, ASK_REASON)


async def take_reason(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The reason why a matter is reopened; from now on it is open again."""
    desk, at = desk_of(context.bot_data), where(message)
    reason = " ".join((message.text or message.caption or "").split())[:200]
    answer = await desk.matter(expected.ref)
    if answer is None or not reason:
        await send_line(message, GONE if reason else ONLY_NOTE)
        return
    if answer.standing.status == "done":  # said twice, it is reopened once
        who, today = person(at.user), desk.today()
        try:
            await desk.run(
                lambda ledger: reopen_matter(ledger, expected.ref, who=who, reason=reason, today=today, now=desk.now())
            )
        except LedgerError as error:
            await send_line(message, error.chat)
            return
    await send_card(message, Card(f"{bold(safe(phrases.name_text(answer.matter)))}：{REOPENED}"))


async def confirm_closing(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """确认销号 under a reported completion that was found true."""
    desk, at = desk_of(context.bot_data), where(query)

    def close(ledger: Ledger) -> str:
        known = closures(ledger, [press.ref])
        waiting = next((one for one in known.values() if one.state in ("proposed", "confirmed")), None)
        if waiting is None:
            return NOTHING_TO_CLOSE
        try:
            tell = proposer_teller(ledger, desk)
            confirm(ledger, waiting.number, who=person(at.user), today=desk.today(), now=desk.now(), tell=tell)
        except LedgerError as error:
            return error.chat
        return CLOSED

    await toast(query, await desk.run(close))


async def show_photo(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """照片: what the inspector sent with the result."""
    found = await _looked(press, context)
    photo = found[1].check.photo if found else ""
    await toast(query, None if photo else NO_PHOTO)
    if photo and found:
        assert isinstance(query.message, Message)
        await query.message.reply_photo(photo, caption="\n".join(result_lines(found[0], found[1].check)))


async def _form(one: Round, item: Looked, context: ContextTypes.DEFAULT_TYPE, note: str = "") -> Card:
    """The form of a matter with what follows from its result: the photo, reopening, closing."""
    card, id_ = check_card(one, item), item.matter.id
    more: list[Button] = []
    if item.check.photo:
        more.append(button("照片", PHOTO, id_, key=str(one.id)))
    if item.check.result == "untrue" and item.standing.status == "done":
        more.append(button("重新打开", REOPEN, id_))
    if item.check.result == "true" and item.standing.status != "done":
        known = await desk_of(context.bot_data).run(lambda ledger: closures(ledger, [id_]))
        if any(closure.state == "proposed" for closure in known.values()):
            more.append(button("确认销号", CONFIRM, id_))
    text = f"{card.text}\n{note}" if note else card.text
    return Card(text, (*card.buttons, *((tuple(more),) if more else ())))


async def _looked(press: Press, context: ContextTypes.DEFAULT_TYPE) -> tuple[Round, Looked] | None:
    """The round and the matter of a button."""
    desk = desk_of(context.bot_data)
    one, looked = await desk.run(lambda ledger: _round(ledger, press.key, desk, press.ref))
    return (one, looked[0]) if one and looked else None


def _round(ledger: Ledger, number: str, desk: Desk, matter_id: str | None = None) -> tuple[Round | None, list[Looked]]:
    one = next((one for one in rounds_.rounds(ledger) if str(one.id) == number), None)
    return one, summed(ledger, one, desk.today(), matter_id) if one else []

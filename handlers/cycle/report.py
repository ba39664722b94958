"""Reports that people write: in answer to the dispatch, and with /report.

A text is taken for a report only where it reads as one and the dispatch is open; every other goes on as a question.
Where it is not plain which matter is meant, the bot asks, and one of the choices is that it was a question after all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from commitments.model import Answer, Matter
from commitments.reports import Report, is_unreadable_figure, read_report, without_line
from commitments.settling import fits
from handlers.card import Card, bold, clip, safe
from handlers.cycle.dispatch_cards import all_same_card, ask_card, called, dispatch_card, several_card, which_card
from handlers.cycle.reporting import (
    GONE,
    NOT_YOURS,
    Kept,
    Pending,
    keep,
    may_report,
    wait_for_button,
    with_matter,
)
from handlers.desk import desk_of
from handlers.guard import doors_of
from handlers.memory import memory_of
from handlers.sending import send_card, send_line
from handlers.where import where
from store.cycle.sheets import Line, Sheet, asked_in, by_id, open_sheet
from store.ledger import Ledger

LINES = range(1, 1000)  # numbers that can stand before a line of an answer
MOST_LINES = 40
MOST_ANSWERS = 8
REST = frozenset(
    {"其余没有变化", "其他没有变化", "其余无变化", "其他无变化", "其余没变化", "余下没有变化", "其它没有变化"}
)
SAME_FOR_ALL = frozenset(
    f"{whole}{none}{what}"
    for whole in ("全部", "都", "均")
    for none in ("没有", "没", "无")
    for what in ("变化", "进展")
)

USAGE = "用法：/report 老旧小区 138/188 已完工；现在没有要您填报的调度。"
NOT_FOUND = "没有找到“{words}”这样的事项。用法：/report 老旧小区 138/188 已完工"
UNREAD = "“{words}”读不出数字。用法：/report 老旧小区 138/188 已完工"
ENDED = "这一周的调度已经结束。要补报请用 /report，例如：/report 老旧小区 138/188"


async def report_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/report 老旧小区 138/188 已完工; /report 老旧小区 brings the buttons, /report alone the open dispatch."""
    message = update.message
    assert message is not None
    desk, at = desk_of(context.bot_data), where(message)
    words = list(context.args or ())
    if not words:
        sheet = await desk.run(lambda ledger: open_sheet(ledger, at.user, desk.today()))
        await send_card(message, dispatch_card(sheet, desk.today()) if sheet else Card(safe(USAGE)))
        return
    subject, text, report = _split(words)
    if report is None and is_unreadable_figure(words[-1]):
        await send_line(message, UNREAD.format(words=clip(words[-1], 20)))
        return
    answers = await _mine(subject, message, context)
    if answers == [] and report is None and len(words) > 1:  # 科大附中 主体封顶: a report in words of the first one's
        subject, text = words[0], " ".join(words[1:])
        report, answers = read_report(text, asked=True), await _mine(subject, message, context)
    if not answers:
        line = NOT_FOUND.format(words=clip(subject, 30)) if answers is not None else NOT_YOURS
        await send_line(message, line)
    elif report is None:
        await _ask(message, [answer.matter for answer in answers], Pending(at.user, "", Report()), context)
    else:
        pending = Pending(at.user, text, report)
        if len(answers) == 1:
            await keep_one(message, with_matter(pending, answers[0].matter.id), context)
        else:
            await _ask(message, [answer.matter for answer in answers], pending, context)


def _split(words: Sequence[str]) -> tuple[str, str, Report | None]:
    """The words before a report, the report's text, and how it is read; the longest end that reads as one."""
    for at in range(1, len(words)):
        text = " ".join(words[at:])
        report = read_report(text)
        if report is not None:
            return " ".join(words[:at]), text, report
    return " ".join(words), "", None


async def _mine(subject: str, message: Message, context: ContextTypes.DEFAULT_TYPE) -> list[Answer] | None:
    """The matters that the words mean and this person may report on, the one that stands out alone; None where there
    are such matters, but none that they may."""
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(message).user
    reply = await desk.ask(subject, None, MOST_ANSWERS)
    if not reply.answers:
        return []
    allowed = await desk.run(
        lambda ledger: [answer for answer in reply.answers if may_report(ledger, answer.matter, user, doors)]
    )
    if not allowed:
        return None
    stands_out = reply.certain and allowed[0] is reply.answers[0]
    return allowed[:1] if stands_out else allowed


async def _ask(
    message: Message, matters: Sequence[Matter], pending: Pending, context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Ask which of the matters is meant; of a single one, what its progress is."""
    desk = desk_of(context.bot_data)
    if len(matters) == 1 and not pending.text:
        known = await desk.run(lambda ledger: by_id(ledger, [matters[0].id], desk.today()))
        card = next((ask_card(matter, how, "-") for matter, how in known.values()), Card(GONE))
        await send_card(message, card)
        return
    key = str(message.message_id)
    wait_for_button(context.chat_data, key, pending)
    await send_card(message, which_card(pending.text or "填报", [("", m) for m in matters], key, question=False))


async def keep_one(
    message: Message, pending: Pending, context: ContextTypes.DEFAULT_TYPE, *, sure: bool = False, part: int = 0
) -> Kept:
    """Record a report and say so, or ask back; the card that was sent says which."""
    desk, doors = desk_of(context.bot_data), doors_of(context.bot_data)
    key = f"{message.message_id}-{part}"
    wait_for_button(context.chat_data, key, pending)
    kept = await desk.run(lambda ledger: keep(ledger, pending, desk, doors, key, sure=sure))
    await send_card(message, kept.card)
    return kept


# --- in answer to the dispatch --------------------------------------------------------------------------------------


async def take_report(message: Message, context: ContextTypes.DEFAULT_TYPE) -> bool:
    """Whether a text in a private chat was the answer to the open dispatch, and was taken as such."""
    text = message.text or ""
    if message.chat.type != ChatType.PRIVATE or message.from_user is None:
        return False
    replied = message.reply_to_message
    asked = replied is not None and replied.from_user is not None and replied.from_user.id == context.bot.id
    if not _may_be_one(text, asked=asked):
        return False
    desk, user = desk_of(context.bot_data), message.from_user.id
    chat, replied_to = message.chat.id, replied.message_id if replied and asked else 0

    def look(ledger: Ledger) -> tuple[Sheet | None, date | None]:
        return open_sheet(ledger, user, desk.today()), asked_in(ledger, chat, replied_to) if replied_to else None

    sheet, monday = await desk.run(look)
    if monday is not None and (sheet is None or sheet.monday != monday):
        await send_line(message, ENDED)
        return True
    if sheet is None:
        return False
    parts = [line.strip() for line in text.splitlines() if line.strip()]
    if len(parts) > 1 and await _take_several(message, parts, sheet, context):
        return True
    return await _take_one(message, text, sheet, context, asked=monday is not None)


def _may_be_one(text: str, *, asked: bool) -> bool:
    """Whether it is worth looking whether a dispatch is open."""
    first = text.strip().partition("\n")[0]
    return (
        _is_same_for_all(text)
        or read_report(text, lines=LINES, asked=asked) is not None
        or read_report(first, lines=LINES) is not None
    )


def _is_same_for_all(text: str) -> bool:
    """Whether a text says of all that nothing moved."""
    return text.strip().rstrip("。.") in SAME_FOR_ALL


async def _take_one(
    message: Message, text: str, sheet: Sheet, context: ContextTypes.DEFAULT_TYPE, *, asked: bool
) -> bool:
    picked = _picked(text, sheet, message, context, asked=asked)
    if picked is not None:
        await send_card(message, ask_card(picked.matter, picked.standing, f"{sheet.monday:%Y%m%d}"))
        return True
    if _is_same_for_all(text) and len(sheet.open) > 1:
        await send_card(message, all_same_card(sheet))
        return True
    report = read_report(text, lines={line.number for line in sheet.lines}, asked=asked)
    if report is None or _is_choice(text, message, context, asked=asked):
        return False
    found = _meant(report, sheet, asked=asked)
    if not found:
        return False
    user = where(message).user
    pending = Pending(user, without_line(text, report), report, monday=sheet.monday)
    if len(found) == 1:
        await keep_one(message, with_matter(pending, found[0].matter.id), context)
        return True
    key = str(message.message_id)
    wait_for_button(context.chat_data, key, pending)
    choices = [(str(line.number), line.matter) for line in found]
    await send_card(message, which_card(text, choices, key, question=not asked))
    return True


def _is_choice(text: str, message: Message, context: ContextTypes.DEFAULT_TYPE, *, asked: bool) -> bool:
    """Whether a bare number picks from the list that the bot showed last."""
    return not asked and memory_of(context.chat_data).picked(text.strip(), message.date) is not None


def _picked(
    text: str, sheet: Sheet, message: Message, context: ContextTypes.DEFAULT_TYPE, *, asked: bool
) -> Line | None:
    """The line that a bare number names where several are open; of a single one it is the figure."""
    number = text.strip()
    if not number.isdecimal() or len(number) > 3 or len(sheet.open) < 2:
        return None
    return None if _is_choice(text, message, context, asked=asked) else sheet.line(int(number))


def _meant(report: Report, sheet: Sheet, *, asked: bool) -> Sequence[Line]:
    """The lines that a report can be said of: the one whose number stands in front, else the open ones that it fits."""
    if report.line is not None:
        line = sheet.line(report.line)
        return [line] if line else []
    fitting = [line for line in sheet.open if fits(report, line.standing.target)]
    return fitting or (sheet.open if asked else ())


async def _take_several(
    message: Message, parts: Sequence[str], sheet: Sheet, context: ContextTypes.DEFAULT_TYPE
) -> bool:
    """Whether every line of a text reports on the matter whose number stands in front: “1 138/188”, “2 完成”."""
    desk, doors, user = desk_of(context.bot_data), doors_of(context.bot_data), where(message).user
    numbers = {line.number for line in sheet.lines}
    rest = parts[-1].rstrip("。.") in REST
    reports = [(part, read_report(part, lines=numbers, asked=True)) for part in (parts[:-1] if rest else parts)]
    if len(parts) > MOST_LINES or any(report is None or report.line is None for _, report in reports):
        return False
    said = {report.line: (part, report) for part, report in reports if report is not None}
    if rest:
        same = Report(none=True)
        said |= {line.number: ("没有变化", replace(same, line=line.number)) for line in sheet.open
                 if line.number not in said}  # fmt: skip
    done, others = [], []
    for number, (part, report) in said.items():
        line = sheet.line(number or 0)
        assert line is not None
        pending = Pending(user, without_line(part, report), report, line.matter.id, sheet.monday)
        key = f"{message.message_id}-{number}"
        wait_for_button(context.chat_data, key, pending)
        kept = await desk.run(lambda ledger, p=pending, k=key: keep(ledger, p, desk, doors, k))  # type: ignore[misc]
        if kept.matter is not None:
            done.append((line.number, called(kept.matter, 16), kept.said))
        else:
            others.append((line, kept.card))
    after = await desk.run(lambda ledger: open_sheet(ledger, user, desk.today()))
    if done:
        await send_card(message, several_card(done, len(after.open) if after else None))
    for line, card in others:
        named = card if line.matter.title in card.text else Card(
            f"{bold(safe(called(line.matter, 24)))}：{card.text}", card.buttons
        )  # fmt: skip
        await send_card(message, named)
    return True

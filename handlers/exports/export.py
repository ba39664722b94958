"""/export: the ledger, or what a question asks for, as a file."""

from __future__ import annotations

import asyncio
from collections import Counter

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from handlers import phrases
from handlers.buttons import EXPORT, Press, button
from handlers.card import Card, bold, clip, safe
from handlers.desk import desk_of
from handlers.exports.formats import FORMATS, asked_form
from handlers.exports.said import said_of
from handlers.intake.study import studied
from handlers.sending import send_card, send_file, send_line, toast
from store.cycle.entries import Listing, listing
from store.intake.names import safe_name

USUAL = "xlsx"
LARGEST = 50_000_000  # bytes that Telegram lets a bot send

WHICH = "要哪种格式？也可以加条件，例如：/export 西工区 未完成 csv"
NOTHING = "没有符合“{asked}”的事项，没有导出。"
EMPTY = "台账里还没有事项，没有导出。"
TOO_LARGE = "文件超过50MB，Telegram不让机器人发送。请加条件再导出，例如：/export 西工区"


async def export_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/export asks for the form; /export 西工区 逾期 csv: what the question asks for, a spreadsheet unless it says."""
    message = update.message
    assert message is not None
    form, question = asked_form(" ".join(context.args or ()))
    if form or question:
        await _export(message, form or USUAL, question, context)
        return
    row = tuple(button(known.label, EXPORT, suffix) for suffix, known in FORMATS.items())
    await send_card(message, Card(f"{bold('导出台账')}：{safe(WHICH)}", (row[:2], row[2:])))


async def export_button(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """表格, 日历 …: the whole ledger in this form."""
    await toast(query)
    assert isinstance(query.message, Message)
    if press.ref in FORMATS:
        await _export(query.message, press.ref, "", context)


async def _export(message: Message, form: str, question: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    desk = desk_of(context.bot_data)
    today = desk.today()
    found = await studied(desk, lambda ledger: listing(ledger, today, question))
    if not found.entries:
        await send_line(message, NOTHING.format(asked=clip(question, 40)) if question else EMPTY)
        return
    content = await asyncio.to_thread(FORMATS[form].write, found)
    if len(content) > LARGEST:
        await send_line(message, TOO_LARGE)
        return
    await send_file(message, file_name(found, form), content, caption(found))


def file_name(found: Listing, form: str) -> str:
    """The name of an exported file: 台账 2024-09-25 西工区 逾期.xlsx."""
    return safe_name(" ".join(("台账", found.today.isoformat(), clip(found.question, 30))).strip() + f".{form}")


def caption(found: Listing) -> str:
    """What the file holds: day, condition as it was read, how many matters, and their lights."""
    lights = Counter(entry.standing.light for entry in found.entries)
    counted = " ".join(f"{sign}{lights[light]}" for light, sign in phrases.LIGHTS.items() if lights[light])
    return f"{said_of(found)}\n{counted}"

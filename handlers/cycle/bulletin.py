"""/bulletin 9月: the notice of a month, on one screen, as a Word file and as a picture."""

from __future__ import annotations

import asyncio
from datetime import date

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.bulletin import BulletinData
from commitments.months import read_month
from handlers.buttons import Press
from handlers.card import clip
from handlers.cycle.bulletin_cards import bulletin_card
from handlers.cycle.notice import notice
from handlers.cycle.notice_docx import notice_docx
from handlers.desk import Desk, desk_of
from handlers.exports import pictures
from handlers.sending import send_card, send_file, send_line, send_picture, toast
from store.cycle.bulletin import bulletin
from store.cycle.rules import Rules, rules
from store.errors import LedgerError
from store.ledger import Ledger

USAGE = "没有看懂“{text}”。用法：/bulletin 9月，/bulletin 2024年9月，/bulletin（上个月）"
STALE = "这个选项已经失效。"
WORD, PICTURE = 1, 2
CAPTION = "代拟稿，请核对并填写主送和落款。截至{day}，共{total}项，出处{notes}条。"


async def bulletin_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/bulletin 9月; /bulletin 2024年9月; /bulletin is last month"""
    message = update.message
    assert message is not None
    desk, text = desk_of(context.bot_data), " ".join(context.args or ())
    month = read_month(text, desk.today())
    if month is None:
        await send_line(message, USAGE.format(text=clip(text, 24)))
        return
    try:
        data, _ = await _data(desk, month)
    except LedgerError as error:
        await send_line(message, error.chat)
        return
    await send_card(message, bulletin_card(data))


async def send_bulletin(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Word, 图片 under a notice: worked out again, so that it is as the ledger knows that month now."""
    desk = desk_of(context.bot_data)
    month = read_month(press.ref, desk.today())
    if month is None or press.page not in (WORD, PICTURE):
        await toast(query, STALE)
        return
    try:
        data, chosen = await _data(desk, month)
    except LedgerError as error:
        await toast(query, error.chat)
        return
    await toast(query)
    assert isinstance(query.message, Message)
    try:
        await _send(query.message, data, chosen, desk, press.page)
    except LedgerError as error:  # no Chinese font to draw with
        await send_line(query.message, error.chat)


async def _send(message: Message, data: BulletinData, chosen: Rules, desk: Desk, what: int) -> None:
    if what == PICTURE:
        png = await pictures.draw(lambda: pictures.bulletin_picture(data))
        await send_picture(message, png, pictures.bulletin_caption(data))
        return
    drafted = notice(data, chosen, desk.today())
    content = await asyncio.to_thread(notice_docx, drafted)
    caption = CAPTION.format(day=data.last, total=len(data.lines), notes=len(drafted.notes))
    await send_file(message, f"通报-{data.first:%Y-%m}.docx", content, caption)


async def _data(desk: Desk, month: date) -> tuple[BulletinData, Rules]:
    def work_out(ledger: Ledger) -> tuple[BulletinData, Rules]:
        return bulletin(ledger, month, desk.today(), zone=desk.zone), rules(ledger)

    return await desk.run(work_out)

"""What is sent in answer to a button: the figure that 填报进度 asked for, and the evidence of 已完成."""

from __future__ import annotations

from telegram import Message
from telegram.ext import ContextTypes

from commitments.reports import Report, read_report
from handlers.card import clip
from handlers.cycle.report import keep_one
from handlers.cycle.reporting import Pending
from handlers.memory import Expected, memory_of
from handlers.sending import send_line
from handlers.where import where

FIGURE = "report"  # Expected.kind: what the next message says of the matter `ref`
EVIDENCE = "claim"

NOT_READ = "没看懂。请写数字或一句话，例如：138/188、完成、没有进展；要提问请先发 /cancel"
NOTHING_SENT = "请发一句话或一张照片。"


async def take_figure(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """What was asked for by 填报进度: any words about the matter; a question is asked to wait."""
    text = message.text or message.caption or ""
    report = read_report(text, asked=True)
    if report is None:
        memory_of(context.chat_data).expect(FIGURE, expected.ref, message.date, user=where(message).user)
        await send_line(message, NOT_READ)
        return
    photo = photo_of(message)
    await keep_one(message, Pending(where(message).user, text, report, expected.ref, photo=photo), context)


async def take_evidence(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The evidence of a completion: words, a photo, or both."""
    photo, words = photo_of(message), message.text or message.caption or ""
    if not photo and not words.strip():
        memory_of(context.chat_data).expect(EVIDENCE, expected.ref, message.date, user=where(message).user)
        await send_line(message, NOTHING_SENT)
        return
    note = clip(words, 200)
    pending = Pending(where(message).user, note or "报完成", Report(done=True, note=note), expected.ref, photo=photo)
    await keep_one(message, pending, context)


def photo_of(message: Message) -> str:
    """The id of the photo of a message, or of a picture sent as a file; "" for none."""
    if message.photo:
        return message.photo[-1].file_id
    document = message.document
    return document.file_id if document and (document.mime_type or "").startswith("image/") else ""

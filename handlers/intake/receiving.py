"""Documents that editors send: a file, a long text, a forwarded post. Each is read, held and shown; nothing is public.

What takes longer than a moment is announced, and the announcement becomes the answer. A page that Telegram cut into
several messages is put together again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from telegram import Message, MessageOriginChannel, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from commitments.model import Source
from commitments.pasted import is_page, joined
from commitments.print_days import day_in_name
from handlers.addressed import without_mention
from handlers.asking import free_text
from handlers.card import Card, clip, safe, units
from handlers.desk import Desk, desk_of
from handlers.fetching import NotFetchedError, fetched
from handlers.greeting import not_text
from handlers.guard import NOT_ALLOWED, reaches, role_in
from handlers.intake.cards import draft_card, known_text
from handlers.intake.drafting import MAYBE_DAY
from handlers.intake.study import studied
from handlers.memory import memory_of
from handlers.sending import keyboard, send_line
from handlers.where import Where, where
from store.errors import LedgerError
from store.files import Metadata
from store.intake.drafts import Draft, drop
from store.intake.extract import Extracted, extract_text
from store.intake.names import safe_name
from store.intake.preview import Preview, preview
from store.intake.taking import take
from store.ledger import Ledger
from store.members import person

PATIENCE, EVERY = 1.0, 2.0  # seconds until a document is announced, and between two looks at how far it is
CUT = 3900  # UTF-16 units of a message that Telegram may have cut; it cuts at 4,096
SOON = timedelta(seconds=10)  # within which the rest of a cut page comes

PICTURE = "我看不懂图片里的字。请在手机上长按图片提取文字，再把文字发给我。"
READING = "正在读《{name}》…"
MERGED = "已和下一条合在一起读。"
NAME_CHARACTERS = 20

Taken = tuple[Draft | Source, Preview | None]
"""The draft that holds a text with what it would bring, or the document that has this very text."""


@dataclass(frozen=True, slots=True)
class Paste:
    """A long message of a person that may go on in the next one: its text, draft, and the bot's answer to it."""

    text: str
    draft: int
    at: datetime
    answer: Message


@dataclass
class Progress:
    """How far the reading of a file is: pages read and pages."""

    done: int = 0
    total: int = 0

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def line(self, name: str) -> str:
        """What is said of it."""
        said = READING.format(name=clip(name, 40))
        return f"{said} {self.done}/{self.total}页" if self.total > 1 else said


async def receive_file(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A .txt, .md, .docx or .pdf file."""
    message = update.message
    assert message is not None
    assert message.document is not None
    if not reaches(await role_in(update, context), "editor"):
        await send_line(message, NOT_ALLOWED["editor"])
        return
    sent = message.document
    name, desk, progress = safe_name(sent.file_name or "未命名"), desk_of(context.bot_data), Progress()

    async def read() -> Taken:
        content = await fetched(sent, "ingest")
        found = await asyncio.to_thread(extract_text, content, name, progress)
        return await _taken(desk, message, name, found, day_in_name(name, desk.today()))

    await _answer(message, name, read(), progress, context)


async def receive_text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A text: of an editor a page to be read where it is one, else a question."""
    message = update.message
    assert message is not None
    text = message.text or message.caption or ""
    text = without_mention(text, context.bot.username).strip()
    before = _cut_before(message, context)
    is_post = isinstance(message.forward_origin, MessageOriginChannel)
    is_read = before is not None or is_post or (len(text) > 1 and await asyncio.to_thread(is_page, text))
    if not is_read or not reaches(await role_in(update, context), "editor"):
        await _no_page(update, context)
        return
    desk = desk_of(context.bot_data)
    if before is not None:
        text = joined(before.text, text)
        await _merge(before, desk, where(message))
    name = _name_of(message, text, desk)

    async def read() -> Taken:
        return await _taken(desk, message, name, Extracted(text, "text"), None)

    answered = await _answer(message, name, read(), Progress(), context)
    _remember_cut(message, text, answered, context)


async def _no_page(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await (not_text if update.message is not None and update.message.photo else free_text)(update, context)


async def receive_picture(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A photo without words, which an editor may take for a way to send a page."""
    assert update.message is not None
    if reaches(await role_in(update, context), "editor"):
        await send_line(update.message, PICTURE)
    else:
        await not_text(update, context)


# --- reading ----------------------------------------------------------------------------------------------------------


async def _taken(desk: Desk, message: Message, name: str, found: Extracted, named: date | None) -> Taken:
    """The draft that holds a text with what it would bring, or the document that has this very text."""
    at = where(message)

    def call(ledger: Ledger) -> Taken:
        held = take(
            ledger,
            name,
            found.text,
            now=desk.now(),
            given=_given(message, desk),
            named=named,
            notes=found.notes,
            chat=at.chat,
            who=person(at.user),
        )
        return held, preview(ledger, held.id) if isinstance(held, Draft) else None

    return await studied(desk, call)


async def _answer(
    message: Message,
    name: str,
    reading: Coroutine[Any, Any, Taken],
    progress: Progress,
    context: ContextTypes.DEFAULT_TYPE,
) -> tuple[int, Message] | None:
    """Answer with what was read: the draft's number and the answer; None where there is no draft."""
    task = asyncio.ensure_future(reading)
    notice = await _announced(message, name, task, progress)
    try:
        held, shown = task.result()
    except LedgerError as error:
        await _put(message, notice, Card(safe(f"《{clip(name, 40)}》{error.chat}", 200)))
        return None
    except NotFetchedError as error:
        await _put(message, notice, Card(safe(str(error), 200)))
        return None
    if isinstance(held, Source):
        await _put(message, notice, Card(safe(known_text(held))))
        return None
    assert shown is not None
    if shown.published is None:
        memory_of(context.chat_data).expect(MAYBE_DAY, str(held.id), message.date, user=where(message).user)
    return held.id, await _put(message, notice, draft_card(shown, desk_of(context.bot_data).today()))


async def _announced(message: Message, name: str, task: asyncio.Future[Taken], progress: Progress) -> Message | None:
    """The message that says that a document is being read, kept up to date until it is; None where that was quick."""
    await asyncio.wait({task}, timeout=PATIENCE)
    if task.done():
        return None
    said = progress.line(name)
    notice = await message.reply_text(said)
    while not task.done():
        await asyncio.wait({task}, timeout=EVERY)
        if not task.done() and (line := progress.line(name)) != said:
            said = line
            with suppress(TelegramError):  # the answer still comes
                await notice.edit_text(said)
    return notice


async def _put(message: Message, notice: Message | None, card: Card) -> Message:
    """Show a card in place of the announcement, or as an answer of its own."""
    if notice is None:
        return await message.reply_text(card.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(card))
    edited = await notice.edit_text(card.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(card))
    return edited if isinstance(edited, Message) else notice


# --- what is known of a document besides its text ---------------------------------------------------------------------


def _given(message: Message, desk: Desk) -> Metadata:
    """Of a channel's post its day and the channel."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return Metadata()
    title = clip(origin.chat.title or "", 40)
    return Metadata(publisher=title, published=_local_day(origin.date, desk), source=f"频道“{title}”当天发布")


def _local_day(moment: datetime, desk: Desk) -> date:
    return moment.astimezone(ZoneInfo(desk.zone)).date()


def _name_of(message: Message, text: str, desk: Desk) -> str:
    """A file name for what is no file: a post is known by its channel and number, a text by its first line and day."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        return safe_name(f"{clip(origin.chat.title or '频道', 40)} {origin.message_id}.txt")
    first = next((line for line in text.splitlines() if line.strip()), "文字")
    return safe_name(f"{clip(first, NAME_CHARACTERS)} {_local_day(message.date, desk)}.txt")


# --- a page in several messages ---------------------------------------------------------------------------------------


def _cut_before(message: Message, context: ContextTypes.DEFAULT_TYPE) -> Paste | None:
    """The message of this person that this one goes on from, None for a message of its own."""
    assert message.from_user is not None
    pastes: dict[int, Paste] = (context.chat_data or {}).get("pastes", {})
    known = pastes.pop(message.from_user.id, None)
    if known is None or message.forward_origin is not None or not message.text:
        return None
    return known if timedelta(0) <= message.date - known.at <= SOON else None


def _remember_cut(
    message: Message, text: str, answered: tuple[int, Message] | None, context: ContextTypes.DEFAULT_TYPE
) -> None:
    if answered is None or context.chat_data is None or units(message.text or "") < CUT:
        return
    assert message.from_user is not None
    number, answer = answered
    pastes = context.chat_data.setdefault("pastes", {})
    pastes[message.from_user.id] = Paste(text, number, message.date, answer)


async def _merge(before: Paste, desk: Desk, at: Where) -> None:
    """Drop the draft of the first part, and say so in its place."""

    def forget(ledger: Ledger) -> bool:
        return drop(ledger, before.draft, who=person(at.user), now=desk.now())

    if await studied(desk, forget):
        await before.answer.edit_text(MERGED)

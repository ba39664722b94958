"""How cards go out: a new message, or in place of the one whose button was pressed."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputFile,
    Message,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.card import Button, Card, clip

MAX_CAPTION = 1000  # characters; Telegram takes 1,024

# Telegram's words for what a second press on the same button causes; both mean that nothing is left to do.
NOT_MODIFIED = "message is not modified"
TOO_OLD = "query is too old"


def keyboard(card: Card) -> InlineKeyboardMarkup | None:
    """The buttons of a card as Telegram takes them, None for a card without."""
    if not card.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(b.label, callback_data=b.data) for b in row] for row in card.buttons]
    )


async def send_card(message: Message, card: Card) -> None:
    """Answer `message` with a card; in a forum topic, in that topic."""
    await message.reply_text(card.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(card))


async def send_below(query: CallbackQuery, card: Card) -> None:
    """Answer a press with a card in a message of its own, below the one whose button was pressed."""
    assert isinstance(query.message, Message)  # a press under one too old to read is turned away before
    await send_card(query.message, card)


async def send_line(message: Message, text: str) -> None:
    """Answer `message` with a plain line."""
    await message.reply_text(text)


async def send_markup(message: Message, markup: str) -> None:
    """Answer `message` with Telegram HTML without buttons."""
    await send_card(message, Card(markup))


async def send_file(message: Message, name: str, content: bytes, caption: str = "") -> None:
    """Answer `message` with a document of this name; `caption` is plain text that says what it holds."""
    await message.reply_document(InputFile(content, filename=name), caption=clip(caption, MAX_CAPTION) or None)


async def send_known_file(message: Message, file_id: str, caption: str) -> None:
    """Answer `message` with a document that was sent to the bot before."""
    await message.reply_document(file_id, caption=clip(caption, MAX_CAPTION))


async def send_picture(
    message: Message, content: bytes, caption: str, buttons: Sequence[Sequence[Button]] = ()
) -> None:
    """Answer `message` with a PNG; `caption` says in plain text, in one or more lines, what the picture shows."""
    lines = "\n".join(clip(line, MAX_CAPTION) for line in caption.split("\n"))
    shown = lines if len(lines) <= MAX_CAPTION else lines[: MAX_CAPTION - 1].rstrip() + "…"
    markup = keyboard(Card("", tuple(tuple(row) for row in buttons)))
    await message.reply_photo(InputFile(content, filename="picture.png"), caption=shown, reply_markup=markup)


async def replace_card(query: CallbackQuery, card: Card) -> None:
    """Put a card in place of the message whose button was pressed; pressed twice, it stays as it is."""
    try:
        await query.edit_message_text(card.text, parse_mode=ParseMode.HTML, reply_markup=keyboard(card))
    except BadRequest as error:
        if NOT_MODIFIED not in error.message.lower():
            raise


async def toast(query: CallbackQuery, text: str | None = None) -> None:
    """Tell Telegram that a press was heard, with a line that fades; too late is no error."""
    try:
        await query.answer(text)
    except BadRequest as error:
        if TOO_OLD not in error.message.lower():
            raise


async def offer(
    query: InlineQuery, results: Sequence[InlineQueryResultArticle], line: str = "", cache_time: int = 0
) -> None:
    """Answer an inline query for this person only, `line` above the results leads to the bot; too late is no error."""
    button = InlineQueryResultsButton(clip(line, 64), start_parameter="inline") if line else None
    try:
        await query.answer(results, cache_time=cache_time, is_personal=True, button=button)
    except BadRequest as error:
        if TOO_OLD not in error.message.lower():
            raise

"""Questions: /ask, /find, free text, and the buttons under an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from commitments.followup import NARROWING
from commitments.model import Answer, Reply
from handlers.addressed import without_mention
from handlers.buttons import CHANGES, PARTS, SOURCES, Press
from handlers.card import Card
from handlers.cards import LIST_PAGE, changes_card, list_card, matter_card, reply_card, sources_card
from handlers.cycle.duty import duty_of, say_who
from handlers.cycle.report import take_report
from handlers.cycle.supervised import supervised
from handlers.desk import desk_of
from handlers.districts import parts_card
from handlers.memory import Asked, memory_of
from handlers.sending import replace_card, send_below, send_card, send_line, toast

FIRST_PAGES = 3  # pages of answers that a question is worked out for at once; later pages when they are turned to

HINT = "请写下要问的事项，例如：老旧小区 进度"
FIND_HINT = "请写下要找的词，例如：/find 老旧小区"
GONE = "这个事项已不在台账里，请重新提问。"
FORGOTTEN = "这个列表放得太久了，请重新提问。"


async def ask_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/ask 老旧小区 进度"""
    assert update.message is not None
    await answer_text(update.message, " ".join(context.args or ()), context)


async def find_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/find 老旧小区: always a list"""
    message = update.message
    assert message is not None
    question = " ".join(context.args or ())
    if question:
        await _answer_to(message, Asked(question, listed=True), context)
    else:
        await send_line(message, FIND_HINT)


async def free_text(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """老旧小区 进度; in a group “@bot 老旧小区 进度”, or the question as an answer to the bot."""
    assert update.message is not None
    if not await take_report(update.message, context):
        await answer_text(update.message, without_mention(update.message.text or "", context.bot.username), context)


async def answer_text(message: Message, text: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `message` with what `text` asks; a bare number picks from the last list."""
    question = text.strip()
    if not question:
        await send_line(message, HINT)
        return
    memory = memory_of(context.chat_data)
    picked = memory.picked(question, message.date)
    if picked is not None:
        await send_matter(message, picked, context)
        return
    await _answer_to(message, Asked(question, memory.previous(message.date)), context)


async def _answer_to(message: Message, asked: Asked, context: ContextTypes.DEFAULT_TYPE) -> None:
    reply = await _asked(asked, 0, context)
    key = str(message.message_id)
    _remember(key, asked, reply, message.date, context)
    await send_card(message, await _reply_card(reply, key, context))


def _remember(key: str, asked: Asked, reply: Reply, now: datetime, context: ContextTypes.DEFAULT_TYPE) -> None:
    memory = memory_of(context.chat_data)
    memory.remember(key, asked, reply.filters, now)
    listed = () if reply.certain else (reply.answers or reply.near)
    memory.numbered = tuple(answer.matter.id for answer in listed[:LIST_PAGE])


async def _reply_card(reply: Reply, key: str, context: ContextTypes.DEFAULT_TYPE) -> Card:
    """The card for a question, with who is responsible for what it is about and what supervision says of it."""
    desk = desk_of(context.bot_data)
    if reply.certain:
        matter = reply.answers[0].matter
        return reply_card(reply, key=key, duty=await duty_of(desk, matter), said=await supervised(desk, matter))
    return reply_card(await say_who(desk, reply), key=key)


async def _matter_card(answer: Answer, context: ContextTypes.DEFAULT_TYPE) -> Card:
    desk = desk_of(context.bot_data)
    duty, said = await duty_of(desk, answer.matter), await supervised(desk, answer.matter)
    return matter_card(answer.matter, answer.standing, parts=answer.parts, duty=duty, said=said)


async def send_matter(message: Message, matter_id: str, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `message` with the card of a matter."""
    answer = await desk_of(context.bot_data).matter(matter_id)
    if answer is None:
        await send_line(message, GONE)
    else:
        await send_card(message, await _matter_card(answer, context))


async def show_matter(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A number under a list: the matter's card in a message of its own, the list stays."""
    answer = await desk_of(context.bot_data).matter(press.ref)
    if answer is None:
        await toast(query, GONE)
        return
    await toast(query)
    await send_below(query, await _matter_card(answer, context))


async def show_page(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """其他N条, 上一页, 下一页: the question is asked again, so that the page shows the ledger as it is now."""
    memory = memory_of(context.chat_data)
    reply = await _asked_again(press, context)
    if reply is None:
        await toast(query, FORGOTTEN)
        return
    first = press.page * LIST_PAGE
    memory.numbered = tuple(answer.matter.id for answer in reply.answers[first : first + LIST_PAGE])
    await toast(query)
    await replace_card(query, list_card(reply, press.page, press.key))


async def drop_filter(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """✕ 西工区: the question again without this filter, in place of its answer."""
    asked = memory_of(context.chat_data).asked(press.key)
    name = dict(enumerate(NARROWING)).get(int(press.ref) if press.ref.isascii() and press.ref.isdigit() else -1)
    if asked is None or name is None:
        await toast(query, FORGOTTEN)
        return
    asked = replace(asked, dropped=asked.dropped | {name})
    reply = await _asked(asked, 0, context)
    _remember(press.key, asked, reply, desk_of(context.bot_data).now(), context)
    await toast(query)
    await replace_card(query, await _reply_card(reply, press.key, context))


async def show_view(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """出处, 变化, 各区: another side of the same card."""
    answer = await desk_of(context.bot_data).matter(press.ref)
    if answer is None:
        await toast(query, GONE)
        return
    await toast(query)
    await replace_card(query, VIEWS[press.action](answer, press.page, press.key))


async def show_back(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """返回: the card as it answered its question; without the question, the matter's card."""
    reply = await _asked_again(press, context)
    if reply is not None and reply.certain and reply.answers[0].matter.id == press.ref:
        await toast(query)
        await replace_card(query, await _reply_card(reply, press.key, context))
        return
    answer = await desk_of(context.bot_data).matter(press.ref)
    if answer is None:
        await toast(query, GONE)
        return
    await toast(query)
    await replace_card(query, await _matter_card(answer, context))


async def _asked_again(press: Press, context: ContextTypes.DEFAULT_TYPE) -> Reply | None:
    """The reply to the question under whose answer a button stands, None once the question is forgotten."""
    asked = memory_of(context.chat_data).asked(press.key)
    return None if asked is None else await _asked(asked, press.page, context)


async def _asked(asked: Asked, page: int, context: ContextTypes.DEFAULT_TYPE) -> Reply:
    limit = LIST_PAGE * max(page + 1, FIRST_PAGES)
    reply = await desk_of(context.bot_data).ask(asked.question, asked.previous, limit, asked.dropped)
    return replace(reply, certain=reply.certain and not asked.listed)


# The sides of a matter's card, by the action of the button that shows them.
VIEWS: Mapping[str, Callable[[Answer, int, str], Card]] = {
    SOURCES: sources_card,
    CHANGES: changes_card,
    PARTS: parts_card,
}

"""Inline mode: “@bot 老旧小区” in any chat offers matters; the one that is picked is written there as its card.

Only the person's own role counts, not that of the chat, which Telegram does not name. The guard has asked already.
"""

from __future__ import annotations

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from commitments.model import Answer, Reply
from handlers import phrases
from handlers.card import clip
from handlers.cards import matter_card
from handlers.desk import desk_of
from handlers.links import matter_link
from handlers.sending import offer
from store.cycle.duties import Duty, duties

OFFERED = 5
CACHED = 30  # seconds that Telegram answers the same person's same question by itself

HINT = "写下事项，例如：老旧小区 进度"
NOTHING = "没有找到，请换个说法"
OPEN = "在践诺里打开"


async def inline_query(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """@bot 老旧小区"""
    query = update.inline_query
    assert query is not None
    question = query.query.strip()
    if not question:
        await offer(query, (), HINT, CACHED)
        return
    reply = await desk_of(context.bot_data).ask(question, None, OFFERED)
    desk, found = desk_of(context.bot_data), reply.answers[:OFFERED]
    known = await desk.run(lambda ledger: duties(ledger, [answer.matter for answer in found], desk.today()))
    articles = [_article(answer, known[answer.matter.id], reply, context.bot.username) for answer in found]
    await offer(query, articles, "" if articles else NOTHING, CACHED)


def _article(answer: Answer, duty: Duty, reply: Reply, bot: str) -> InlineQueryResultArticle:
    """A matter as it is offered: name and standing; picked, its card with sources and a link to the rest."""
    matter, standing = answer.matter, answer.standing
    card = matter_card(
        matter,
        standing,
        intent=reply.filters.intent,
        evidence=answer.evidence,
        notes=reply.notes,
        parts=answer.parts,
        duty=duty,
    )
    said = (phrases.figures_text(standing), phrases.status_text(standing))
    link = matter_link(bot, matter.id)
    return InlineQueryResultArticle(
        matter.id,
        clip(phrases.name_text(matter), 60),
        InputTextMessageContent(card.text, parse_mode=ParseMode.HTML),
        description=clip(" ".join(part for part in said if part), 80),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton(OPEN, url=link)]]) if link else None,
    )

"""/mine: the matters that a person is assigned to, behind first."""

from __future__ import annotations

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from handlers.buttons import Press
from handlers.card import Card
from handlers.cycle.assign_words import LIST_KEY, mine_card
from handlers.desk import Desk, desk_of
from handlers.sending import replace_card, send_below, send_card, toast
from handlers.where import where
from store.agenda import Item
from store.cycle.assignments import matters_of
from store.ledger import Ledger
from store.standings import standings


async def mine_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/mine"""
    message = update.message
    assert message is not None
    await send_card(message, await _mine(desk_of(context.bot_data), where(message).user, 0))


async def show_mine(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A page of the list in its place; 看任务 under another message brings it as a new one."""
    card = await _mine(desk_of(context.bot_data), where(query).user, press.page)
    await toast(query)
    if press.key == LIST_KEY:
        await replace_card(query, card)
    else:
        await send_below(query, card)


async def _mine(desk: Desk, user: int, page: int) -> Card:
    def mine(ledger: Ledger) -> Card:
        today = desk.today()
        found = matters_of(ledger, user, today)
        known = standings(ledger, [matter for matter, _ in found], today)
        return mine_card([Item(matter, how) for (matter, _), how in zip(found, known, strict=True)], page)

    return await desk.run(mine)

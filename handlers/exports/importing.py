"""A spreadsheet that an editor sends: what it would change is shown first, 导入 does it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from handlers.buttons import Press
from handlers.card import Card, clip, safe
from handlers.desk import desk_of
from handlers.exports.import_cards import DO, done_line, plan_card
from handlers.fetching import NotFetchedError, fetched
from handlers.guard import NOT_ALLOWED, reaches, role_in
from handlers.intake.study import studied
from handlers.sending import replace_card, send_card, send_line, toast
from handlers.where import where
from store.cycle.importing import Plan, apply_import, preview_import
from store.errors import LedgerError
from store.intake.extract import extract_rows
from store.intake.names import safe_name
from store.members import person

KEPT = 5  # spreadsheets of a chat that wait for a decision

NO_CITY = "新事项是哪个城市的还不知道，没有导入。请在表里加一列“城市”再发，例如：洛阳市。"
GONE = "这张表已经处理过，或放得太久了。要导入请重新发送文件。"
DROPPED = "已放弃《{name}》，台账没有变化。"


async def receive_table(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """An .xlsx or .csv file: what importing it would change."""
    message = update.message
    assert message is not None
    assert message.document is not None
    if not reaches(await role_in(update, context), "editor"):
        await send_line(message, NOT_ALLOWED["editor"])
        return
    sent = message.document
    name, desk = safe_name(sent.file_name or "台账"), desk_of(context.bot_data)
    today = desk.today()
    try:
        content = await fetched(sent, "import")
        sheets = await asyncio.to_thread(extract_rows, content, name)
        plan = await studied(desk, lambda ledger: preview_import(ledger, sheets, today, name=name))
    except LedgerError as error:
        await send_line(message, clip(f"《{clip(name, 40)}》{error.chat}", 200))
        return
    except NotFetchedError as error:
        await send_line(message, str(error))
        return
    if plan.lacks_city:
        await send_line(message, NO_CITY)
        return
    key = str(message.message_id)
    if not plan.is_empty:
        _keep(context.chat_data, key, plan)
    await send_card(message, plan_card(plan, key))


async def decide(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """导入 does what was shown, worked out anew; 放弃 forgets the file. A second press finds nothing to do."""
    plan = _waiting(context.chat_data).pop(press.key, None)
    if plan is None:
        await toast(query, GONE)
        return
    await toast(query)
    if press.page != DO:
        await replace_card(query, Card(safe(DROPPED.format(name=clip(plan.name, 40)))))
        return
    desk, who = desk_of(context.bot_data), person(where(query).user)
    try:
        made = await studied(desk, lambda ledger: apply_import(ledger, plan, who, desk.now()))
    except LedgerError as error:
        _keep(context.chat_data, press.key, plan)
        assert isinstance(query.message, Message)
        await send_line(query.message, clip(error.chat, 200))
        return
    await replace_card(query, Card(safe(done_line(plan, made))))


def _waiting(chat_data: dict[Any, Any] | None) -> OrderedDict[str, Plan]:
    """The plans of a chat that wait for a decision, by the message that brought the file."""
    waiting = ({} if chat_data is None else chat_data).setdefault("imports", OrderedDict())
    assert isinstance(waiting, OrderedDict)
    return waiting


def _keep(chat_data: dict[Any, Any] | None, key: str, plan: Plan) -> None:
    waiting = _waiting(chat_data)
    waiting[key] = plan
    while len(waiting) > KEPT:
        waiting.popitem(last=False)

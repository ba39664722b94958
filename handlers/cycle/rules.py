"""/rules: how the supervision cycle runs, each rule with its value; an administrator changes one."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from handlers.card import Card, bold, clip, safe
from handlers.cycle.rule_words import read_rule, rules_text
from handlers.desk import desk_of
from handlers.sending import send_card, send_line
from handlers.where import where
from store.cycle.rules import change_rules, rules
from store.errors import LedgerError
from store.members import person

USAGE = "改一条：/rules 挂牌轮次 = 3"
NOT_READ = "没有看懂“{text}”。{usage}；名称见 /rules"
CHANGED = "已改：{name} {value}"


async def rules_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/rules; /rules 挂牌轮次 = 3"""
    message = update.message
    assert message is not None
    desk, text = desk_of(context.bot_data), " ".join(context.args or ())
    if not text:
        lines = safe_lines(rules_text(await desk.run(rules)))
        await send_card(message, Card("\n".join([bold("督查督办的规则"), *lines, USAGE])))
        return
    found = read_rule(text)
    if found is None:
        await send_line(message, NOT_READ.format(text=clip(text, 24), usage=USAGE))
        return
    word, value = found
    who = person(where(message).user)
    try:
        chosen = await desk.run(lambda ledger: change_rules(ledger, who, **{word.field: value}))
    except LedgerError as error:
        await send_line(message, f"{word.name}：{error.chat}")
        return
    await send_line(message, CHANGED.format(name=word.name, value=word.say(getattr(chosen, word.field))))


def safe_lines(text: str) -> list[str]:
    """The lines of a text, each escaped."""
    return [safe(line, 300) for line in text.split("\n")]

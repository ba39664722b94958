"""/alias: the words of the house, which an editor teaches the bot."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update
from telegram.ext import ContextTypes

from handlers.card import Card, bold, clip, safe
from handlers.desk import desk_of
from handlers.sending import send_card, send_line
from handlers.where import where
from store.aliases import aliases, remove_alias, set_alias
from store.members import person

SHOWN = 10

USAGE = "用法：/alias 旧改 = 老旧小区改造；删除：/alias 旧改 ="
NONE_YET = f"还没有简称。{USAGE}"
SET = "记住了：问“{word}”，也按“{meaning}”查找。"
REMOVED = "已删除简称“{word}”。"
NOT_THERE = "没有简称“{word}”。"


async def alias_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/alias 旧改 = 老旧小区改造; /alias 旧改 = removes it; /alias and /alias 旧 list"""
    message = update.message
    assert message is not None
    desk, who = desk_of(context.bot_data), person(where(message).user)
    text = " ".join(context.args or ()).replace("＝", "=")
    word, equals, meaning = (part.strip() for part in text.partition("="))
    if not equals:
        known = await desk.run(aliases)
        await send_card(message, aliases_card([pair for pair in known if text in "".join(pair)]))
    elif not word:
        await send_line(message, USAGE)
    elif not meaning:
        gone = await desk.run(lambda ledger: remove_alias(ledger, word, who))
        await send_line(message, (REMOVED if gone else NOT_THERE).format(word=clip(word, 20)))
    else:
        try:
            kept = await desk.run(lambda ledger: set_alias(ledger, word, meaning, who, desk.today()))
        except ValueError as error:
            await send_line(message, f"{error}。")
        else:
            await send_line(message, SET.format(word=kept[0], meaning=kept[1]))


def aliases_card(known: Sequence[tuple[str, str]]) -> Card:
    """The words with what they stand for, one line each, as many as a screen takes."""
    if not known:
        return Card(NONE_YET)
    lines = [f"{bold('简称')}：共{len(known)}个"]
    lines += [safe(f"{word} = {meaning}", 40) for word, meaning in known[:SHOWN]]
    if len(known) > SHOWN:
        lines.append(f"另有{len(known) - SHOWN}个，/alias 后面写上一个字可以查，例如：/alias 旧")
    return Card("\n".join([*lines, safe(USAGE)]))

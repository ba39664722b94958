"""/settings: when and how this chat is reminded, chosen by buttons.

A button names the value to be set, never “the other one”: a press that comes twice changes nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Update
from telegram.ext import ContextTypes

from handlers.buttons import NONE, SETTING, Press, button
from handlers.card import Button, Card, bold, safe
from handlers.desk import desk_of
from handlers.sending import replace_card, send_card, toast
from handlers.where import where
from store.chats import ChatSettings, change, settings

UNKNOWN = "这个选项已经失效，请重新发送 /settings"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose settings are shown: what they are called, and the action and the key of the buttons."""

    name: str = "本聊天"
    action: str = SETTING
    key: str = NONE


THIS_CHAT = Whose()


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting: what it is called, and its values with their labels, in the order of the buttons."""

    name: str
    values: tuple[tuple[Any, str], ...]


# Field of ChatSettings → its choice. Released values keep their place: old keyboards still send their numbers.
CHOICES: Mapping[str, Choice] = {
    "on": Choice("提醒", ((True, "开"), (False, "关"))),
    "steps": Choice(
        "提前",
        (
            ((30, 7, 3, 1, 0), "30·7·3·1天和当天"),
            ((7, 3, 1, 0), "7·3·1天和当天"),
            ((3, 0), "3天和当天"),
            ((60, 30, 14, 7, 3, 1, 0), "60·30·14·7·3·1天和当天"),
        ),
    ),
    "hour": Choice("时间", tuple((hour, f"{hour}:00") for hour in (7, 8, 9, 10, 14, 17))),
    "quiet": Choice("免打扰", (((22, 7), "22–7点"), ((20, 8), "20–8点"), ((0, 0), "不设"))),
    "weekends": Choice("休息日", ((False, "不提醒"), (True, "照常提醒"))),
    "form": Choice("方式", (("digest", "每天一条汇总"), ("single", "每项一条"))),
    "brief": Choice("周报", ((None, "不要"), ("weekly", "每周一份"))),
    "zone": Choice("时区", (("Asia/Shanghai", "北京时间"), ("Asia/Urumqi", "乌鲁木齐时间"))),
}


async def settings_command(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """/settings"""
    assert update.message is not None
    desk, chat = desk_of(context.bot_data), update.message.chat.id
    await send_card(update.message, settings_card(await desk.run(lambda ledger: settings(ledger, chat, desk.zone))))


async def change_setting(query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A setting under /settings, which asks for its value, and then the value."""
    await change_of(query, press, context, where(query).chat, THIS_CHAT)


async def change_of(
    query: CallbackQuery, press: Press, context: ContextTypes.DEFAULT_TYPE, chat: int, whose: Whose
) -> None:
    """The same for the settings of any chat."""
    choice = CHOICES.get(press.ref)
    if choice is None or press.page > len(choice.values):
        await toast(query, UNKNOWN)
        return
    if not press.page:
        await toast(query)
        await replace_card(query, choice_card(press.ref, choice, whose))
        return
    value, label = choice.values[press.page - 1]
    desk = desk_of(context.bot_data)
    after = await desk.run(lambda ledger: change(ledger, chat, default_zone=desk.zone, **{press.ref: value}))
    await toast(query, f"{choice.name}：{label}")
    await replace_card(query, settings_card(after, whose))


def settings_card(chosen: ChatSettings, whose: Whose = THIS_CHAT) -> Card:
    """What a chat chose, a line and a button each; why the bot switched it off, where it did."""
    lines = [bold(safe(f"{whose.name}的提醒设置"))]
    lines += [safe(f"{choice.name}：{said(field, chosen)}") for field, choice in CHOICES.items()]
    if chosen.off_why:
        lines.append(safe(f"已自动停止：{chosen.off_why}。按“提醒”可重新打开。", 80))
    buttons = [button(choice.name, whose.action, field, whose.key) for field, choice in CHOICES.items()]
    return Card("\n".join(lines), _rows(buttons, 4))


def choice_card(field: str, choice: Choice, whose: Whose = THIS_CHAT) -> Card:
    """The values of one setting as buttons."""
    buttons = [
        button(label, whose.action, field, whose.key, number)
        for number, (_, label) in enumerate(choice.values, start=1)
    ]
    return Card(f"{bold(choice.name)}：选一个", _rows(buttons, 3))


def said(field: str, chosen: ChatSettings) -> str:
    """A setting in words: one of the choices, or what was set otherwise."""
    value = getattr(chosen, field)
    return str(dict(CHOICES[field].values).get(value, value))


def _rows(buttons: Sequence[Button], size: int) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[first : first + size]) for first in range(0, len(buttons), size))

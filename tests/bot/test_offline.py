"""The Bot API in memory answers as Telegram would."""

from __future__ import annotations

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import InvalidToken

from bot.offline import TOKEN, OfflineRequest, Person, Shown
from handlers.card import Button


async def test_messages_edits_and_presses() -> None:
    shown: list[Shown] = []
    transport = OfflineRequest(shown.append)
    async with Bot(TOKEN, request=transport, get_updates_request=transport) as bot:
        person = Person(transport, bot)
        question = person.says("/ask 老旧小区")
        assert question.message
        assert list(question.message.parse_entities()) == [question.message.entities[0]]
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("出处", callback_data="src")]])
        sent = await bot.send_message(2, "<b>1</b> &lt; 2", parse_mode="HTML", reply_markup=keyboard)
        assert shown == [Shown(2, "1 < 2", ((Button("出处", "src"),),))]
        press = person.presses(shown[0], Button("出处", "src")).callback_query
        assert press
        assert press.message
        assert press.message.message_id == sent.message_id == 2
        await press.answer("好")
        await press.edit_message_text("改了")
        assert shown[1:] == [Shown(0, "好"), Shown(2, "改了")]


async def test_a_method_that_the_chat_has_no_use_for_is_refused_as_unknown() -> None:
    transport = OfflineRequest(lambda shown: None)
    async with Bot(TOKEN, request=transport, get_updates_request=transport) as bot:
        with pytest.raises(InvalidToken, match="Not Found: sendDice"):
            await bot.send_dice(2)

"""The bot asks, the next message is the answer: texts, files and photos, for ten minutes, until a command ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram import Message
from telegram.ext import ContextTypes

from bot.offline import PERSON
from handlers import asking, expecting
from handlers.memory import Expected, Memory
from handlers.sending import send_line
from store.members import Role
from tests.handlers.conftest import Dialogue

USER = int(PERSON["id"])


async def _echo(message: Message, expected: Expected, context: ContextTypes.DEFAULT_TYPE) -> None:
    named = message.document.file_name if message.document else "photo" if message.photo else message.text
    await send_line(message, f"{expected.kind} {expected.ref}: {named}")


def _asks(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue, needs: Role = "viewer") -> Memory:
    """The memory of the chat, from which a note about m1 is expected now."""
    monkeypatch.setattr(expecting, "TAKERS", {"note": expecting.Taker(_echo, needs)})
    memory = dialogue.application.chat_data[USER].setdefault("memory", Memory())
    memory.expect("note", "m1", dialogue.clock, user=USER)
    assert isinstance(memory, Memory)
    return memory


async def test_the_next_text_is_the_answer_and_the_one_after_it_a_question(
    monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue
) -> None:
    _asks(monkeypatch, dialogue)
    assert await dialogue.say("现场已完工") == "note m1: 现场已完工"
    assert (await dialogue.say("老旧小区")).startswith("老旧小区改造")


async def test_a_file_and_a_photo_can_be_the_answer(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    _asks(monkeypatch, dialogue)
    assert await dialogue.send("方案.docx", b"x") == "note m1: 方案.docx"
    _asks(monkeypatch, dialogue)
    assert await dialogue.send("现场.jpg", b"x", kind="photo") == "note m1: photo"


async def test_after_ten_minutes_a_message_is_a_question_again(
    monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue
) -> None:
    _asks(monkeypatch, dialogue)
    dialogue.wait(timedelta(minutes=10))
    assert (await dialogue.say("老旧小区")).startswith("老旧小区改造")


async def test_cancel_and_any_other_command_end_it(monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> None:
    _asks(monkeypatch, dialogue)
    assert await dialogue.say("/cancel") == expecting.CANCELLED
    assert await dialogue.say("/cancel") == expecting.NOTHING
    _asks(monkeypatch, dialogue)
    assert await dialogue.say("/ask") == asking.HINT
    assert (await dialogue.say("老旧小区")).startswith("老旧小区改造")


async def test_another_person_of_the_chat_is_not_taken_for_the_one_who_was_asked(dialogue: Dialogue) -> None:
    memory = Memory()
    memory.expect("note", "m1", dialogue.clock, user=5)
    assert memory.expected(dialogue.clock, user=6) is None
    assert memory.expected(dialogue.clock, user=5) == Expected("note", "m1")
    assert memory.expected(dialogue.clock, user=5) is None


async def test_a_kind_that_nobody_takes_any_more_is_an_ordinary_message(
    monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue
) -> None:
    _asks(monkeypatch, dialogue)
    monkeypatch.setattr(expecting, "TAKERS", {})
    assert (await dialogue.say("老旧小区")).startswith("老旧小区改造")

"""/bulletin over the seeds: what September's notice says on 8 October, the Word file and the picture."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document

from handlers.card import SCREEN_ROWS, rows, words
from tests.handlers.conftest import Dialogue, talking


@pytest.fixture
async def chat(seeds_copy: Path) -> AsyncIterator[Dialogue]:
    talk = Dialogue(clock=datetime(2024, 10, 8, 3, 0, tzinfo=UTC))
    async with talking(talk, seeds_copy, today=lambda: date(2024, 10, 8)):
        yield talk


async def test_one_screen_says_totals_best_slowest_and_where_it_is_from(chat: Dialogue) -> None:
    text = await chat.say("/bulletin 9月")
    first, *rest = text.split("\n")
    assert words(first).startswith("2024年9月通报（截至9月30日）：共")
    assert any("“未见”只是台账没有读到报道" in line for line in rest)
    assert any(line.startswith("较慢：") for line in rest)
    assert rest[-1].startswith("出处：4份文件，最近一份2024-09-20")
    assert rows(text) <= SCREEN_ROWS
    assert chat.labels == ["Word", "图片"]
    assert await chat.say("/bulletin") == text
    assert await chat.say("/bulletin 2024年9月") == text


async def test_the_word_file_and_the_picture_come_under_it(chat: Dialogue) -> None:
    await chat.say("/bulletin 9月")
    under = chat.last
    await chat.press_under(under, "Word")
    sent = chat.last
    assert sent.file == "通报-2024-09.docx"
    document = Document(io.BytesIO(sent.content))
    assert document.paragraphs[0].text == "关于2024年9月承诺事项推进情况的通报（代拟稿）"
    assert "代拟稿，请核对并填写主送和落款" in sent.text
    await chat.press_under(under, "图片")
    assert chat.last.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("month", "said"),
    [
        ("2026年1月", "2026年1月还没有到。"),
        ("2019年5月", "台账里没有截至2019-05-31已知的2019年承诺事项。"),
        ("昨天", "没有看懂“昨天”。用法：/bulletin 9月，/bulletin 2024年9月，/bulletin（上个月）"),
    ],
)
async def test_what_cannot_be_drafted_is_said_in_one_line(chat: Dialogue, month: str, said: str) -> None:
    assert await chat.say(f"/bulletin {month}") == said

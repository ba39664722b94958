"""A document by chat over real HTTP: sent, fetched, reviewed, published; a follower hears of it, nobody before."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from pydantic import SecretStr

from bot import ticker
from bot.app import build_application
from bot.run import serve
from bot.settings import Settings
from handlers.fetching import TOO_LARGE
from store.follows import follow
from store.intake.drafts import waiting
from store.ledger import Ledger
from tests.botapi import BotApi

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2024, 9, 25, 3, 0, tzinfo=UTC)
EDITOR, FOLLOWER = 7, 8


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[BotApi]:
    monkeypatch.setattr(ticker, "EVERY", 0.05)
    with BotApi() as server:
        yield server


@asynccontextmanager
async def at_work(api: BotApi, path: Path) -> AsyncIterator[None]:
    settings = Settings(
        telegram_token=SecretStr(api.token), telegram_api=api.url, admins=frozenset({EDITOR}), public=True
    )
    application = build_application(settings, path, today=lambda: date(2024, 9, 25), now=lambda: NOW)
    stop = asyncio.Event()
    task = asyncio.create_task(serve(application, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def sent(api: BotApi, count: int, chat: int = EDITOR) -> list[dict[str, Any]]:
    return await asyncio.to_thread(api.wait_for_sent, count, chat)


async def shows(api: BotApi, words: str, chat: int = EDITOR) -> dict[str, Any]:
    """The bot's message in a chat that says so, once it does."""
    found: list[dict[str, Any]] = []

    def said() -> bool:
        found[:] = [message for message in api.sent(chat) if words in message["text"]]
        return bool(found)

    await asyncio.to_thread(api.wait_for, said)
    return found[-1]


def seed(number: str) -> str:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def as_docx(text: str) -> bytes:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


async def test_a_word_file_is_reviewed_and_published_and_a_follower_hears_of_it(api: BotApi, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        follow(ledger, FOLLOWER, None, "place", "西工区", "西工区", FOLLOWER, NOW)
    async with at_work(api, path):
        api.sends_file("一版.docx", as_docx(seed("001")), EDITOR)
        card = await shows(api, "待发布")
        assert "承诺14条、进展76条" in card["text"]
        api.presses(card, "逐条核对 2")
        card = await shows(api, "核对 1/2")
        api.presses(card, "采纳：是进展")
        card = await shows(api, "核对 2/2")
        api.presses(card, "跳过")
        card = await shows(api, "已核对1处")
        api.says("西工区 老旧小区", FOLLOWER)
        assert (await sent(api, 1, FOLLOWER))[0]["text"].startswith("没有找到")
        api.presses(card, "发布")
        await shows(api, "：已发布")
        news = (await sent(api, 2, FOLLOWER))[1]
        assert "西工区" in news["text"]
    with Ledger.open(path) as ledger:
        assert waiting(ledger) == []
        assert ledger.counts()["documents"] == 1


async def test_a_file_that_is_too_large_to_fetch_is_one_line(api: BotApi, tmp_path: Path) -> None:
    async with at_work(api, tmp_path / "ledger.db"):
        api.sends_file("大.pdf", b"x" * 20_000_001)
        assert (await sent(api, 1))[0]["text"] == TOO_LARGE.format(command="ingest")


async def test_a_draft_waits_while_the_bot_is_away(api: BotApi, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    async with at_work(api, path):
        api.sends_file("a.txt", seed("004").encode())
        card = await shows(api, "待发布")
    async with at_work(api, path):
        api.presses(card, "发布")
        await shows(api, "：已发布")

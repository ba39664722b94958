"""“@bot 老旧小区” in any chat, against the Bot API on loopback: staff are offered matters, strangers one line."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from telegram import Update

from bot.app import App, build_application, running
from bot.settings import Settings
from handlers import guard, inline
from handlers.card import clip
from tests.botapi import BotApi
from tests.botapi.server import person
from tests.handlers.crowd import SECRET_WORDS
from tests.handlers.samples import TODAY, SampleReader

STAFF, STRANGER = 7, 101


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@asynccontextmanager
async def at_work(api: BotApi, **given: Any) -> AsyncIterator[App]:
    settings = Settings(
        telegram_token=SecretStr(api.token), telegram_api=api.url, admins=frozenset({STAFF}), **given
    )  # fmt: skip
    application = build_application(settings, Path(), today=lambda: TODAY, open_reader=lambda _: SampleReader())
    async with running(application):
        yield application


async def offered(api: BotApi, text: str, user: int = STAFF, query_id: str = "q", **given: Any) -> dict[str, Any]:
    """What is offered to a person who writes “@bot text”."""
    content = {"update_id": 1, "inline_query": {"id": query_id, "from": person(user), "query": text, "offset": ""}}
    async with at_work(api, **given) as application:
        await application.process_update(Update.de_json(content, application.bot))
    return api.state.offers.get(query_id, {})


async def test_a_member_is_offered_matters_whose_message_is_the_card_with_its_sources(api: BotApi) -> None:
    found = await offered(api, "老旧小区 进度")
    (article,) = found["results"]
    assert article["title"] == "老旧小区改造 · 洛阳市 · 2024"
    assert article["description"] == "50/188个小区（26.6%） 🟡 欠序时"
    content = article["input_message_content"]
    assert content["parse_mode"] == "HTML"
    assert content["message_text"].startswith("<b>老旧小区改造 · 洛阳市 · 2024</b>：50/188个小区（26.6%） 🟡 欠序时\n")
    assert "① 洛阳日报 2024-09-20《旧小区换新颜》\n“已完工50个小区、1.02万户”" in content["message_text"]
    assert content["link_preview_options"]["is_disabled"]
    (row,) = article["reply_markup"]["inline_keyboard"]
    assert row == [{"text": inline.OPEN, "url": "https://t.me/jiannuo_test_bot?start=m_m1"}]
    assert (found["is_personal"], int(found["cache_time"])) == (True, 30)
    assert "button" not in found


async def test_at_most_five_are_offered(api: BotApi) -> None:
    assert len((await offered(api, "电梯"))["results"]) == inline.OFFERED == 5


@pytest.mark.parametrize(("text", "line"), [("", inline.HINT), ("  ", inline.HINT), ("量子计算", inline.NOTHING)])
async def test_where_nothing_is_offered_a_line_says_what_to_do(api: BotApi, text: str, line: str) -> None:
    found = await offered(api, text)
    assert (found["results"], found["button"]["text"]) == ([], line)


@pytest.mark.parametrize("text", ["老旧小区 进度", "", "问" * 250, "<b>旧</i>&", "a\x00b", '"老*" OR NEAR('])
async def test_a_stranger_is_offered_one_line_and_nothing_of_the_ledger(api: BotApi, text: str) -> None:
    found = await offered(api, text, user=STRANGER)
    assert found["results"] == []
    assert found["button"]["text"] == clip(guard.STRANGER.format(id=STRANGER), 64)
    assert str(STRANGER) in found["button"]["text"]
    assert (found["is_personal"], int(found["cache_time"])) == (True, 0)
    assert not any(word in str(found) for word in SECRET_WORDS)


async def test_open_to_the_public_everybody_is_offered_matters(api: BotApi) -> None:
    assert (await offered(api, "老旧小区", user=STRANGER, public=True))["results"]


async def test_an_answer_that_comes_too_late_is_no_error(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    assert await offered(api, "老旧小区", query_id="old") == {}
    assert len(api.calls("answerInlineQuery")) == 1
    assert "a handler failed" not in caplog.text


async def test_inline_queries_come_by_polling_like_everything_else(api: BotApi, tmp_path: Path) -> None:
    from bot.run import serve

    settings = Settings(telegram_token=SecretStr(api.token), telegram_api=api.url, admins=frozenset({STAFF}))
    application = build_application(
        settings, tmp_path / "ledger.db", today=lambda: TODAY, open_reader=lambda _: SampleReader()
    )
    stop = asyncio.Event()
    task = asyncio.create_task(serve(application, stop))
    try:
        queries = [api.asks_inline("老旧小区", STAFF), api.asks_inline("老旧小区", STRANGER, "other")]
        await asyncio.to_thread(api.wait_for, lambda: set(queries) <= set(api.state.offers))
    finally:
        stop.set()
        await task
    assert [len(api.state.offers[query]["results"]) for query in queries] == [1, 0]

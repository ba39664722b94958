"""The whole bot against the Bot API on loopback: real HTTP, real handlers, a ledger of samples."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pydantic import SecretStr

from bot import logs, polling, ticker
from bot.app import build_application
from bot.limits import Patience
from bot.run import run, serve
from bot.sendlimit import SendLimit
from bot.settings import Settings
from handlers import asking, errors, greeting
from store import inbox, remarks
from store.errors import LedgerError
from store.ledger import Ledger
from tests.botapi import BotApi, Fault
from tests.handlers.samples import TODAY, SampleReader


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture(autouse=True)
def log() -> io.StringIO:
    """Everything that is logged at DEBUG, as it would be written, while a test runs."""
    root = logging.getLogger()
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(logs.Redaction([]))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    return stream


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failures are tried again at once."""
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(polling, "LAST_PAUSE", 0.002)


def settings(api: BotApi | str, token: str = "") -> Settings:
    url, known = (api, token) if isinstance(api, str) else (api.url, token or api.token)
    return Settings(telegram_token=SecretStr(known), telegram_api=url, public=True)


@asynccontextmanager
async def at_work(api: BotApi, reader: SampleReader | None = None) -> AsyncIterator[asyncio.Task[None]]:
    """The bot, polling; at the end it is stopped and must have finished by itself."""
    ledger = reader or SampleReader()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        application = build_application(settings(api), path, today=lambda: TODAY, open_reader=lambda _: ledger)
        stop = asyncio.Event()
        task = asyncio.create_task(serve(application, stop))
        try:
            yield task
        finally:
            stop.set()
            await task


async def sent(api: BotApi, count: int, chat_id: int = 7) -> list[dict[str, Any]]:
    return await asyncio.to_thread(api.wait_for_sent, count, chat_id)


async def seen(api: BotApi, condition: Callable[[], object]) -> None:
    await asyncio.to_thread(api.wait_for, condition)


async def test_a_question_from_telegram_is_answered_with_buttons_that_work(api: BotApi) -> None:
    async with at_work(api):
        api.says("老旧小区 进度")
        card = (await sent(api, 1))[0]
        assert card["text"].startswith("老旧小区改造 · 洛阳市 · 2024：50/188个小区（26.6%） 🟡 欠序时\n")
        press = api.presses(card, "出处 3")
        await seen(api, lambda: api.sent()[0]["text"].startswith("出处"))
        await seen(api, lambda: press in api.state.toasts)
        assert len(api.sent()) == 1


async def test_commands_messages_without_text_and_old_buttons(api: BotApi) -> None:
    async with at_work(api):
        for text in ("/start", "/help", "/ask 老旧小区", "/nonsense"):
            api.says(text)
        api.sends({"photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]})
        texts = [message["text"] for message in await sent(api, 5)]
        assert texts[2].startswith("老旧小区改造")
        assert texts[3:] == [greeting.UNKNOWN_COMMAND, greeting.NOT_TEXT]
        press = api.presses_data(api.sent()[0], "list;1;-;999")
        await seen(api, lambda: api.state.toasts.get(press) == asking.FORGOTTEN)


async def test_the_menu_is_set_and_only_what_is_handled_is_asked_for(api: BotApi) -> None:
    async with at_work(api):
        await seen(api, lambda: api.calls("getUpdates"))
    offered = [command["command"] for command in api.state.commands]
    assert offered[:3] == ["ask", "find", "follow"]
    assert not {"invite", "members", "revoke", "allow", "deny"} & set(offered)
    assert api.calls("getUpdates")[0]["allowed_updates"] == ["message", "callback_query", "inline_query"]


async def test_what_was_written_while_the_bot_was_away_is_answered(api: BotApi) -> None:
    api.state.webhook = "https://example.org/left-over"
    api.says("老旧小区")
    async with at_work(api):
        await sent(api, 1)
    assert (
        "drop_pending_updates" not in api.calls("deleteWebhook")[0]
        or not api.calls("deleteWebhook")[0]["drop_pending_updates"]
    )


async def test_a_stop_finishes_what_is_in_hand_and_confirms_it(api: BotApi) -> None:
    gate = threading.Event()
    api.faults.add("sendMessage", Fault.delayed(gate))
    update_id = api.says("老旧小区")
    async with at_work(api) as task:
        await seen(api, lambda: api.calls("getUpdates"))
        await asyncio.to_thread(api.wait_for, lambda: any("offset" in p for p in api.calls("getUpdates")))
        os.kill(os.getpid(), signal.SIGTERM)
        gate.set()
        await task
    assert len(api.sent()) == 1
    assert update_id in api.state.confirmed


async def test_it_waits_as_long_as_telegram_asks_and_then_answers_once(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def waited(self: Patience, seconds: float) -> bool:
        waits.append(seconds)
        return True

    monkeypatch.setattr(Patience, "waited", waited)
    monkeypatch.setattr(SendLimit, "halt", lambda self, seconds: waits.append(seconds))
    api.faults.add("sendMessage", Fault.too_many(35))
    async with at_work(api):
        api.says("老旧小区")
        await sent(api, 1)
    assert waits == [35.0, 35.0]  # all sending halts, and this request waits
    assert len(api.sent()) == 1


@pytest.mark.parametrize("fault", [Fault(500), Fault(502, body=b"<html>bad gateway</html>"), Fault.bad_request()])
async def test_an_answer_that_could_not_be_sent_is_said_to_be_missing(api: BotApi, fault: Fault) -> None:
    api.faults.add("sendMessage", fault)
    async with at_work(api):
        api.says("老旧小区")
        text = (await sent(api, 1))[0]["text"]
        assert text == (errors.FAILED if fault.status == 400 else errors.UNDELIVERED)
        api.says("老旧小区")
        assert (await sent(api, 2))[1]["text"].startswith("老旧小区改造")


async def test_who_blocked_the_bot_is_left_alone_and_others_are_answered(api: BotApi) -> None:
    api.faults.add("sendMessage", Fault.blocked())
    async with at_work(api):
        api.says("老旧小区", chat_id=7)
        await seen(api, lambda: api.calls("sendMessage"))
        api.says("老旧小区", chat_id=8)
        await sent(api, 1, chat_id=8)
    assert len(api.calls("sendMessage")) == 2
    assert api.sent(7) == []


async def test_a_lost_answer_of_telegram_does_not_stop_the_bot(api: BotApi) -> None:
    api.faults.add("sendMessage", Fault.dropped_after_accepting())
    async with at_work(api):
        api.says("老旧小区")
        assert [m["text"][:6] for m in await sent(api, 2)] == ["老旧小区改造", errors.UNDELIVERED[:6]]


async def test_polling_goes_on_after_every_failure_and_says_each_once(api: BotApi, log: io.StringIO) -> None:
    faults = (
        Fault(500),
        Fault(502),
        Fault.conflict(),
        Fault.conflict(),
        Fault(drop=True),
        Fault(body=b"{", status=200),
    )
    api.faults.add("getUpdates", *faults)
    async with at_work(api):
        await seen(api, lambda: len(api.calls("getUpdates")) > len(faults))
        api.says("老旧小区")
        await sent(api, 1)
    assert log.getvalue().count("another process polls with the same token") == 1
    assert "the Bot API answers again" in log.getvalue()


async def test_a_slow_answer_to_one_chat_does_not_hold_up_another(api: BotApi) -> None:
    gate = threading.Event()
    api.faults.add("sendMessage", Fault.delayed(gate))
    async with at_work(api):
        api.says("老旧小区", chat_id=7)
        await seen(api, lambda: api.state.confirmed)
        api.says("老旧小区", chat_id=8)
        await sent(api, 1, chat_id=8)
        assert api.sent(7) == []
        gate.set()
        await sent(api, 1, chat_id=7)


async def test_in_a_forum_topic_the_answer_goes_to_the_topic(api: BotApi) -> None:
    async with at_work(api):
        api.says("/ask 老旧小区", chat_id=-5, message_thread_id=42, is_topic_message=True)
        assert (await sent(api, 1, chat_id=-5))[0]["message_thread_id"] == 42


def exit_of(configured: Settings, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = run(configured, lambda: TODAY)
    line = capsys.readouterr().err.splitlines()[-1]
    return status, line


def test_without_a_token_it_says_where_to_put_one(capsys: pytest.CaptureFixture[str]) -> None:
    status, line = exit_of(Settings(), capsys)
    assert status == 2
    assert line.startswith("jiannuo: no Telegram token: set JIANNUO_TELEGRAM_TOKEN")


@pytest.fixture
def sample_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "bot.run.build_application",
        lambda *args, **keywords: build_application(*args, **keywords, open_reader=SampleReader),
    )


@pytest.mark.usefixtures("sample_ledger")
def test_a_wrong_token_is_one_line_without_it(api: BotApi, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(settings(api, token="999:wrong-token"))
    err = capsys.readouterr().err
    assert status == 2
    assert err.splitlines()[-1].startswith(f"jiannuo: {api.url} refuses the token: check JIANNUO_TELEGRAM_TOKEN")
    assert "wrong-token" not in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("sample_ledger")
def test_a_bot_api_out_of_reach_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    status, line = exit_of(settings(url, token="1:x"), capsys)
    assert status == 2
    assert line.startswith("jiannuo: the Bot API cannot be reached: ")
    assert line.endswith(f"check the network, or JIANNUO_TELEGRAM_API ({url})")


@pytest.mark.usefixtures("sample_ledger")
@pytest.mark.parametrize("fault", [Fault(500), Fault(200, body=b"not a bot api"), Fault(302), Fault(drop=True)])
def test_a_server_that_is_no_bot_api_is_one_line(api: BotApi, fault: Fault, capsys: pytest.CaptureFixture[str]) -> None:
    api.faults.add("getMe", fault)
    status, line = exit_of(settings(api), capsys)
    assert (status, line[:8]) == (2, "jiannuo:")
    assert api.token not in line


@pytest.mark.usefixtures("sample_ledger")
def test_a_token_revoked_while_running_ends_it_with_one_line(api: BotApi, capsys: pytest.CaptureFixture[str]) -> None:
    api.faults.add("getUpdates", Fault.unauthorized())
    status, line = exit_of(settings(api), capsys)
    assert status == 2
    assert "refuses the token" in line


def test_a_ledger_that_cannot_be_opened_is_one_line(
    api: BotApi, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: Path) -> SampleReader:
        raise LedgerError("the database is in use by another program; close it or try again", "…")

    monkeypatch.setattr(
        "bot.run.build_application", lambda *args, **keywords: build_application(*args, **keywords, open_reader=locked)
    )
    status, line = exit_of(settings(api), capsys)
    assert (status, line) == (2, "jiannuo: the database is in use by another program; close it or try again")
    assert api.calls("getMe") == []


@pytest.mark.usefixtures("sample_ledger")
def test_at_debug_no_failure_writes_the_token(api: BotApi, capsys: pytest.CaptureFixture[str]) -> None:
    faults = (Fault(500), Fault.conflict(), Fault(drop=True), Fault(200, body=b"{"), Fault(403), Fault.unauthorized())
    api.faults.add("getUpdates", *faults)
    api.faults.add("setMyCommands", Fault(502, body=api.token.encode()))
    status = run(settings(api).model_copy(update={"log_level": "DEBUG"}), lambda: TODAY)
    err = capsys.readouterr().err
    assert status == 2
    assert "<token>" in err
    assert api.token not in err
    assert api.token.partition(":")[2] not in err


@pytest.mark.usefixtures("sample_ledger")
def test_sigterm_ends_it_with_status_0(api: BotApi, capsys: pytest.CaptureFixture[str]) -> None:
    def stop_it() -> None:
        api.wait_for(lambda: api.calls("getUpdates"))
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop_it).start()
    assert run(settings(api), lambda: TODAY) == 0
    assert "is listening" in capsys.readouterr().err


async def test_who_may_use_it_is_said_at_the_start_where_nobody_may(api: BotApi, log: io.StringIO) -> None:
    async with at_work(api):
        await seen(api, lambda: api.calls("getUpdates"))
    assert "set JIANNUO_ADMINS" in log.getvalue()


async def test_a_reminder_that_fell_due_is_sent_by_the_tick_once_nobody_else_polls(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticker, "EVERY", 0.05)
    api.faults.add("getUpdates", Fault.conflict(), Fault.conflict())
    path = tmp_path / "ledger.db"
    long_ago = datetime(2024, 9, 25, 1, 0, tzinfo=UTC)
    with Ledger.open(path) as ledger:
        remarks.add(ledger, 7, None, 7, long_ago, "催报 <老旧小区>", None, long_ago - timedelta(days=1))
    stop = asyncio.Event()
    application = build_application(settings(api), path, today=lambda: TODAY)
    task = asyncio.create_task(serve(application, stop))
    text = (await sent(api, 1))[0]["text"]
    stop.set()
    await task
    assert text.startswith("🔔 催报 <老旧小区>\n※ 迟发：原定09-25 09:00发出")
    names = [name for name, _ in api.state.calls]
    assert names.index("sendMessage") > names.index("getUpdates") + 2


async def test_what_an_earlier_process_took_and_did_not_finish_is_answered(api: BotApi, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    api.says("量子计算")
    update = {"update_id": 5, "message": api.state.updates.pop()["message"]}
    with Ledger.open(path) as ledger:
        inbox.take(ledger, 5, json.dumps(update), datetime(2024, 9, 25, tzinfo=UTC))
    stop = asyncio.Event()
    task = asyncio.create_task(serve(build_application(settings(api), path, today=lambda: TODAY), stop))
    text = (await sent(api, 1))[0]["text"]
    stop.set()
    await task
    assert text.startswith("没有找到“量子计算”")
    with Ledger.open(path) as ledger:
        assert inbox.waiting(ledger) == []

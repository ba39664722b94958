"""The fake keeps to Telegram's rules: what Telegram refuses, it refuses; what is lost, is lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, RemoteDisconnected
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from telegram import Bot, InputFile
from telegram.error import Conflict

from tests.botapi import BotApi, Fault
from tests.botapi.entities import RefusedError, check_keyboard, checked_text


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


def call(api: BotApi, method: str, token: str | None = None, **parameters: Any) -> tuple[int, Any]:
    """Status and JSON of a call made by hand."""
    connection = HTTPConnection(urlsplit(api.url).netloc, timeout=20)
    form = urlencode({k: v if isinstance(v, str) else json.dumps(v) for k, v in parameters.items()})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", f"/bot{token or api.token}/{method}", form, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<b>50</b>/188 个", "50/188 个"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&#20840;&#x5E02; & &nosuch;", "全市 & &nosuch;"),
        ('<a href="https://example.org/?a=1">出处</a>', "出处"),
        ("<b><i>x</i></b>", "x"),
        ("a > b", "a > b"),
    ],
)
def test_html_that_telegram_takes(markup: str, shown: str) -> None:
    assert checked_text(markup) == shown


@pytest.mark.parametrize(
    "markup",
    ["<b>open", "closed</b>", "<b><i>crossed</b></i>", "1 < 2", "<div>x</div>", "<b", "", " ", "<b> </b>",
     "字" * 4097, "😀" * 2049, "半\ud83d"],
)  # fmt: skip
def test_html_that_telegram_refuses(markup: str) -> None:
    with pytest.raises(RefusedError):
        checked_text(markup)


@pytest.mark.parametrize(
    "button", [{"text": "", "callback_data": "x"}, {"text": "x"}, {"text": "x", "callback_data": "区" * 22}]
)
def test_buttons_that_telegram_refuses(button: dict[str, str]) -> None:
    with pytest.raises(RefusedError):
        check_keyboard({"inline_keyboard": [[button]]})


def test_a_wrong_token_and_an_unknown_method(api: BotApi) -> None:
    assert call(api, "getMe", token="1:wrong")[0] == 401
    assert call(api, "getMee")[0] == 404


def test_an_offset_confirms_what_came_before_it(api: BotApi) -> None:
    first, second = api.says("一"), api.says("二")
    assert [u["update_id"] for u in call(api, "getUpdates")[1]["result"]] == [first, second]
    assert [u["update_id"] for u in call(api, "getUpdates", offset=second)[1]["result"]] == [second]
    assert [u["update_id"] for u in call(api, "getUpdates", offset=second + 1)[1]["result"]] == []
    assert api.state.confirmed == [first, second]


def test_a_long_poll_ends_when_an_update_comes(api: BotApi) -> None:
    results: list[Any] = []
    poller = threading.Thread(target=lambda: results.append(call(api, "getUpdates", timeout=20)))
    poller.start()
    api.wait_for(lambda: api.calls("getUpdates"))
    update_id = api.says("来了")
    poller.join()
    assert results[0][1]["result"][0]["update_id"] == update_id


def test_a_second_poller_ends_the_first_with_a_conflict(api: BotApi) -> None:
    results: list[Any] = []
    poller = threading.Thread(target=lambda: results.append(call(api, "getUpdates", timeout=20)))
    poller.start()
    api.wait_for(lambda: api.state._poller == 1)
    assert call(api, "getUpdates")[0] == 200
    poller.join()
    assert results[0][0] == 409


def test_an_edit_that_changes_nothing_is_refused(api: BotApi) -> None:
    call(api, "sendMessage", chat_id="7", text="甲")
    assert call(api, "editMessageText", chat_id="7", message_id="1", text="甲")[0] == 400
    assert call(api, "editMessageText", chat_id="7", message_id="1", text="乙")[0] == 200
    assert call(api, "editMessageText", chat_id="7", message_id="9", text="乙")[0] == 400
    assert [message["text"] for message in api.sent()] == ["乙"]


@pytest.mark.parametrize(
    ("fault", "status", "sent"),
    [(Fault.too_many(3), 429, 0), (Fault.blocked(), 403, 0), (Fault.bad_request(), 400, 0), (Fault(), 500, 0),
     (Fault(502, accept=True), 502, 1)],
)  # fmt: skip
def test_a_fault_hits_one_call(api: BotApi, fault: Fault, status: int, sent: int) -> None:
    api.faults.add("sendMessage", fault)
    answered, body = call(api, "sendMessage", chat_id="7", text="甲")
    assert (answered, len(api.sent())) == (status, sent)
    assert body.get("parameters", {}) == fault.parameters
    assert call(api, "sendMessage", chat_id="7", text="乙")[0] == 200


def test_an_answer_can_be_lost_after_the_message_was_taken(api: BotApi) -> None:
    api.faults.add("sendMessage", Fault.dropped_after_accepting())
    with pytest.raises(RemoteDisconnected):
        call(api, "sendMessage", chat_id="7", text="甲")
    assert [message["text"] for message in api.sent()] == ["甲"]


def test_an_answer_can_be_held_back(api: BotApi) -> None:
    gate = threading.Event()
    api.faults.add("sendMessage", Fault.delayed(gate))
    results: list[Any] = []
    caller = threading.Thread(target=lambda: results.append(call(api, "sendMessage", chat_id="7", text="甲")))
    caller.start()
    assert call(api, "getMe")[0] == 200
    assert results == []
    gate.set()
    caller.join()
    assert results[0][0] == 200


async def test_the_library_finds_every_method_as_it_expects_it(api: BotApi) -> None:
    async with Bot(api.token, base_url=f"{api.url}/bot", base_file_url=f"{api.url}/file/bot") as bot:
        sent = await bot.send_document(
            7, InputFile("台账".encode(), "台账.csv"), caption="<b>周报</b>", parse_mode="HTML"
        )
        assert sent.document
        assert sent.document.file_name == "台账.csv"
        assert sent.caption == "周报"
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()).decode() == "台账"
        assert (await bot.send_photo(7, b"\x89PNG")).photo
        assert await bot.send_chat_action(7, "typing")
        assert (await bot.get_chat(7)).id == 7
        assert await bot.set_my_commands([("ask", "提问")])
        assert api.state.commands == [{"command": "ask", "description": "提问"}]
        assert await bot.set_webhook("https://example.org/hook")
        with pytest.raises(Conflict):
            await bot.get_updates()
        api.says("还在")
        assert await bot.delete_webhook()
        assert [update.message.text for update in await bot.get_updates() if update.message] == ["还在"]
        message = await bot.send_message(7, "甲")
        api.state.messages[7, message.message_id]["reply_markup"] = {"inline_keyboard": []}
        await bot.edit_message_reply_markup(7, message.message_id)
        assert "reply_markup" not in api.state.messages[7, message.message_id]

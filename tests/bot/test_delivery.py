"""Delivery against the Bot API on loopback: what comes of each message, and what its people read."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot import delivery
from bot.delivery import TERMINAL
from bot.offline import PERSON
from bot.outcomes import Outcome
from bot.recording import MAYBE_TWICE
from store import inbox, outbox, remarks
from store.chats import settings
from store.database import transaction
from store.errors import LedgerError
from store.health import count_as_restored, health
from store.ledger import Ledger
from store.members import allow_group
from tests.bot.posting import START, Post, posting
from tests.botapi import BotApi, Fault

ADMIN = 99


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
async def post(api: BotApi, tmp_path: Path) -> AsyncIterator[Post]:
    async with posting(api, tmp_path / "ledger.db", admins=(ADMIN,)) as one:
        yield one


def texts(api: BotApi, chat: int = 7) -> list[str]:
    return [message["text"] for message in api.sent(chat)]


async def test_a_message_is_sent_once_with_its_buttons_and_topic(api: BotApi, post: Post) -> None:
    await post.clerk.run(
        lambda ledger: outbox.put(
            ledger.db, -5, 42, "digest", "k", "<b>提醒</b> &lt;1&gt;", day=post.clock.now().date(), at=post.clock.now(),
            buttons=((("详情", "card;0;m1;-"),),),
        )
    )  # fmt: skip
    await post.work()
    await post.work()
    message = api.sent(-5)[0]
    assert (message["text"], message["message_thread_id"]) == ("提醒 <1>", 42)
    assert message["reply_markup"]["inline_keyboard"] == [[{"text": "详情", "callback_data": "card;0;m1;-"}]]
    assert len(api.sent(-5)) == 1
    assert await post.states() == {"sent": 1}


async def test_only_what_the_first_tick_after_a_restore_finds_due_may_come_twice(api: BotApi, post: Post) -> None:
    def restored(ledger: Ledger) -> None:
        with transaction(ledger.db):
            count_as_restored(ledger.db, post.clock.now())
        now = post.clock.now()
        remarks.add(ledger, 7, None, 7, now + timedelta(seconds=30), "开会", None, now)

    await post.clerk.run(restored)
    await post.work(after=60)
    await post.put(8)
    await post.work(after=3600)
    assert [text.startswith(MAYBE_TWICE) for text in (*texts(api), *texts(api, 8))] == [True, False]


async def test_a_lost_answer_is_tried_again_and_says_so(api: BotApi, post: Post) -> None:
    api.faults.add("sendMessage", Fault.dropped_after_accepting())
    await post.put(7)
    await post.work()
    assert await post.states() == {"waiting": 1}
    await post.work(after=3600)
    assert texts(api) == ["提醒", f"{MAYBE_TWICE}提醒"]
    assert await post.states() == {"sent": 1}


@pytest.mark.parametrize("fault", [Fault(500), Fault(502, body=b"<html>"), Fault(200, body=b"{"), Fault(drop=True)])
async def test_after_three_tries_of_unknown_end_it_is_left_alone_and_the_administrator_told_once(
    api: BotApi, post: Post, fault: Fault
) -> None:
    api.faults.add("sendMessage", *[fault] * 3)
    await post.put(7)
    for _ in range(6):
        await post.work(after=3600)
    assert texts(api) == []
    assert await post.states() == {"sent": 1, "uncertain": 1}  # the one that was sent is the notice
    assert len(texts(api, ADMIN)) == 1
    assert "是否送达不明1条" in texts(api, ADMIN)[0]


async def test_what_surely_was_not_sent_is_sent_without_a_mark(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        gone = f"http://127.0.0.1:{server.getsockname()[1]}/bot{api.token}"
    async with posting(api, tmp_path / "ledger.db") as post:
        await post.put(7)
        with monkeypatch.context() as patch:
            patch.setattr(post.delivery.bot, "_base_url", gone)
            for _ in range(5):
                await post.work(after=60)
        assert await post.states() == {"waiting": 1}
        await post.work(after=60)
        assert texts(api) == ["提醒"]


async def test_it_waits_exactly_as_long_as_telegram_asks_and_nothing_else_goes_out(api: BotApi, post: Post) -> None:
    api.faults.add("sendMessage", Fault.too_many(35))
    await post.put(7, 8)
    await post.work()
    assert 35 <= post.clock.seconds < 36.1
    await post.work(after=1)
    assert (texts(api), texts(api, 8)) == (["提醒"], ["提醒"])
    assert all(call["text"] == "提醒" for call in api.calls("sendMessage"))


async def test_who_blocked_the_bot_is_switched_off_with_the_reason_and_others_are_served(
    api: BotApi, post: Post
) -> None:
    api.faults.add("sendMessage", Fault.blocked())
    await post.put(7, 7, 8)
    await post.work()
    assert await post.states() == {"off": 2, "sent": 1}
    off = await post.clerk.run(lambda ledger: settings(ledger, 7))
    assert (off.on, off.off_why) == (False, "用户屏蔽了机器人")
    assert len(api.calls("sendMessage")) == 2


async def test_an_unknown_403_switches_nobody_off(api: BotApi, post: Post) -> None:
    api.faults.add("sendMessage", Fault(403, "Forbidden: a reason of next year"))
    await post.put(7)
    await post.work()
    assert (await post.clerk.run(lambda ledger: settings(ledger, 7))).on
    await post.work(after=4000)
    assert texts(api) == ["提醒"]


async def test_a_group_that_became_another_chat_is_followed_there(api: BotApi, post: Post) -> None:
    fault = Fault(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1005})
    api.faults.add("sendMessage", fault)
    await post.put(-5)
    await post.work()
    assert (texts(api, -5), texts(api, -1005)) == ([], ["提醒"])


async def test_a_message_that_fails_by_itself_blocks_nobody_and_is_given_up(api: BotApi, post: Post) -> None:
    await post.put(7, text="<broken")
    await post.put(8, 9)
    await post.work()
    assert (texts(api, 8), texts(api, 9)) == (["提醒"], ["提醒"])
    for _ in range(8):
        await post.work(after=4000)
    assert await post.states() == {"dead": 1, "sent": 3}
    assert len([c for c in api.calls("sendMessage") if c["text"] == "<broken"]) == 5
    assert len(texts(api, ADMIN)) == 1
    assert "未能送达1条" in texts(api, ADMIN)[0]


async def test_while_another_process_polls_nothing_is_sent(api: BotApi, post: Post) -> None:
    await post.put(7)
    post.delivery.pause(True)
    await post.work()
    assert texts(api) == []
    post.delivery.pause(False)
    await post.work()
    assert texts(api) == ["提醒"]


async def test_two_processes_send_each_message_once(api: BotApi, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    async with posting(api, path) as one, posting(api, path) as other:
        await one.put(*range(101, 141))
        await asyncio.gather(one.work(), other.work())
    assert sorted(int(call["chat_id"]) for call in api.calls("sendMessage")) == list(range(101, 141))


async def test_a_stop_finishes_the_message_in_hand_and_begins_no_other(
    api: BotApi, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, begun, send = threading.Event(), asyncio.Event(), post.delivery.send

    async def noticed(row: outbox.Message) -> Outcome:
        begun.set()
        return await send(row)

    monkeypatch.setattr(post.delivery, "send", noticed)
    api.faults.add("sendMessage", Fault.delayed(gate))
    await post.put(7, 8)
    at_work = asyncio.create_task(post.work())
    await begun.wait()
    stopping = asyncio.create_task(post.delivery.finish())
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(stopping, at_work)
    assert (texts(api), texts(api, 8)) == (["提醒"], [])
    assert await post.states() == {"sent": 1, "waiting": 1}


async def test_the_chat_in_the_terminal_is_not_sent_to(api: BotApi, post: Post) -> None:
    await post.put(PERSON["id"])
    await post.work()
    assert api.calls("sendMessage") == []
    assert await post.states() == {"sent": 1}


async def test_a_message_whose_end_could_not_be_written_down_comes_again_and_says_so(
    api: BotApi, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(row: outbox.Message, outcome: Outcome) -> None:
        raise LedgerError("the database is in use by another program", "…")

    await post.put(7)
    with monkeypatch.context() as patch:
        patch.setattr(post.delivery, "record", locked)
        with pytest.raises(LedgerError):
            await post.work()
    await post.work(after=60)
    assert texts(api) == ["提醒"]
    await post.work(after=outbox.LEASE.total_seconds())
    assert texts(api) == ["提醒", f"{MAYBE_TWICE}提醒"]
    assert await post.states() == {"sent": 1}


async def test_a_reminder_that_falls_due_while_a_group_is_busy_does_not_wait_for_the_group(
    api: BotApi, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    send = post.delivery.send

    async def noticed(row: outbox.Message) -> Outcome:
        order.append(row.kind)
        return await send(row)

    monkeypatch.setattr(post.delivery, "send", noticed)
    now = post.clock.now()
    await post.clerk.run(lambda ledger: remarks.add(ledger, 7, None, 7, now + timedelta(seconds=30), "开会", None, now))
    await post.put(*[-5] * 60)
    await post.work()
    assert 0 < order.index("personal") < 59
    assert await post.states() == {"sent": 61}


async def test_while_the_network_is_down_a_tick_tries_one_message_and_afterwards_all_go(
    api: BotApi, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []

    async def unsent(row: outbox.Message) -> Outcome:
        tries.append(row.chat)
        if len(tries) > 50:
            post.delivery.stopping.set()
        return Outcome("not_sent", "连不上Telegram")

    await post.put(*range(101, 121))
    with monkeypatch.context() as patch:
        patch.setattr(post.delivery, "send", unsent)
        await post.work()
        await post.work(after=20)
    assert tries == [101, 102]
    await post.work(after=20)
    assert await post.states() == {"sent": 20}


async def test_what_waits_is_sent_also_where_what_is_due_cannot_be_written_down(
    api: BotApi, post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object, **more: object) -> int:
        raise KeyError("a reminder that cannot be put into words")

    monkeypatch.setattr(delivery, "due_now", broken)
    await post.put(7)
    await post.work()
    assert texts(api) == ["提醒"]
    assert "a reminder that cannot be put into words" in caplog.text


async def test_a_chat_that_is_shut_out_by_the_settings_is_reminded_of_nothing(api: BotApi, tmp_path: Path) -> None:
    async with posting(api, tmp_path / "ledger.db", admins=(ADMIN,), public=False) as post:
        soon, now = post.clock.now() + timedelta(seconds=1), post.clock.now()
        await post.clerk.run(lambda ledger: allow_group(ledger, -5, ADMIN, now))
        for chat in (7, ADMIN, -5):
            await post.clerk.run(lambda ledger, chat=chat: remarks.add(ledger, chat, None, 7, soon, "开会", None, now))
        post.clock.seconds += 2
        await post.work()
        assert [len(api.sent(chat)) for chat in (7, ADMIN, -5)] == [0, 1, 1]


async def test_a_stop_does_not_wait_where_telegram_asks_to_wait(
    api: BotApi, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, send = asyncio.Event(), post.delivery.send

    async def halted(row: outbox.Message) -> Outcome:
        post.delivery.limit.halt(3600)  # what another request was told meanwhile
        begun.set()
        return await send(row)

    async def until_hurried(seconds: float) -> None:
        await post.delivery.limit._hurry.wait()

    monkeypatch.setattr(post.delivery, "send", halted)
    monkeypatch.setattr(post.delivery.limit, "_sleep", until_hurried)
    await post.put(7)
    at_work = asyncio.create_task(post.work())
    await begun.wait()
    await asyncio.wait_for(asyncio.gather(post.delivery.finish(), at_work), 20)
    assert texts(api) == []
    assert await post.states() == {"waiting": 1}
    (row,) = await post.clerk.run(lambda ledger: outbox.messages(ledger, "waiting"))
    assert not row.possibly_sent


async def test_old_messages_and_updates_are_forgotten_by_the_tick(post: Post) -> None:
    await post.put(7)
    await post.clerk.run(lambda ledger: inbox.take(ledger, 5, "x", post.clock.now()))
    await post.clerk.run(lambda ledger: inbox.done(ledger, 5, post.clock.now()))
    await post.work()
    assert await post.states() == {"sent": 1}
    await post.work(after=(outbox.KEPT.days + 1) * 86400)
    assert await post.states() == {}
    assert await post.clerk.run(lambda ledger: inbox.take(ledger, 5, "x", post.clock.now()))


async def test_a_reminder_of_the_terminal_is_left_for_the_terminal_to_show(post: Post) -> None:
    soon, now = post.clock.now() + timedelta(seconds=1), post.clock.now()
    await post.clerk.run(lambda ledger: remarks.add(ledger, TERMINAL, None, TERMINAL, soon, "开会", None, now))
    post.clock.seconds += 2
    await post.work()
    assert await post.clerk.run(lambda ledger: [one.text for one in remarks.waiting(ledger, TERMINAL)]) == ["开会"]
    assert await post.states() == {}


async def test_what_waits_for_a_chat_that_was_shut_out_is_not_sent_any_more(api: BotApi, tmp_path: Path) -> None:
    async with posting(api, tmp_path / "ledger.db", admins=(ADMIN,), public=False) as post:
        await post.clerk.run(lambda ledger: allow_group(ledger, -5, ADMIN, post.clock.now()))
        await post.put(-5, -6, ADMIN)  # -6 was let in by settings that are closed now
        await post.work()
        assert await post.states() == {"off": 1, "sent": 2}
        assert (len(texts(api, -5)), texts(api, -6), len(texts(api, ADMIN))) == (1, [], 1)


async def test_each_tick_is_written_down_also_while_another_process_polls(post: Post) -> None:
    await post.work()
    assert (await post.clerk.run(health)).tick == START
    post.delivery.pause(True)
    await post.work(after=40)
    assert (await post.clerk.run(health)).tick == START + timedelta(seconds=40)

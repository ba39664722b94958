"""Messages to channels keep the promises of the outbox, and hold up nobody else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.channels import Channels
from bot.couriers import Couriers
from bot.outcomes import Outcome
from bot.recording import MAYBE_TWICE, UNREACHED_TRIES
from bot.robots import ROBOTS
from store.addresses import Address, read_address
from store.channels import add_channel, remove_channel
from store.ledger import Ledger
from tests.bot.posting import START, Post, posting
from tests.bot.robots import Robots
from tests.botapi import BotApi

OWNER = 99
KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifaab1"
AMBIGUOUS, UNREACHED = Outcome("ambiguous", "不明"), Outcome("unreached", "连不上")


@dataclass
class Scripted:
    """A sender that gives the next of the outcomes, then success; a text that begins with “慢” waits for `slow`."""

    outcomes: list[Outcome] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    slow: asyncio.Event = field(default_factory=asyncio.Event)
    _begun: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def begun(self, count: int) -> None:
        """Wait until so many sends have begun."""
        async with self._begun:
            await self._begun.wait_for(lambda: len(self.sent) >= count)

    async def send(self, address: Address, text: str) -> Outcome:
        async with self._begun:
            self.sent.append((address.key[-1], text))
            self._begun.notify_all()
        if text.startswith("慢"):
            await self.slow.wait()
        return self.outcomes.pop(0) if self.outcomes else Outcome("sent")


@pytest.fixture
def api() -> Iterator[BotApi]:
    with BotApi() as server:
        yield server


@pytest.fixture
def sender() -> Scripted:
    return Scripted()


@pytest.fixture
async def post(api: BotApi, sender: Scripted, tmp_path: Path) -> AsyncIterator[Post]:
    async with posting(api, tmp_path / "ledger.db", admins=(OWNER,), public=False, sender=sender) as one:
        yield one


async def add(post: Post, name: str, number: int = 1) -> int:
    address = read_address([f"wecombot://{KEY}{number}"])
    return await post.clerk.run(lambda db: add_channel(db, name, address, OWNER, START, tested=True).chat)


def couriers(post: Post) -> Couriers:
    found = post.delivery._couriers
    assert found is not None
    return found


async def work(post: Post, *, after: float = 0.0) -> None:
    """A tick, and all that it began."""
    await post.work(after=after)
    assert couriers(post)._work is not None
    await couriers(post)._work  # type: ignore[misc]


async def test_a_message_to_a_channel_goes_to_its_address_and_not_to_telegram(
    api: BotApi, post: Post, sender: Scripted
) -> None:
    chat = await add(post, "督办群")
    await post.put(chat, OWNER)
    await work(post)
    await work(post)
    assert sender.sent == [("1", "提醒")]
    assert [call["chat_id"] for call in api.calls("sendMessage")] == [str(OWNER)]
    assert await post.states() == {"sent": 2}


async def test_one_of_unknown_end_comes_again_and_says_so_and_is_left_alone_after_three(
    post: Post, sender: Scripted, api: BotApi
) -> None:
    chat = await add(post, "督办群")
    sender.outcomes = [AMBIGUOUS] * 3
    await post.put(chat)
    for _ in range(6):
        await work(post, after=3600)
    assert [text for _, text in sender.sent] == ["提醒", *[f"{MAYBE_TWICE}提醒"] * 2]
    assert await post.states() == {"sent": 1, "uncertain": 1}
    assert "督办群" in api.sent(OWNER)[0]["text"]


async def test_one_that_cannot_be_reached_is_tried_for_a_day_without_a_mark_then_told(
    post: Post, sender: Scripted, api: BotApi
) -> None:
    chat = await add(post, "督办群")
    sender.outcomes = [UNREACHED] * 1000
    await post.put(chat)
    begun = post.clock.seconds
    while (await post.states()).get("waiting"):
        await work(post, after=600)
    await work(post)
    assert post.clock.seconds - begun > 86_000
    assert {text for _, text in sender.sent} == {"提醒"}
    assert len(sender.sent) == UNREACHED_TRIES
    assert "连不上" in api.sent(OWNER)[0]["text"]


async def test_a_robot_that_was_removed_is_told_at_once(post: Post, sender: Scripted, api: BotApi) -> None:
    chat = await add(post, "督办群")
    sender.outcomes = [Outcome("dead", "机器人已被移除")]
    await post.put(chat)
    await work(post)
    await work(post)
    assert "督办群：未能送达，机器人已被移除" in api.sent(OWNER)[0]["text"]


async def test_a_slow_channel_holds_up_neither_telegram_nor_another_channel(
    api: BotApi, post: Post, sender: Scripted
) -> None:
    slow, quick = await add(post, "慢群", 1), await add(post, "快群", 2)
    await post.put(slow, slow, text="慢消息")
    await post.put(quick, OWNER)
    await post.work()
    await sender.begun(2)
    assert len(api.sent(OWNER)) == 1
    assert sender.sent == [("1", "慢消息"), ("2", "提醒")]
    sender.slow.set()
    await couriers(post)._work  # type: ignore[misc]
    assert await post.states() == {"sent": 4}


async def test_a_stop_leaves_a_slow_message_to_be_sent_again_as_possibly_sent(
    post: Post, sender: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.couriers.PATIENCE", 0.01)
    chat = await add(post, "慢群")
    await post.put(chat, text="慢消息")
    await post.work()
    await sender.begun(1)
    await post.delivery.finish()
    assert await post.states() == {"claimed": 1}


async def test_a_robot_is_sent_twenty_messages_a_minute_and_no_more(post: Post, sender: Scripted) -> None:
    chat = await add(post, "督办群")
    await post.put(*[chat] * 50)
    counts = []
    for _ in range(4):
        await work(post)
        counts.append(len(sender.sent))
        post.clock.seconds += 31
    assert counts == [20, 20, 40, 40]


async def test_one_that_asks_to_wait_is_left_alone_so_long_and_others_are_not(post: Post, sender: Scripted) -> None:
    slow, quick = await add(post, "甲", 1), await add(post, "乙", 2)
    sender.outcomes = [Outcome("wait", "太快", wait=600)]
    await post.put(slow, slow, quick)
    await work(post)
    await work(post, after=300)
    assert sender.sent == [("1", "提醒"), ("2", "提醒")]
    await work(post, after=301)
    assert sender.sent == [("1", "提醒"), ("2", "提醒"), ("1", "提醒"), ("1", "提醒")]


async def test_a_channel_that_is_gone_or_that_nobody_answers_for_is_sent_nothing(post: Post, sender: Scripted) -> None:
    orphan = await post.clerk.run(
        lambda db: add_channel(db, "孤群", read_address([f"wecombot://{KEY}7"]), 5, START, tested=True).chat
    )
    gone = await add(post, "旧群")
    await post.put(orphan, gone)

    def forget(ledger: Ledger) -> None:
        ledger.db.execute("DELETE FROM channels WHERE chat = ?", (gone,))

    await post.clerk.run(forget)
    await work(post)
    assert sender.sent == []
    assert await post.states() == {"off": 2}
    await post.clerk.run(lambda ledger: remove_channel(ledger, orphan, OWNER))
    assert await post.states() == {"off": 1}


async def test_no_log_holds_the_key(api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with Robots([{"errcode": 93000}, (500, b"")]) as robots:
        sender = Channels(bases=dict.fromkeys(ROBOTS, robots.url))
        async with posting(api, tmp_path / "ledger.db", admins=(OWNER,), sender=sender) as post:
            chat = await add(post, "督办群")
            await post.put(chat, chat)
            await work(post)
            await work(post, after=60)
    assert "督办群" in caplog.text
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("http")]
    assert not any(KEY in line for line in own)

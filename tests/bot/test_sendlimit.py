"""Telegram's limits, kept on a clock that stands still until somebody sleeps."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from math import inf

import pytest

from bot.sendlimit import SendLimit


class Clock:
    """Seconds that pass only in `sleep`."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> SendLimit:
    return SendLimit(clock, clock.sleep)


def most_within(seconds: float, moments: list[float]) -> int:
    """How many of the moments lie in the fullest window of so many seconds, both ends counted."""
    return max((sum(start <= m <= start + seconds for m in moments) for start in moments), default=0)


async def send(limit: SendLimit, clock: Clock, chats: list[int], way: float = 0.02) -> dict[int, list[float]]:
    """Send one after another; chat → the moments at which each message was on its way, first and last alternating."""
    moments: dict[int, list[float]] = defaultdict(list)
    for number, chat in enumerate(chats):
        async with limit.turn(chat):
            # Telegram counts a message anywhere between request and answer: here at the worst end in turn.
            moments[chat].append(clock.now + way * (number % 2))
            clock.now += way
    return moments


async def test_thirty_a_second_overall_wherever_on_the_way_they_count(limit: SendLimit, clock: Clock) -> None:
    moments = await send(limit, clock, list(range(1, 301)))
    assert most_within(1.0, [m for one in moments.values() for m in one]) == 30


async def test_one_a_second_into_a_chat(limit: SendLimit, clock: Clock) -> None:
    moments = await send(limit, clock, [7] * 10)
    assert most_within(1.0, moments[7]) == 1


async def test_twenty_a_minute_into_a_group(limit: SendLimit, clock: Clock) -> None:
    moments = await send(limit, clock, [-7] * 50)
    assert most_within(60.0, moments[-7]) == 20


async def test_a_halt_stops_everything_exactly_so_long(limit: SendLimit, clock: Clock) -> None:
    limit.halt(35)
    assert [limit.wait(), limit.wait(7)] == [35, 35]
    moments = await send(limit, clock, [7], way=0)
    assert moments[7] == [35]


async def test_a_shorter_halt_does_not_end_a_longer_one(limit: SendLimit) -> None:
    limit.halt(35)
    limit.halt(1)
    assert limit.wait() == 35


async def test_a_chat_rests_until_its_second_is_over(limit: SendLimit, clock: Clock) -> None:
    async with limit.turn(7):
        assert limit.resting() == [7]
        assert limit.wait(7) == inf
    assert limit.resting() == [7]
    clock.now += 1.01
    assert limit.resting() == []


async def test_a_chat_whose_message_is_under_way_is_waited_for(limit: SendLimit) -> None:
    order = []

    async def one(name: str) -> None:
        async with limit.turn(7):
            order.append(f"{name} out")
            await asyncio.sleep(0)
            order.append(f"{name} back")

    await asyncio.gather(one("a"), one("b"))
    assert order == ["a out", "a back", "b out", "b back"]

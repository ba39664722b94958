"""Sending under failures and limits: the real delivery against the Bot API on loopback, on clocks that stand still."""

from __future__ import annotations

import asyncio
import io
import logging
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import bot.recording
from bot import logs, sendlimit
from bot.recording import MAYBE_TWICE
from store import outbox
from tests.bot.posting import Clock, posting
from tests.botapi import BotApi, Fault, state
from tests.reliability.result import Result

FIRST = 1000  # the first chat
ADMIN = 99


def mixed_faults(count: int, seed: int = 1) -> list[Fault]:
    """The fate of each call: 10% answers dropped, 5% server errors, the others right."""
    chance = random.Random(seed)
    right = Fault(kind="delay")
    kinds = [Fault.dropped_after_accepting()] * 10 + [Fault(500), Fault(502, body=b"<html>")] + [Fault(503)] * 3
    return [chance.choice(kinds) if chance.random() < 0.15 else right for _ in range(count)]


async def faults(messages: int, *, trusting: bool = False) -> Counter[str]:
    """How many messages were lost without anybody being told, and how many came again without a mark.

    `trusting` takes a message whose answer was lost for sent: the control.
    """
    with TemporaryDirectory() as folder, BotApi() as api, _patched(bot.recording.RECORDS, trusting):
        async with posting(api, Path(folder) / "ledger.db", admins=(ADMIN,)) as post:
            api.faults.add("sendMessage", *mixed_faults(messages * 2))
            chats = range(FIRST, FIRST + messages)
            await post.put(*chats)
            await post.work_off()
            told = {
                row.chat for row in await post.clerk.run(lambda ledger: outbox.messages(ledger, "uncertain", 10_000))
            }
            texts = {chat: [message["text"] for message in api.sent(chat)] for chat in chats}
    return Counter(
        lost=sum(not said and chat not in told for chat, said in texts.items()),
        unmarked=sum(not text.startswith(MAYBE_TWICE) for said in texts.values() for text in said[1:]),
        again=sum(len(said) > 1 for said in texts.values()),
        uncertain=len(told),
    )


@contextmanager
def _patched(records: dict[str, Any], trusting: bool) -> Iterator[None]:
    before = records["ambiguous"]
    if trusting:
        records["ambiguous"] = records["sent"]
    yield
    records["ambiguous"] = before


async def poison(messages: int, broken: int) -> Counter[str]:
    """How many sound messages arrived, how many broken ones were given up, how often the administrator read of it."""
    with TemporaryDirectory() as folder, BotApi() as api:
        async with posting(api, Path(folder) / "ledger.db", admins=(ADMIN,)) as post:
            await post.put(*range(FIRST, FIRST + broken), text="<broken")
            await post.put(*range(FIRST + broken, FIRST + messages))
            await post.work()
            sound = sum(len(api.sent(chat)) for chat in range(FIRST + broken, FIRST + messages))
            await post.work_off()
            states = await post.states()
            await post.work()
            return Counter(delivered=sound, dead=states.get("dead", 0), told=len(api.sent(ADMIN)))


async def windows(messages: int, chats: int, groups: int, *, sizes: dict[str, Any] | None = None) -> dict[str, float]:
    """The fullest sliding windows of messages as the server received them, and what was sent during a halt.

    `sizes` replaces the limits of the sender: the control.
    """
    clock, received, chance = Clock(), defaultdict(list), random.Random(1)

    def on_the_way(chat: int) -> None:
        """Request and answer take 20 ms together; the server counts the message between the two."""
        way = 0.02 * chance.random()
        clock.seconds += way
        received[chat].append(clock.seconds)
        clock.seconds += 0.02 - way

    kept = {name: getattr(sendlimit, name) for name in ("OVERALL", "CHAT", "GROUP")}
    for name, size in (sizes or {}).items():
        setattr(sendlimit, name, size)
    try:
        with TemporaryDirectory() as folder, BotApi() as api, _receiving(on_the_way):
            async with posting(api, Path(folder) / "ledger.db", clock=clock) as post:
                api.faults.add("sendMessage", *[Fault(kind="delay")] * (messages // 3), Fault.too_many(35))
                # A group gets three times as much as a person, so that its limit counts.
                everybody = [*range(FIRST, FIRST + chats), *list(range(-FIRST - groups, -FIRST)) * 3]
                await post.put(*(everybody[number % len(everybody)] for number in range(messages)))
                await post.work_off(hours=48)
                took = clock.seconds
    finally:
        for name, size in kept.items():
            setattr(sendlimit, name, size)
    moments = sorted(moment for one in received.values() for moment in one)
    pauses = max(after - before for before, after in pairwise(moments))
    return {
        "second": fullest(1.0, moments),
        "chat": max(fullest(1.0, one) for chat, one in received.items() if chat > 0),
        "group": max((fullest(60.0, one) for chat, one in received.items() if chat < 0), default=0),
        "longest pause": pauses,
        "a second": messages / took,
    }


@contextmanager
def _receiving(notice: Callable[[int], None]) -> Iterator[None]:
    """Let the server tell `notice` the chat of each message as it comes in."""
    right = state.METHODS["sendMessage"]

    def received(world: state.State, parameters: dict[str, Any]) -> Any:
        notice(int(parameters["chat_id"]))
        return right(world, parameters)

    state.METHODS["sendMessage"] = received  # type: ignore[index]
    try:
        yield
    finally:
        state.METHODS["sendMessage"] = right  # type: ignore[index]


def fullest(seconds: float, moments: list[float]) -> int:
    """How many of the moments lie in the fullest window of so many seconds, both ends counted."""
    ordered, first, most = sorted(moments), 0, 0
    for number, moment in enumerate(ordered):
        while ordered[first] < moment - seconds:
            first += 1
        most = max(most, number - first + 1)
    return most


def keeps_limits(found: dict[str, float]) -> bool:
    """Whether Telegram's limits were kept, the halt included."""
    return found["second"] <= 30 and found["chat"] <= 1 and found["group"] <= 20 and found["longest pause"] >= 35


async def speed(messages: int) -> float:
    """Messages a second to as many chats, on real clocks, from a server that takes 20 ms."""
    with TemporaryDirectory() as folder, BotApi() as api, _receiving(lambda _: time.sleep(0.02)):
        async with posting(api, Path(folder) / "ledger.db") as post:
            await post.put(*range(FIRST, FIRST + messages))
            post.delivery.limit = sendlimit.SendLimit()
            post.delivery.bot.rate_limiter.limit = post.delivery.limit  # type: ignore[union-attr]
            begun = time.monotonic()
            await post.work()
            return messages / (time.monotonic() - begun)


async def token_in_log(failures: int, *, masked: bool = True) -> int:
    """How often the token stands in the DEBUG log of so many mixed failures."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    with TemporaryDirectory() as folder, BotApi() as api:
        if masked:
            logs.set_up("DEBUG", [api.token], stream)
        else:
            root.handlers[:] = [logging.StreamHandler(stream)]
            root.setLevel(logging.DEBUG)
        try:
            async with posting(api, Path(folder) / "ledger.db") as post:
                kinds = (
                    Fault(500), Fault(502, body=api.token.encode()), Fault(drop=True), Fault.dropped_after_accepting(),
                    Fault(200, body=b"{"), Fault(403, f"Forbidden: {api.token}"), Fault.bad_request(api.token),
                )  # fmt: skip
                api.faults.add("sendMessage", *(kinds[number % len(kinds)] for number in range(failures)))
                await post.put(*range(FIRST, FIRST + failures))
                await post.work()
        finally:
            root.handlers[:] = handlers
            root.setLevel(level)
        return stream.getvalue().count(api.token.partition(":")[2])


def full() -> list[Result]:
    """The sizes of the issue's table."""
    logging.disable()
    hurt, trusting = asyncio.run(faults(2000)), asyncio.run(faults(300, trusting=True))
    bad = asyncio.run(poison(1000, 20))
    kept, loose = asyncio.run(windows(3000, 240, 20)), asyncio.run(windows(300, 290, 2, sizes={"OVERALL": (60, 1.0)}))
    rate = asyncio.run(speed(600))
    logging.disable(logging.NOTSET)
    leaked, bare = asyncio.run(token_in_log(1000)), asyncio.run(token_in_log(20, masked=False))
    return [
        Result(
            "10% of answers dropped, 5% 5xx, 2,000 sends",
            f"{hurt['lost']} lost, {hurt['again']} came again, {hurt['unmarked']} of them unmarked, "
            f"{hurt['uncertain']} uncertain and reported",
            not hurt["lost"] and not hurt["unmarked"],
            f"lost answers taken for sent: {trusting['lost']} of 300 lost",
            bool(trusting["lost"]),
        ),
        Result(
            "20 poison rows in 1,000",
            f"{bad['delivered']} delivered, {bad['dead']} given up, administrator told {bad['told']} times",
            (bad["delivered"], bad["dead"], bad["told"]) == (980, 20, 1),
        ),
        Result(
            "3,000 sends to 240 people and 20 groups, sliding window",
            f"at most {kept['second']:.0f}/s, {kept['chat']:.0f}/s a chat, {kept['group']:.0f}/min a group; "
            f"a halt of 35 s kept {kept['longest pause']:.1f} s",
            keeps_limits(kept),
            f"60/s set in place of 30: {loose['second']:.0f}/s",
            not keeps_limits(loose),
        ),
        Result("600 sends at 20 ms", f"{rate:.1f}/s, {rate / 30:.0%} of 30/s", rate >= 28.5),
        Result(
            "DEBUG log of 1,000 mixed failures",
            f"the token {leaked} times",
            leaked == 0,
            f"without the mask, 20 failures: {bare} times",
            bare > 0,
        ),
    ]

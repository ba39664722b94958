"""Deliveries to channels that are killed: nothing is lost, and what comes twice says so."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram.ext import ExtBot

from bot.channels import Channels
from bot.clerk import Clerk
from bot.couriers import Couriers
from bot.delivery import Delivery
from bot.outcomes import Outcome
from bot.recording import MAYBE_TWICE, record
from bot.robots import ROBOTS
from bot.sendlimit import SendLimit
from store import outbox
from store.addresses import read_address
from store.channels import Channel, add_channel
from store.database import transaction
from store.ledger import Ledger
from tests.bot.robots import Robots
from tests.reliability.killed import FORK, LIFE, START
from tests.reliability.result import Result

OWNER = 1
CHANNELS = 4
FASTER = 500  # the limits' clock runs so much faster than ours


class Hasty(Couriers):
    """A control: writes a message down as sent before it is."""

    async def _send(self, to: Channel, row: outbox.Message) -> None:
        await self.clerk.run(lambda ledger: record(ledger, row, Outcome("sent"), self.now()))
        await super()._send(to, row)


def deliver(url: str, path: Path, life: int, kind: type[Couriers]) -> None:
    """Send what the outbox holds until nothing is due; the wall clock of each life is later than that of the last."""
    logging.disable()
    import bot.delivery

    bot.delivery.Couriers = kind  # type: ignore[misc]

    async def work() -> None:
        limit = SendLimit(lambda: time.monotonic() * FASTER)
        clerk, now = Clerk(path), START + life * LIFE
        sender = Channels(bases=dict.fromkeys(ROBOTS, url))
        delivery = Delivery(clerk, ExtBot("1:a"), limit, lambda: now, admins=(OWNER,), sender=sender)
        while await clerk.run(lambda ledger: _due(ledger)):
            await delivery.tick()
            await asyncio.sleep(0.01)
        await clerk.close()

    asyncio.run(work())


def _due(ledger: Ledger) -> bool:
    return bool({"waiting", "claimed"} & outbox.pending(ledger).keys())


def sends_survive(messages: int, kills: int, kind: type[Couriers] = Couriers, seed: int = 1) -> Counter[str]:
    """How many messages to channels were lost, came twice, came more often, and came again without a mark."""
    chance = random.Random(seed)
    with TemporaryDirectory() as folder, Robots() as robots:
        path = Path(folder) / "ledger.db"
        with Ledger.open(path) as ledger:
            addresses = [read_address([f"feishu://robot-number-{number}"]) for number in range(CHANNELS)]
            chats = [add_channel(ledger, a.key, a, OWNER, START, tested=True).chat for a in addresses]
            with transaction(ledger.db):
                for number in range(messages):
                    chat, text = chats[number % CHANNELS], f"提醒{number}"
                    outbox.put(ledger.db, chat, None, "digest", text, text, day=START.date(), at=START)
        for life, point in enumerate(sorted(chance.sample(range(messages * 9 // 10), kills))):
            child = _begun(robots.url, path, life, kind)
            while child.is_alive() and len(robots.got) < point:
                time.sleep(0.0005)
            time.sleep(chance.random() * 0.02)
            if child.is_alive():
                os.kill(child.pid, signal.SIGKILL)
            child.join()
        child = _begun(robots.url, path, kills, kind)
        child.join(60)
        assert child.exitcode == 0
        found: Counter[str] = Counter(lost=0, twice=0, more=0, unmarked=0, kills=kills)
        came: dict[str, list[bool]] = {}
        for text in robots.texts:
            said = text.removeprefix("【践诺】")
            came.setdefault(said.removeprefix(MAYBE_TWICE), []).append(said.startswith(MAYBE_TWICE))
        for number in range(messages):
            marks = came.get(f"提醒{number}", [])
            found["lost"] += not marks
            found["twice"] += len(marks) == 2
            found["more"] += len(marks) > 2
            found["unmarked"] += sum(not mark for mark in marks[1:])
        return found


def _begun(url: str, path: Path, life: int, kind: type[Couriers]) -> Any:
    child = FORK.Process(target=deliver, args=(url, path, life, kind), daemon=True)
    child.start()
    return child


def is_kept(found: Counter[str]) -> bool:
    """Whether nothing was lost, at most one message a kill and channel came twice, and that marked."""
    return not (found["lost"] or found["unmarked"]) and found["twice"] + found["more"] <= found["kills"] * CHANNELS


def full() -> list[Result]:
    """60 kills in 400 sends to four channels."""
    kept, hasty = sends_survive(400, 60), sends_survive(200, 30, Hasty)
    return [
        Result(
            f"kill -9 ×60 in 400 sends to {CHANNELS} channels",
            f"{kept['lost']} lost, {kept['twice']} twice, {kept['more']} more often, {kept['unmarked']} unmarked",
            is_kept(kept),
            f"recorded before it is sent: {hasty['lost']} of 200 lost",
            bool(hasty["lost"]),
        )
    ]

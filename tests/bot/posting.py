"""A delivery over a ledger of its own and the Bot API on loopback, on clocks that stand still until somebody sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.clerk import Clerk
from bot.couriers import Sender
from bot.delivery import Delivery
from bot.limits import Patience
from bot.sendlimit import SendLimit
from store import outbox
from store.database import transaction
from store.ledger import Ledger
from tests.botapi import BotApi

START = datetime(2024, 9, 25, 1, 0, tzinfo=UTC)
DAY = date(2024, 9, 25)


@dataclass
class Clock:
    """Wall clock and monotonic clock in one; sleeping moves both at once."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        """Seconds since the start."""
        return self.seconds

    def now(self) -> datetime:
        """The wall clock."""
        return START + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        """Let the time pass, and others work."""
        self.seconds += seconds
        self.slept.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Post:
    """What a test does with a delivery: put messages in, let it work, look at the states."""

    delivery: Delivery
    clock: Clock
    clerk: Clerk

    async def put(self, *chats: int, text: str = "提醒", kind: outbox.Kind = "digest") -> None:
        """A message for each chat, due now."""

        def write(ledger: Ledger) -> None:
            with transaction(ledger.db):
                for number, chat in enumerate(chats):
                    key = f"{chat}-{number}-{text}-{self.clock.seconds}"
                    outbox.put(ledger.db, chat, None, kind, key, text, day=DAY, at=self.clock.now())

        await self.clerk.run(write)

    async def work(self, *, after: float = 0.0) -> None:
        """A tick of the delivery, `after` so many seconds."""
        self.clock.seconds += after
        await self.delivery.tick()

    async def work_off(self, hours: int = 12) -> None:
        """Tick until nothing waits any more, hour by hour at most so long."""
        for _ in range(hours * 4):
            await self.work()
            if not {"waiting", "claimed"} & (await self.states()).keys():
                return
            self.clock.seconds += 900

    async def states(self) -> dict[str, int]:
        """State → number of messages."""
        return await self.clerk.run(outbox.pending)


@asynccontextmanager
async def posting(
    api: BotApi,
    path: Path,
    *,
    clock: Clock | None = None,
    admins: tuple[int, ...] = (),
    public: bool = True,
    sender: Sender | None = None,
) -> AsyncIterator[Post]:
    """A delivery at work."""
    clock = clock or Clock()
    limit = SendLimit(clock.monotonic, clock.sleep)
    request = HTTPXRequest()
    bot: ExtBot[int] = ExtBot(api.token, base_url=f"{api.url}/bot", request=request, rate_limiter=Patience(limit))
    clerk = Clerk(path)
    async with bot:
        try:
            delivery = Delivery(clerk, bot, limit, clock.now, admins=admins, public=public, sender=sender)
            yield Post(delivery, clock, clerk)
        finally:
            await clerk.close()

"""Delivery to channels, beside that to Telegram: one message at a time into a channel, several channels at once.

So a channel that is slow or down holds up neither Telegram nor another channel, and a process that is killed leaves at
most one message of each of which nobody knows whether it arrived.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.channels import windows
from bot.clerk import Clerk
from bot.outcomes import Outcome
from bot.recording import claim_one, record, text_of
from bot.sendlimit import SendLimit
from store import outbox
from store.addresses import Address
from store.channels import Channel, channel
from store.ledger import Ledger
from store.outbox import Message

RESTS = 20.0  # seconds that a channel is left alone which could not be reached or whose end is unknown
PATIENCE = 5.0  # seconds that a stop waits for messages in hand
GONE = "这个渠道已删除"

log = logging.getLogger(__name__)


class Sender(Protocol):
    """What sends to an address."""

    async def send(self, address: Address, text: str) -> Outcome:
        """What came of it."""


@dataclass
class Couriers:
    """Sends what the outbox holds for channels; `limit` keeps each channel's own limits."""

    clerk: Clerk
    sender: Sender
    limit: SendLimit
    now: Callable[[], datetime]
    owner: str
    may: Callable[[Ledger, int], bool]
    paused: bool = False
    _busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _rests: dict[int, float] = field(default_factory=dict)
    _work: asyncio.Task[None] | None = None
    _ended: bool = False

    def begin(self) -> None:
        """Send in the background what is due by now, unless that is under way."""
        if not self._ended and (self._work is None or self._work.done()):
            self._work = asyncio.create_task(self.work())

    async def work(self) -> None:
        """Send what is due by now to every channel that may be sent to at this moment; the next tick goes on."""
        try:
            while not (self._ended or self.paused):
                busy, resting = set(self._busy), self._resting()
                found = await self.clerk.run(lambda ledger: self._claim(ledger, resting))  # noqa: B023 - run at once
                if found is not None:
                    to, row = found
                    self._busy[row.chat] = asyncio.create_task(self._send(to, row))
                elif self._busy:
                    await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
                elif not busy:
                    return
        except Exception:
            log.exception("channels cannot be sent to")

    def _resting(self) -> list[int]:
        now = self.limit.clock()
        self._rests = {chat: until for chat, until in self._rests.items() if until > now}
        return [*self.limit.resting(), *self._rests, *self._busy]

    def _claim(self, ledger: Ledger, resting: list[int]) -> tuple[Channel, Message] | None:
        def may(chat: int) -> bool:
            return self.may(ledger, chat)

        while row := claim_one(ledger, self.now(), owner=self.owner, resting=resting, may=may, channels=True):
            to = channel(ledger, row.chat)
            if to is not None:
                return to, row
            outbox.shut_out(ledger, row.id, GONE)
        return None

    async def _send(self, to: Channel, row: Message) -> None:
        try:
            async with self.limit.turn(row.chat, windows(to.address.kind)):
                outcome = await self.sender.send(to.address, text_of(row))
            if outcome.kind in ("unreached", "ambiguous", "wait"):
                self._rests[row.chat] = self.limit.clock() + (outcome.wait or RESTS)
            if outcome.kind != "sent":
                log.warning("message %d to the channel %s: %s (%s)", row.id, to.name, outcome.kind, outcome.why)
            await self.clerk.run(lambda ledger: record(ledger, row, outcome, self.now()))
        except Exception:
            log.exception("the channel %s cannot be sent to", to.name)  # the claim ends by its lease
        finally:
            del self._busy[row.chat]

    async def finish(self) -> None:
        """Begin no other message and wait a moment for those in hand; what is broken off counts as possibly sent."""
        self._ended = True
        tasks = {*self._busy.values(), *([self._work] if self._work else [])}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

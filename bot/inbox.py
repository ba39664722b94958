"""Updates on their way in: written down before Telegram may forget them, replayed at the start, done when handled.

Telegram forgets an update with the next request for updates. Each is committed to the ledger before that request goes
out, so a process that dies at any moment loses none; an update that comes twice is taken once.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from telegram import Bot, Update

from bot.clerk import Clerk
from store import inbox
from store.database import transaction
from store.errors import LedgerError
from store.ledger import Ledger

log = logging.getLogger(__name__)


class Inbox:
    """Takes updates for `hand_on` (an application's queue), each once."""

    def __init__(self, clerk: Clerk, hand_on: Callable[[Update], Awaitable[None]], now: Callable[[], datetime]) -> None:
        self._clerk = clerk
        self._hand_on = hand_on
        self._now = now
        self._finished: list[int] = []
        self._writing: asyncio.Task[None] | None = None
        self._resuming: asyncio.Task[int] | None = None

    async def take(self, updates: Sequence[Update]) -> None:
        """Write updates down in one commit, then hand on those that are new, after those of an earlier process."""
        if self._resuming is not None:
            await self._resuming
        rows = [(update.update_id, update.to_json()) for update in updates]
        new = await self._clerk.run(lambda ledger: _taken(ledger, rows, self._now()))
        for update in updates:
            if update.update_id in new:
                new.remove(update.update_id)
                await self._hand_on(update)

    def resume(self, bot: Bot) -> None:
        """Replay, once, in a task of its own; where that failed, another time.

        Call it when nobody else is seen to poll: another process may be at work on what it took.
        """
        before = self._resuming
        if before is None or (before.done() and before.exception() is not None):
            self._resuming = asyncio.get_running_loop().create_task(self.replay(bot))

    async def replay(self, bot: Bot) -> int:
        """Hand on what an earlier process took and did not finish; how many there were."""
        left = await self._clerk.run(inbox.waiting)
        for _, payload in left:
            update = Update.de_json(json.loads(payload), bot)
            assert update is not None
            await self._hand_on(update)
        if left:
            log.info("%d updates of the last run are taken up again", len(left))
        return len(left)

    def finish(self, update_id: int) -> None:
        """An update was handled; those that finish meanwhile are written down together."""
        self._finished.append(update_id)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def flush(self) -> None:
        """Everything that was finished is written down, where the ledger lets us; done ones of last week are gone."""
        if self._resuming is not None:
            await asyncio.wait((self._resuming,))
        if self._writing is not None:
            await self._writing
        await self._write()
        await self.prune()

    async def prune(self) -> None:
        """Forget the updates that were done last week."""
        try:
            await self._clerk.run(lambda ledger: inbox.prune(ledger, self._now()))
        except LedgerError as error:
            log.warning("old updates cannot be forgotten: %s", error)

    async def _write(self) -> None:
        while self._finished:
            ids, self._finished = self._finished, []
            try:
                await self._clerk.run(lambda ledger, ids=ids: _done(ledger, ids, self._now()))  # type: ignore[misc]
            except LedgerError as error:
                # Kept for the next time: what is not marked done is done once more by the next process.
                self._finished = [*ids, *self._finished]
                log.warning("updates cannot be marked as done: %s", error)
                return


def _taken(ledger: Ledger, rows: Sequence[tuple[int, str]], now: datetime) -> set[int]:
    with transaction(ledger.db):
        return {update_id for update_id, payload in rows if inbox.take(ledger, update_id, payload, now)}


def _done(ledger: Ledger, ids: Sequence[int], now: datetime) -> None:
    with transaction(ledger.db):
        for update_id in ids:
            inbox.done(ledger, update_id, now)

"""The ledger as the handlers reach it: every question runs in one thread of its own, on one connection.

SQLite is synchronous and a connection belongs to the thread that opened it, so the event loop never waits for a disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from commitments.model import Answer, Filters, Reply
from store.ledger import Ledger

_T = TypeVar("_T")


class Reader(Protocol):
    """What a desk asks: a ledger that was opened in the desk's thread."""

    def answer(
        self, question: str, today: date, limit: int, previous: Filters | None, dropped: Collection[str] = ()
    ) -> Reply:
        """The reply to a question, read as a follow-up of `previous` where it is one, without the filters `dropped`."""

    def matter(self, matter_id: str, today: date) -> Answer | None:
        """The matter with this id as it stands on `today`, None where the ledger has none."""

    @property
    def ledger(self) -> Ledger:
        """The ledger itself, for what is followed, reminded of, and who may."""

    def warm(self, today: date) -> None:
        """Load what the first question needs, so that nobody waits for it."""

    def close(self) -> None:
        """Close the ledger."""


class Desk:
    """Answers questions about the ledger on the day that `today` gives; `open_reader` opens it. Raises LedgerError.

    `now` is the present moment in UTC, `zone` the time zone of a chat that chose none.
    """

    def __init__(
        self,
        path: Path,
        today: Callable[[], date],
        open_reader: Callable[[Path], Reader],
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: str = "Asia/Shanghai",
    ) -> None:
        self.path = path
        self.today = today
        self.now = now
        self.zone = zone
        self._open_reader = open_reader
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._reader: Reader | None = None

    async def open(self) -> None:
        """Open the ledger and load in the background what the first question needs."""
        await self._run(self._opened)
        self._thread.submit(self._warm)

    async def ask(self, question: str, previous: Filters | None, limit: int, dropped: Collection[str] = ()) -> Reply:
        """At most `limit` answers to a question; `previous` are the filters of the question that it may follow up,
        `dropped` names its own filters that count no more."""
        return await self._run(lambda: self._opened().answer(question, self.today(), limit, previous, dropped))

    async def matter(self, matter_id: str) -> Answer | None:
        """The matter with this id as it stands today, None where the ledger has none."""
        return await self._run(lambda: self._opened().matter(matter_id, self.today()))

    async def run(self, call: Callable[[Ledger], _T]) -> _T:
        """What `call` gives back of the ledger, in the ledger's thread."""
        return await self._run(lambda: call(self._opened().ledger))

    async def close(self) -> None:
        """Close the ledger once the question in hand is answered."""
        await self._run(self._close)
        self._thread.shutdown()

    def _opened(self) -> Reader:
        if self._reader is None:
            self._reader = self._open_reader(self.path)
        return self._reader

    def _warm(self) -> None:
        self._opened().warm(self.today())

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    async def _run(self, call: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


def desk_of(bot_data: dict[Any, Any]) -> Desk:
    """The desk of the application that `bot_data` belongs to."""
    desk = bot_data["desk"]
    assert isinstance(desk, Desk)
    return desk

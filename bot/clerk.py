"""A ledger in a thread of its own for what runs beside the chat: the inbox, the schedule, the outbox.

So nobody's question waits while updates are written down, and nothing is written late while a question is worked out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from store.ledger import Ledger

_T = TypeVar("_T")


class Clerk:
    """Opens the ledger at `path` with its first task. Raises LedgerError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clerk")
        self._ledger: Ledger | None = None

    async def run(self, call: Callable[[Ledger], _T]) -> _T:
        """What `call` gives back of the ledger; tasks run one after another, and none is left half done by a stop."""
        task = asyncio.get_running_loop().run_in_executor(self._thread, lambda: call(self._opened()))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Close the ledger once everything that was begun is done."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _opened(self) -> Ledger:
        if self._ledger is None:
            self._ledger = Ledger.open(self._path)
        return self._ledger

    def _close(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None

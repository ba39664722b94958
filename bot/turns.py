"""One chat's updates one after another, in the order in which they came; other chats meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 256


class Turns(BaseUpdateProcessor):
    """A lock for each chat that has something under way: a slow answer in one holds up nobody else.

    `finished` is told the id of each update that was handled.
    """

    def __init__(self) -> None:
        super().__init__(AT_ONCE)
        self.finished: Callable[[int], None] | None = None
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await the update's handling when its chat's turn comes."""
        # An inline query names no chat; its person's id is that of their private chat.
        place = (update.effective_chat or update.effective_user) if isinstance(update, Update) else None
        lock = self._locks.setdefault(place.id if place else 0, asyncio.Lock())
        async with lock:
            await coroutine
        if self.finished and isinstance(update, Update):
            self.finished(update.update_id)

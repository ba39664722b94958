"""Telegram's limits on sending: 30 messages a second in all, one a second into a chat, 20 a minute into a group.

A message counts where Telegram receives it, which is some moment between our request and its answer. So its place in
the window is taken when the request begins and is given back one whole window after the answer came: then no window
anywhere between the two holds more than is allowed, however long the way.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from math import inf

from telegram.error import RetryAfter

OVERALL = (30, 1.0)  # messages, seconds
CHAT = (1, 1.0)
GROUP = (20, 60.0)  # a group's id is negative
SLACK = 0.001  # a clock that is read twice must not let one message out early
SHORT = 1.5  # seconds that are waited even by a process that is to stop


@dataclass
class Window:
    """At most `size` messages in any `seconds`: how many are under way, and until when those answered still count."""

    size: int
    seconds: float
    under_way: int = 0
    until: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until another message may begin; inf while only those under way stand before it."""
        while self.until and self.until[0] <= now:
            self.until.popleft()
        if self.under_way + len(self.until) < self.size:
            return 0.0
        return self.until[0] - now if self.until else inf

    def begin(self) -> None:
        """A message goes out."""
        self.under_way += 1

    def end(self, now: float) -> None:
        """Its answer came, or will not come any more."""
        self.under_way -= 1
        self.until.append(now + self.seconds + SLACK)

    def is_idle(self, now: float) -> bool:
        """Whether nothing counts any more."""
        return not self.under_way and (not self.until or self.until[-1] <= now)


class SendLimit:
    """When the next message may go to a chat. `clock` and `sleep` are a test's to replace."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] | None = None,
    ) -> None:
        self.clock = clock
        self._sleep = sleep or self._nap
        self._overall = Window(*OVERALL)
        self._chats: dict[int, tuple[Window, ...]] = {}
        self._halted_until = -inf
        self._ended = asyncio.Event()
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """The process is to stop: wait no longer than a moment for a turn."""
        self._hurry.set()

    def halt(self, seconds: float) -> None:
        """Telegram asked to wait (429): nothing goes out for so long."""
        self._halted_until = max(self._halted_until, self.clock() + seconds)

    def wait(self, chat: int | None = None) -> float:
        """Seconds until a message may go to `chat` (without one, to any at all); inf while others are under way."""
        now = self.clock()
        windows = (self._overall, *self._chats.get(chat or 0, ()))
        return max(self._halted_until - now, *(window.wait(now) for window in windows), 0.0)

    def resting(self) -> list[int]:
        """The chats that nothing may be sent to at this moment."""
        now = self.clock()
        for chat in [c for c, windows in self._chats.items() if all(w.is_idle(now) for w in windows)]:
            del self._chats[chat]
        return [chat for chat, windows in self._chats.items() if any(w.wait(now) for w in windows)]

    @asynccontextmanager
    async def turn(self, chat: int, own: tuple[Window, ...] = ()) -> AsyncIterator[None]:
        """Wait until a message may go to `chat`; the block is the request that sends it.

        `own` are fresh windows of a chat that has other limits than Telegram's.
        Raises RetryAfter where a process that is to stop would have to wait.
        """
        while seconds := self.wait(chat):
            if self._hurry.is_set() and SHORT < seconds < inf:
                raise RetryAfter(timedelta(seconds=seconds))
            await self.pause(seconds)
        windows = (self._overall, *self._windows(chat, own))
        for window in windows:
            window.begin()
        try:
            yield
        finally:
            now = self.clock()
            for window in windows:
                window.end(now)
            self._ended.set()

    def _windows(self, chat: int, own: tuple[Window, ...]) -> tuple[Window, ...]:
        if chat not in self._chats:
            self._chats[chat] = own or ((Window(*CHAT), Window(*GROUP)) if chat < 0 else (Window(*CHAT),))
        return self._chats[chat]

    async def pause(self, seconds: float) -> None:
        """Wait so many seconds; for inf, until the next message under way is answered."""
        if seconds < inf:
            await self._sleep(seconds)
            return
        self._ended.clear()
        await self._ended.wait()

    async def _nap(self, seconds: float) -> None:
        """Wait so long, but no longer than there is no hurry."""
        if seconds <= SHORT:
            await asyncio.sleep(seconds)
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._hurry.wait(), seconds)

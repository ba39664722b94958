"""Everything that goes to a chat keeps Telegram's limits; where Telegram still says “too many requests”, all sending
halts exactly as long as it is told, then the request goes out."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from telegram._utils.types import JSONDict
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.sendlimit import SendLimit

# Otherwise python-telegram-bot warns whenever it builds a RetryAfter.
os.environ["PTB_TIMEDELTA"] = "true"

TRIES = 3
ONCE = 1  # given as `rate_limit_args`: the caller sends again by itself
COUNTED = ("send", "copy", "forward")  # methods that put a message into a chat begin with one of these
NOT_COUNTED = frozenset({"sendChatAction"})

log = logging.getLogger(__name__)


class Patience(BaseRateLimiter[int]):
    """Waits and tries again, three tries in all; then, or in a hurry, the RetryAfter is the caller's.

    Without a `limit` only what Telegram asks for is waited (the chat in the terminal has no limits).
    """

    def __init__(self, limit: SendLimit | None = None) -> None:
        self.limit = limit
        self._hurry = asyncio.Event()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    def hurry(self) -> None:
        """The process is to stop: end every wait, and begin no other."""
        self._hurry.set()
        if self.limit:
            self.limit.hurry()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | JSONDict | list[JSONDict]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | JSONDict | list[JSONDict]:
        """The result of the request, sent again after a RetryAfter; `rate_limit_args` are the tries, three without.

        Raises what the last try raises.
        """
        for left in reversed(range(rate_limit_args or TRIES)):
            try:
                async with self._turn(endpoint, data):
                    return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds(error)
                log.warning("Telegram asks to wait %g s before %s", wait, endpoint)
                if self.limit:
                    self.limit.halt(wait)
                if not left or not await self.waited(wait):
                    raise
        raise AssertionError("a request has at least one try")

    def _turn(self, endpoint: str, data: dict[str, Any]) -> Any:
        """The place of this request in the limits; none for what puts no message into a chat."""
        chat = data.get("chat_id")
        counted = endpoint.startswith(COUNTED) and endpoint not in NOT_COUNTED
        if self.limit is None or not counted or not isinstance(chat, int):
            return nullcontext()
        return self.limit.turn(chat)

    async def waited(self, time: float) -> bool:
        """Wait `time` seconds; False as soon as there is no time to wait."""
        try:
            await asyncio.wait_for(self._hurry.wait(), time)
        except TimeoutError:
            return True
        return False


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

"""Where Telegram says “too many requests”, the request waits exactly as long as it is told, then goes out."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram._utils.types import JSONDict
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

# Otherwise python-telegram-bot warns whenever it builds a RetryAfter.
os.environ["PTB_TIMEDELTA"] = "true"

TRIES = 3

log = logging.getLogger(__name__)


class Patience(BaseRateLimiter[int]):
    """Waits and tries again, three tries in all; then, or in a hurry, the RetryAfter is the caller's."""

    def __init__(self) -> None:
        self._hurry = asyncio.Event()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    def hurry(self) -> None:
        """The process is to stop: end every wait, and begin no other."""
        self._hurry.set()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | JSONDict | list[JSONDict]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | JSONDict | list[JSONDict]:
        """The result of the request, sent again after a RetryAfter. Raises what the last try raises."""
        for _ in range(TRIES - 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds(error)
                log.warning("Telegram asks to wait %g s before %s", wait, endpoint)
                if not await self.waited(wait):
                    raise
        return await callback(*args, **kwargs)

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

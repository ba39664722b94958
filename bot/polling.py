"""Long polling: fetch updates, hand them on, confirm them with the next request.

Our own loop and not python-telegram-bot's, whose task ends unseen when the token is revoked, and which confirms updates
before anybody can have kept them: here an update is confirmed once it was taken. Pending updates are never dropped.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.limits import seconds
from handlers.table import ALLOWED_UPDATES
from store.errors import LedgerError

POLL = timedelta(seconds=30)  # how long the Bot API holds a request that has nothing to bring
FIRST_PAUSE, LAST_PAUSE = 1.0, 30.0  # seconds after the first failure in a row, and at most

_T = TypeVar("_T")

log = logging.getLogger(__name__)


async def poll(
    bot: Bot,
    take: Callable[[Sequence[Update]], Awaitable[None]],
    stop: asyncio.Event,
    *,
    hold: timedelta = POLL,
    rivals: Callable[[bool], None] = lambda _: None,
) -> None:
    """Give all updates to `take`, in order, until `stop` is set; then confirm what was taken.

    What `take` raises LedgerError for counts as not taken and comes again. `rivals` is told after every request whether
    another process polls with the same token. Raises InvalidToken when the token is revoked. Other failures are logged
    once in a row and tried again.
    """
    offset: int | None = None
    failures = Failures()
    waits = timedelta(0)  # the first request only asks whether anybody else polls
    while not stop.is_set():
        try:
            request = bot.get_updates(offset=offset, timeout=waits, allowed_updates=ALLOWED_UPDATES)
            updates = await _unless_stopped(request, stop)
            rivals(False)
            if updates:
                await take(updates)
                offset = updates[-1].update_id + 1
        except InvalidToken:
            raise
        except (TelegramError, LedgerError) as error:
            if isinstance(error, Conflict):
                rivals(True)
            await _unless_stopped(asyncio.sleep(failures.pause_after(error)), stop)
            continue
        failures.over()
        waits = hold
    if offset is not None:
        await _confirm(bot, offset)


class Failures:
    """The failures of a row: each kind is logged once, pauses grow."""

    def __init__(self) -> None:
        self._said: set[str] = set()
        self._pause = FIRST_PAUSE

    def pause_after(self, error: TelegramError | LedgerError) -> float:
        """Seconds to wait after `error`; says it in the log where it is news."""
        if isinstance(error, RetryAfter):
            return seconds(error)
        line = explained(error)
        if line not in self._said:
            self._said.add(line)
            log.warning("%s; trying again", line)
        pause, self._pause = self._pause, min(LAST_PAUSE, self._pause * 2)
        return pause

    def over(self) -> None:
        """A request went through."""
        if self._said:
            log.info("the Bot API answers again")
        self._said.clear()
        self._pause = FIRST_PAUSE


def explained(error: TelegramError | LedgerError) -> str:
    """What a failure means for the person who runs the bot, in one line."""
    if isinstance(error, LedgerError):
        return f"updates cannot be kept: {error}"
    if isinstance(error, Conflict):
        return (
            "another process polls with the same token (or a webhook is set): stop one of the two; "
            "meanwhile no reminders are sent from here"
        )
    if isinstance(error, TimedOut):
        return "the Bot API does not answer in time"
    if isinstance(error, NetworkError):
        return f"the Bot API cannot be reached: {error}"
    return f"the Bot API answers with an error: {error}"


async def _unless_stopped(work: Coroutine[Any, Any, _T], stop: asyncio.Event) -> _T | None:
    """The result of `work`, or None as soon as `stop` is set."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stopped.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


async def _confirm(bot: Bot, offset: int) -> None:
    try:
        await bot.get_updates(offset=offset, timeout=timedelta(0), allowed_updates=ALLOWED_UPDATES)
    except TelegramError as error:
        log.warning("the last updates could not be confirmed and will come again: %s", error)

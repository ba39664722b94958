"""A request that Telegram puts off waits exactly as long as it is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.limits import Patience


async def send(*outcomes: TelegramError | bool) -> tuple[list[float], object]:
    """The waits, and the result or the error, of a request with these outcomes in turn."""
    waits: list[float] = []
    left = list(outcomes)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    async def request() -> bool:
        outcome = left.pop(0)
        if isinstance(outcome, TelegramError):
            raise outcome
        return outcome

    patience = Patience(sleep)
    try:
        return waits, await patience.process_request(request, (), {}, "sendMessage", {}, None)
    except TelegramError as error:
        return waits, error


async def test_it_waits_as_told_and_sends_again() -> None:
    assert await send(RetryAfter(7), RetryAfter(timedelta(seconds=2)), True) == ([7.0, 2.0], True)


async def test_after_three_tries_the_error_is_the_callers() -> None:
    waits, error = await send(RetryAfter(1), RetryAfter(2), RetryAfter(3), True)
    assert (waits, type(error)) == ([1.0, 2.0], RetryAfter)


@pytest.mark.parametrize("error", [Forbidden("blocked"), TelegramError("?")])
async def test_other_errors_are_not_tried_again(error: TelegramError) -> None:
    assert await send(error, True) == ([], error)

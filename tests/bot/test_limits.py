"""A request that Telegram puts off waits exactly as long as it is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.limits import Patience


async def send(monkeypatch: pytest.MonkeyPatch, *outcomes: TelegramError | bool) -> tuple[list[float], object]:
    """The waits, and the result or the error, of a request with these outcomes in turn."""
    waits: list[float] = []
    left = list(outcomes)

    async def waited(self: Patience, seconds: float) -> bool:
        waits.append(seconds)
        return True

    monkeypatch.setattr(Patience, "waited", waited)
    return waits, await outcome_of(Patience(), left)


async def outcome_of(patience: Patience, left: list[TelegramError | bool]) -> object:
    async def request() -> bool:
        outcome = left.pop(0)
        if isinstance(outcome, TelegramError):
            raise outcome
        return outcome

    try:
        return await patience.process_request(request, (), {}, "sendMessage", {}, None)
    except TelegramError as error:
        return error


async def test_it_waits_as_told_and_sends_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await send(monkeypatch, RetryAfter(7), RetryAfter(timedelta(seconds=2)), True) == ([7.0, 2.0], True)


async def test_after_three_tries_the_error_is_the_callers(monkeypatch: pytest.MonkeyPatch) -> None:
    waits, error = await send(monkeypatch, RetryAfter(1), RetryAfter(2), RetryAfter(3), True)
    assert (waits, type(error)) == ([1.0, 2.0], RetryAfter)


@pytest.mark.parametrize("error", [Forbidden("blocked"), TelegramError("?")])
async def test_other_errors_are_not_tried_again(error: TelegramError, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await send(monkeypatch, error, True) == ([], error)


async def test_a_wait_that_is_over_lets_the_request_out() -> None:
    assert await outcome_of(Patience(), [RetryAfter(0), True]) is True


async def test_a_process_that_stops_does_not_wait() -> None:
    patience = Patience()
    waiting = asyncio.ensure_future(outcome_of(patience, [RetryAfter(3600), True]))
    await asyncio.sleep(0)
    patience.hurry()
    assert isinstance(await waiting, RetryAfter)
    assert isinstance(await outcome_of(patience, [RetryAfter(3600), True]), RetryAfter)

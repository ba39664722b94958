"""What polling makes of failures in a row."""

from __future__ import annotations

import logging

import pytest
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.polling import Failures, explained


def test_pauses_grow_to_half_a_minute_and_start_afresh_after_an_answer() -> None:
    failures = Failures()
    assert [failures.pause_after(NetworkError("x")) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    failures.over()
    assert failures.pause_after(NetworkError("x")) == 1


def test_a_pause_that_telegram_asks_for_is_kept_exactly() -> None:
    assert Failures().pause_after(RetryAfter(17)) == 17


def test_each_kind_of_failure_is_said_once_in_a_row(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    failures = Failures()
    for error in (Conflict("a"), Conflict("b"), TimedOut(), Conflict("c"), TimedOut()):
        failures.pause_after(error)
    assert len(caplog.records) == 2
    failures.over()
    failures.over()
    failures.pause_after(Conflict("d"))
    assert [record.levelname for record in caplog.records] == ["WARNING", "WARNING", "INFO", "WARNING"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Conflict("x"), "another process polls with the same token"),
        (TimedOut(), "does not answer in time"),
        (NetworkError("no route"), "cannot be reached: no route"),
        (TelegramError("odd"), "answers with an error: odd"),
    ],
)
def test_a_failure_is_explained_in_one_line(error: TelegramError, said: str) -> None:
    assert said in explained(error)

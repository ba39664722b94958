"""What each error of the Bot API means for the message that met it."""

from __future__ import annotations

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.outcomes import UNREACHABLE, outcome_of


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), "not_sent"),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), "not_sent"),
        (caused(TimedOut(), httpx.PoolTimeout("x")), "not_sent"),
        (caused(TimedOut(), httpx.ReadTimeout("x")), "ambiguous"),
        (caused(TimedOut(), httpx.WriteTimeout("x")), "ambiguous"),
        (caused(NetworkError("x"), httpx.ReadError("x")), "ambiguous"),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), "ambiguous"),
        (TimedOut(), "ambiguous"),
        (NetworkError("Bad Gateway"), "ambiguous"),
        (NetworkError("Internal Server Error"), "ambiguous"),
        (TelegramError("Invalid server response"), "ambiguous"),
        (Conflict("x"), "ambiguous"),
        (RetryAfter(35), "wait"),
        (ChatMigrated(-1001), "moved"),
        (InvalidToken("Unauthorized"), "stop"),
        (BadRequest("Can't parse entities: unsupported start tag"), "failed"),
        (BadRequest("Message is too long"), "failed"),
        (Forbidden("Forbidden: something that nobody has seen yet"), "failed"),
    ],
)
def test_an_error_has_one_meaning(error: TelegramError, kind: str) -> None:
    assert outcome_of(error).kind == kind


@pytest.mark.parametrize("said", sorted(UNREACHABLE))
@pytest.mark.parametrize("kind", [Forbidden, BadRequest])
def test_a_named_permanent_error_switches_the_chat_off_and_says_why(said: str, kind: type[TelegramError]) -> None:
    prefix = "Forbidden: " if kind is Forbidden else "Bad Request: "
    outcome = outcome_of(kind(prefix + said.upper()))
    assert (outcome.kind, outcome.why) == ("off", UNREACHABLE[said])


def test_the_wait_and_the_new_chat_are_kept() -> None:
    assert outcome_of(RetryAfter(35)).wait == 35
    assert outcome_of(ChatMigrated(-1001)).chat == -1001

"""No secret in a log: not in messages, arguments, tracebacks or stacks, whoever logs them."""

from __future__ import annotations

import io
import logging
import warnings
from urllib.parse import quote

import pytest
from telegram.error import InvalidToken

from bot import logs

TOKEN = "123456789:AAHq-secret_Secret-secret_Secret-123"


@pytest.fixture
def log() -> io.StringIO:
    """What is written, with everything logged."""
    stream = io.StringIO()
    logs.set_up("DEBUG", [TOKEN], stream)
    return stream


def assert_masked(written: str) -> None:
    assert "<token>" in written
    for spelling in (TOKEN, quote(TOKEN, safe=""), TOKEN.partition(":")[2]):
        assert spelling not in written


def raise_invalid_token() -> None:
    raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")


def test_messages_and_arguments_are_masked(log: io.StringIO) -> None:
    logging.getLogger("httpx").info('HTTP Request: POST https://api.telegram.org/bot%s/getMe "200"', TOKEN)
    logging.getLogger("any").debug({"url": f"/bot{TOKEN}/getMe"})
    logging.getLogger("any").debug("%(url)s", {"url": quote(f"bot{TOKEN}", safe="")})
    assert len(log.getvalue().splitlines()) == 3
    assert_masked(log.getvalue())


def test_tracebacks_chained_ones_too_are_masked(log: io.StringIO) -> None:
    try:
        try:
            raise_invalid_token()
        except InvalidToken as error:
            raise RuntimeError(f"https://x/bot{TOKEN}/getMe") from error
    except RuntimeError:
        logging.getLogger("any").exception("it failed", stack_info=True)
    assert "RuntimeError" in log.getvalue()
    assert "Stack (most recent call last)" in log.getvalue()
    assert_masked(log.getvalue())


def test_another_token_of_the_same_shape_is_masked_too(log: io.StringIO) -> None:
    logging.getLogger("any").warning("tried 987654321:BBother-token_of-35-characters_0000 in vain")
    assert log.getvalue().endswith("tried <token> in vain\n")


def test_a_wrong_format_string_does_not_print_its_arguments_raw(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("any").warning("%d", TOKEN)
    assert_masked(log.getvalue())
    assert TOKEN not in capsys.readouterr().err


def test_warnings_are_masked(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(False)
        logging.captureWarnings(True)
        warnings.warn(f"bot{TOKEN}", UserWarning, stacklevel=1)
    assert_masked(log.getvalue())


def test_requests_are_noise_unless_debugging(log: io.StringIO) -> None:
    logs.set_up("INFO", [TOKEN], log)
    logging.getLogger("httpx").info("HTTP Request")
    assert log.getvalue() == ""

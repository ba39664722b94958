"""Logging in which no secret appears: messages, arguments, tracebacks, whoever logs them."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO
from urllib.parse import quote

MASK = "<token>"

# Any bot's token, so that one that was mistyped or comes from elsewhere is masked as well: 123456:AA… 35 characters.
_TOKEN_SHAPE = re.compile(r"\b\d{5,20}(?::|%3A)[A-Za-z0-9_-]{20,100}")
# The secrets of channels, as their webhooks and apprise's addresses hold them: store/addresses.py.
_CHANNEL_SHAPE = re.compile(
    r"((?:[?&](?:key|access_token|sign)=|/bot/v2/hook/|\b(?:wecombot|dingtalk|feishu|mailtos?)://))[^\s/?&'\"]{8,300}"
    r"|\bSEC[0-9A-Za-z]{8,128}\b"
)


class Redaction(logging.Filter):
    """Masks secrets in a record before any formatter sees it: its message, its traceback and its stack."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        # A token after its colon is as good as the whole.
        parts = {part for secret in secrets for part in (secret, secret.partition(":")[2]) if len(part) >= 4}
        spellings = {spelling for part in parts for spelling in (part, quote(part, safe=""))}
        self._secrets = sorted(spellings, key=len, reverse=True)
        self._traceback = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask what `record` says; every record passes."""
        record.msg = self.masked(_message(record))
        record.args = None
        if record.exc_info:
            record.exc_text = self._traceback.formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self.masked(record.exc_text)
        if record.stack_info:
            record.stack_info = self.masked(record.stack_info)
        return True

    def masked(self, text: str) -> str:
        """`text` with every secret replaced by <token>."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _CHANNEL_SHAPE.sub(lambda found: f"{found[1] or ''}{MASK}", _TOKEN_SHAPE.sub(MASK, text))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # a wrong format string must not print its raw arguments past the mask
        return f"{record.msg} {record.args}"


def set_up(level: str, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send every log record to `stream` (standard error) with the secrets masked; other root handlers are removed.

    httpx reports each request at INFO: that is noise here, so it is shown at DEBUG only.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(Redaction(secrets))
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.NOTSET if level == "DEBUG" else logging.WARNING)

"""Whether what somebody writes in the chat is a page to be read rather than a question."""

from __future__ import annotations

import re

from commitments.reader import read

LONG = 300  # characters; nobody asks at such length
_ASKS = re.compile(r"[?？]|[吗呢么]\s*$|什么时候|多少|几[个家所户]|哪[些个里]|怎么样|进度如何", re.MULTILINE)
_ENDS = "。！？；：…”）)"


def is_page(text: str) -> bool:
    """Whether a text is to be read: it promises or reports something, and is long, or has several lines and asks
    nothing."""
    words = text.strip()
    lines = [line for line in words.splitlines() if line.strip()]
    if len(words) <= LONG and (len(lines) < 2 or _ASKS.search(words)):
        return False
    return bool(read(words).statements)


def joined(first: str, second: str) -> str:
    """Two messages that one page was cut into: a sentence goes on in the next message, a paragraph in the next line."""
    return f"{first}\n{second}" if first[-1:] in _ENDS else first + second

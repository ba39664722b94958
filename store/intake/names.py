"""Names of files that strangers chose, made safe to show and to write under."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80  # characters
_MOST_BYTES = 240  # of UTF-8; file systems take 255
_EMPTY = "未命名"
# What separates folders or drives somewhere, opens a stream, is a wildcard or a quote of a shell.
_SEPARATORS = re.compile(r"""[/\\:*?"<>|∕⁄⧸⧵＼／]""")
_RUNS = re.compile(r"[\s_]{2,}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
_LONGEST_SUFFIX = 8


def safe_name(name: str) -> str:
    """A name for showing and for one file in a folder, made of any string: 1 to 80 characters, in Unicode's form NFC.

    Without separators of folders, control and direction characters, lone surrogates, leading dots and dashes, and the
    names that Windows keeps for devices; of a path, its last part. The suffix survives shortening.
    """
    last = re.split(r"[/\\]", name.rstrip("/\\ "))[-1]
    seen = "".join(map(_visible, unicodedata.normalize("NFC", last)))
    plain = _RUNS.sub(" ", _SEPARATORS.sub("_", unicodedata.normalize("NFC", seen))).strip(" .-_~")
    plain = _shortened(plain).strip(" .-_~") or _EMPTY
    return f"_{plain}" if _RESERVED.match(plain) else plain


def _visible(character: str) -> str:
    """The character, a blank for any white space, nothing for what has no glyph of its own."""
    kind = unicodedata.category(character)
    if kind[0] == "Z" or character in "\t\n\r":
        return " "
    return "" if kind[0] == "C" else character


def _shortened(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    if not stem or not dot or len(suffix) > _LONGEST_SUFFIX:
        stem, suffix = name, ""
    end = f".{suffix}" if suffix else ""
    room = _MOST_BYTES - len(end.encode())
    kept = stem[: LONGEST - 1 - len(end)].encode()[:room].decode(errors="ignore")
    return (kept if kept == stem else kept.rstrip(" .")) + end

"""The forms that the ledger can be exported in, by the end of the file's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.exports.board import board_html
from handlers.exports.csv_file import csv_bytes
from handlers.exports.ics import ics
from handlers.exports.json_file import json_bytes
from handlers.exports.xlsx import xlsx
from store.cycle.entries import Listing
from store.errors import LedgerError


@dataclass(frozen=True, slots=True)
class Format:
    """A form: the words that ask for it in the chat, what its button says, and how a listing is written."""

    label: str
    words: tuple[str, ...]
    write: Callable[[Listing], bytes]


FORMATS: Mapping[str, Format] = {
    "xlsx": Format("表格 xlsx", ("excel", "表格", "电子表格"), xlsx),
    "csv": Format("csv", (), csv_bytes),
    "ics": Format("日历 ics", ("日历",), ics),
    "json": Format("json", (), json_bytes),
    "html": Format("看板 html", ("看板", "网页"), board_html),
}
_BY_WORD = {word: suffix for suffix, form in FORMATS.items() for word in (suffix, f".{suffix}", *form.words)}


def asked_form(words: str) -> tuple[str, str]:
    """The form that a request names first or last, "" for none, and the words without it: “西工区 逾期 csv” → csv."""
    parts = words.split()
    for at in (-1, 0):
        if parts and (suffix := _BY_WORD.get(parts[at].lower())):
            del parts[at]
            return suffix, " ".join(parts)
    return "", words


def form_of(file: str) -> Format:
    """The form that a file's name ends with. Raises LedgerError for any other ending."""
    suffix = file.rpartition(".")[2].lower()
    form = FORMATS.get(suffix) if "." in file else None
    if form is None:
        known = ", ".join(f".{name}" for name in FORMATS)
        raise LedgerError(f"{file} ends with none of {known}; name the file so", "不认识这种格式。")
    return form

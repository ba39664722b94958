"""Spreadsheets → lines of the answer: a sheet's title, then its rows. Runs in the process that has limits."""

from __future__ import annotations

import csv
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from store.intake.parts import Parts
from store.intake.refusals import MOST_TEXT, refusal

MOST_ROWS = 50_000
MOST_COLUMNS = 256
_MOST_CELLS = 1_000_000
_MOST_CHARACTERS = 3 * MOST_TEXT  # a ledger has a source sentence in every row
_MOST_MERGED = 20_000
_ERRORS = {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}
_MERGED = re.compile(rb'<(?:\w{1,9}:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_LITERAL = re.compile(r'"[^"]*"|\\.')  # of a number's format: words that stand beside it
_CHUNK = 1 << 20
_LONGEST_TAG = 80
_DELIMITERS = ",\t;"

Rows = list[list[Any]]


def xlsx_rows(content: bytes, name: str) -> Iterator[list[Any]]:
    """["sheet", title] and ["row", cells] of the visible sheets of a workbook. Raises LedgerError."""
    parts = Parts(content, name)
    os.environ["OPENPYXL_LXML"] = "False"  # what is left reads XML through defusedxml
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]  # openpyxl would load it, for nothing
    import openpyxl
    from defusedxml import DefusedXmlException

    budget = _Budget(name)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what a sheet says of its size need not be so
            found = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
            rows = [budget.spent(list(map(_shown, row))) for row in found]
            _fill_merged(rows, _merged(parts, sheet._worksheet_path))
            yield ["sheet", sheet.title]
            yield from _trimmed(rows)
    except (DefusedXmlException, ValueError) as error:  # openpyxl hides the first in the second
        if isinstance(error, DefusedXmlException) or isinstance(error.__cause__, DefusedXmlException):
            raise refusal("entities", name) from error
        raise refusal("broken", name) from error


def csv_rows(text: str, name: str) -> Iterator[list[Any]]:
    """["sheet", ""] and ["row", cells] of a text with commas, tabs or semicolons. Raises LedgerError."""
    csv.field_size_limit(MOST_TEXT)
    head = text[:10_000]
    delimiter = max(_DELIMITERS, key=head.count)
    budget = _Budget(name)
    yield ["sheet", ""]
    try:
        yield from _trimmed(budget.spent(_texts(row)) for row in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise refusal("broken", name) from error


def _texts(row: list[str]) -> list[Any]:
    return [cell.strip() or None for cell in row]


class _Budget:
    """How much a file may still bring."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells = _MOST_CELLS
        self._characters = _MOST_CHARACTERS
        self._rows = 0

    def spent(self, row: list[Any]) -> list[Any]:
        """The row without empty cells at its end. Raises LedgerError where it is one too many."""
        while row and row[-1] is None:
            row.pop()
        self._rows += 1
        self._cells -= len(row)
        self._characters -= sum(len(cell) for cell in row if isinstance(cell, str))
        too_far = len(row) > MOST_COLUMNS or (row and self._rows > MOST_ROWS)
        if too_far or self._cells < 0 or self._characters < 0:
            raise refusal("too wide", self._name)
        return row


def _shown(cell: Any) -> Any:
    """What people see in a cell: 90%, where the spreadsheet keeps 0.9."""
    value = _value(cell.value)
    if not isinstance(value, (int, float)):
        return value
    try:
        is_share = _is_share(cell.number_format)
    except (IndexError, KeyError):  # a style that the file does not hold
        return value
    return f"{value * 100:.10g}%" if is_share else value


@lru_cache(maxsize=256)
def _is_share(number_format: str) -> bool:
    return "%" in _LITERAL.sub("", number_format)


def _value(value: Any) -> Any:
    """A cell for JSON: text, a number, null, {"day": …} or {"moment": …}."""
    match value:
        case bool():
            return "是" if value else "否"
        case None | int() | float():
            return value if value == value and abs(value or 0) != float("inf") else None
        case datetime() if value.time() == time():
            return {"day": value.date().isoformat()}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case time() | timedelta():
            return str(value)
    text = str(value).strip()
    return None if not text or text in _ERRORS else text


def _trimmed(rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Rows without the empty ones at the end."""
    empty = 0
    for row in rows:
        if not row:
            empty += 1
            continue
        for _ in range(empty):
            yield ["row", []]
        empty = 0
        yield ["row", row]


def _merged(parts: Parts, part: str) -> Iterator[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of the merged cells of a sheet, from 0."""
    number = 0
    with parts.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            seen = rest + chunk
            end = 0
            for found in _MERGED.finditer(seen):
                left, top, right, bottom = found.groups()
                yield int(top) - 1, _column(left), int(bottom) - 1, _column(right)
                end = found.end()
                number += 1
                if number >= _MOST_MERGED:
                    return
            rest = seen[max(end, len(seen) - _LONGEST_TAG) :]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _fill_merged(rows: Rows, merged: Iterable[tuple[int, int, int, int]]) -> None:
    """Write the value of cells that are merged over several rows into each of these rows."""
    room = _MOST_CELLS
    for top, left, bottom, _ in merged:
        if top >= len(rows) or left >= len(rows[top]) or left >= MOST_COLUMNS or rows[top][left] is None:
            continue
        for row in rows[top + 1 : bottom + 1]:
            room -= max(left + 1 - len(row), 0) + 1
            if room < 0:
                return
            row.extend([None] * (left + 1 - len(row)))
            if row[left] is None:
                row[left] = rows[top][left]

"""The ledger as a spreadsheet: all of it first, then a sheet for each district, ready to filter and to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from commitments.model import Light
from commitments.sheet_values import inert
from handlers.card import cells
from handlers.exports.columns import COLUMNS, Column, Value, evidence, row_of
from handlers.exports.said import said_of
from store.cycle.entries import Entry, Listing

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WHOLE = "全部"
MOST_SHEETS = 60
LONGEST_NAME = 31
LINE = 15.5  # points
MOST_LINES = 12  # of a row
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_A3 = 8
_HEAD = 1  # row of the headings; above them stands what is listed
_FILLS: dict[Light, str] = {"green": "#C6EFCE", "yellow": "#FFEB9C", "red": "#FFC7CE", "grey": "#EDEDED"}
_LIT = ("status", "pace")  # the cells that wear the light
_NUMBERS = {"date": "yyyy-mm-dd", "percent": "0.0%", "number": "0", "text": "@"}
_NOTE = {"x_scale": 2.6, "y_scale": 1.8, "font_size": 9}
_NOTE_LENGTH = 2_000


def xlsx(listing: Listing) -> bytes:
    """The spreadsheet of a listing. Text is written as text: no cell is a formula or a link."""
    from xlsxwriter import Workbook  # 60 ms

    buffer = BytesIO()
    book = Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    book.set_properties({"title": inert(said_of(listing)), "author": "践诺"})
    styles = _Styles(book)
    rows = [(entry, row_of(number, entry)) for number, entry in enumerate(listing.entries, start=1)]
    names = sheet_names([WHOLE, *(place for place, _ in _by_place(listing.entries))])
    parts = [("", rows), *((place, [rows[at] for at in places]) for place, places in _by_place(listing.entries))]
    for name, (_, part) in zip(names, parts, strict=True):
        _write(book.add_worksheet(name), part, said_of(listing, len(part)), styles)
    book.close()
    return buffer.getvalue()


def _by_place(entries: Sequence[Entry]) -> list[tuple[str, list[int]]]:
    """Place → which entries are about it, in the order of their number; what is about a whole city stands under it."""
    found: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        for place in entry.matter.places or (entry.matter.city or "全市",):
            found.setdefault(place, []).append(at)
    order = sorted(found, key=lambda place: (-len(found[place]), place))[:MOST_SHEETS]
    return [(place, found[place]) for place in order] if len(found) > 1 else []


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that a spreadsheet takes: at most 31 characters, none of []:*?/\\', each once whatever the case."""
    taken: set[str] = set()
    names = []
    for word in wanted:
        plain = " ".join(inert(word).translate(_FORBIDDEN).split())[:LONGEST_NAME] or "未注明"
        name, again = plain, 1
        while name.lower() in taken or name.lower() == "history":
            again += 1
            name = f"{plain[: LONGEST_NAME - len(str(again)) - 2]}({again})"
        taken.add(name.lower())
        names.append(name)
    return names


class _Styles:
    """The formats of the cells, each made once."""

    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 12})
        self.head = book.add_format(
            {
                "bold": True,
                "bg_color": "#DDEBF7",
                "border": 1,
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
            }
        )
        base = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        self.plain = {
            kind: book.add_format({**base, "num_format": number, "align": "left" if kind == "text" else "center"})
            for kind, number in _NUMBERS.items()
        }
        self.lit = {light: book.add_format({**base, "bg_color": fill}) for light, fill in _FILLS.items()}


def _write(sheet: Worksheet, rows: Sequence[tuple[Entry, dict[str, Value]]], said: str, styles: _Styles) -> None:
    sheet.write_string(0, 0, inert(said), styles.title)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEAD, place, column.heading, styles.head)
    for at, (entry, row) in enumerate(rows, start=_HEAD + 1):
        for place, column in enumerate(COLUMNS):
            _write_cell(sheet, at, place, column, row[column.key], entry, styles)
        sheet.set_row(at, LINE * _lines(row))
    _set_up(sheet, len(rows), said)


def _lines(row: Mapping[str, Value]) -> int:
    """Lines that the longest cell of a row takes, so that nobody has to pull rows open; at most twelve."""
    longest = max(-(-cells(str(row[column.key] or "")[:600]) // (column.width - 1)) for column in COLUMNS)
    return max(1, min(MOST_LINES, longest))


def _write_cell(
    sheet: Worksheet, at: int, place: int, column: Column, value: Value, entry: Entry, styles: _Styles
) -> None:
    style = styles.lit[entry.standing.light] if column.key in _LIT and value else styles.plain[column.kind]
    if value is None or value == "":
        sheet.write_blank(at, place, None, style)
    elif isinstance(value, str):
        sheet.write_string(at, place, inert(value), style)
    elif isinstance(value, date):
        sheet.write_datetime(at, place, value, style)
    else:
        sheet.write_number(at, place, value, style)
    if column.key == "sources":
        sheet.write_comment(at, place, inert(evidence(entry))[:_NOTE_LENGTH], _NOTE)


def _set_up(sheet: Worksheet, rows: int, said: str) -> None:
    """Filter, frozen head and titles, and how it prints: across, the columns of a ledger on one width of paper."""
    last = _HEAD + max(rows, 1)
    printed = sum(column.is_supervision for column in COLUMNS)
    sheet.autofilter(_HEAD, 0, last, len(COLUMNS) - 1)
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.print_area(0, 0, last, printed - 1)
    sheet.set_footer(f"&L{said.replace('&', '&&')[:120]}&R第&P页 共&N页")

"""The rows of a spreadsheet as rows of a ledger: heads found, sheets put together, the same row counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from commitments.sheet import HEADINGS, find_head
from commitments.sheet_values import as_typed, inert, read_shares
from store.intake.extract import Cell, Sheet

LONGEST = 2_000  # characters of a cell that are looked at
_OURS = {"id", "basis"}  # columns that only our own ledgers have
_TOTALS = frozenset(("合计", "总计", "小计", "备注", "说明", "注"))


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the sheet and line (from 1) that it stands in, and column → text of its cells, empty ones left out.

    Days are ISO text, shares percents without their sign. `variants` are the wordings of a cell where sheets that hold
    the same matter differ.
    """

    sheet: str
    line: int
    cells: Mapping[str, str]
    variants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def cell(self, key: str) -> str:
        """What stands in a column, "" for nothing."""
        return self.cells.get(key, "")

    @property
    def name(self) -> str:
        """What the row is called: its 事项, or the beginning of its 内容."""
        return self.cell("title") or self.cell("content")[:40]

    @property
    def where(self) -> str:
        """Where the row stands: “全部”第3行."""
        return f"“{self.sheet}”第{self.line}行" if self.sheet else f"第{self.line}行"


@dataclass(slots=True)
class Table:
    """All that a file holds: rows, headings that no column has, what was not read, how many lines it has."""

    rows: list[Row] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: int = 0


def read_table(sheets: Sequence[Sheet]) -> Table:
    """The rows of a ledger that the sheets of a file hold; a matter that stands in several sheets is one row."""
    table = Table()
    found: list[Row] = []
    for sheet in sheets:
        texts = [[_text(cell) for cell in row] for row in sheet.rows]
        head = find_head(texts)
        if head is None:
            table.notes.append(f"“{sheet.title}”里没有找到表头，未读")
            continue
        table.unknown += [word for word in head.unknown if word not in table.unknown]
        found += _rows(sheet.title, texts[head.row + 1 :], head.row + 2, head.columns)
    if not found:
        table.notes.clear()  # a file without any ledger is told as that
    table.lines = len(found)
    table.rows = _once(found)
    return table


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return as_typed(inert(str(cell)[: 2 * LONGEST]))[:LONGEST].strip()


def _rows(sheet: str, texts: Sequence[Sequence[str]], first: int, columns: Mapping[str, int]) -> list[Row]:
    rows = []
    for line, cells in enumerate(texts, start=first):
        said = {key: cells[place] for key, place in columns.items() if place < len(cells) and cells[place]}
        name = said.get("title") or said.get("content") or ""
        if (name or said.get("id")) and "".join(name.split()).rstrip("：:") not in _TOTALS and not _is_head(said):
            rows.append(Row(sheet, line, said))
    cells = [row.cell("percent") for row in rows]
    if columns.keys() >= _OURS:  # what we export keeps 145.2% as 1.452, however many cells there are
        cells = [f"{float(cell):.15%}" if _is_number(cell) else cell for cell in cells]
    shares = read_shares(cells)
    return [
        row if share is None else Row(row.sheet, row.line, {**row.cells, "percent": f"{share:.10g}"})
        for row, share in zip(rows, shares, strict=True)
    ]


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal() and cell.isascii()


def _is_head(said: Mapping[str, str]) -> bool:
    """Whether a row repeats the headings, as printed tables do on each page."""
    return sum(value in HEADINGS[key] for key, value in said.items()) >= 2


def _once(rows: Sequence[Row]) -> list[Row]:
    """Each matter's row once: rows of one 编号, or with the same cells, are one."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        same = tuple(sorted((key, value) for key, value in row.cells.items() if key != "number"))
        found.setdefault(row.cell("id") or same, []).append(row)
    return [_joined(group) for group in found.values()]


def _joined(rows: Sequence[Row]) -> Row:
    """One row of several with the same 编号; where their cells differ, the wordings stand in `variants`."""
    said = {
        key: tuple(dict.fromkeys(row.cell(key) for row in rows if row.cell(key)))
        for key in dict.fromkeys(key for row in rows for key in row.cells)
    }
    variants = {key: words for key, words in said.items() if len(words) > 1 and key != "number"}
    return replace(rows[0], cells={key: words[0] for key, words in said.items()}, variants=variants)

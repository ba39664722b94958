"""What an import of a spreadsheet would change, before anything is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from commitments.model import Matter, Sighting, Source
from commitments.sheet import HEADINGS
from commitments.sheet_text import read_sheet, text_of
from commitments.sheet_values import read_day
from store.cycle.entries import entries_of
from store.cycle.import_compare import HEADING_OF, UNLIKELY, Change, Compared, Kind, unlikely_share
from store.cycle.import_fit import fits
from store.cycle.sheet_rows import Row, read_table
from store.database import snapshot
from store.documents import cities_of
from store.intake.extract import Sheet
from store.ledger import Ledger
from store.standings import standings

_DERIVED = ("problems", "next")  # columns that an export works out
_COLUMN: Mapping[str, str] = {"due": "due", "target": "target", "figure": "reported", "share": "percent"}


@dataclass(frozen=True, slots=True)
class Unclear:
    """A row that may be about several matters; it is left alone."""

    row: Row
    maybe: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: cells that change, rows that become new matters, rows and cells to be looked at.

    `lines` is how many rows the file holds, `rows` how many matters they are; `same` of these say nothing new.
    """

    name: str
    today: date
    city: str
    lines: int = 0
    rows: int = 0
    same: int = 0
    changes: tuple[Change, ...] = ()
    new: tuple[Row, ...] = ()
    unclear: tuple[Unclear, ...] = ()
    doubtful: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = field(default=(), repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether the import would change nothing."""
        return not (self.changes or self.new)

    @property
    def lacks_city(self) -> bool:
        """Whether there are new matters of which nobody knows the city, so that no document would ever join them."""
        return not self.city and not all(row.cell("city") for row in self.new)

    def count(self, *kinds: Kind) -> int:
        """How many cells of these kinds change."""
        return sum(change.kind in kinds for change in self.changes)


def preview_import(
    ledger: Ledger, sheets: Sequence[Sheet], today: date, *, name: str = "台账.xlsx", city: str = ""
) -> Plan:
    """What importing the sheets of a file on `today` would change; nothing is written.

    `city` is that of rows which name none; without it, the ledger's own.
    """
    table = read_table(sheets)
    with snapshot(ledger.db):
        cities = [city] if city else cities_of(ledger.db)
        city = next(iter(cities), "")
        matters = ledger.matters(today)
        said = [_first(row, today, city) for row in table.rows]
        fitted = fits(ledger.db, table.rows, said, matters)
        wanted = list({fit.matter.id: fit.matter for fit in fitted if fit.matter}.values())
        entries = entries_of(ledger, list(zip(wanted, standings(ledger, wanted, today), strict=True)))
    entry_of = {entry.matter.id: entry for entry in entries}
    changes: list[Change] = []
    new: list[Row] = []
    unclear: list[Unclear] = []
    doubtful: list[str] = []
    same = 0
    for row, fit in zip(table.rows, fitted, strict=True):
        if fit.maybe:
            unclear.append(Unclear(row, fit.maybe))
        elif fit.matter is None:
            doubtful += _doubts_of_new(row, today)
            if row.name:
                new.append(_without_unlikely_share(row))
        else:
            found = Compared(row, entry_of[fit.matter.id], today, doubtful).changes()
            changes += found
            same += not found
    changes = _settled(changes, doubtful)
    derived = [key for key in _DERIVED if "id" not in _keys(table.rows) and key in _keys(table.rows)]
    if derived and wanted:
        heads = "、".join(HEADINGS[key][0] for key in derived)
        table.notes.append(f"台账已有的事项：{heads}由台账推算，这几列不导入")
    if len(cities) > 1 and not all(row.cell("city") for row in new):
        table.notes.append(f"没有写城市的新事项记在{city}")
    return Plan(
        name, today, city, table.lines, len(table.rows), same, tuple(_once(changes)), tuple(new), tuple(unclear),
        tuple(doubtful), tuple(table.unknown), tuple(table.notes), tuple(sheets),
    )  # fmt: skip


def _keys(rows: Sequence[Row]) -> set[str]:
    return {key for row in rows for key in row.cells}


def _once(changes: Sequence[Change]) -> list[Change]:
    """Two rows about one matter that say the same change it once."""
    return list({(c.kind, c.matter.id, c.role, c.after): c for c in changes}.values())


def _settled(changes: Sequence[Change], doubtful: list[str]) -> list[Change]:
    """The changes without those of which two rows about one matter say different things; these are told and left."""
    found: dict[tuple[object, ...], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one in changes:
        found[_cell_of(one)][one.row.where].append(one.after)
    torn = {}
    for cell, said in found.items():
        words = list(dict.fromkeys("；".join(after) for after in said.values()))
        if len(words) > 1:
            torn[cell] = f"不一（{'／'.join(word[:16] for word in words[:3])}），未导入"
    for cell, one in {_cell_of(one): one for one in changes}.items():
        if cell in torn:
            where = "和".join(list(found[cell])[:3])
            heading = HEADINGS[one.role or _COLUMN[one.kind]][0]
            doubtful.append(f"{where}“{one.matter.title[:20]}”：{heading}{torn[cell]}")
    return [one for one in changes if _cell_of(one) not in torn]


def _cell_of(change: Change) -> tuple[object, ...]:
    """What a change is about, of which a matter has one; reports and completions stand beside each other."""
    apart = change.after if change.kind in ("report", "done") else ""
    return change.matter.id, change.kind, change.role, change.figure and (change.figure.unit, change.on), apart


def _first(row: Row, today: date, city: str) -> Sighting | None:
    """What a row states first, in a document of its own; None where it states nothing."""
    home = row.cell("city") or city
    found = read_sheet(text_of("row", [row.cells]), today, home).statements
    return Sighting(Source("row", "row", today, home), found[0]) if found else None


def _has_unlikely_share(row: Row) -> bool:
    cell = row.cell("percent")
    return cell.replace(".", "", 1).isdecimal() and float(cell) >= UNLIKELY


def _without_unlikely_share(row: Row) -> Row:
    cells = {key: cell for key, cell in row.cells.items() if key != "percent"}
    return replace(row, cells=cells) if _has_unlikely_share(row) else row


def _doubts_of_new(row: Row, today: date) -> list[str]:
    found = [
        f"{row.where}“{row.name[:20]}”：各表{HEADING_OF[key]}不一（{'／'.join(w[:16] for w in words[:3])}），取第一个"
        for key, words in row.variants.items()
        if key in HEADING_OF
    ]
    if not row.name:
        found.append(f"{row.where}：编号{row.cell('id')[:20]}不在台账里，也没有写事项，未读")
    if _has_unlikely_share(row):
        found.append(f"{row.where}“{row.name[:20]}”：{unlikely_share(float(row.cell('percent')))}")
    due = row.cell("due")
    if due and read_day(due, today) is None:
        found.append(f"{row.where}“{row.name[:20]}”：完成时限“{due[:20]}”读不出日期")
    return found

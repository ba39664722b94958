"""What an import of a spreadsheet would change, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from commitments import sheet_cells as cells
from commitments.amounts import in_class
from commitments.model import Matter, Quantity, Sighting, Source
from commitments.sheet import HEADINGS
from commitments.sheet_text import read_sheet, text_of
from commitments.sheet_values import read_day, read_figures, says_done
from commitments.wording import say_quantity
from store.cycle.assignments import ROLES, Role
from store.cycle.entries import Entry, entries_of
from store.cycle.import_fit import fits
from store.cycle.sheet_rows import Row, read_table
from store.database import snapshot
from store.documents import cities_of
from store.intake.extract import Sheet
from store.ledger import Ledger
from store.standings import standings

Kind = Literal["assign", "due", "target", "figure", "share", "report", "done"]
REASON = "导入台账"
_NEAR = 0.051  # points; a share is written with one decimal


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that says something else than the ledger: of which matter, what stood there, what the row says.

    `role` is that of an assignment, `end` a new deadline, `figure` a reported figure, `on` the day it stands at.
    """

    kind: Kind
    matter: Matter
    row: Row
    before: str
    after: str
    role: Role | None = None
    end: date | None = None
    figure: Quantity | None = None
    on: date | None = None


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
        city = city or next(iter(cities_of(ledger.db)), "")
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
                new.append(row)
        else:
            found = _Compared(row, entry_of[fit.matter.id], today, doubtful).changes()
            changes += found
            same += not found
    return Plan(
        name, today, city, table.lines, len(table.rows), same, tuple(_once(changes)), tuple(new), tuple(unclear),
        tuple(doubtful), tuple(table.unknown), tuple(table.notes), tuple(sheets),
    )  # fmt: skip


def _once(changes: Sequence[Change]) -> list[Change]:
    """Two rows about one matter that say the same change it once."""
    return list({(c.kind, c.matter.id, c.role, c.after): c for c in changes}.values())


def _first(row: Row, today: date, city: str) -> Sighting | None:
    """What a row states first, in a document of its own; None where it states nothing."""
    home = row.cell("city") or city
    found = read_sheet(text_of("row", [row.cells]), today, home).statements
    return Sighting(Source("row", "row", today, home), found[0]) if found else None


def _doubts_of_new(row: Row, today: date) -> list[str]:
    found = [
        f"{row.where}“{row.name[:20]}”：各表{_HEADING[key]}不一（{'／'.join(w[:16] for w in words[:3])}），取第一个"
        for key, words in row.variants.items()
        if key in _HEADING
    ]
    if not row.name:
        found.append(f"{row.where}：编号{row.cell('id')[:20]}不在台账里，也没有写事项，未读")
    due = row.cell("due")
    if due and read_day(due, today) is None:
        found.append(f"{row.where}“{row.name[:20]}”：完成时限“{due[:20]}”读不出日期")
    return found


_COMPARED = (
    "content", "target", "due", "unit", "leader", "progress", "percent", "status", "reported", "as_of", "team", "plan",
    "contact",
)  # fmt: skip
_HEADING: Mapping[str, str] = {key: HEADINGS[key][0] for key in _COMPARED}


@dataclass(slots=True)
class _Compared:
    """A row beside the matter that it is about: which cells say something new."""

    row: Row
    entry: Entry
    today: date
    doubtful: list[str]
    found: list[Change] = field(default_factory=list)

    def changes(self) -> list[Change]:
        """The cells that say something else than the ledger."""
        self._settle()
        for role in ROLES:
            self._assigned(role)
        for compare in (self._due, self._target, self._progress):
            compare()
        return self.found

    def _settle(self) -> None:
        """Where sheets differ about a cell, what one of them changed counts; two changes are told and left."""
        settled: dict[str, str] = {}
        for key, words in self.row.variants.items():
            if key not in _HEADING:
                continue
            before = self._before(key)
            other = [word for word in words if not _same_words(word, before)]
            settled[key] = other[0] if len(other) == 1 else ""
            if len(other) > 1:
                self._doubt(f"各表{_HEADING[key]}不一（{'／'.join(word[:16] for word in other[:3])}）")
        if settled:
            self.row = replace(self.row, cells={**self.row.cells, **settled}, variants={})

    def _before(self, key: str) -> str:
        matter, how = self.entry.matter, self.entry.standing
        if key in ROLES:
            return self.entry.duty.text(key)
        end = how.deadline.end if how.deadline else None
        report = cells.report_of(matter, how)
        on = cells.reported_on(matter, how)
        known: Mapping[str, Callable[[], str]] = {
            "due": lambda: end.isoformat() if end else "",
            "target": lambda: cells.targets_text(matter, how),
            "reported": lambda: cells.reported_text(matter, how),
            "progress": lambda: report.statement.quote if report else "",
            "percent": lambda: "" if how.percent is None else f"{how.percent:.10g}",
            "as_of": lambda: on.isoformat() if on else "",
        }
        return known[key]() if key in known else ""

    def _doubt(self, words: str) -> None:
        self.doubtful.append(f"{self.row.where}“{self.entry.matter.title[:20]}”：{words}")

    def _add(self, kind: Kind, before: str, after: str, **more: object) -> None:
        self.found.append(Change(kind, self.entry.matter, self.row, before, after, **more))  # type: ignore[arg-type]

    def _assigned(self, role: Role) -> None:
        after, before = " ".join(self.row.cell(role).split()), self.entry.duty.text(role)
        if after and after != before:
            self._add("assign", before, after, role=role)

    def _due(self) -> None:
        cell, limit = self.row.cell("due"), self.entry.standing.deadline
        before = limit.end if limit else None
        end = read_day(cell, self.today, self.entry.matter.year) if cell else None
        if cell and end is None and not (limit and _same_words(cell, limit.text)):
            self._doubt(f"完成时限“{cell[:20]}”读不出日期，时限不变")
        elif end is not None and end != before and not self._is_recorded(lambda one: one.deadline_end == end):
            self._add("due", before.isoformat() if before else "", end.isoformat(), end=end)

    def _target(self) -> None:
        cell, before = self.row.cell("target"), self._before("target")
        if not cell or _same_words(cell, before):
            return
        figures = read_figures(cell, self.entry.matter.title)
        if not figures:
            self._doubt(f"目标值“{cell[:20]}”没有读出数字，目标不变")
        elif not all(any(_is_figure(one, said) for said in self._said("commitment")) for one in figures):
            self._add("target", before, cell)

    def _progress(self) -> None:
        """What is reported: that all is done, else the share, else figures, else words that are not in the ledger."""
        how, text = self.entry.standing, self.row.cell("progress")
        share = float(self.row.cell("percent")) if self._is_number("percent") else None
        on = read_day(self.row.cell("as_of"), self.today) or self.today
        on = min(on, self.today)
        done = says_done(self.row.cell("status")) or says_done(text) or (share is not None and share >= 100)
        if done and how.status == "done":
            return
        if done and not any(s.statement.quote == "已全部完成" for s in self.entry.matter.sightings):
            self._add("done", "", on.isoformat(), on=on)
            return
        told = self._figures(on)
        if told or share is None or (how.percent is not None and abs(share - how.percent) <= _NEAR):
            if not told:
                self._words(text)
            return
        figure = Quantity(share, "%")
        if not self._is_recorded(lambda one: one.value == share and one.unit == "%"):
            before = "" if how.percent is None else f"{how.percent:.10g}%"
            self._add("share", before, f"{share:.10g}%", figure=figure, on=on)

    def _figures(self, on: date) -> bool:
        """Whether figures are reported that the ledger does not know: those under 已报数字, else those under 进展 that
        count what the target counts."""
        matter, how = self.entry.matter, self.entry.standing
        cell = self.row.cell("reported")
        figures = read_figures(cell, matter.title)
        if not cell:
            units = {in_class(1, target.unit)[1] for target in how.targets}
            in_words = read_figures(self.row.cell("progress"), matter.title)
            figures = tuple(one for one in in_words if in_class(1, one.unit)[1] in units and one.measure == "amount")
        known = list(self._said("progress"))
        new = [one for one in figures if not any(_is_figure(one, said) for said in known)]
        for one in new[:3]:
            before = cells.reported_text(matter, how)
            self._add("figure", before, say_quantity(one), figure=one, on=on)
        return bool(new)

    def _words(self, text: str) -> None:
        """A report in words that no statement of the matter makes."""
        matter = self.entry.matter
        if not text or any(_same_words(text, seen.statement.quote) for seen in matter.sightings):
            return
        if read_figures(text) and all(
            any(_is_figure(one, said) for said in self._said("progress")) for one in read_figures(text)
        ):
            return  # 已完工50个 says what is known in other words
        self._add("report", self._before("progress"), text)

    def _said(self, kind: str) -> list[Quantity]:
        return [
            quantity
            for seen in self.entry.matter.sightings
            if seen.statement.kind == kind
            for quantity in seen.statement.quantities
        ]

    def _is_number(self, key: str) -> bool:
        cell = self.row.cell(key)
        if not cell:
            return False
        try:
            float(cell)
        except ValueError:
            self._doubt(f"{_HEADING[key]}“{cell[:20]}”不是数字，未读")
            return False
        return True

    def _is_recorded(self, is_same: Callable[[_Recorded], bool]) -> bool:
        """Whether somebody recorded the same already, by hand."""
        for seen in self.entry.matter.sightings:
            if seen.source.file.startswith("登记-"):
                limit = seen.statement.deadline
                amount = next(iter(seen.statement.quantities), None)
                record = _Recorded(limit.end if limit else None, amount.value if amount else None, amount.unit if amount else "")
                if is_same(record):
                    return True
        return False


@dataclass(frozen=True, slots=True)
class _Recorded:
    deadline_end: date | None
    value: float | None
    unit: str


def _is_figure(one: Quantity, other: Quantity) -> bool:
    (value, unit), (said, class_) = in_class(one.value, one.unit), in_class(other.value, other.unit)
    return unit == class_ and abs(value - said) <= 1e-6 * max(abs(value), abs(said), 1)


def _same_words(a: str, b: str) -> bool:
    return "".join(a.split()) == "".join(b.split())

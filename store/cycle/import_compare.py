"""Which cells of a row say something else than the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from commitments import sheet_cells as cells
from commitments.amounts import in_class
from commitments.model import Figure, Matter, Quantity
from commitments.sheet import HEADINGS
from commitments.sheet_values import read_day, read_figures, says_done
from commitments.wording import say_quantity
from store.cycle.assignments import LONGEST
from store.cycle.duties import ROLES, Role
from store.cycle.entries import Entry
from store.cycle.import_edits import not_taken
from store.cycle.sheet_rows import Row

Kind = Literal["assign", "due", "target", "figure", "share", "report", "done"]
MOST_FIGURES = 3  # of one cell
UNLIKELY = 200.0  # percent from which on a share is rather 50 that was typed for 50%
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


_COMPARED = (
    "content", "target", "due", "unit", "leader", "progress", "percent", "status", "reported", "as_of", "team", "plan",
    "contact",
)  # fmt: skip
HEADING_OF: Mapping[str, str] = {key: HEADINGS[key][0] for key in _COMPARED}


@dataclass(slots=True)
class Compared:
    """A row beside the matter that it is about: which cells say something new."""

    row: Row
    entry: Entry
    today: date
    doubtful: list[str]
    found: list[Change] = field(default_factory=list)

    def changes(self) -> list[Change]:
        """The cells that say something else than the ledger."""
        if told := not_taken(self.row, self.entry):
            self._doubt(f"{'、'.join(HEADINGS[key][0] for key in told)}与台账不同，这里不导入")
        self._settle()
        for role in ROLES:
            self._assigned(role)
        for compare in (self._due, self._target, self._progress):
            compare()
        if self._said_on() > self.today and any(change.on for change in self.found):
            self._doubt(f"截至{self._said_on()}还没有到，按今天记")
        return self.found

    def _settle(self) -> None:
        """Where sheets differ about a cell, what one of them changed counts; two changes are told and left."""
        settled: dict[str, str] = {}
        for key, words in self.row.variants.items():
            if key not in HEADING_OF:
                continue
            if key == "status":  # it is read for one thing only: whether all is done
                is_done = self.entry.standing.status == "done"
                settled[key] = next((word for word in words if says_done(word) != is_done), words[0])
                continue
            before = self._before(key)
            other = [word for word in words if not _same_words(word, before)]
            settled[key] = other[0] if len(other) == 1 else ""
            if len(other) > 1:
                self._doubt(f"各表{HEADING_OF[key]}不一（{'／'.join(word[:16] for word in other[:3])}）")
        if settled:
            self.row = replace(self.row, cells={**self.row.cells, **settled}, variants={})

    def _before(self, key: str) -> str:
        matter, how = self.entry.matter, self.entry.standing
        if key in ROLES:
            return self.entry.duty.text(key)
        end = how.deadline.end if how.deadline else None
        report = cells.report_of(matter, how)
        promise = cells.promise_of(matter, how)
        on = cells.reported_on(matter, how)
        known: Mapping[str, Callable[[], str]] = {
            "content": lambda: promise.statement.quote if promise else "",
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
        after, before = " ".join(self.row.cell(role).split())[:LONGEST].strip(), self.entry.duty.text(role)
        if after and after != before:
            self._add("assign", before, after, role=role)

    def _due(self) -> None:
        cell, limit = self.row.cell("due"), self.entry.standing.deadline
        before = limit.end if limit else None
        end = read_day(cell, self.today, self.entry.matter.year) if cell else None
        if cell and end is None and not (limit and _same_words(cell, limit.text)):
            self._doubt(f"完成时限“{cell[:20]}”读不出日期，时限不变")
        elif end is not None and end != before and end.year < self._first_year():
            self._doubt(f"完成时限{end}早于这件事提出的年份，时限不变")
        elif end is not None and end != before and self._was_before(end):
            self._doubt(f"完成时限{end}是台账改动以前的，时限不变")
        elif end is not None and end != before and not self._is_stated(end):
            self._add("due", before.isoformat() if before else "", end.isoformat(), end=end)

    def _first_year(self) -> int:
        """The year that the matter was first spoken of, or planned for."""
        matter = self.entry.matter
        years = [seen.source.published.year for seen in matter.sightings]
        return min(*years, *([matter.year] if matter.year else years))

    def _was_before(self, end: date) -> bool:
        """Whether a row that we wrote shows a deadline that was moved since: the export is older than that."""
        matter, how = self.entry.matter, self.entry.standing
        said = (seen.statement.deadline for seen in matter.sightings)
        return self.row.cell("id") == matter.id and how.status != "done" and any(one and one.end == end for one in said)

    def _is_stated(self, end: date) -> bool:
        """Whether somebody recorded this deadline already, or it is one that a finished matter had on its way."""
        if self.entry.standing.status == "done" and any(
            seen.statement.deadline and seen.statement.deadline.end == end for seen in self.entry.matter.sightings
        ):
            return True
        return self._is_recorded(lambda one: one.deadline_end == end)

    def _target(self) -> None:
        cell, before = self.row.cell("target"), self._before("target")
        if not cell or _same_words(cell, before):
            return
        read = read_figures(cell, self.entry.matter.title)
        figures = tuple(map(self._with_unit, read))
        if not figures:
            self._doubt(f"目标值“{cell[:20]}”没有读出数字，目标不变")
        elif not all(any(_is_figure(one, said) for said in self._said("commitment")) for one in figures):
            said = (
                cell
                if figures == read
                else "；".join(cells.quantity_text(one, self.entry.matter.title) for one in figures)
            )
            self._add("target", before, said)

    def _with_unit(self, figure: Quantity) -> Quantity:
        """A bare number in the unit of the target that it equals, else of the leading one."""
        targets = [one for one in self.entry.standing.targets if one.unit and not one.derived]
        if figure.unit or not targets:
            return figure
        meant = next((one for one in targets if one.value == figure.value), targets[0])
        return replace(figure, unit=meant.unit, what=meant.what)

    def _progress(self) -> None:
        """What is reported: that all is done, else the share, else figures, else words that are not in the ledger."""
        how, text = self.entry.standing, self.row.cell("progress")
        share = self._share()
        on = min(self._said_on(), self.today)
        done = says_done(self.row.cell("status")) or says_done(text) or (share is not None and share >= 100)
        moved = any(change.kind in ("due", "target") for change in self.found)
        if done and how.status == "done" and not moved:
            return
        if done and not any(s.statement.quote == "已全部完成" for s in self.entry.matter.sightings):
            promised = (s.source.published for s in self.entry.matter.sightings if s.statement.kind == "commitment")
            # A completion counts for what was promised by then.
            on = self.today if moved else max(on, *promised, on)
            self._add("done", "", on.isoformat(), on=on)
            return
        figures = self._figures()
        known = self._said("progress")
        new = [one for one in figures if not any(_is_figure(one, said) for said in known)]
        for one in new[:MOST_FIGURES]:
            self._add("figure", self._before("reported"), say_quantity(one), figure=one, on=on)
        self._words(text, [*known, *new])
        if new or share is None or (how.percent is not None and abs(share - how.percent) <= _NEAR):
            return
        if figures:
            self._doubt(f"完成比例{share:.10g}%与已报的数字不一，未导入；要改请改数字")
        elif not self._is_recorded(lambda one: one.value == share and one.unit == "%"):
            before = "" if how.percent is None else f"{how.percent:.10g}%"
            self._add("share", before, f"{share:.10g}%", figure=Quantity(share, "%"), on=on)

    def _figures(self) -> tuple[Quantity, ...]:
        """The figures that a row reports: those under 已报数字, else those under 进展 that a target counts as well."""
        matter = self.entry.matter
        if cell := self.row.cell("reported"):
            return tuple(map(self._with_unit, read_figures(cell, matter.title)))
        promised: list[Figure | Quantity] = [
            *self.entry.standing.targets,
            *read_figures(self.row.cell("target"), matter.title),
        ]
        units = {in_class(1, target.unit)[1] for target in promised}
        said = read_figures(self.row.cell("progress"), matter.title)
        return tuple(one for one in said if in_class(1, one.unit)[1] in units and one.measure == "amount")

    def _words(self, text: str, known: Sequence[Quantity]) -> None:
        """A report in words that no statement of the matter makes, and that is more than `known` figures in words of
        its own (已完工50个)."""
        matter = self.entry.matter
        if not text or any(_same_words(text, seen.statement.quote) for seen in matter.sightings):
            return
        figures = read_figures(text)
        if not figures or not all(any(_is_figure(one, said) for said in known) for one in figures):
            self._add("report", self._before("progress"), text)

    def _said(self, kind: str) -> list[Quantity]:
        return [
            quantity
            for seen in self.entry.matter.sightings
            if seen.statement.kind == kind
            for quantity in seen.statement.quantities
        ]

    def _said_on(self) -> date:
        return read_day(self.row.cell("as_of"), self.today) or self.today

    def _share(self) -> float | None:
        """The percent that is done, None for none that can be believed."""
        cell, known = self.row.cell("percent"), self.entry.standing.percent
        if not cell:
            return None
        try:
            share = float(cell)
        except ValueError:
            self._doubt(f"完成比例“{cell[:20]}”不是数字，未读")
            return None
        if share < UNLIKELY or (known is not None and abs(share - known) <= _NEAR):
            return share
        self._doubt(unlikely_share(share))
        return None

    def _is_recorded(self, is_same: Callable[[_Recorded], bool]) -> bool:
        """Whether somebody recorded the same already, by hand."""
        for seen in self.entry.matter.sightings:
            if seen.source.file.startswith("登记-"):
                limit = seen.statement.deadline
                amount = next(iter(seen.statement.quantities), None)
                record = _Recorded(
                    limit.end if limit else None, amount.value if amount else None, amount.unit if amount else ""
                )
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


def unlikely_share(share: float) -> str:
    """What is said of a share that is none."""
    return f"完成比例{share:.10g}%不像比例，未读；一半请写50%"


def _same_words(a: str, b: str) -> bool:
    return "".join(a.split()) == "".join(b.split())

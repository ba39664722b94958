"""The columns of the ledger as it is exported: heading, width, and how the cell comes from a row.

One table for spreadsheet, csv and board. The first thirteen are those of the ledgers that counties and cities keep
(commitments/sheet.py), ours come after them. What is not known stays empty; nothing is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from commitments import sheet_cells as cells
from commitments.model import Sighting, Standing, Status
from commitments.sheet import HEADINGS, SUPERVISION
from commitments.sheet_text import LISTED
from commitments.standing import FRAME_NOTE
from handlers import phrases
from handlers.card import clip
from store.cycle.duties import Role
from store.cycle.entries import Entry

Value = str | float | date | None
Kind = Literal["text", "date", "percent", "number"]

PACES: Mapping[Status, str] = {
    "done": "已完成",
    "ahead": "超序时",
    "on_pace": "达序时",
    "behind": "欠序时",
    "overdue": "已逾期",
}
EVIDENCE = 8  # sources that the note of a cell shows


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key (commitments/sheet.py), heading, width in characters, and the cell of an entry."""

    key: str
    width: int
    value: Callable[[Entry], Value]
    kind: Kind = "text"

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return HEADINGS[self.key][0]

    @property
    def is_supervision(self) -> bool:
        """Whether the column is one of those that every supervision ledger has."""
        return self.key in SUPERVISION


def pace_word(standing: Standing) -> str:
    """已完成, 超序时, 达序时, 欠序时 or 已逾期; "" where nothing can be compared."""
    if standing.status == "done" or not standing.paces:
        return PACES.get(standing.status, "")
    return PACES[standing.paces[0].verdict]


def problems(entry: Entry) -> str:
    """Why a matter is late or behind, where figures contradict each other, and what a person should check."""
    how = entry.standing
    said: list[str] = []
    if how.status == "overdue":
        said.append("逾期：时限已过，未见完成报道")
    if how.status != "done" and how.percent is not None and how.paces and how.paces[0].verdict == "behind":
        said.append(f"序时：{phrases.pace_text(how.paces[0], how.percent)}")
    said += [f"矛盾：{phrases.change_text(one, how.today)}" for one in how.changes if one.kind == "conflict"]
    notes = [note for note in how.notes if note != FRAME_NOTE and not note.startswith("时限已过")]
    said += [f"说明：{note.replace('；', '，')}" for note in notes]
    for sighting in behind(entry):
        for doubt in sighting.statement.doubts:
            listed = doubt.startswith(LISTED)
            said += doubt.removeprefix(LISTED).split("；") if listed else [f"存疑：{doubt}"]
    return "；".join(dict.fromkeys(said))


def next_step(entry: Entry) -> str:
    """What the one responsible answered last, and the next deadline; "" for what is done."""
    how = entry.standing
    if how.status == "done":
        return ""
    said = [f"最近答复：{entry.answered}"] if entry.answered else []
    if how.days_left is not None and how.deadline and how.deadline.end:
        said.append(f"{how.deadline.end}到期，{phrases.days_text(how)}")
    return "；".join(said)


def behind(entry: Entry) -> list[Sighting]:
    """The statements that a row rests on: of what is promised, then of what is reported."""
    found = (cells.promise_of(entry.matter, entry.standing), cells.report_of(entry.matter, entry.standing))
    return [sighting for sighting in found if sighting is not None]


def sources(entry: Entry) -> str:
    """The documents that a row rests on, each once."""
    return "；".join(dict.fromkeys(phrases.source_text(sighting, 60) for sighting in behind(entry)))


def evidence(entry: Entry) -> str:
    """The sentences of a matter, newest first, each with its document: the note of a cell."""
    said = [
        f"{phrases.source_text(sighting, 60)}\n“{clip(sighting.statement.quote, 200)}”"
        for sighting in reversed(entry.matter.sightings)
    ]
    more = [f"另有{len(said) - EVIDENCE}条"] if len(said) > EVIDENCE else []
    return "\n".join((*said[:EVIDENCE], *more))


def _quote(sighting: Sighting | None) -> str:
    return sighting.statement.quote if sighting else ""


def _due(entry: Entry) -> Value:
    """The last day allowed; words that name no day (早日) as they stand."""
    limit = entry.standing.deadline
    return None if limit is None else limit.end or limit.text


def _basis(entry: Entry) -> str:
    limit = entry.standing.deadline
    return "" if limit is None else cells.PLAN_YEAR if limit.basis == "frame" else cells.STATED


def _share(entry: Entry) -> Value:
    percent = entry.standing.percent
    return None if percent is None else percent / 100


def _assigned(role: Role) -> Callable[[Entry], Value]:
    return lambda entry: entry.duty.text(role)


COLUMNS: tuple[Column, ...] = (
    Column("number", 6, lambda entry: None, "number"),
    Column("title", 24, lambda entry: entry.matter.title),
    Column("content", 44, lambda entry: _quote(cells.promise_of(entry.matter, entry.standing))),
    Column("target", 16, lambda entry: cells.targets_text(entry.matter, entry.standing)),
    Column("due", 12, _due, "date"),
    Column("unit", 16, _assigned("unit")),
    Column("leader", 12, _assigned("leader")),
    Column("progress", 44, lambda entry: _quote(cells.report_of(entry.matter, entry.standing))),
    Column("percent", 9, _share, "percent"),
    Column("pace", 10, lambda entry: pace_word(entry.standing)),
    Column("problems", 32, problems),
    Column("next", 27, next_step),
    Column("sources", 36, sources),
    Column("status", 14, lambda entry: phrases.STATUSES[entry.standing.status]),
    Column("place", 14, lambda entry: "、".join(entry.matter.places)),
    Column("city", 10, lambda entry: entry.matter.city),
    Column("year", 8, lambda entry: entry.matter.year, "number"),
    Column("topics", 14, lambda entry: "、".join(entry.matter.topics)),
    Column("group", 14, lambda entry: "、".join(entry.groups)),
    Column("reported", 16, lambda entry: cells.reported_text(entry.matter, entry.standing)),
    Column("as_of", 12, lambda entry: cells.reported_on(entry.matter, entry.standing), "date"),
    Column("basis", 14, _basis),
    Column("team", 14, _assigned("team")),
    Column("plan", 20, _assigned("plan")),
    Column("contact", 12, _assigned("contact")),
    Column("id", 18, lambda entry: entry.matter.id),
)


def row_of(number: int, entry: Entry) -> dict[str, Value]:
    """Column → cell of an entry; `number` (from 1) is its place in the list."""
    return {column.key: number if column.key == "number" else column.value(entry) for column in COLUMNS}


def cell_text(column: Column, value: Value) -> str:
    """A cell as people write it: 2024-12-31, 26.6%, 188."""
    if value is None or value == "":
        return ""
    if column.kind == "percent" and isinstance(value, (int, float)):
        return phrases.percent_text(value * 100)
    return value.isoformat() if isinstance(value, date) else str(value)

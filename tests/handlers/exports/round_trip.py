"""A ledger that is exported, brought into an empty database and exported again: which cells are the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from commitments.sheet import SUPERVISION
from handlers.exports.columns import COLUMNS, Value, cell_text, row_of
from handlers.exports.xlsx import xlsx
from store.cycle.entries import listing
from store.cycle.importing import apply_import, preview_import
from store.intake.extract import extract_rows
from store.ledger import Ledger

# The sheet itself is the source of what is imported.
INHERENT = ("sources",)


@dataclass
class Trip:
    """Equal cells by column, of `rows`; `differing` are the cells that are not: (column, 事项, before, after)."""

    rows: int = 0
    equal: Counter[str] = field(default_factory=Counter)
    differing: list[tuple[str, str, str, str]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of equal cells in the columns of every supervision ledger, but for the sources."""
        keys = [key for key in SUPERVISION if key not in INHERENT]
        return sum(self.equal[key] for key in keys) / (len(keys) * self.rows)

    def __str__(self) -> str:
        each = "，".join(f"{c.heading}{100 * self.equal[c.key] / self.rows:.1f}%" for c in COLUMNS if c.is_supervision)
        return f"{100 * self.share:.2f}% without 出处 ({each})"


def round_trip(ledger: Ledger, today: date, folder: Path) -> Trip:
    """Export, import into an empty ledger in `folder`, export: the cells compared, row by row of the same matter."""
    before = listing(ledger, today)
    sheets = extract_rows(xlsx(before), "台账.xlsx")
    with Ledger.open(folder / "copy.db") as copy:
        plan = preview_import(copy, sheets, today, city=before.entries[0].matter.city)
        apply_import(copy, plan, "round trip", datetime.now(UTC))
        after = listing(copy, today)
    rows = [row_of(number, entry) for number, entry in enumerate(before.entries, start=1)]
    left = {number: row_of(number, entry) for number, entry in enumerate(after.entries, start=1)}
    trip = Trip(rows=len(rows))
    for row in rows:
        same = _same(row, left)
        for column in COLUMNS:
            said, back = cell_text(column, row[column.key]), cell_text(column, same.get(column.key))
            if said == back:
                trip.equal[column.key] += 1
            else:
                trip.differing.append((column.key, str(row["title"]), said, back))
    return trip


def _same(row: dict[str, Value], left: dict[int, dict[str, Value]]) -> dict[str, Value]:
    """The row of the same matter, taken out of `left`: of its name, places and words; {} for none."""
    keys = ("title", "place", "content", "progress", "reported", "year")
    for length in (6, 4, 2):
        for number, other in left.items():
            if all(other[key] == row[key] for key in keys[:length]):
                return left.pop(number)
    return {}

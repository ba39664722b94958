"""What those responsible report of their matters, in the weekly dispatch or outside it: kept as 自报, and taken back.

A figure becomes a record by hand, “done” a proposal to close the matter (store/cycle/closures.py); that nothing moved,
and words without a figure, are kept as the answer alone. The open question about the matter counts as answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from commitments.settling import Settled
from store.corrections import add_progress, undo
from store.cycle.closures import Tell, nobody, propose, withdraw
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.ledger import Ledger
from store.members import person
from store.moments import to_text

Kind = Literal["figure", "done", "none", "words"]
LONGEST = 300  # characters of an answer


@dataclass(frozen=True, slots=True)
class Reported:
    """A report as it was kept: its number, matter and day, and the number of the proposal that it made, 0 for none."""

    number: int
    matter_id: str
    kind: Kind
    day: date
    text: str
    closure: int


def keep_report(
    ledger: Ledger,
    matter_id: str,
    settled: Settled,
    *,
    user: int,
    text: str,
    today: date,
    now: datetime,
    week: date | None = None,
    photo: str = "",
    tell: Tell = nobody,
) -> Reported:
    """The report of a person, kept once however often the same one comes on a day.

    `week` is the Monday of the dispatch that it answers; `tell` writes a proposal to who is to hear of it. LedgerError
    for an unknown matter, for a figure whose unit is not known, and where somebody else reported the matter as done.
    """
    if settled.kind == "unclear":
        raise LedgerError("the unit of the figure is not known", "请带上单位再写一次，例如：138个")
    text = " ".join(text.split())[:LONGEST]
    db = ledger.db
    with transaction(db):
        matter = ledger.matter(matter_id)
        if matter is None:
            raise LedgerError(f"there is no matter {matter_id}", f"台账里没有事项 {matter_id}。")
        figure = (settled.value, settled.unit) if settled.kind == "figure" else (None, "")
        known = last_report(ledger, matter.id, user)
        if known and known.day == today and (known.text, known.kind) == (text, settled.kind) and not photo:
            number = known.number
        else:
            correction = closure = None
            if settled.kind == "figure":
                correction = add_progress(
                    ledger,
                    matter.id,
                    settled.value,
                    settled.unit,
                    today,
                    who=person(user),
                    what=settled.what,
                    note=settled.note,
                    grade="reported",
                )
            if settled.kind == "done" or settled.reached:
                closure = propose(
                    ledger, matter.id, who=person(user), evidence=text, photo=photo, today=today, now=now, tell=tell
                ).number
            number = db.execute(
                "INSERT INTO reports (at, day, user, matter_id, kind, text, value, unit, correction_id, closure_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (to_text(now), today.isoformat(), user, matter.id, settled.kind, text, *figure, correction, closure),
            ).fetchone()[0]
        if week is not None:
            db.execute(
                "UPDATE dispatches SET answered_at = ?, answer = ?, report_id = ?"
                " WHERE week = ? AND user = ? AND matter_id IN (SELECT ? UNION"
                " SELECT alias FROM matter_aliases WHERE matter_id = ?)",
                (to_text(now), text, number, week.isoformat(), user, matter.id, matter.id),
            )
        found = report(ledger, number)
        assert found is not None
        return found


def take_back(ledger: Ledger, number: int, *, user: int, today: date, now: datetime) -> Reported | None:
    """The report that this person took back; None for one of somebody else, one that is gone, and one whose proposal
    was decided."""
    db = ledger.db
    with transaction(db):
        row = db.execute(
            "SELECT correction_id, closure_id FROM reports WHERE id = ? AND user = ? AND undone_at IS NULL",
            (number, user),
        ).fetchone()
        if row is None:
            return None
        correction, closure = row
        if closure is not None and not withdraw(ledger, closure, who=person(user), today=today, now=now):
            return None
        if correction is not None and _holds(ledger, correction):
            undo(ledger, correction, who=person(user), reason="本人撤销")
        db.execute("UPDATE reports SET undone_at = ? WHERE id = ?", (to_text(now), number))
        db.execute(
            "UPDATE dispatches SET answered_at = NULL, answer = '', report_id = NULL WHERE report_id = ?", (number,)
        )
        return report(ledger, number)


def report(ledger: Ledger, number: int) -> Reported | None:
    """The report with this number, taken back or not; None if there is none."""
    return _first(ledger, "id = ?", (number,))


def last_report(ledger: Ledger, matter_id: str, user: int) -> Reported | None:
    """The last report of a person about a matter that was not taken back."""
    return _first(ledger, "matter_id = ? AND user = ? AND undone_at IS NULL", (matter_id, user))


def _first(ledger: Ledger, which: str, values: Sequence[object]) -> Reported | None:
    columns = "id, matter_id, kind, day, text, coalesce(closure_id, 0)"
    query = f"SELECT {columns} FROM reports WHERE {which} ORDER BY id DESC LIMIT 1"  # noqa: S608 - our own words
    with snapshot(ledger.db):
        row = ledger.db.execute(query, values).fetchone()
    return Reported(row[0], row[1], row[2], date.fromisoformat(row[3]), row[4], row[5]) if row else None


def _holds(ledger: Ledger, correction: int) -> bool:
    query = "SELECT 1 FROM corrections WHERE id = ? AND undone_at IS NULL"
    return ledger.db.execute(query, (correction,)).fetchone() is not None

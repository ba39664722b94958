"""The sheet of a person's week: the matters that they were asked about, how they stand, and what was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commitments.model import Light, Matter, Standing
from commitments.weekly import Week, week_of
from store.cycle.rules import Rules, rules
from store.database import snapshot
from store.ledger import Ledger
from store.loading import present_by
from store.standings import standings

_LINES = """
    SELECT number, matter_id, light, known, answered_at IS NOT NULL, answer, coalesce(report_id, 0)
    FROM dispatches WHERE week = ? AND user = ? ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A matter of a sheet: its number, how it stood when it was asked about (`light`, and `known`, the figure of then),
    how it stands now, and the answer, with the number of the report that it was kept as (0 for none)."""

    number: int
    matter: Matter
    standing: Standing
    light: Light | None = None
    known: float | None = None
    answered: bool = False
    answer: str = ""
    report: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return not self.answered and self.standing.status != "done"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a person was asked in the week that begins on `monday`."""

    monday: date
    lines: tuple[Line, ...]

    @property
    def open(self) -> tuple[Line, ...]:
        """The lines that wait for an answer."""
        return tuple(line for line in self.lines if line.is_open)

    def line(self, number: int) -> Line | None:
        """The line with this number."""
        return next((line for line in self.lines if line.number == number), None)

    def about(self, matter_id: str) -> Line | None:
        """The line about this matter."""
        return next((line for line in self.lines if line.matter.id == matter_id), None)


Weeks = Callable[[date], Week | None]


def weeks_by(chosen: Rules) -> Weeks:
    """Day → the dispatch of its week, by the rules in force."""
    return lambda day: week_of(day, ask=chosen.dispatch_day, again=chosen.again_day, summary=chosen.summary_day)


def sheet(ledger: Ledger, user: int, monday: date, today: date) -> Sheet | None:
    """The sheet of a person for a week as it stands on `today`, None where they were asked nothing."""
    with snapshot(ledger.db):
        rows = ledger.db.execute(_LINES, (monday.isoformat(), user)).fetchall()
        lines = _lines(ledger, rows, today) if rows else ()
    return Sheet(monday, lines) if lines else None


def open_sheet(ledger: Ledger, user: int, today: date) -> Sheet | None:
    """The sheet that a person can answer today: the last one, until the next questions go out; None for none."""
    with snapshot(ledger.db):
        query = "SELECT max(week) FROM dispatches WHERE user = ? AND week <= ?"  # a clock may have been ahead
        row = ledger.db.execute(query, (user, today.isoformat())).fetchone()
        if row[0] is None:
            return None
        monday = date.fromisoformat(row[0])
        week = weeks_by(rules(ledger))(monday)
        return sheet(ledger, user, monday, today) if week is not None and today < week.until else None


def asked_in(ledger: Ledger, chat: int, message_id: int) -> date | None:
    """The Monday of the dispatch that a message of the bot in a private chat asked; None for any other message."""
    query = "SELECT key FROM outbox WHERE chat = ? AND kind = 'dispatch' AND message_id = ? AND state = 'sent'"
    with snapshot(ledger.db):
        row = ledger.db.execute(query, (chat, message_id)).fetchone()
    return monday_of(row[0]) if row else None


def monday_of(key: str) -> date | None:
    """The Monday that a key of the outbox names: “dispatch 2024-W39 7” → 2024-09-23; None for other keys."""
    kind, _, rest = key.partition(" ")
    year, _, number = rest.partition(" ")[0].partition("-W")
    if kind not in ("dispatch", "again") or not (year.isdecimal() and number.isdecimal()):
        return None
    return date.fromisocalendar(int(year), int(number), 1)


def _lines(ledger: Ledger, rows: Sequence[Sequence[Any]], today: date) -> tuple[Line, ...]:
    now = present_by(ledger.db, [row[1] for row in rows])
    known = by_id(ledger, set(now.values()), today)
    found = {}
    for number, matter_id, light, figure, answered, answer, report in rows:
        id_ = now.get(matter_id, matter_id)
        if id_ in known and id_ not in found:
            found[id_] = Line(number, *known[id_], light or None, figure, bool(answered), answer, report)
    return tuple(found.values())


def by_id(ledger: Ledger, ids: Iterable[str], today: date) -> dict[str, tuple[Matter, Standing]]:
    """Id → matter and how it stands, for those that are known on `today`."""
    matters = ledger.matters(today, sorted(ids))
    return {m.id: (m, how) for m, how in zip(matters, standings(ledger, matters, today), strict=True)}

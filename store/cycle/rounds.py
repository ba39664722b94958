"""月督查 and 双月全覆盖验收: rounds, what each has to look at, and what was found.

A round begins on the first workday of its month, or by hand; the tick of a bot that was not running then begins it
late, as long as the round would still last. In a month of 全覆盖验收 there is no other round. One round at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from commitments.checking import RoundKind, awaits_acceptance, is_due_for_check
from commitments.model import Light, Status
from commitments.reminding import workday_on_or_after
from store.audit import record
from store.cycle.rules import Rules, rules
from store.cycle.year import Known, in_hand
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.ledger import Ledger
from store.loading import present_by, present_ids
from store.moments import from_text, to_text
from store.sqlite import Database
from store.standings import standings

Result = Literal["true", "untrue", "incomplete"]
RESULTS: tuple[Result, ...] = ("true", "untrue", "incomplete")
LONGEST = 300  # characters of a note


@dataclass(frozen=True, slots=True)
class Round:
    """One round of checks; `last` is its last day, `ended_at` None while it goes on."""

    id: int
    kind: RoundKind
    first: date
    last: date
    begun_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One matter of a round: how it stood when the round began, and what was found, by whom and on which local day;
    `result` None where nobody looked. `photo` is the id of a file in the chat."""

    round_id: int
    matter_id: str
    status: Status
    light: Light
    result: Result | None = None
    note: str = ""
    photo: str = ""
    by: str = ""
    day: date | None = None


_ROUND = "id, kind, first, last, begun_at, ended_at"
_CHECK = "round_id, matter_id, status, light, result, note, photo, by, day"


def kind_of_month(chosen: Rules, month: int) -> RoundKind | None:
    """Which round the rules ask for in a month (1–12): every second month the full one, by the defaults."""
    if month % chosen.full_months == 0:
        return "full"
    return "monthly" if month % chosen.check_months == 0 else None


def planned(chosen: Rules, today: date) -> RoundKind | None:
    """The round that should have begun by today and would still last; None where there is none."""
    begins = workday_on_or_after(today.replace(day=1))
    return kind_of_month(chosen, today.month) if begins <= today < begins + timedelta(days=chosen.round_days) else None


def due_for(ledger: Ledger, kind: RoundKind, today: date) -> list[Known]:
    """What a round that begins today would look at; a full one also at what is done by reports nobody confirmed."""
    known = in_hand(ledger, today)
    due = [one for one in known if is_due_for_check(one[1], kind)]
    if kind == "full":
        accepted = _accepted(ledger)
        due += [one for one in known if awaits_acceptance(*one) and one[0].id not in accepted]
    return due


def _accepted(ledger: Ledger) -> set[str]:
    """The matters that stood as done when a round found them so."""
    query = "SELECT DISTINCT matter_id FROM checks WHERE status = 'done' AND result = 'true'"
    with snapshot(ledger.db):
        return set(present_by(ledger.db, [row[0] for row in ledger.db.execute(query)]).values())


def begin(
    ledger: Ledger,
    kind: RoundKind,
    today: date,
    now: datetime,
    *,
    who: str = "",
    known: Sequence[Known] | None = None,
) -> Round | None:
    """The round that begins today, or the one of this kind that began before and goes on; None where no matter is due.

    `known` is what `due_for` gave, where that was asked for already. LedgerError while a round of the other kind goes
    on.
    """
    known = due_for(ledger, kind, today) if known is None else known
    db = ledger.db
    with transaction(db):
        open_ = current(ledger)
        if open_ is not None and open_.kind != kind:
            raise LedgerError("another round goes on", "上一轮还没有结束，发 /round 结束 先结束它。")
        if open_ is not None or not known:
            return open_
        last = today + timedelta(days=rules(ledger).round_days - 1)
        query = f"""
            INSERT INTO rounds (kind, first, last, begun_at) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET ended_at = NULL RETURNING {_ROUND}
        """  # noqa: S608 - column names
        row = db.execute(query, (kind, today.isoformat(), last.isoformat(), to_text(now))).fetchone()
        made = _round(row)
        db.conn.executemany(
            "INSERT OR IGNORE INTO checks (round_id, matter_id, status, light) VALUES (?, ?, ?, ?)",
            [(made.id, matter.id, how.status, how.light) for matter, how in known],
        )
        record(db, who, "round", str(made.id), kind=kind, matters=len(known))
    return made


def end(ledger: Ledger, round_id: int, now: datetime, *, who: str = "") -> bool:
    """Whether the round was going on; it has ended now."""
    with transaction(ledger.db):
        query = "UPDATE rounds SET ended_at = ? WHERE id = ? AND ended_at IS NULL"
        done = bool(ledger.db.execute(query, (to_text(now), round_id)).rowcount)
        if done:
            record(ledger.db, who, "end round", str(round_id))
    return done


def current(ledger: Ledger) -> Round | None:
    """The round that goes on, None for none."""
    return next((one for one in rounds(ledger) if one.ended_at is None), None)


def rounds(ledger: Ledger) -> list[Round]:
    """Every round, the newest first."""
    query = f"SELECT {_ROUND} FROM rounds ORDER BY first DESC, id DESC"  # noqa: S608 - column names
    with snapshot(ledger.db):
        return [_round(row) for row in ledger.db.execute(query)]


def checks(ledger: Ledger, round_id: int) -> list[Check]:
    """What a round looks at, each present matter once: of matters that became one, what was found about either."""
    query = f"SELECT {_CHECK} FROM checks WHERE round_id = ? ORDER BY result IS NULL, matter_id"  # noqa: S608
    with snapshot(ledger.db):
        return _present(ledger.db, ledger.db.execute(query, (round_id,)).fetchall())


def found(ledger: Ledger, matter_id: str) -> list[tuple[Round, Check]]:
    """What was found about a matter, the newest round first; rounds that nobody looked at it in are left out."""
    query = f"""
        SELECT {_CHECK} FROM checks WHERE result IS NOT NULL AND matter_id IN (
            SELECT :id UNION SELECT alias FROM matter_aliases WHERE matter_id = :id)
    """  # noqa: S608 - column names
    with snapshot(ledger.db):
        present = present_ids(ledger.db, [matter_id])
        rows = ledger.db.execute(query, {"id": present[0] if present else matter_id}).fetchall()
        known = {one.round_id: one for one in map(_check, rows)}
        return [(one, known[one.id]) for one in rounds(ledger) if one.id in known]


def check(
    ledger: Ledger,
    round_id: int,
    matter_id: str,
    result: Result,
    day: date,
    *,
    who: str,
    note: str = "",
    photo: str = "",
) -> Check | None:
    """What is now written down about a matter of a round; None where the round does not look at it.

    Another result takes the former one's place with its note and photo; the same result keeps what is not given anew.
    """
    with transaction(ledger.db):
        known = next((one for one in checks(ledger, round_id) if one.matter_id == matter_id), None)
        if known is None:
            return None
        kept = known if known.result == result else replace(known, note="", photo="")
        made = replace(
            kept,
            result=result,
            note=" ".join(note.split())[:LONGEST] or kept.note,
            photo=photo or kept.photo,
            by=who,
            day=day,
        )
        if made == known:
            return made
        ledger.db.execute(
            "UPDATE checks SET result = ?, note = ?, photo = ?, by = ?, day = ? WHERE round_id = ? AND matter_id IN ("
            " SELECT ? UNION SELECT alias FROM matter_aliases WHERE matter_id = ?)",
            (result, made.note, made.photo, who, day.isoformat(), round_id, matter_id, matter_id),
        )
        record(ledger.db, who, "check", matter_id, round=round_id, result=result, note=made.note)
    return made


def red_rounds(ledger: Ledger, count: int) -> list[tuple[Round, dict[str, Check]]]:
    """The last `count` rounds, the newest first, each with what was red when it began, by matter; [] for fewer."""
    last = rounds(ledger)[:count]
    if len(last) < count:
        return []
    return [(one, {c.matter_id: c for c in checks(ledger, one.id) if c.light == "red"}) for one in last]


def known_in(ledger: Ledger, round_id: int, today: date, matter_id: str | None = None) -> list[tuple[Check, Known]]:
    """What a round looks at, or one matter of it, as it stands on `today`; what is gone from the ledger is left out."""
    looked = {one.matter_id: one for one in checks(ledger, round_id) if matter_id in (None, one.matter_id)}
    matters = ledger.matters(today, list(looked))
    return [
        (looked[matter.id], (matter, how))
        for matter, how in zip(matters, standings(ledger, matters, today), strict=True)
    ]


def _present(db: Database, rows: Sequence[Sequence[Any]]) -> list[Check]:
    """The rows by their present matters; the first row of each stands for it."""
    now = present_by(db, [row[1] for row in rows])
    kept: dict[str, Check] = {}
    for row in rows:
        present = now.get(row[1], row[1])
        kept.setdefault(present, replace(_check(row), matter_id=present))
    return list(kept.values())


def _round(row: Sequence[Any]) -> Round:
    id_, kind, first, last, begun, ended = row
    return Round(
        id_, kind, date.fromisoformat(first), date.fromisoformat(last), from_text(begun), ended and from_text(ended)
    )


def _check(row: Sequence[Any]) -> Check:
    round_id, matter_id, status, light, result, note, photo, by, day = row
    on = day and date.fromisoformat(day)
    return Check(round_id, matter_id, status, light, result, note, photo, by or "", on)

"""What people correct about matters: merge, split, rename, done, progress, extend, reopen.

Each stands in the audit log, and each can be undone.

A correction is tied to the words that it was said of, not to a matter's id, so it is kept when documents are read
again, corrected or added. Merges, splits and renames are applied after linking (store/amend.py); what was recorded
(done, progress, extend, reopen) stands among the matter's sightings under the name of who recorded it
(store/by_hand.py).
Each function gives back the correction's number, for `undo`; LedgerError for a matter that is not in the ledger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from commitments.model import Grade, Matter, Sighting
from store.amend import Link
from store.audit import now, record
from store.database import transaction
from store.errors import LedgerError
from store.ledger import Ledger
from store.loading import load_matters, load_sightings, present_ids
from store.relink import members_of, relink
from store.rows import to_json
from store.sqlite import Database

Kind = Literal["merge", "split", "rename", "done", "progress", "extend", "reopen"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as it was made; `at` and `undone_at` are ISO moments in UTC, `args` what was said."""

    number: int
    at: str
    who: str
    kind: Kind
    args: dict[str, Any]
    undone_at: str | None
    undone_by: str | None


def merge(
    ledger: Ledger, matter_id: str, other_id: str, *, who: str, reason: str = "", link: Link | None = None
) -> int:
    """Make two matters one, under the id and title of the first. LedgerError where they are one already."""
    db = ledger.db
    with transaction(db):
        matter, other = _present(db, matter_id), _present(db, other_id)
        if matter.id == other.id:
            raise LedgerError(f"{matter_id} and {other_id} are one matter already", "这两个事项已经是同一个。")
        number = _make(db, "merge", who, matter, {"other": other.id, "reason": reason})
        members = members_of(db, [matter.id]), members_of(db, [other.id])
        for side, ids in zip(("matter", "other"), members, strict=True):
            _anchor(db, number, side, ids)
        _link_again(db, [*members[0], *members[1]], link)
    return number


def split(
    ledger: Ledger,
    matter_id: str,
    sightings: Iterable[Sighting],
    *,
    who: str,
    reason: str = "",
    link: Link | None = None,
) -> int:
    """Take these sightings out of a matter into one of their own. LedgerError where none or nothing else is left."""
    db = ledger.db
    away = set(sightings)
    with transaction(db):
        matter = _present(db, matter_id)
        members = load_sightings(db, members_of(db, [matter.id]))
        sides = {"matter": [], "other": []}  # type: dict[str, list[int]]
        for id_, seen in members.items():
            sides["other" if seen in away else "matter"].append(id_)
        if not sides["other"] or not sides["matter"]:
            raise LedgerError(
                f"name some but not all of the {len(members)} statements of {matter_id}",
                f"请从这个事项的 {len(members)} 条表述中选出一部分。",
            )
        number = _make(db, "split", who, matter, {"reason": reason})
        db.execute(
            "UPDATE corrections SET args = ? WHERE id = ?",
            (to_json({"reason": reason, "id": f"{matter.id}.{number}"}), number),
        )
        for side, ids in sides.items():
            _anchor(db, number, side, ids)
        _link_again(db, members, link)
    return number


def rename(ledger: Ledger, matter_id: str, title: str, *, who: str, reason: str = "", link: Link | None = None) -> int:
    """Give a matter another title. LedgerError for an empty one."""
    title = " ".join(title.split())
    if not title:
        raise LedgerError("give the matter a title", "请写出新的标题。")
    return _record(ledger, "rename", matter_id, who, {"title": title, "reason": reason}, link)


def rename_all(ledger: Ledger, titles: Mapping[str, str], *, who: str, reason: str = "") -> None:
    """Give each of these matters (id → title) another title, and link once: thousands come with one spreadsheet."""
    changed: list[int] = []
    with transaction(ledger.db):
        for matter_id, title in titles.items():
            changed += _write(ledger.db, "rename", matter_id, who, {"title": title, "reason": reason})[1]
        if changed:
            _link_again(ledger.db, changed, None)


def mark_done(ledger: Ledger, matter_id: str, on: date, *, who: str, note: str = "", grade: Grade = "verified") -> int:
    """Record that a matter was completed on a day. One that is only `reported` does not make it done."""
    return _record(ledger, "done", matter_id, who, {"on": on.isoformat(), "note": note, "grade": grade})


def add_progress(
    ledger: Ledger,
    matter_id: str,
    value: float,
    unit: str,
    on: date,
    *,
    who: str,
    what: str = "",
    note: str = "",
    grade: Grade = "verified",
) -> int:
    """Record a figure that a matter has reached by a day: `value` in plain units, `unit`, and `what` it counts."""
    said = {"on": on.isoformat(), "value": value, "unit": unit, "what": what, "note": note, "grade": grade}
    return _record(ledger, "progress", matter_id, who, said)


def reopen(ledger: Ledger, matter_id: str, on: date, *, who: str, reason: str) -> int:
    """Record on a day that a matter is not done after all: what was reported up to that day proves it no more.

    LedgerError without a reason.
    """
    if not reason.strip():
        raise LedgerError("say why the matter is reopened", "请说明重新打开的理由。")
    return _record(ledger, "reopen", matter_id, who, {"on": on.isoformat(), "note": reason})


def extend(
    ledger: Ledger, matter_id: str, end: date, on: date, *, who: str, reason: str, grade: Grade = "verified"
) -> int:
    """Record on a day that a matter now has until `end`; `published` for a day that a spreadsheet says, which nobody
    granted. LedgerError without a reason."""
    if not reason.strip():
        raise LedgerError("say why the deadline is moved", "请说明延期的理由。")
    said = {"on": on.isoformat(), "end": end.isoformat(), "note": reason, "grade": grade}
    return _record(ledger, "extend", matter_id, who, said)


def undo(ledger: Ledger, number: int, *, who: str, reason: str = "", link: Link | None = None) -> None:
    """Take a correction back; it stays in the log. LedgerError for a number that was not given or is undone already."""
    db = ledger.db
    with transaction(db):
        query = "UPDATE corrections SET undone_at = ?, undone_by = ? WHERE id = ? AND undone_at IS NULL"
        if not db.execute(query, (now(), who, number)).rowcount:
            raise LedgerError(f"there is no correction {number} to undo", f"没有可以撤销的更正 {number}。")
        anchors = db.execute("SELECT statement_id FROM correction_anchors WHERE correction_id = ?", (number,))
        _link_again(db, [row[0] for row in anchors if row[0] is not None], link)
        record(db, who, "undo", str(number), reason=reason)


def corrections(ledger: Ledger, matter_id: str) -> list[Correction]:
    """What was ever corrected about a matter, newest first, undone ones included."""
    query = """
        SELECT id, at, who, kind, args, undone_at, undone_by FROM corrections WHERE id IN (
            SELECT a.correction_id FROM matter_statements m JOIN correction_anchors a ON a.statement_id = m.statement_id
            WHERE m.matter_id = ?)
        ORDER BY id DESC
    """
    present = present_ids(ledger.db, [matter_id])[:1] or [matter_id]
    return [
        Correction(number, at, made_by, kind, json.loads(args), undone_at, undone_by)
        for number, at, made_by, kind, args, undone_at, undone_by in ledger.db.execute(query, present)
    ]


def _record(
    ledger: Ledger, kind: Kind, matter_id: str, who: str, said: dict[str, Any], link: Link | None = None
) -> int:
    """Write a correction of one matter, with what a record by hand needs to stand on its own."""
    with transaction(ledger.db):
        number, members = _write(ledger.db, kind, matter_id, who, said)
        if kind == "rename":
            _link_again(ledger.db, members, link)
    return number


def _write(db: Database, kind: Kind, matter_id: str, who: str, said: dict[str, Any]) -> tuple[int, list[int]]:
    """The number of a correction of one matter that is written now, and the ids of the statements it was said of."""
    matter = _present(db, matter_id)
    about = {"item": matter.title, "city": matter.city, "places": matter.places, "year": matter.year}
    number = _make(db, kind, who, matter, about | said)
    members = members_of(db, [matter.id])
    _anchor(db, number, "matter", members)
    return number, members


def _present(db: Database, matter_id: str) -> Matter:
    found = load_matters(db, None, present_ids(db, [matter_id]))
    if not found:
        raise LedgerError(
            f"there is no matter {matter_id}; 'jiannuo matters' lists them", f"台账里没有事项 {matter_id}。"
        )
    return found[0]


def _make(db: Database, kind: Kind, who: str, matter: Matter, args: dict[str, Any]) -> int:
    query = "INSERT INTO corrections (at, who, kind, args) VALUES (?, ?, ?, ?) RETURNING id"
    number = int(db.execute(query, (now(), who, kind, to_json(args))).fetchone()[0])
    record(db, who, kind, matter.id, correction=number, **args)
    return number


def _anchor(db: Database, number: int, side: str, statement_ids: Sequence[int]) -> None:
    """Tie a correction to the words of these statements."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO correction_anchors (correction_id, side, file, city, item, quote, statement_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (number, side, seen.source.file, seen.source.city, seen.statement.item, seen.statement.quote, id_)
            for id_, seen in load_sightings(db, statement_ids).items()
        ),
    )


def _link_again(db: Database, statement_ids: Iterable[int], link: Link | None) -> None:
    if link is not None:
        relink(db, statement_ids, {}, link)
        return
    from commitments.linking import link as link_all
    from commitments.linking import tied

    relink(db, statement_ids, {}, link_all, tied)

"""销号: done is proposed by the one responsible, with evidence, and confirmed or refused by somebody else.

What is proposed stands in the ledger as 自报 and finishes nothing; what is confirmed stands as 核实. A matter has at
most one proposal that waits. What was decided stays as history, also of a matter that is reopened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from commitments.model import REOPENED
from store.audit import record
from store.corrections import corrections, mark_done, reopen, undo
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.hand_news import keep_hand_news
from store.ledger import Ledger
from store.loading import present_by
from store.moments import to_text
from store.rows import id_list
from store.sqlite import Database

State = Literal["proposed", "withdrawn", "confirmed", "refused", "reopened"]
LONGEST = 300  # characters of the evidence or of a reason

_COLUMNS = (
    "k.id, k.matter_id, k.state, proposed_by, proposed_on, evidence, photo, coalesce(decided_by, ''), decided_on, why"
)
# A record that was undone on the command line takes its closure back.
_HOLDS = """
    NOT EXISTS (SELECT 1 FROM corrections c WHERE c.undone_at IS NOT NULL AND (
        c.id = k.verified_id OR (c.id = k.claimed_id AND k.state = 'proposed')))
"""


@dataclass(frozen=True, slots=True)
class Closure:
    """A proposal to close a matter: who proposed it on which day with what evidence (`photo` is the id of a file at
    Telegram), and what was decided, by whom, on which day, why. People are named as in the audit log."""

    number: int
    matter_id: str
    state: State
    proposed_by: str
    proposed_on: date
    evidence: str
    photo: str
    decided_by: str
    decided_on: date | None
    why: str


Tell = Callable[[Closure], object]  # called in the transaction of what it tells of


def nobody(_: Closure) -> None:
    """Tell nobody."""


def propose(
    ledger: Ledger,
    matter_id: str,
    *,
    who: str,
    evidence: str,
    today: date,
    now: datetime,
    photo: str = "",
    tell: Tell = nobody,
) -> Closure:
    """The proposal to close a matter, made today; one that waits already gets what is new of the evidence.

    `tell` writes a new one, and what is decided below, to who is to hear of it.

    LedgerError for a matter that is not in the ledger, and for one that somebody else proposed already.
    """
    evidence = " ".join(evidence.split())[:LONGEST]
    db = ledger.db
    with transaction(db):
        matter = ledger.matter(matter_id)
        if matter is None:
            raise LedgerError(f"there is no matter {matter_id}", f"台账里没有事项 {matter_id}。")
        known = closures(ledger, [matter.id]).get(matter.id)
        if known is not None and known.state == "proposed":
            if known.proposed_by != who:
                raise LedgerError("the matter was proposed already", "别人已经报了完成，正在等核实。")
            db.execute(
                "UPDATE closures SET evidence = iif(? = '', evidence, ?), photo = iif(? = '', photo, ?) WHERE id = ?",
                (evidence, evidence, photo, photo, known.number),
            )
            return _one(ledger, known.number)
        _drop_undone(db, matter.id)
        claimed = mark_done(ledger, matter.id, today, who=who, note=evidence, grade="reported")
        row = db.execute(
            "INSERT INTO closures"
            " (matter_id, proposed_by, proposed_at, proposed_on, evidence, photo, claimed_id, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'proposed') RETURNING id",
            (matter.id, who, to_text(now), today.isoformat(), evidence, photo, claimed),
        ).fetchone()
        record(db, who, "propose closing", matter.id, closure=row[0], evidence=evidence)
        tell(_one(ledger, row[0]))
        return _one(ledger, row[0])


def confirm(ledger: Ledger, number: int, *, who: str, today: date, now: datetime, tell: Tell = nobody) -> Closure:
    """The closure, confirmed today by somebody who is not its proposer; as it is where it was decided before.

    A matter that was reopened today is closed all the same. LedgerError for the proposer and for an unknown number.
    """
    db = ledger.db
    with transaction(db):
        known = _one(ledger, number)
        if known.state != "proposed":
            return known
        if known.proposed_by == who:
            raise LedgerError("closing is confirmed by somebody else", "自己报的完成要由别人核实。")
        matter_id = present_by(db, [known.matter_id]).get(known.matter_id, known.matter_id)
        _take_back_reopening(ledger, matter_id, today, who)
        verified = mark_done(ledger, matter_id, today, who=who, note=known.evidence)
        _decide(db, number, "confirmed", who, today, now, verified_id=verified)
        record(db, who, "confirm closing", matter_id, closure=number)
        keep_hand_news(ledger, verified, matter_id, today, now)
        tell(_one(ledger, number))
        return _one(ledger, number)


def refuse(
    ledger: Ledger, number: int, *, who: str, why: str, today: date, now: datetime, tell: Tell = nobody
) -> Closure:
    """The closure, refused today; what was reported as done counts no more. As it is where it was decided before.

    LedgerError without a reason, for the proposer and for an unknown number.
    """
    why = " ".join(why.split())[:LONGEST]
    if not why:
        raise LedgerError("say why the closing is refused", "请写明退回的理由。")
    db = ledger.db
    with transaction(db):
        known = _one(ledger, number)
        if known.state != "proposed":
            return known
        if known.proposed_by == who:
            raise LedgerError("closing is decided by somebody else", "自己报的完成要由别人核实；要收回请按“撤销”。")
        _undo_claim(ledger, number, who)
        _decide(db, number, "refused", who, today, now, why=why)
        record(db, who, "refuse closing", known.matter_id, closure=number, why=why)
        tell(_one(ledger, number))
        return _one(ledger, number)


def withdraw(ledger: Ledger, number: int, *, who: str, today: date, now: datetime) -> bool:
    """Whether the proposer took a proposal back that still waited."""
    with transaction(ledger.db):
        known = _one(ledger, number)
        if known.state != "proposed" or known.proposed_by != who:
            return False
        _undo_claim(ledger, number, who)
        _decide(ledger.db, number, "withdrawn", who, today, now)
        record(ledger.db, who, "withdraw closing", known.matter_id, closure=number)
    return True


def reopen_matter(ledger: Ledger, matter_id: str, *, who: str, reason: str, today: date, now: datetime) -> int:
    """Open a matter again that was done; the number of the record. What was closed stays in the history as reopened.

    LedgerError without a reason, and for a matter that is not in the ledger.
    """
    db = ledger.db
    with transaction(db):
        number = reopen(ledger, matter_id, today, who=who, reason=reason[:LONGEST])
        matter = ledger.matter(matter_id)
        known = closures(ledger, [matter.id]).get(matter.id) if matter else None
        if known is not None and known.state == "confirmed":
            db.execute("UPDATE closures SET state = 'reopened', why = ? WHERE id = ?", (reason, known.number))
    return number


def closures(ledger: Ledger, ids: Iterable[str]) -> dict[str, Closure]:
    """Present id → the last closure of the matter that still holds, for those of `ids` (former ones too) that have one.

    A few queries for all of them. `state` says whether it waits (proposed), is closed (confirmed), was refused,
    or was opened again.
    """
    with snapshot(ledger.db):
        return _last(ledger.db, ids)


def waiting(ledger: Ledger) -> list[Closure]:
    """The proposals that nobody decided yet, the oldest first."""
    query = f"SELECT {_COLUMNS} FROM closures k WHERE state = 'proposed' AND {_HOLDS} ORDER BY id"  # noqa: S608
    with snapshot(ledger.db):
        return [_closure(row) for row in ledger.db.execute(query).fetchall()]


def closure(ledger: Ledger, number: int) -> Closure | None:
    """The closure with this number, None if there is none."""
    query = f"SELECT {_COLUMNS} FROM closures k WHERE id = ?"  # noqa: S608 - column names
    with snapshot(ledger.db):
        row = ledger.db.execute(query, (number,)).fetchone()
    return _closure(row) if row else None


def _last(db: Database, ids: Iterable[str]) -> dict[str, Closure]:
    now = present_by(db, ids)
    wanted = set(now.values())
    former = db.execute(
        "SELECT alias, matter_id FROM matter_aliases WHERE matter_id IN (SELECT value FROM json_each(?))",
        (id_list(wanted),),
    )
    called = {**dict(former.fetchall()), **{id_: id_ for id_ in wanted}}
    query = f"""
        SELECT {_COLUMNS} FROM json_each(?) j CROSS JOIN closures k ON k.matter_id = j.value
        WHERE state <> 'withdrawn' AND {_HOLDS} ORDER BY k.id
    """  # noqa: S608 - column names
    return {called[row[1]]: _closure(row) for row in db.execute(query, (id_list(called),)).fetchall()}


def _one(ledger: Ledger, number: int) -> Closure:
    found = closure(ledger, number)
    if found is None:
        raise LedgerError(f"there is no closing {number}", f"没有编号为{number}的销号申请。")
    return found


def _decide(
    db: Database,
    number: int,
    state: State,
    who: str,
    today: date,
    now: datetime,
    why: str = "",
    verified_id: int | None = None,
) -> None:
    db.execute(
        "UPDATE closures SET state = ?, decided_by = ?, decided_on = ?, decided_at = ?, why = ?, verified_id = ?"
        " WHERE id = ?",
        (state, who, today.isoformat(), to_text(now), why, verified_id, number),
    )


def _undo_claim(ledger: Ledger, number: int, who: str) -> None:
    row = ledger.db.execute(
        "SELECT c.id FROM closures k JOIN corrections c ON c.id = k.claimed_id WHERE k.id = ? AND c.undone_at IS NULL",
        (number,),
    ).fetchone()
    if row:
        undo(ledger, row[0], who=who, reason="销号申请没有通过")


def _drop_undone(db: Database, matter_id: str) -> None:
    """Let a proposal whose record was undone elsewhere wait no more."""
    db.execute("UPDATE closures SET state = 'withdrawn' WHERE matter_id = ? AND state = 'proposed'", (matter_id,))


def _take_back_reopening(ledger: Ledger, matter_id: str, today: date, who: str) -> None:
    """Undo a reopening of today: records count by the day, and it would outweigh the confirmation."""
    for one in corrections(ledger, matter_id):
        if one.kind == "reopen" and one.undone_at is None and one.args["on"] >= today.isoformat():
            undo(ledger, one.number, who=who, reason=f"{REOPENED}后已核实完成")


def _closure(row: Sequence[Any]) -> Closure:
    number, matter_id, state, by, on, evidence, photo, decided_by, decided_on, why = row
    day = date.fromisoformat(decided_on) if decided_on else None
    return Closure(number, matter_id, state, by, date.fromisoformat(on), evidence, photo, decided_by, day, why)

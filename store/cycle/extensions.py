"""延期: more time is asked for before the deadline, with a reason and a new day, and granted or refused by an editor.

What is granted is a record by hand (store/corrections.py, extend), so both days stay visible. A matter has at most one
request that waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from store.audit import record
from store.corrections import extend
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.hand_news import keep_hand_news
from store.ledger import Ledger
from store.loading import present_by
from store.moments import to_text
from store.standings import standings

State = Literal["asked", "granted", "refused"]
LONGEST = 300  # characters of a reason

_COLUMNS = "id, matter_id, state, asked_by, asked_on, before, until, reason, coalesce(decided_by, ''), why"


@dataclass(frozen=True, slots=True)
class Extension:
    """A request to move a deadline from `before` to `until`: who asked on which day, why, and what was decided by whom
    for what reason (`why`). People are named as in the audit log."""

    number: int
    matter_id: str
    state: State
    asked_by: str
    asked_on: date
    before: date
    until: date
    reason: str
    decided_by: str
    why: str


Tell = Callable[[Extension], object]  # called in the transaction of what it tells of


def nobody(_: Extension) -> None:
    """Tell nobody."""


def ask_extension(
    ledger: Ledger,
    matter_id: str,
    until: date,
    *,
    who: str,
    reason: str,
    today: date,
    now: datetime,
    tell: Tell = nobody,
) -> Extension:
    """The request for more time, made today; the same one again is the one that waits. `tell` writes a new one to who
    is to hear of it.

    LedgerError for an unknown matter, one that is done, one without a deadline or whose deadline has passed, a day that
    is not later, no reason, and where another request waits.
    """
    reason = " ".join(reason.split())[:LONGEST]
    db = ledger.db
    with transaction(db):
        matter = ledger.matter(matter_id, today)
        if matter is None:
            raise LedgerError(f"there is no matter {matter_id}", f"台账里没有事项 {matter_id}。")
        (how,) = standings(ledger, [matter], today)
        end = how.deadline.end if how.deadline else None
        if how.status == "done":
            raise LedgerError("the matter is done", "这个事项已经完成，不用延期。")
        if end is None:
            raise LedgerError("the matter has no deadline", "这个事项没有写明时限，不用延期。")
        if today > end:
            raise LedgerError(
                "the deadline has passed", f"时限{end}已过，延期要在到期前申请；请向编辑或管理员说明情况。"
            )
        if until <= end:
            raise LedgerError("the new day is not later", f"新的时限要晚于现在的{end}。")
        if not reason:
            raise LedgerError("say why more time is needed", "请写明延期的理由。")
        known = _waiting_for(ledger, matter.id)
        if known is not None:
            if (known.asked_by, known.until) == (who, until):
                return known
            raise LedgerError("another request waits", f"已有一个延到{known.until}的申请在等批复。")
        row = db.execute(
            "INSERT INTO extensions (matter_id, asked_by, asked_at, asked_on, before, until, reason, state)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, 'asked') RETURNING id",
            (matter.id, who, to_text(now), today.isoformat(), end.isoformat(), until.isoformat(), reason),
        ).fetchone()
        record(db, who, "ask extension", matter.id, extension=row[0], until=until.isoformat(), reason=reason)
        tell(_one(ledger, row[0]))
        return _one(ledger, row[0])


def grant(ledger: Ledger, number: int, *, who: str, today: date, now: datetime, tell: Tell = nobody) -> Extension:
    """The request, granted today by somebody else than who asked; as it is where it was decided before.

    LedgerError for who asked and for an unknown number.
    """
    with transaction(ledger.db):
        known = _one(ledger, number)
        if known.state != "asked":
            return known
        _refuse_the_asker(known, who)
        matter_id = present_by(ledger.db, [known.matter_id]).get(known.matter_id, known.matter_id)
        made = extend(ledger, matter_id, known.until, today, who=who, reason=known.reason)
        _decide(ledger, number, "granted", who, now, "", made)
        keep_hand_news(ledger, made, matter_id, today, now)
        tell(_one(ledger, number))
        return _one(ledger, number)


def refuse_extension(
    ledger: Ledger, number: int, *, who: str, why: str, now: datetime, tell: Tell = nobody
) -> Extension:
    """The request, refused with a reason; as it is where it was decided before.

    LedgerError without a reason, for who asked and for an unknown number.
    """
    why = " ".join(why.split())[:LONGEST]
    if not why:
        raise LedgerError("say why it is refused", "请写明不同意的理由。")
    with transaction(ledger.db):
        known = _one(ledger, number)
        if known.state != "asked":
            return known
        _refuse_the_asker(known, who)
        _decide(ledger, number, "refused", who, now, why, None)
        record(ledger.db, who, "refuse extension", known.matter_id, extension=number, why=why)
        tell(_one(ledger, number))
        return _one(ledger, number)


def extension(ledger: Ledger, number: int) -> Extension | None:
    """The request with this number, None if there is none."""
    query = f"SELECT {_COLUMNS} FROM extensions WHERE id = ?"  # noqa: S608 - column names
    with snapshot(ledger.db):
        row = ledger.db.execute(query, (number,)).fetchone()
    return _extension(row) if row else None


def waiting_extensions(ledger: Ledger) -> list[Extension]:
    """The requests that nobody decided yet, the oldest first."""
    query = f"SELECT {_COLUMNS} FROM extensions WHERE state = 'asked' ORDER BY id"  # noqa: S608 - column names
    with snapshot(ledger.db):
        return [_extension(row) for row in ledger.db.execute(query).fetchall()]


def _waiting_for(ledger: Ledger, matter_id: str) -> Extension | None:
    found = waiting_extensions(ledger)
    now = present_by(ledger.db, [one.matter_id for one in found])
    return next((one for one in found if now.get(one.matter_id, one.matter_id) == matter_id), None)


def _refuse_the_asker(known: Extension, who: str) -> None:
    if known.asked_by == who:
        raise LedgerError("an extension is granted by somebody else", "自己申请的延期要由别人批准。")


def _one(ledger: Ledger, number: int) -> Extension:
    found = extension(ledger, number)
    if found is None:
        raise LedgerError(f"there is no request {number}", f"没有编号为{number}的延期申请。")
    return found


def _decide(
    ledger: Ledger, number: int, state: State, who: str, now: datetime, why: str, correction: int | None
) -> None:
    ledger.db.execute(
        "UPDATE extensions SET state = ?, decided_by = ?, decided_at = ?, why = ?, correction_id = ? WHERE id = ?",
        (state, who, to_text(now), why, correction, number),
    )


def _extension(row: Sequence[Any]) -> Extension:
    number, matter_id, state, by, on, before, until, reason, decided_by, why = row
    asked_on, former, later = (date.fromisoformat(day) for day in (on, before, until))
    return Extension(number, matter_id, state, by, asked_on, former, later, reason, decided_by, why)

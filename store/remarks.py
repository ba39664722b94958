"""Personal reminders: a text at a moment that a person chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from store.database import snapshot, transaction
from store.ledger import Ledger
from store.moments import from_text, to_text

LONGEST = 300  # characters of a reminder's text
MOST = 200  # reminders of one person that may wait


@dataclass(frozen=True, slots=True)
class Remark:
    """A personal reminder; `written` once it was handed to the outbox."""

    id: int
    chat: int
    thread: int | None
    by: int
    at: datetime
    text: str
    matter_id: str | None
    state: Literal["waiting", "written", "cancelled"]


_COLUMNS = "id, chat, thread, by, at, text, matter_id, state"
_ADD = f"""
    INSERT INTO remarks (chat, thread, by, at, text, matter_id, state, made_at)
    VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?) RETURNING {_COLUMNS}
"""  # noqa: S608 - column names


def add(
    ledger: Ledger,
    chat: int,
    thread: int | None,
    by: int,
    at: datetime,
    text: str,
    matter_id: str | None,
    now: datetime,
) -> Remark:
    """A new reminder. Raises ValueError for one without text, in the past, or beyond what one person may have."""
    text = text.strip()[:LONGEST]
    if not text:
        raise ValueError("没有写要提醒什么")
    if at <= now:
        raise ValueError("提醒的时间已经过了")
    with transaction(ledger.db):
        count = ledger.db.execute("SELECT count(*) FROM remarks WHERE by = ? AND state = 'waiting'", (by,)).fetchone()
        if count[0] >= MOST:
            raise ValueError(f"每人最多保留{MOST}条待提醒")
        row = ledger.db.execute(
            _ADD,
            (chat, thread or 0, by, to_text(at), text, matter_id, to_text(now)),
        ).fetchone()
    return _remark(row)


def waiting(ledger: Ledger, chat: int) -> list[Remark]:
    """The reminders of a chat that are still to come, the next first."""
    query = f"SELECT {_COLUMNS} FROM remarks WHERE chat = ? AND state = 'waiting' ORDER BY at, id"  # noqa: S608
    with snapshot(ledger.db):
        return [_remark(row) for row in ledger.db.execute(query, (chat,))]


def remark(ledger: Ledger, chat: int, number: int) -> Remark | None:
    """The reminder of a chat with this number, None where it has none."""
    query = f"SELECT {_COLUMNS} FROM remarks WHERE chat = ? AND id = ?"  # noqa: S608
    with snapshot(ledger.db):
        row = ledger.db.execute(query, (chat, number)).fetchone()
    return _remark(row) if row else None


def cancel(ledger: Ledger, chat: int, number: int, by: int | None = None) -> bool:
    """Cancel a reminder that is still to come, if `by` made it (None: whoever did); False where there is none."""
    query = "UPDATE remarks SET state = 'cancelled' WHERE chat = ? AND id = ? AND by = ifnull(?, by)"
    with transaction(ledger.db):
        return bool(ledger.db.execute(f"{query} AND state = 'waiting'", (chat, number, by)).rowcount)


def snooze(ledger: Ledger, chat: int, number: int, at: datetime, by: int | None = None) -> bool:
    """Remind again at `at`, whether the reminder was already given or not, if `by` made it (None: whoever did).

    False where there is none.
    """
    query = "UPDATE remarks SET state = 'waiting', at = ? WHERE chat = ? AND id = ? AND by = ifnull(?, by)"
    with transaction(ledger.db):
        done = ledger.db.execute(f"{query} AND state <> 'cancelled'", (to_text(at), chat, number, by))
        return bool(done.rowcount)


def due(ledger: Ledger, now: datetime) -> list[Remark]:
    """The reminders whose moment has come, of all chats, the oldest first."""
    query = f"SELECT {_COLUMNS} FROM remarks WHERE state = 'waiting' AND at <= ? ORDER BY at, id"  # noqa: S608
    with snapshot(ledger.db):
        return [_remark(row) for row in ledger.db.execute(query, (to_text(now),))]


def _remark(row: tuple[int, int, int, int, str, str, str | None, Literal["waiting", "written", "cancelled"]]) -> Remark:
    id_, chat, thread, by, at, text, matter_id, state = row
    return Remark(id_, chat, thread or None, by, from_text(at), text, matter_id, state)

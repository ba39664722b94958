"""Messages to send, one row each, until they are known to have arrived.

Sending takes three steps, so that no message is lost and none is sent twice but for a crash between two of them:

1. `claim` takes rows by a conditional UPDATE: of two processes one gets the row.
2. The caller sends.
3. The caller records what came of it: `sent`, `retry`, `failed`, `dead` or `chat_off`.

A claim that nothing was recorded of within its lease belongs to a process that died, or that could not write to the
ledger then; its message may have arrived.
After three tries that may have arrived a row is `uncertain` and is not sent again; after five that failed by the
message itself it is `dead`. An administrator is told once of each (`unreported`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from store.addresses import FIRST
from store.chats import switch_off
from store.database import snapshot, transaction
from store.ledger import Ledger
from store.moments import to_text
from store.rows import id_list, to_json
from store.sqlite import Database

Kind = Literal["digest", "update", "personal", "brief", "notice", "dispatch", "round", "listing"]
State = Literal["waiting", "claimed", "sent", "uncertain", "dead", "off"]
Buttons = tuple[tuple[tuple[str, str], ...], ...]  # rows of (label, data)

LEASE = timedelta(minutes=2)
AMBIGUOUS_TRIES = 3
FAILURES = 5
PUSHED_AWAY = timedelta(hours=1)
KEPT = timedelta(days=400)

_COLUMNS = "id, chat, thread, kind, text, buttons, day, attempts, ambiguous, key, matters, why, state"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the outbox: Telegram HTML and rows of buttons (label, data) for a chat or its topic `thread`.

    `attempts` counts claims, this one included; `possibly_sent` says that an earlier try may have arrived; `day` is the
    local day that the message is of.
    """

    id: int
    chat: int
    thread: int | None
    kind: Kind
    text: str
    buttons: Buttons
    day: date
    attempts: int
    possibly_sent: bool
    key: str
    matters: tuple[str, ...] = ()
    why: str = ""
    state: State = "waiting"


def put(
    db: Database,
    chat: int,
    thread: int | None,
    kind: Kind,
    key: str,
    text: str,
    *,
    day: date,
    at: datetime,
    buttons: Buttons = (),
    matters: Iterable[str] = (),
) -> bool:
    """Add a message to be sent from `at` on, in the caller's transaction; False where one of this key is there.

    What is due after a restore (store/health.py) may have been sent before it, and says so.
    """
    row = (chat, thread or 0, kind, key, text, to_json(buttons), to_json(list(matters)), day.isoformat(), to_text(at))
    done = db.execute(
        "INSERT OR IGNORE INTO outbox (chat, thread, kind, key, text, buttons, matters, day, state, next_at, ambiguous)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?,"
        " (SELECT count(*) FROM heartbeat WHERE name = 'restored'))",
        row,
    )
    return done.rowcount == 1


def claim(
    ledger: Ledger,
    now: datetime,
    limit: int,
    *,
    owner: str,
    lease: timedelta = LEASE,
    resting: Iterable[int] = (),
    channels: bool = False,
) -> list[Message]:
    """At most `limit` messages that are due, now claimed for `owner`; those tried least first, then the oldest.

    `owner` names one run of one process, which has nothing in hand that it claimed longer than `lease` ago: what was,
    by whomever, comes back as possibly sent.
    Chats that are `resting` (Telegram's limits) are left out. Only messages to channels, or only others, are claimed.
    """
    with transaction(ledger.db):
        _take_back(ledger.db, now - lease)
        rows = ledger.db.execute(
            f"""
            UPDATE outbox SET state = 'claimed', owner = ?, claimed_at = ?, attempts = attempts + 1
            WHERE state = 'waiting' AND id IN (
                SELECT id FROM outbox
                WHERE state = 'waiting' AND next_at <= ? AND (chat < ?) = ?
                    AND chat NOT IN (SELECT value FROM json_each(?))
                ORDER BY attempts, id LIMIT ?)
            RETURNING {_COLUMNS}
            """,  # noqa: S608 - column names
            (owner, to_text(now), to_text(now), FIRST, channels, id_list(resting), limit),
        ).fetchall()
    return sorted(map(_message, rows), key=lambda message: (message.attempts, message.id))


def _take_back(db: Database, before: datetime) -> None:
    # Also the caller's own: what it has in hand is younger, so an old claim of its own is one it could not record.
    db.execute(
        """
        UPDATE outbox SET ambiguous = ambiguous + 1, owner = NULL, why = '进程中断，是否送达不明',
            state = CASE WHEN ambiguous + 1 >= ? THEN 'uncertain' ELSE 'waiting' END
        WHERE state = 'claimed' AND claimed_at <= ?
        """,
        (AMBIGUOUS_TRIES, to_text(before)),
    )


def sent(ledger: Ledger, message: int, message_id: int, now: datetime) -> None:
    """Record that a message arrived, whatever was thought of it meanwhile."""
    _record(ledger, message, "state = 'sent', message_id = ?, sent_at = ?, why = NULL", message_id, to_text(now))


def retry(ledger: Ledger, message: int, at: datetime, why: str, *, ambiguous: bool) -> State:
    """Send a message again at `at`; with `ambiguous` it may have arrived, and the third such try makes it uncertain."""
    if not ambiguous:
        _record(ledger, message, "state = 'waiting', next_at = ?, why = ?", to_text(at), why)
        return "waiting"
    changes = "ambiguous = ambiguous + 1, next_at = ?, why = ?, state = iif(ambiguous + 1 >= ?, 'uncertain', 'waiting')"
    return _record(ledger, message, changes, to_text(at), why, AMBIGUOUS_TRIES)


def failed(ledger: Ledger, message: int, why: str, now: datetime) -> State:
    """Push a message away that fails by itself, so that it blocks nobody; dead after the fifth time."""
    changes = "failures = failures + 1, next_at = ?, why = ?, state = iif(failures + 1 >= ?, 'dead', 'waiting')"
    return _record(ledger, message, changes, to_text(now + PUSHED_AWAY), why, FAILURES)


def dead(ledger: Ledger, message: int, why: str) -> None:
    """Give a message up that can never arrive."""
    _record(ledger, message, "state = 'dead', why = ?", why)


def shut_out(ledger: Ledger, message: int, why: str) -> None:
    """Give a message up whose chat may not read any more."""
    _record(ledger, message, "state = 'off', why = ?", why)


def _record(ledger: Ledger, message: int, changes: str, *values: object) -> State:
    query = f"UPDATE outbox SET {changes}, owner = NULL WHERE id = ? AND state <> 'sent' RETURNING state"  # noqa: S608
    with transaction(ledger.db):
        row = ledger.db.execute(query, (*values, message)).fetchone()
    return row[0] if row else "sent"


def chat_off(ledger: Ledger, chat: int, why: str, now: datetime) -> int:
    """Switch a chat off that cannot be reached, and give up what waits for it; returns how many messages waited."""
    with transaction(ledger.db):
        switch_off(ledger.db, chat, why, now)
        done = ledger.db.execute(
            "UPDATE outbox SET state = 'off', owner = NULL, why = ? WHERE chat = ? AND state IN ('waiting', 'claimed')",
            (why, chat),
        )
        return int(done.rowcount)


_MOVABLE = ("chats", "groups", "follows", "subscribers", "mutes", "reminded", "remarks", "outbox")


def moved(ledger: Ledger, old: int, new: int) -> None:
    """Let everything of a chat belong to the chat that it became (a group that was made a supergroup)."""
    with transaction(ledger.db):
        for table in _MOVABLE:
            ledger.db.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))  # noqa: S608
            ledger.db.execute(f"DELETE FROM {table} WHERE chat = ?", (old,))  # noqa: S608


def prune(ledger: Ledger, now: datetime, age: timedelta = KEPT) -> int:
    """Delete messages of days longer than `age` ago that nothing more is done with; returns how many.

    Their keys go with them, so `age` must be longer than anything that could be written down late.
    """
    with transaction(ledger.db):
        done = ledger.db.execute(
            "DELETE FROM outbox WHERE day < ?"
            " AND (state IN ('sent', 'off') OR state IN ('uncertain', 'dead') AND reported_at IS NOT NULL)",
            ((now - age).date().isoformat(),),
        )
        return int(done.rowcount)


def pending(ledger: Ledger) -> dict[str, int]:
    """State → how many messages are in it; states without any are left out."""
    with snapshot(ledger.db):
        return dict(ledger.db.execute("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state"))


def due(ledger: Ledger, now: datetime) -> bool:
    """Whether a message waits that can be sent to a chat of Telegram by now."""
    query = "SELECT 1 FROM outbox WHERE state = 'waiting' AND next_at <= ? AND chat >= ? LIMIT 1"
    with snapshot(ledger.db):
        return ledger.db.execute(query, (to_text(now), FIRST)).fetchone() is not None


def messages(ledger: Ledger, state: State, limit: int = 100) -> list[Message]:
    """The messages in a state, the newest first."""
    query = f"SELECT {_COLUMNS} FROM outbox WHERE state = ? ORDER BY id DESC LIMIT ?"  # noqa: S608 - column names
    with snapshot(ledger.db):
        return list(map(_message, ledger.db.execute(query, (state, limit))))


def unreported(db: Database, now: datetime) -> list[Message]:
    """The uncertain and dead messages that no administrator was told of yet; from now on they count as told.

    Call it in the transaction that writes the telling.
    """
    rows = db.execute(
        f"""
        UPDATE outbox SET reported_at = ?
        WHERE state IN ('uncertain', 'dead') AND reported_at IS NULL AND kind <> 'notice' RETURNING {_COLUMNS}
        """,  # noqa: S608 - column names
        (to_text(now),),
    ).fetchall()
    return sorted(map(_message, rows), key=lambda message: message.id)


def _message(row: Sequence[Any]) -> Message:
    id_, chat, thread, kind, text, buttons, day, attempts, ambiguous, key, matters, why, state = row
    return Message(
        id=id_,
        chat=chat,
        thread=thread or None,
        kind=kind,
        text=str(text),
        buttons=tuple(tuple((label, data) for label, data in line) for line in json.loads(str(buttons))),
        day=date.fromisoformat(str(day)),
        attempts=attempts,
        possibly_sent=bool(ambiguous),
        key=str(key),
        matters=tuple(json.loads(str(matters))),
        why=str(why or ""),
        state=state,
    )

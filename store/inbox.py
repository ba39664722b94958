"""Updates that arrived, kept until they are done, so that a process that dies loses none of them.

An update is taken before it counts as read by Telegram. At the start those that are not done come again: one whose
process died after it had acted on it and before it was marked as done is acted on twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from store.database import snapshot, transaction
from store.ledger import Ledger
from store.moments import to_text


def take(ledger: Ledger, update_id: int, payload: str, now: datetime) -> bool:
    """Keep an update, committed when this returns; False where it had been taken before."""
    with transaction(ledger.db):
        query = "INSERT OR IGNORE INTO inbox (update_id, payload, taken_at) VALUES (?, ?, ?)"
        return bool(ledger.db.execute(query, (update_id, payload, to_text(now))).rowcount)


def done(ledger: Ledger, update_id: int, now: datetime) -> bool:
    """Record that an update is done and forget what it said; False where it was done, or never taken."""
    with transaction(ledger.db):
        query = "UPDATE inbox SET done_at = ?, payload = '' WHERE update_id = ? AND done_at IS NULL"
        return bool(ledger.db.execute(query, (to_text(now), update_id)).rowcount)


def waiting(ledger: Ledger) -> list[tuple[int, str]]:
    """The updates that are not done (id, payload), in the order they came."""
    query = "SELECT update_id, payload FROM inbox WHERE done_at IS NULL ORDER BY update_id"
    with snapshot(ledger.db):
        return [(row[0], row[1]) for row in ledger.db.execute(query)]


def prune(ledger: Ledger, now: datetime, age: timedelta = timedelta(days=7)) -> int:
    """Delete updates that were done longer than `age` ago (Telegram keeps them for a day); returns how many."""
    with transaction(ledger.db):
        return int(ledger.db.execute("DELETE FROM inbox WHERE done_at < ?", (to_text(now - age),)).rowcount)

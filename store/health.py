"""How the bot is: when it last looked for what is due, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from store.database import snapshot, transaction
from store.ledger import Ledger
from store.moments import from_text, to_text

_OLDEST = "SELECT min(next_at) FROM outbox WHERE state IN ('waiting', 'claimed')"
_CHANNELS = "SELECT count(*), count(*) FILTER (WHERE tested_at IS NULL), max(tested_at) FROM channels"
_DRAFTS = "SELECT count(*), min(made_at) FROM drafts WHERE state = 'waiting'"


@dataclass(frozen=True, slots=True)
class Health:
    """The last tick; messages by state and since when the oldest is due; channels, how many never had a test arrive
    and when the last one did; documents that wait for review and since when. None where there is none."""

    tick: datetime | None
    messages: Mapping[str, int]
    oldest: datetime | None
    channels: int
    untested: int
    tested: datetime | None
    drafts: int
    held: datetime | None


def beat(ledger: Ledger, now: datetime) -> None:
    """Record that the bot looked for what is due."""
    with transaction(ledger.db):
        ledger.db.execute(
            "INSERT INTO heartbeat (name, at) VALUES ('tick', ?) ON CONFLICT DO UPDATE SET at = excluded.at",
            (to_text(now),),
        )


def count_as_restored(db: Database, now: datetime) -> None:
    """Record, in the caller's transaction, that the ledger is as it was some time ago: what is due may be sent."""
    db.execute("INSERT OR REPLACE INTO heartbeat (name, at) VALUES ('restored', ?)", (to_text(now),))


def count_as_caught_up(ledger: Ledger) -> None:
    """Record that all that was due when the ledger was restored is written down."""
    with transaction(ledger.db):
        ledger.db.execute("DELETE FROM heartbeat WHERE name = 'restored'")


def health(ledger: Ledger) -> Health:
    """How the bot is, as the ledger knows it."""
    db = ledger.db
    with snapshot(db):
        tick = db.execute("SELECT at FROM heartbeat WHERE name = 'tick'").fetchone()
        messages = dict(db.execute("SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state"))
        (oldest,) = db.execute(_OLDEST).fetchone()
        channels, untested, tested = db.execute(_CHANNELS).fetchone()
        drafts, held = db.execute(_DRAFTS).fetchone()
    return Health(
        tick=_moment(tick[0] if tick else None),
        messages=messages,
        oldest=_moment(oldest),
        channels=channels,
        untested=untested,
        tested=_moment(tested),
        drafts=drafts,
        held=_moment(held),
    )


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None

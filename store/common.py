"""What the ledger speaks of most: the places and topics that are offered to follow."""

from __future__ import annotations

from store.database import snapshot
from store.ledger import Ledger


def common_places(ledger: Ledger, limit: int) -> list[str]:
    """The places that most matters are about, the most frequent first."""
    return _most(ledger, "SELECT value FROM matters, json_each(places)", limit)


def common_topics(ledger: Ledger, limit: int) -> list[str]:
    """The topics that most matters belong to, the most frequent first."""
    return _most(ledger, "SELECT value FROM matters, json_each(topics)", limit)


def _most(ledger: Ledger, values: str, limit: int) -> list[str]:
    query = f"SELECT value FROM ({values}) GROUP BY value ORDER BY count(*) DESC, value LIMIT ?"  # noqa: S608 - ours
    with snapshot(ledger.db):
        return [str(row[0]) for row in ledger.db.execute(query, (limit,))]

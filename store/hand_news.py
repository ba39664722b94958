"""Records by hand that are news for those who follow: a matter that somebody confirmed as done, a deadline moved."""

from __future__ import annotations

from datetime import date, datetime

from store.by_hand import hand_source
from store.database import transaction
from store.ledger import Ledger
from store.news import keep_news
from store.standings import standings

_TOLD = ("completed", "deadline_later", "deadline_earlier")


def keep_hand_news(ledger: Ledger, number: int, matter_id: str, today: date, now: datetime) -> int:
    """Keep what the correction with this number changed in a matter, to be told as what a document changes is; how many
    changes that is. 0 where the matter stood so before."""
    db = ledger.db
    with transaction(db):
        source, matters = hand_source(db, number), ledger.matters(today, [matter_id])
        if source is None or not matters:
            return 0
        (how,) = standings(ledger, matters, today)
        found = [
            (matters[0].id, change)
            for change in how.changes
            if change.kind in _TOLD and change.files[-1:] == (source.file,)
        ]
        return keep_news(db, source, found, now)

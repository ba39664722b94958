"""Telling those whom it concerns what a document changed: one message each, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from commitments.following import change_concerns_place, concerns_topic
from commitments.model import Source
from store.chats import ZONE, all_settings
from store.database import snapshot, transaction
from store.follows import Follow, all_follows, mutes, question_matters
from store.ledger import Ledger
from store.loading import present_ids
from store.news import News, count_as_told, untold, untold_documents
from store.render import Render, put_card


def tell_news(ledger: Ledger, now: datetime, *, render: Render, zone: str = ZONE) -> int:
    """Write what documents changed, for everybody who follows something it concerns; returns how many messages."""
    return sum(_tell(ledger, source, now, render, zone) for source in untold_documents(ledger.db))


def _tell(ledger: Ledger, source: Source, now: datetime, render: Render, zone: str) -> int:
    """Tell everybody who follows something that a document changed, in one message each."""
    news = untold(ledger.db, source)
    concerned = _Concerned(ledger, news)
    key = f"{source.city}/{source.file} {max((one.id for one in news), default=0)}"
    made = 0
    with transaction(ledger.db):
        if not count_as_told(ledger.db, source, now):
            return 0
        subscribers = ledger.db.execute("SELECT chat, thread FROM subscribers ORDER BY chat, thread").fetchall()
        followed = all_follows(ledger, subscribers)
        chosen = all_settings(ledger.db, [chat for chat, _ in subscribers], zone)
        for to in subscribers:
            numbers = concerned.of(followed[to])
            if not numbers or not chosen[to[0]].on:
                continue
            muted = mutes(ledger, to[0])
            told = [one for one in news if one.id in numbers and muted.get(one.matter.id, now.date()) is not None]
            if told:
                today = chosen[to[0]].local(now).date()
                card = render.update_card(source, told, today)
                matters = list(dict.fromkeys(one.matter.id for one in told))
                made += put_card(ledger.db, to, "update", key, card, today, chosen[to[0]].open_from(now), matters)
    return made


class _Concerned:
    """Which news concern a follow; worked out once for all chats that follow the same."""

    def __init__(self, ledger: Ledger, news: Sequence[News]) -> None:
        self._ledger = ledger
        self._news = news
        self._known: dict[tuple[str, str], list[News]] = {}

    def of(self, followed: Sequence[Follow]) -> set[int]:
        """The numbers of the news that concern one of these follows and came after it."""
        return {one.id for follow in followed for one in self._meant(follow) if follow.since <= one.at}

    def _meant(self, follow: Follow) -> list[News]:
        key = (follow.kind, follow.value)
        if key not in self._known:
            self._known[key] = list(self._found(follow))
        return self._known[key]

    def _found(self, follow: Follow) -> Iterator[News]:
        value = follow.value
        if follow.kind == "place":
            yield from (one for one in self._news if change_concerns_place(value, one.matter, one.sighting))
        elif follow.kind == "topic":
            yield from (one for one in self._news if concerns_topic(value, one.matter))
        elif self._news:
            if follow.kind == "question":
                ids = question_matters(self._ledger, value, max(one.change.on for one in self._news))
            else:
                with snapshot(self._ledger.db):
                    ids = set(present_ids(self._ledger.db, [value]))
            yield from (one for one in self._news if one.matter.id in ids or one.matter.whole in ids)

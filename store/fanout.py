"""Telling those whom it concerns what a document changed: one message each, once."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from weakref import WeakKeyDictionary

from commitments.following import change_concerns_place, concerns_topic
from commitments.model import Source
from store.chats import ZONE, all_settings
from store.database import REMEDIES, primary_code, snapshot, transaction
from store.errors import LedgerError
from store.follows import Follow, all_follows, mutes, question_matters
from store.ledger import Ledger
from store.loading import present_ids
from store.news import News, count_as_told, last_untold, untold, untold_documents
from store.render import Render, put_card
from store.rows import to_json
from store.sqlite import Database

BATCH = 200  # chats that are written in one transaction, so that others need not wait long

AGAIN = timedelta(hours=1)  # until something that could not be put into words is tried again

log = logging.getLogger(__name__)

May = Callable[[int], bool]  # whether a chat may still read the ledger


def everybody(chat: int) -> bool:
    """Every chat may read: for a ledger that has no doors."""
    return True


def stops_all(error: Exception) -> bool:
    """Whether an error is the database's (locked, full, damaged), which the next message would meet as well."""
    return isinstance(error, LedgerError) or (isinstance(error, sqlite3.Error) and primary_code(error) in REMEDIES)


# Which documents rest after a failure, by city, file and last change, until when. A restart tries them at once.
_RESTING: WeakKeyDictionary[Database, dict[tuple[str, str, int], datetime]] = WeakKeyDictionary()


def tell_news(ledger: Ledger, now: datetime, *, render: Render, zone: str = ZONE, may: May = everybody) -> int:
    """Write what documents changed, for everybody who follows something it concerns; returns how many messages.

    Chats that `may` not read any more are told nothing. A document that cannot be told holds up no other; it is tried
    again after an hour.
    """
    made = 0
    resting = _RESTING.setdefault(ledger.db, {})
    for source in untold_documents(ledger.db):
        mark = (source.city, source.file, last_untold(ledger.db, source))
        if mark in resting and now < resting[mark]:
            continue
        resting.pop(mark, None)
        try:
            count, whole = _tell(ledger, source, now, render, zone, may)
            made += count
        except Exception as error:
            if stops_all(error):
                raise
            log.exception("what %s/%s changed cannot be told", source.city, source.file)
            whole = False
        if not whole:
            resting[mark] = now + AGAIN
    return made


def _tell(ledger: Ledger, source: Source, now: datetime, render: Render, zone: str, may: May) -> tuple[int, bool]:
    """Tell everybody who follows something that a document changed, in one message each; how many, and whether to all.

    A process that dies half way leaves the document untold; the next one begins again, and the keys keep those who
    were told from being told twice.
    """
    last = last_untold(ledger.db, source)
    named = f"{source.city}/{source.file} "
    news = [one for one in untold(ledger.db, source) if one.id <= last]
    concerned = _Concerned(ledger, news)
    with snapshot(ledger.db):
        query = "SELECT chat, thread FROM subscribers ORDER BY chat, thread"
        subscribers = [(row[0], row[1]) for row in ledger.db.execute(query)]
    made, whole = 0, True
    for first in range(0, len(subscribers), BATCH):
        batch = subscribers[first : first + BATCH]
        followed = all_follows(ledger, batch)
        with snapshot(ledger.db):
            chosen = all_settings(ledger.db, [chat for chat, _ in batch], zone)
            until = _told_until(ledger.db, batch, named)
        drafts = []
        for to in batch:
            fresh = [one for one in news if one.id > until.get(to, 0)]
            told = _told(ledger, to[0], fresh, concerned.of(followed[to])) if chosen[to[0]].on else []
            if told and may(to[0]):
                try:
                    drafts.append((to, told, render.update_card(source, told, chosen[to[0]].local(now).date())))
                except Exception as error:
                    _only_here(error, source, to[0])
                    whole = False
        with transaction(ledger.db):
            for to, told, card in drafts:
                how = chosen[to[0]]
                if not _subscribes(ledger.db, to):
                    continue
                matters = list(dict.fromkeys(one.matter.id for one in told))
                day, at = how.local(now).date(), how.open_from(now)
                try:
                    with transaction(ledger.db):
                        made += put_card(ledger.db, to, "update", f"{named}{last}", card, day, at, matters)
                except Exception as error:
                    _only_here(error, source, to[0])
                    whole = False
    if whole:
        with transaction(ledger.db):
            count_as_told(ledger.db, source, last, now)
    return made, whole


def _only_here(error: Exception, source: Source, chat: int) -> None:
    """Log what keeps one chat from being told; raises what the others would meet as well."""
    if stops_all(error):
        raise error
    log.error("what %s/%s changed cannot be told to chat %d", source.city, source.file, chat, exc_info=error)


def _told_until(db: Database, batch: Sequence[tuple[int, int]], named: str) -> dict[tuple[int, int], int]:
    """(chat, thread) → the last number of a document's news that an earlier message told there.

    A document may be read again with more in it while a telling that was broken off waits to go on.
    """
    query = (
        "SELECT o.chat, o.thread, substr(o.key, length(?) + 1) FROM json_each(?) j"
        " JOIN outbox o ON o.chat = j.value AND o.kind = 'update' AND substr(o.key, 1, length(?)) = ?"
    )
    chats = to_json(sorted({chat for chat, _ in batch}))
    found: dict[tuple[int, int], int] = {}
    for chat, thread, number in db.execute(query, (named, chats, named, named)):
        if number.isdecimal():  # not of another file whose name begins with this one's
            found[chat, thread] = max(int(number), found.get((chat, thread), 0))
    return found


def _subscribes(db: Database, to: tuple[int, int]) -> bool:
    """Whether the chat still follows anything, and was not removed while its message was being written."""
    return bool(db.execute("SELECT 1 FROM subscribers WHERE chat = ? AND thread = ?", to).fetchone())


def _told(ledger: Ledger, chat: int, news: Sequence[News], numbers: set[int]) -> list[News]:
    """The news that a chat is told: those that concern it, without the matters that it muted for good."""
    if not numbers:
        return []
    muted = mutes(ledger, chat)
    return [one for one in news if one.id in numbers and muted.get(one.matter.id, date.max) is not None]


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

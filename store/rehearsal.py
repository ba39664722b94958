"""Going through days again on a copy of the ledger: what a chat would have been sent, by the rules of the schedule.

The copy is in memory, so nothing of it can reach anybody. On each day the documents printed on it are read in the
morning, as if they had come then, and the clock is set to each moment at which something can be due.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commitments.model import Change, Matter, Source
from store.chats import ZONE, ChatSettings
from store.database import snapshot, transaction
from store.follows import Subject, follow
from store.ledger import Ledger
from store.moments import local_moment
from store.news import keep_news
from store.outbox import Message, claim, sent
from store.render import Render
from store.schedule import due_now
from store.sqlite import Database

CHAT = 1  # the chat of the rehearsal; it has the default settings
READING_HOUR = 8
_EMPTIED = (
    "chats", "follows", "subscribers", "mutes", "reminded", "news", "remarks", "outbox", "inbox", "members",
    "invitations", "groups", "channels",
)  # fmt: skip
_OF_DOCUMENT = """
    SELECT DISTINCT m.matter_id
    FROM documents d JOIN statements s ON s.document_id = d.id JOIN matter_statements m ON m.statement_id = s.id
    WHERE d.file = ? AND d.city = ? ORDER BY m.matter_id
"""

Changes = Callable[[Ledger, Source, Sequence[Matter]], list[tuple[str, Change]]]


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the rehearsal and the local moment at which it is sent."""

    at: datetime
    message: Message


def rehearse(
    ledger: Ledger,
    first: date,
    last: date,
    subjects: Sequence[Subject],
    *,
    render: Render,
    changes: Changes,
    zone: str = ZONE,
) -> Iterator[Said]:
    """What a chat that follows `subjects` from `first` on is sent up to `last`, in the order of sending.

    `changes` says what a document changed (store.tools). The ledger itself is only read.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with snapshot(ledger.db):
            ledger.db.conn.backup(connection)
        copy = Ledger(Database(connection, execute_plugins=False))
        with transaction(copy.db):
            for table in _EMPTIED:
                copy.db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        for subject in subjects:
            before = local_moment(first, 0, zone)
            follow(copy, CHAT, None, subject.kind, subject.value, subject.label, 0, before, zone=zone)
        printed: dict[date, list[Source]] = {}
        for source in copy.documents(last):
            printed.setdefault(source.published, []).append(source)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            morning = local_moment(day, READING_HOUR, zone)
            for source in printed.get(day, ()):
                _read(copy, source, morning, changes)
            for hour in (READING_HOUR, ChatSettings().hour):
                now = local_moment(day, hour, zone)
                due_now(copy, now, render=render, zone=zone)
                yield from _sent(copy, now, ChatSettings(zone=zone))


def _read(copy: Ledger, source: Source, now: datetime, changes: Changes) -> None:
    ids = [row[0] for row in copy.db.execute(_OF_DOCUMENT, (source.file, source.city))]
    made = changes(copy, source, copy.matters(source.published, ids))
    with transaction(copy.db):
        keep_news(copy.db, source, made, now)


def _sent(copy: Ledger, now: datetime, chosen: ChatSettings) -> Iterator[Said]:
    while messages := claim(copy, now, 50, owner="rehearsal"):
        for message in messages:
            sent(copy, message.id, message.id, now)
            yield Said(chosen.local(now), message)

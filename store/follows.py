"""Who follows what: a chat (or a topic of a forum) follows places, topics, matters and saved questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from commitments.following import concerns_place, concerns_topic
from commitments.model import Matter
from commitments.places import infer_home, resolve_place
from commitments.topics import all_topics
from store.audit import record
from store.chats import ZONE, all_settings, digest_day, next_digest
from store.database import snapshot, transaction
from store.documents import cities_of
from store.ledger import Ledger
from store.loading import present_ids
from store.members import person
from store.moments import from_text, to_text
from store.rows import id_list

Kind = Literal["place", "topic", "matter", "question"]
ANSWERS = 50  # matters of a saved question that are followed
LONGEST = 100  # characters of a saved question


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be followed; `value` is a place's official name, a topic, a matter's id or a question."""

    kind: Kind
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Follow:
    """A subject that a chat follows, in a topic of it (`thread`) or as a whole, `since` when and `by` whom."""

    id: int
    chat: int
    thread: int | None
    kind: Kind
    value: str
    label: str
    since: datetime
    by: int


_COLUMNS = "id, chat, thread, kind, value, label, since, by"
_OF_CHATS = """
    SELECT f.id, f.chat, f.thread, f.kind, f.value, f.label, f.since, f.by
    FROM json_each(?) j CROSS JOIN follows f ON f.chat = j.value ORDER BY f.id
"""


def follow(
    ledger: Ledger,
    chat: int,
    thread: int | None,
    kind: Kind,
    value: str,
    label: str,
    by: int,
    now: datetime,
    *,
    zone: str = ZONE,
) -> Follow:
    """The follow, new or as it was; reminders begin with the next digest of the chat.

    `zone` is the clock of a chat that chose none.
    """
    db = ledger.db
    with transaction(db):
        known = db.execute(
            "INSERT OR IGNORE INTO follows (chat, thread, kind, value, label, since, by) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (chat, thread or 0, kind, value, label, to_text(now), by),
        )
        if known.rowcount:
            record(db, person(by), "follow", value, chat=chat)
        chosen = all_settings(db, [chat], zone)[chat]
        day = digest_day(now, chosen)
        db.execute(
            "INSERT OR IGNORE INTO subscribers (chat, thread, reminded_until, next_at) VALUES (?, ?, ?, ?)",
            (chat, thread or 0, day.isoformat(), next_digest(day, chosen)),
        )
        row = db.execute(
            f"SELECT {_COLUMNS} FROM follows WHERE chat = ? AND thread = ? AND kind = ? AND value = ?",  # noqa: S608
            (chat, thread or 0, kind, value),
        ).fetchone()
    return _follow(row)


def unfollow(ledger: Ledger, chat: int, follow_id: int, by: int = 0) -> bool:
    """Whether the chat had this follow; it is gone now."""
    db = ledger.db
    with transaction(db):
        gone = db.execute("DELETE FROM follows WHERE chat = ? AND id = ? RETURNING value", (chat, follow_id)).fetchone()
        if gone is None:
            return False
        record(db, person(by), "unfollow", gone[0], chat=chat)
        db.execute(
            "DELETE FROM subscribers WHERE chat = ? AND NOT EXISTS ("
            " SELECT 1 FROM follows f WHERE f.chat = subscribers.chat AND f.thread = subscribers.thread)",
            (chat,),
        )
    return True


def follows(ledger: Ledger, chat: int) -> list[Follow]:
    """What a chat follows in all of its topics, the oldest first."""
    query = f"SELECT {_COLUMNS} FROM follows WHERE chat = ? ORDER BY id"  # noqa: S608 - column names
    with snapshot(ledger.db):
        return [_follow(row) for row in ledger.db.execute(query, (chat,))]


def all_follows(ledger: Ledger, chats: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[Follow]]:
    """(chat, thread or 0) → what is followed there, for the places given."""
    wanted = set(chats)
    found: dict[tuple[int, int], list[Follow]] = {place: [] for place in wanted}
    with snapshot(ledger.db):
        for row in ledger.db.execute(_OF_CHATS, (id_list({chat for chat, _ in wanted}),)):
            if (row[1], row[2]) in wanted:
                found[row[1], row[2]].append(_follow(row))
    return found


def _follow(row: tuple[int, int, int, Kind, str, str, str, int]) -> Follow:
    id_, chat, thread, kind, value, label, since, by = row
    return Follow(id_, chat, thread or None, kind, value, label, from_text(since), by)


class Selection:
    """Which of some matters a follow means; what was worked out for one follow is kept for the next of the same."""

    def __init__(self, ledger: Ledger, matters: Iterable[Matter], today: date) -> None:
        self._ledger = ledger
        self._today = today
        self.matters = {matter.id: matter for matter in matters}
        self._known: dict[tuple[Kind, str], frozenset[str]] = {}

    def ids(self, kind: Kind, value: str) -> frozenset[str]:
        """The ids of the matters that are meant."""
        if (kind, value) not in self._known:
            self._known[kind, value] = frozenset(self._meant(kind, value))
        return self._known[kind, value]

    def _meant(self, kind: Kind, value: str) -> Iterable[str]:
        if kind == "place":
            return [id_ for id_, matter in self.matters.items() if concerns_place(value, matter)]
        if kind == "topic":
            return [id_ for id_, matter in self.matters.items() if concerns_topic(value, matter)]
        if kind == "matter":
            with snapshot(self._ledger.db):
                return self.matters.keys() & set(present_ids(self._ledger.db, [value]))
        return self.matters.keys() & question_matters(self._ledger, value, self._today)


def question_matters(ledger: Ledger, question: str, today: date) -> set[str]:
    """The ids of the matters that answer a saved question."""
    from store.answers import answer  # loads the search, which few chats need

    return {one.matter.id for one in answer(ledger, question, today, ANSWERS).answers}


def followed_matters(ledger: Ledger, chat: int, today: date) -> list[Matter]:
    """The matters as known on `today` that a chat follows, in the order of their first print; muted ones too."""
    selection = Selection(ledger, ledger.matters(today), today)
    wanted: set[str] = set()
    for one in follows(ledger, chat):
        wanted |= selection.ids(one.kind, one.value)
    return [matter for id_, matter in selection.matters.items() if id_ in wanted]


def matters_of(ledger: Ledger, subject: Subject, today: date) -> set[str]:
    """The ids of the matters as known on `today` that a subject stands for; empty where there are none yet."""
    return set(Selection(ledger, ledger.matters(today), today).ids(subject.kind, subject.value))


def meant(ledger: Ledger, words: str) -> list[Subject]:
    """What a person may mean to follow, best first: a place, a topic, or the question that the words are.

    Several subjects of one kind are a choice to offer. 西工 → 西工区; 漯河区 in a ledger of 洛阳 → 瀍河区; 养老 → the
    topic; 西工区 电梯 → the question; [] for nothing to ask.
    """
    words = " ".join(words.split())[:LONGEST]
    with snapshot(ledger.db):
        homes = [infer_home("", city)[0] for city in cities_of(ledger.db)]
    places = [Subject("place", unit.name, unit.name) for home in homes if home for unit in resolve_place(words, home)]
    topics = [Subject("topic", topic.name, topic.name) for topic in all_topics() if topic.name == words]
    if places or topics:
        return list(dict.fromkeys([*places, *topics]))
    return [Subject("question", words, words)] if words else []


def mute(ledger: Ledger, chat: int, matter_id: str, until: date | None, by: int) -> None:
    """Do not remind a chat of a matter before `until` (never again without it); on that day it is reminded of once."""
    with transaction(ledger.db):
        ledger.db.execute(
            "INSERT INTO mutes (chat, matter_id, until, by) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET until = excluded.until, by = excluded.by",
            (chat, matter_id, until and until.isoformat(), by),
        )
        record(ledger.db, person(by), "mute", matter_id, chat=chat, until=until and until.isoformat())


def unmute(ledger: Ledger, chat: int, matter_id: str, by: int = 0) -> bool:
    """Whether the chat had muted the matter or put it off; it has no longer."""
    with transaction(ledger.db):
        gone = ledger.db.execute("DELETE FROM mutes WHERE chat = ? AND matter_id = ?", (chat, matter_id)).rowcount
        if gone:
            record(ledger.db, person(by), "unmute", matter_id, chat=chat)
    return bool(gone)


def mutes(ledger: Ledger, chat: int) -> dict[str, date | None]:
    """Id of a matter → the day that it was put off to, None for one that is muted for good."""
    with snapshot(ledger.db):
        rows = ledger.db.execute("SELECT matter_id, until FROM mutes WHERE chat = ?", (chat,)).fetchall()
        now = {id_: (present_ids(ledger.db, [id_]) or [id_])[0] for id_, _ in rows}
    return {now[id_]: date.fromisoformat(until) if until else None for id_, until in rows}


def is_muted(muted: dict[str, date | None], matter_id: str, today: date) -> bool:
    """Whether a chat with these mutes is not to be reminded of a matter today."""
    if matter_id not in muted:
        return False
    until = muted[matter_id]
    return until is None or today < until

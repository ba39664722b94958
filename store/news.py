"""What each document changed, kept in its own transaction until those whom it concerns are told.

A document that is read again tells nothing; one that was corrected tells only what it had not said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from commitments.model import Change, Matter, Sighting, Source
from commitments.wording import say_quantity
from store.by_hand import hand_number, hand_source
from store.database import snapshot
from store.loading import load_matters, present_ids
from store.moments import from_text, to_text
from store.rows import names, to_json
from store.sqlite import Database


@dataclass(frozen=True, slots=True)
class News:
    """A change that a document made in a matter, the statement behind it, and the moment it was read."""

    id: int
    matter: Matter
    change: Change
    sighting: Sighting | None
    at: datetime


def keep_news(
    db: Database, source: Source, changes: Iterable[tuple[str, Change]], now: datetime, *, told: bool = False
) -> int:
    """Keep what a document changed (matter id, change), to be told once; with `told` it counts as told already.

    What an earlier reading of the document found, nobody was told of yet and this one does not find is dropped; what
    both find keeps its number, by which those who are just being told of it are known. Inside the caller's transaction;
    returns how many changes are new.
    """
    at = to_text(now)
    last = int(db.execute("SELECT coalesce(max(id), 0) FROM news").fetchone()[0])
    found: set[int] = set()
    rows = [
        (
            source.file,
            source.city,
            matter_id,
            change.kind,
            change.before or "",
            change.after or "",
            change.on.isoformat(),
            to_json(change.files),
            at,
            at if told else None,
        )
        for matter_id, change in changes
    ]
    query = (
        "INSERT INTO news (file, city, matter_id, kind, before, after, day, files, at, told_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
        " SET day = excluded.day, files = excluded.files, told_at = coalesce(told_at, excluded.told_at) RETURNING id"
    )
    for row in rows:
        found.update(number for (number,) in db.execute(query, row).fetchall())
    db.execute(
        "DELETE FROM news WHERE file = ? AND city = ? AND told_at IS NULL"
        " AND id NOT IN (SELECT value FROM json_each(?))",
        (source.file, source.city, to_json(sorted(found))),
    )
    return sum(number > last for number in found)


def forget_news(db: Database, source: Source) -> None:
    """Tell nothing more of a document that was withdrawn; inside the caller's transaction."""
    db.execute("DELETE FROM news WHERE file = ? AND city = ?", (source.file, source.city))


def untold_documents(db: Database) -> list[Source]:
    """The documents, and the records by hand, with changes that nobody was told of yet, in the order they came."""
    query = """
        SELECT n.file, d.title, d.published, n.city, d.publisher
        FROM (SELECT file, city, min(id) AS first FROM news WHERE told_at IS NULL GROUP BY file, city) n
        LEFT JOIN documents d ON n.file = d.file AND n.city = d.city ORDER BY n.first
    """
    with snapshot(db):
        found = [_untold_source(db, *row) for row in db.execute(query).fetchall()]
    return [source for source in found if source is not None]


def _untold_source(
    db: Database, file: str, title: str | None, published: str, city: str, publisher: str
) -> Source | None:
    if title is not None:
        return Source(file, title, date.fromisoformat(published), city, publisher)
    number = hand_number(file)
    return hand_source(db, number) if number is not None else None


def untold(db: Database, source: Source) -> list[News]:
    """What a document changed and nobody was told of yet, each with the matter as known on the day of print."""
    query = """
        SELECT id, matter_id, kind, before, after, day, files, at FROM news
        WHERE file = ? AND city = ? AND told_at IS NULL ORDER BY id
    """
    with snapshot(db):
        rows = db.execute(query, (source.file, source.city)).fetchall()
        ids = {row[1]: next(iter(present_ids(db, [row[1]])), None) for row in rows}
        wanted = sorted({id_ for id_ in ids.values() if id_})
        matters = {matter.id: matter for matter in load_matters(db, source.published, wanted)}
    found = []
    for number, matter_id, kind, before, after, day, files, at in rows:
        matter = matters.get(ids[matter_id] or "")
        if matter is not None:
            change = Change(kind, before or None, after or None, date.fromisoformat(day), names(files))
            found.append(News(number, matter, change, said(matter, change, source), from_text(at)))
    return found


def last_untold(db: Database, source: Source) -> int:
    """The number of the last of a document's news that nobody was told of yet, 0 for none."""
    query = "SELECT coalesce(max(id), 0) FROM news WHERE file = ? AND city = ? AND told_at IS NULL"
    with snapshot(db):
        return int(db.execute(query, (source.file, source.city)).fetchone()[0])


def count_as_told(db: Database, source: Source, last: int, now: datetime) -> None:
    """Let a document's news up to this number count as told; inside the caller's transaction."""
    query = "UPDATE news SET told_at = ? WHERE file = ? AND city = ? AND id <= ? AND told_at IS NULL"
    db.execute(query, (to_text(now), source.file, source.city, last))


def said(matter: Matter, change: Change, source: Source) -> Sighting | None:
    """The statement of a document that a change rests on: the one that says the new value, else its first."""
    inside = [one for one in matter.sightings if (one.source.file, one.source.city) == (source.file, source.city)]
    return _saying(inside, change) or next(iter(inside), None)


def _saying(sightings: Sequence[Sighting], change: Change) -> Sighting | None:
    for sighting in sightings:
        statement = sighting.statement
        end = statement.deadline.end.isoformat() if statement.deadline and statement.deadline.end else ""
        values = {end, statement.firmness, statement.action, *map(say_quantity, statement.quantities)}
        if change.after and (change.after in values or any(change.after.startswith(v) for v in values if v)):
            return sighting
    return None

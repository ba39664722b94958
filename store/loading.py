"""Documents, statements and matters as they come out of the tables.

Every query takes its ids as one JSON array, so that a page of matters costs the same few queries as one matter.
`today` leaves out what was printed later; None leaves out nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from commitments.model import Matter, Sighting, Source
from store.by_hand import hand_sightings
from store.rows import STATEMENT_COLUMNS, id_list, names, statement_of
from store.sqlite import Database

_STATEMENT = ", ".join(f"s.{column}" for column in STATEMENT_COLUMNS)
_PRINT_ORDER = "ORDER BY d.published, d.file, d.city, s.start_at, s.end_at, s.id"

_DOCUMENTS = """
    SELECT id, file, title, published, city, publisher FROM documents
    WHERE published <= ? ORDER BY published, file, city
"""
_DOCUMENTS_BY_ID = """
    SELECT id, file, title, published, city, publisher FROM documents
    WHERE id IN (SELECT value FROM json_each(?))
"""
_STATEMENTS = f"""
    SELECT s.id, s.document_id, {_STATEMENT}
    FROM json_each(:ids) j CROSS JOIN statements s ON s.id = j.value CROSS JOIN documents d ON d.id = s.document_id
    WHERE d.published <= :today {_PRINT_ORDER}
"""  # noqa: S608 - column names
_OF_MATTERS = f"""
    SELECT m.matter_id, s.document_id, {_STATEMENT}
    FROM json_each(:ids) j CROSS JOIN matter_statements m ON m.matter_id = j.value
    CROSS JOIN statements s ON s.id = m.statement_id CROSS JOIN documents d ON d.id = s.document_id
    WHERE d.published <= :today {_PRINT_ORDER}
"""  # noqa: S608 - column names
_MATTERS = """
    SELECT id, title, city, places, year, topics, whole FROM matters WHERE id IN (SELECT value FROM json_each(?))
"""
_PRINTED = """
    SELECT DISTINCT m.matter_id
    FROM json_each(:ids) j CROSS JOIN matter_statements m ON m.matter_id = j.value
    CROSS JOIN statements s ON s.id = m.statement_id CROSS JOIN documents d ON d.id = s.document_id
    WHERE d.published <= :today
"""
_PRESENT = """
    SELECT alias, matter_id FROM matter_aliases WHERE alias IN (SELECT value FROM json_each(:ids))
    UNION SELECT id, id FROM matters WHERE id IN (SELECT value FROM json_each(:ids))
"""


def print_order(sighting: Sighting) -> tuple[date, str, str, int, int]:
    """The sort key of sightings: day of print, document, place in the text."""
    source, statement = sighting.source, sighting.statement
    return (source.published, source.file, source.city, statement.start, statement.end)


def load_documents(db: Database, today: date | None) -> list[Source]:
    """The documents printed by `today`, in the order of print."""
    return [_source(row) for row in db.execute(_DOCUMENTS, (_day(today),))]


def load_sightings(db: Database, statement_ids: Iterable[int]) -> dict[int, Sighting]:
    """Statement id → the statement in its document, in the order of print; unknown ids are left out."""
    return dict(_sightings(db, _STATEMENTS, statement_ids, None))


def load_matters(db: Database, today: date | None, ids: Sequence[str] | None) -> list[Matter]:
    """The matters with these present ids, in that order, or all in the order of first print, as known on `today`."""
    wanted = [row[0] for row in db.execute("SELECT id FROM matters")] if ids is None else ids
    found: dict[str, list[Sighting]] = {}
    for id_, sighting in _sightings(db, _OF_MATTERS, wanted, today):
        found.setdefault(id_, []).append(sighting)
    for id_, sighting in hand_sightings(db, None if ids is None else ids, today):
        if id_ in found:
            found[id_] = sorted([*found[id_], sighting], key=print_order)
    head = {row[0]: row for row in db.execute(_MATTERS, (id_list(found),))}
    wholes = {row[6] for row in head.values() if row[6]}
    known = wholes if today is None else found.keys() | _printed(db, wholes - found.keys(), today)
    return [_matter(head[id_], found[id_], known) for id_ in (found if ids is None else ids) if id_ in found]


def present_ids(db: Database, ids: Sequence[str]) -> list[str]:
    """Each id as the matter is called now, in the given order, once; unknown ids are left out."""
    now = present_by(db, ids)
    return list(dict.fromkeys(now[id_] for id_ in ids if id_ in now))


def present_by(db: Database, ids: Iterable[str]) -> dict[str, str]:
    """Id, former or present → what the matter is called now; unknown ids are left out."""
    return dict(db.execute(_PRESENT, {"ids": id_list(ids)}))


def _sightings(
    db: Database, query: str, ids: Iterable[int | str], today: date | None
) -> Iterator[tuple[Any, Sighting]]:
    rows = db.execute(query, {"ids": id_list(ids), "today": _day(today)}).fetchall()
    used = id_list({row[1] for row in rows})
    sources = {row[0]: _source(row) for row in db.execute(_DOCUMENTS_BY_ID, (used,))}
    for row in rows:
        yield row[0], Sighting(source=sources[row[1]], statement=statement_of(row[2:]))


def _printed(db: Database, ids: Iterable[str], today: date) -> set[str]:
    return {row[0] for row in db.execute(_PRINTED, {"ids": id_list(ids), "today": _day(today)})}


def _day(today: date | None) -> str:
    return (today or date.max).isoformat()


def _source(row: Sequence[Any]) -> Source:
    _, file, title, published, city, publisher = row
    return Source(file=file, title=title, published=date.fromisoformat(published), city=city, publisher=publisher)


def _matter(row: Sequence[Any], sightings: list[Sighting], known: Iterable[str]) -> Matter:
    id_, title, city, places, year, topics, whole = row
    return Matter(
        id=id_,
        title=title,
        city=city,
        places=names(places),
        year=year,
        topics=names(topics),
        sightings=tuple(sightings),
        whole=whole if whole in known else None,
    )

"""Keeping matters in step with statements, at the cost of what changed and not of the whole ledger.

Linking compares statements that share a block key, and joins those that are tied. So a change can only touch the
statements that are connected with the changed ones over ties (the neighbourhood); only these are linked anew, and the
result is the same as linking everything. What people corrected ties statements together in the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from commitments.model import Matter, Sighting, Source
from store.amend import Link, amended
from store.loading import load_sightings
from store.rows import id_list, to_json
from store.sqlite import Database

# The statements of the second group that those of the first are tied to: commitments/pairs.py.
Tied = Callable[[Sequence[Sighting], Sequence[Sighting]], set[Sighting]]

_NEIGHBOURS = """
    SELECT DISTINCT b.statement_id
    FROM json_each(?) j CROSS JOIN block_keys a ON a.statement_id = j.value CROSS JOIN block_keys b ON b.key = a.key
"""
_TIED_BY_HAND = """
    SELECT DISTINCT b.statement_id
    FROM json_each(?) j CROSS JOIN correction_anchors a ON a.statement_id = j.value
    JOIN corrections c ON c.id = a.correction_id
    JOIN correction_anchors b ON b.correction_id = a.correction_id
    WHERE c.undone_at IS NULL AND c.kind IN ('merge', 'split', 'rename') AND b.statement_id IS NOT NULL
"""
# Of several statements with these words, the one with this item.
_FIND_ANCHORS = """
    UPDATE correction_anchors SET statement_id = (
        SELECT id FROM (
            SELECT s.id, s.item <> correction_anchors.item AS other
            FROM statements s JOIN documents d ON d.id = s.document_id
            WHERE d.file = :file AND d.city = :city AND s.quote = correction_anchors.quote)
        ORDER BY other, id LIMIT 1)
    WHERE statement_id IS NULL AND file = :file AND city = :city
"""
_MEMBERS = """
    SELECT statement_id, matter_id FROM matter_statements WHERE statement_id IN (SELECT value FROM json_each(?))
"""
_WRITE_MATTER = """
    INSERT INTO matters (id, title, city, places, year, topics, whole) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET title = excluded.title, city = excluded.city, places = excluded.places,
        year = excluded.year, topics = excluded.topics, whole = excluded.whole
    WHERE (title, city, places, year, topics, whole) IS NOT
        (excluded.title, excluded.city, excluded.places, excluded.year, excluded.topics, excluded.whole)
"""
_WRITE_MEMBER = """
    INSERT INTO matter_statements (statement_id, matter_id) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET matter_id = excluded.matter_id WHERE matter_id <> excluded.matter_id
"""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a linking did: the ids of the matters it looked at, and of those that were not there before."""

    matters: tuple[str, ...]
    new: tuple[str, ...]


def _with_a_common_key(db: Database, ids: Iterable[int]) -> set[int]:
    return {row[0] for row in db.execute(_NEIGHBOURS, (id_list(ids),))}


def _tied_by_hand(db: Database, ids: Iterable[int]) -> set[int]:
    return {row[0] for row in db.execute(_TIED_BY_HAND, (id_list(ids),))}


def neighbourhood(db: Database, ids: Iterable[int], tied: Tied | None) -> dict[int, Sighting]:
    """The statements that are connected with `ids` over ties, corrections and matters, `ids` included, by ids.

    Without `tied`, every two statements that share a block key count as tied.
    """
    near = load_sightings(db, ids)
    found: dict[int, Sighting] = {}
    border = dict(near)
    while border:
        found |= border
        # Older rules may have put together what the present ones would not: a matter is linked anew as a whole.
        always = _tied_by_hand(db, border) | _of_their_matters(db, border)
        beside = (_with_a_common_key(db, border) | always) - found.keys()
        near |= load_sightings(db, beside - near.keys())
        others = {id_: near[id_] for id_ in beside if id_ in near}
        if tied is not None:
            chosen = tied(list(border.values()), list(others.values()))
            others = {id_: seen for id_, seen in others.items() if id_ in always or seen in chosen}
        border = others
    return found


def _of_their_matters(db: Database, ids: Iterable[int]) -> set[int]:
    return set(members_of(db, set(matters_of(db, ids).values())))


def matters_of(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """Statement id → matter id."""
    return dict(db.execute(_MEMBERS, (id_list(ids),)))


def members_of(db: Database, matter_ids: Iterable[str]) -> list[int]:
    """The ids of the statements that these matters are made of."""
    query = "SELECT statement_id FROM matter_statements WHERE matter_id IN (SELECT value FROM json_each(?))"
    return [row[0] for row in db.execute(query, (id_list(matter_ids),))]


def find_anchors(db: Database, source: Source) -> None:
    """Tie corrections to the statements of a document that came back, by the words that they were said of."""
    db.execute(_FIND_ANCHORS, {"file": source.file, "city": source.city})


def relink(
    db: Database, changed: Iterable[int], gone: Mapping[int, str], link: Link, tied: Tied | None = None
) -> Linked:
    """Link the neighbourhood of the `changed` statements anew and write what differs; inside the caller's transaction.

    `gone` says which matter each statement that was deleted had been in, so that these matters end or shrink.
    """
    near = neighbourhood(db, changed, tied)
    before = {**gone, **matters_of(db, near)}
    number = {sighting: id_ for id_, sighting in near.items()}
    matters = amended(db, link(list(number)), number, link)
    after = {number[sighting]: matter.id for matter in matters for sighting in matter.sightings}
    _refuse_taken(db, matters, before)
    db.conn.executemany(_WRITE_MATTER, map(_matter_row, matters))
    db.conn.executemany(_WRITE_MEMBER, after.items())
    _end_matters(db, before, after)
    new = set(after.values()) - set(before.values())
    return Linked(tuple(matter.id for matter in matters), tuple(sorted(new)))


def _matter_row(matter: Matter) -> tuple[str | int | None, ...]:
    places, topics = to_json(matter.places), to_json(matter.topics)
    return (matter.id, matter.title, matter.city, places, matter.year, topics, matter.whole)


def _refuse_taken(db: Database, matters: Sequence[Matter], before: Mapping[int, str]) -> None:
    """Two matters of one id would silently become one: linking must tell them apart."""
    new = {matter.id for matter in matters} - set(before.values())
    query = "SELECT id FROM matters WHERE id IN (SELECT value FROM json_each(?))"
    if taken := [row[0] for row in db.execute(query, (id_list(new),))]:
        raise ValueError(f"linking gave the ids {taken} to matters of other statements")


def _end_matters(db: Database, before: Mapping[int, str], after: Mapping[int, str]) -> None:
    """Delete the matters that no statement is in any more; their ids go on as names of what their statements are in."""
    ended = sorted(set(before.values()) - set(after.values()))
    heirs: dict[str, Counter[str]] = {id_: Counter() for id_ in ended}
    for statement, id_ in before.items():
        if id_ in heirs and statement in after:
            heirs[id_][after[statement]] += 1
    for id_ in ended:
        if heirs[id_]:
            heir = min(heirs[id_], key=lambda other: (-heirs[id_][other], other))
            db.execute("UPDATE matter_aliases SET matter_id = ? WHERE matter_id = ?", (heir, id_))
            db.execute("INSERT OR REPLACE INTO matter_aliases (alias, matter_id) VALUES (?, ?)", (id_, heir))
    db.execute("DELETE FROM matters WHERE id IN (SELECT value FROM json_each(?))", (id_list(ended),))
    present = id_list(set(after.values()))
    db.execute("DELETE FROM matter_aliases WHERE alias IN (SELECT value FROM json_each(?))", (present,))

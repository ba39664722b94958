"""Writing a document into the tables with all that follows from it; inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commitments.model import Sighting, Source, Statement
from store import documents as table
from store.loading import load_sightings
from store.relink import Linked, find_anchors, matters_of, neighbourhood, relink
from store.rows import id_list
from store.sqlite import Database
from store.task_groups import write_groups
from store.tools import Tools


@dataclass(frozen=True, slots=True)
class Written:
    """A document in the tables, its matters still to be linked: `near` are the statements that may be touched, `gone`
    the matters of statements that are no more."""

    number: int
    source: Source
    differs: bool
    near: frozenset[int]
    gone: Mapping[int, str]


def write_document(db: Database, old: table.Stored | None, document: table.Document, tools: Tools) -> Written:
    """Write a document, its articles, statements, keys and index; inside the caller's transaction."""
    differs = old is None or table.update_document(db, old, document)
    number = table.insert_document(db, document) if old is None else old.id
    table.write_articles(db, number, document.reading)
    before = table.statement_ids(db, number)
    members = matters_of(db, before)
    statements = tuple(dict.fromkeys(document.reading.statements))
    same = {Sighting(document.source, one) for one in statements} == set(load_sightings(db, before).values())
    near = set() if same else neighbourhood(db, before, tools.tied).keys()
    tools.unindex(db, before)
    ids, touched = table.write_statements(db, number, statements)
    write_groups(db, number, document.text)
    keys = (
        (key, id_)
        for id_, statement in zip(ids, statements, strict=True)
        for key in tools.block_keys(Sighting(document.source, statement))
    )
    db.execute("DELETE FROM block_keys WHERE statement_id IN (SELECT value FROM json_each(?))", (id_list(ids),))
    db.conn.executemany("INSERT INTO block_keys (key, statement_id) VALUES (?, ?)", keys)
    find_anchors(db, document.source)
    tools.index(db, zip(ids, map(_findable, statements), strict=True))
    gone = {id_: members[id_] for id_ in set(before) - set(ids) if id_ in members}
    return Written(number, document.source, differs or touched, frozenset(near | set(ids)), gone)


def link_written(db: Database, written: Iterable[Written], tools: Tools) -> Linked:
    """Bring the matters in step with documents that were written; inside the same transaction."""
    near: set[int] = set()
    gone: dict[int, str] = {}
    for one in written:
        near |= one.near
        gone |= one.gone
    return relink(db, near - gone.keys(), gone, tools.link, tools.tied)


def _findable(statement: Statement) -> str:
    """The words that a statement is found by: its own, and the item and places that only its surroundings name."""
    missing = (word for word in (statement.item, *statement.places) if word not in statement.quote)
    return " ".join((statement.quote, *missing))

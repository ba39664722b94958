"""The truth that an index of statements is built from: their texts, and the log of what was added and taken out.

Both are written in the transaction that writes the statements. An index outside the database remembers up to which
change it has read the log; the stamp of that change tells it whether it has read this database or another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from commitments.tokens import VERSION, Written, written
from store.sqlite import Database

KEPT = 100_000  # changes that the log keeps; an index that is further behind is built anew
_BATCH = 1000

_TABLES = (
    "CREATE TABLE search_texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL, chars TEXT NOT NULL, sounds TEXT NOT NULL)",
    "CREATE TABLE search_state ("
    "tokens_version INTEGER NOT NULL, statements INTEGER NOT NULL, read_to INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS search_log ("
    "change INTEGER PRIMARY KEY AUTOINCREMENT, statement INTEGER NOT NULL, removed INTEGER NOT NULL,"
    " stamp INTEGER NOT NULL DEFAULT (random()))",
)

Form = tuple[int, Written]
"""A statement's id, and its text as it is compared."""


def create_texts(db: Database) -> None:
    """Make the tables, without any text; a log that is there stays, and a new one begins with a change of nothing."""
    for statement in _TABLES:
        db.execute(statement)
    if not head(db):
        _log(db, [0], removed=False)
    db.execute("INSERT INTO search_state VALUES (?, 0, ?)", (VERSION, head(db)))


def add_texts(db: Database, rows: Iterable[tuple[int, str]]) -> list[Form]:
    """Keep the texts of new statements; an id that is there raises sqlite3.IntegrityError."""
    forms = [(id_, text, written(text)) for id_, text in rows]
    _insert(db, forms)
    _log(db, [id_ for id_, _, _ in forms], removed=False)
    return [(id_, form) for id_, _, form in forms]


def remove_texts(db: Database, ids: Iterable[int]) -> list[Form]:
    """Drop the texts of statements and give back what they were; unknown ids are passed over."""
    forms = list(forms_of(db, sorted(set(ids))))
    gone = [id_ for id_, _ in forms]
    db.execute("DELETE FROM search_texts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(gone),))
    db.execute("UPDATE search_state SET statements = statements - ?", (len(gone),))
    _log(db, gone, removed=True)
    return forms


def renew_texts(db: Database) -> Iterator[int]:
    """Write every text's forms anew, as this version compares them; yields how many are done.

    The tables may be those of an earlier version. Every index must be built anew afterwards.
    """
    db.execute("ALTER TABLE search_texts RENAME TO search_texts_before")
    db.execute("DROP TABLE search_state")
    create_texts(db)
    done, last = 0, None
    while True:
        query = "SELECT id, text FROM search_texts_before WHERE ?1 IS NULL OR id > ?1 ORDER BY id LIMIT ?2"
        rows = db.execute(query, (last, _BATCH)).fetchall()
        if not rows:
            break
        _insert(db, [(id_, text, written(text)) for id_, text in rows])
        done, last = done + len(rows), rows[-1][0]
        yield done
    db.execute("DROP TABLE search_texts_before")
    db.execute("UPDATE search_state SET read_to = -1")


def _insert(db: Database, forms: Sequence[tuple[int, str, Written]]) -> None:
    rows = ((id_, _storable(text), form.chars, form.sounds) for id_, text, form in forms)
    db.conn.executemany("INSERT INTO search_texts VALUES (?, ?, ?, ?)", rows)
    db.execute("UPDATE search_state SET statements = statements + ?", (len(forms),))


def _storable(text: str) -> str:
    """The text without lone surrogates, which SQLite cannot keep."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _log(db: Database, ids: Iterable[int], *, removed: bool) -> None:
    db.conn.executemany(
        "INSERT INTO search_log (statement, removed) VALUES (?, ?)", ((id_, int(removed)) for id_ in ids)
    )
    db.execute("DELETE FROM search_log WHERE change <= ?", (head(db) - KEPT,))


def head(db: Database) -> int:
    """The number of the last change."""
    return int(db.execute("SELECT coalesce(max(change), 0) FROM search_log").fetchone()[0])


def stamp(db: Database, change: int) -> int | None:
    """What tells a change from the one of the same number in another database; None if the log does not hold it."""
    row = db.execute("SELECT stamp FROM search_log WHERE change = ?", (change,)).fetchone()
    return None if row is None else int(row[0])


def changed_since(db: Database, change: int) -> dict[int, bool]:
    """Statement → whether one of its changes after this one took it out; a statement may be there again since."""
    query = "SELECT statement, max(removed) FROM search_log WHERE change > ? GROUP BY statement"
    return {id_: bool(removed) for id_, removed in db.execute(query, (change,))}


def tokens_version(db: Database) -> int:
    """The version of the tokens that the kept forms are of."""
    return int(db.execute("SELECT tokens_version FROM search_state").fetchone()[0])


def total(db: Database) -> int:
    """How many statements there are to find."""
    return int(db.execute("SELECT statements FROM search_state").fetchone()[0])


def forms_of(db: Database, ids: Sequence[int]) -> Iterator[Form]:
    """The statements with these ids; unknown ids are left out."""
    query = "SELECT id, chars, sounds FROM search_texts WHERE id IN (SELECT value FROM json_each(?))"
    for id_, chars, sounds in db.execute(query, (json.dumps(ids),)):
        yield id_, Written(chars, sounds)


def all_forms(db: Database) -> Iterator[list[Form]]:
    """Every statement, in batches."""
    cursor = db.execute("SELECT id, chars, sounds FROM search_texts ORDER BY id")
    while rows := cursor.fetchmany(_BATCH):
        yield [(id_, Written(chars, sounds)) for id_, chars, sounds in rows]

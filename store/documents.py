"""Documents in their tables: found by name or text, written, corrected with their history kept, taken out.

A document is known by its file name and city. Statements that a corrected document still makes keep their rows, and so
their ids: matters, corrections and old buttons go on pointing at them.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from commitments.model import Reading, Source, Statement
from store.audit import now
from store.files import Metadata
from store.rows import STATEMENT_COLUMNS, article_row, day, id_list, names, statement_of, statement_row, to_json
from store.sqlite import Database

_FIELDS = (
    "file", "city", "title", "publisher", "published", "published_why", "year", "year_why", "doubts", "given",
    "sha256", "text",
)  # fmt: skip
_NAMES, _MARKS = ", ".join(_FIELDS), ", ".join("?" * len(_FIELDS))
_COLUMNS = ", ".join(STATEMENT_COLUMNS)
# How alike (0–100) the words of two statements are that are one statement, corrected.
_SAME_STATEMENT = 75
# Beyond this many comparisons statements are taken as other ones: the text is another one.
_COMPARISONS = 250_000
# Of the shorter text's runs of five characters, the share that two versions of one document have in common.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is to stand in the table; `given` is what people said about it, `why` the source of the date."""

    source: Source
    reading: Reading
    given: Metadata
    why: str
    text: str

    def values(self) -> tuple[Any, ...]:
        """The values of _FIELDS."""
        source, reading = self.source, self.reading
        return (
            source.file, source.city, source.title, source.publisher, source.published.isoformat(), self.why,
            reading.year, reading.year_why, to_json(reading.doubts), given_json(self.given),
            digest(self.text), self.text,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """A document that is in the ledger."""

    id: int
    source: Source
    given: Metadata
    sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """A former state of a document; `read_at` and `replaced_at` are ISO moments in UTC."""

    file: str
    city: str
    title: str
    published: date
    read_at: str
    replaced_at: str
    why: Literal["corrected", "withdrawn"]
    text: str


def digest(text: str) -> str:
    """What tells one text from another: the SHA-256 of its utf-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_alike(text: str, other: str) -> bool:
    """Whether two texts are versions of one document, by the words in common, wherever their lines are broken."""
    joined = ["".join(one[:50_000].split()) for one in (text, other)]
    runs = [{words[i : i + 5] for i in range(len(words) - 4)} for words in joined]
    return len(runs[0] & runs[1]) >= _ALIKE * min(map(len, runs))


def find_by_text(db: Database, sha256: str) -> Stored | None:
    """The document with this very text, under whatever name."""
    return next(_stored(db, "sha256 = ?", sha256), None)


def find_by_name(db: Database, file: str) -> list[Stored]:
    """The documents with this file name, one a city."""
    return list(_stored(db, "file = ?", file))


def find_by_id(db: Database, document_id: int) -> Stored | None:
    """The document with this number."""
    return next(_stored(db, "id = ?", document_id), None)


def cities_of(db: Database) -> list[str]:
    """The cities that the documents are about, those of most documents first."""
    rows = db.execute("SELECT city FROM documents WHERE city != '' GROUP BY city ORDER BY count(*) DESC, city")
    return [str(row[0]) for row in rows.fetchall()]


def doubts_of(db: Database, document_id: int) -> tuple[str, ...]:
    """What the reader was unsure of about a document as a whole."""
    return names(db.execute("SELECT doubts FROM documents WHERE id = ?", (document_id,)).fetchone()[0])


def text_of(db: Database, document_id: int) -> str:
    """The text of a document."""
    return str(db.execute("SELECT text FROM documents WHERE id = ?", (document_id,)).fetchone()[0])


def statement_ids(db: Database, document_id: int) -> list[int]:
    """The ids of a document's statements in text order."""
    query = "SELECT id FROM statements WHERE document_id = ? ORDER BY start_at, end_at, id"
    return [row[0] for row in db.execute(query, (document_id,))]


def insert_document(db: Database, document: Document) -> int:
    """The id of a new row for this document, without articles and statements yet."""
    query = f"INSERT INTO documents ({_NAMES}, read_at) VALUES ({_MARKS}, ?) RETURNING id"  # noqa: S608 - column names
    return int(db.execute(query, (*document.values(), now())).fetchone()[0])


def update_document(db: Database, old: Stored, document: Document) -> bool:
    """Bring a document's row up to date, its former text and date kept as a version; whether anything differed."""
    values = document.values()
    query = f"SELECT {_NAMES} FROM documents WHERE id = ?"  # noqa: S608 - column names
    if db.execute(query, (old.id,)).fetchone() == values:
        return False
    if (old.sha256, old.source) != (digest(document.text), document.source):
        keep_version(db, old.id, "corrected")
    query = f"UPDATE documents SET ({_NAMES}, read_at) = ({_MARKS}, ?) WHERE id = ?"  # noqa: S608 - column names
    db.execute(query, (*values, now(), old.id))
    moved = (document.source.file, document.source.city, old.source.file, old.source.city)
    if moved[:2] != moved[2:]:
        for owned in ("correction_anchors", "verdicts"):
            query = f"UPDATE OR REPLACE {owned} SET file = ?, city = ? WHERE file = ? AND city = ?"  # noqa: S608 - ours
            db.execute(query, moved)
    return True


def keep_version(db: Database, document_id: int, why: Literal["corrected", "withdrawn"]) -> None:
    """Copy a document as it stands into the history."""
    db.execute(
        """INSERT INTO document_versions (file, city, title, published, read_at, replaced_at, why, sha256, text)
        SELECT file, city, title, published, read_at, ?, ?, sha256, text FROM documents WHERE id = ?""",
        (now(), why, document_id),
    )


def versions(db: Database, file: str) -> list[Version]:
    """What documents of this name were before they were corrected or withdrawn, the latest first."""
    query = """
        SELECT file, city, title, published, read_at, replaced_at, why, text FROM document_versions
        WHERE file = ? ORDER BY id DESC
    """
    rows = db.execute(query, (file,)).fetchall()
    return [
        Version(name, city, title, date.fromisoformat(printed), *rest) for name, city, title, printed, *rest in rows
    ]


def write_articles(db: Database, document_id: int, reading: Reading) -> None:
    """Replace a document's articles."""
    db.execute("DELETE FROM articles WHERE document_id = ?", (document_id,))
    db.conn.executemany(
        "INSERT INTO articles (document_id, title, start_at, end_at, city, places, year) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((document_id, *article_row(article)) for article in reading.articles),
    )


def write_statements(db: Database, document_id: int, new: Sequence[Statement]) -> tuple[list[int], bool]:
    """Make these the statements of a document: their ids in the given order, and whether anything differed."""
    query = f"SELECT id, {_COLUMNS} FROM statements WHERE document_id = ? ORDER BY id"  # noqa: S608 - column names
    old = {row[0]: statement_of(row[1:]) for row in db.execute(query, (document_id,))}
    rows = _matched(old, new)
    gone = old.keys() - set(rows)
    db.execute("DELETE FROM statements WHERE id IN (SELECT value FROM json_each(?))", (id_list(gone),))
    marks = ", ".join("?" * len(STATEMENT_COLUMNS))
    insert = f"INSERT INTO statements (document_id, {_COLUMNS}) VALUES (?, {marks}) RETURNING id"  # noqa: S608
    update = f"UPDATE statements SET ({_COLUMNS}) = ({marks}) WHERE id = ?"  # noqa: S608 - column names
    ids: list[int] = []
    for statement, row in zip(new, rows, strict=True):
        if row is None:
            ids.append(db.execute(insert, (document_id, *statement_row(statement))).fetchone()[0])
            continue
        ids.append(row)
        if statement != old[row]:
            db.execute(update, (*statement_row(statement), row))
    differs = bool(gone) or any(row is None or old[row] != one for one, row in zip(new, rows, strict=True))
    return ids, differs


def _matched(old: dict[int, Statement], new: Sequence[Statement]) -> list[int | None]:
    """For each new statement the row of the old one that it is: the same words, else nearly the same."""
    by_words: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for id_, statement in old.items():
        by_words[_words(statement)].append(id_)
    rows = [by_words[_words(statement)].pop(0) if by_words[_words(statement)] else None for statement in new]
    left = {id_: old[id_] for ids in by_words.values() for id_ in ids}
    open_places = [place for place, row in enumerate(rows) if row is None]
    if not left or not open_places or len(left) * len(open_places) > _COMPARISONS:
        return rows
    from rapidfuzz import fuzz, process

    for place in open_places:
        quotes = {id_: statement.quote for id_, statement in left.items() if statement.kind == new[place].kind}
        best = process.extractOne(new[place].quote, quotes, scorer=fuzz.ratio, score_cutoff=_SAME_STATEMENT)
        if best is not None:
            rows[place] = best[2]
            del left[best[2]]
    return rows


def _words(statement: Statement) -> tuple[str, str, str]:
    return (statement.kind, statement.item, statement.quote)


def _stored(db: Database, where: str, value: str | int) -> Iterator[Stored]:
    query = f"SELECT id, file, title, published, city, publisher, given, sha256 FROM documents WHERE {where}"  # noqa: S608
    for id_, file, title, published, city, publisher, given, sha256 in db.execute(query, (value,)).fetchall():
        source = Source(file=file, title=title, published=date.fromisoformat(published), city=city, publisher=publisher)
        yield Stored(id_, source, given_of(given), sha256)


def given_json(given: Metadata) -> str:
    said = {item.name: getattr(given, item.name) for item in fields(given)}
    return to_json({name: str(value) for name, value in said.items() if value})


def given_of(text: str) -> Metadata:
    said = json.loads(text)
    return Metadata(**{**said, "published": day(said.get("published"))})

"""The index of statements that questions are answered from: SQLite FTS5, in the ledger's file and transaction.

Tokens are ours (commitments/tokens.py); FTS5 only keeps them, so that its own syntax never meets a user's text. A
statement's text is kept beside its tokens: the index can always be built anew from it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from commitments.asked import Term, terms
from commitments.rank import Ranker, rarest
from commitments.tokens import VERSION, Written, index_tokens, normalise, written

CANDIDATES = 200
# Candidates are compared in portions, and no further when a portion holds nothing near the best one.
_PORTION, _FAR_BEHIND = 40, 0.15
_BATCH = 1000  # statements between two reports of progress

_TABLES = (
    # The ascii tokenizer parts text at ASCII punctuation and space only: every other character is part of a token.
    "CREATE VIRTUAL TABLE search USING fts5(tokens, tokenize = 'ascii')",
    "CREATE TABLE search_texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL, chars TEXT NOT NULL, sounds TEXT NOT NULL)",
    "CREATE TABLE search_counts (token TEXT PRIMARY KEY, statements INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE search_state (tokens_version INTEGER NOT NULL, statements INTEGER NOT NULL)",
)


def create_index(db: Database) -> None:
    """Make the tables of an empty index."""
    for statement in _TABLES:
        db.execute(statement)
    db.execute("INSERT INTO search_state VALUES (?, 0)", (VERSION,))


def index_statements(db: Database, rows: Iterable[tuple[int, str]]) -> None:
    """Add statements (id, the text to be found by) inside the caller's transaction; an id must be new."""
    _renew(db)
    counts: Counter[str] = Counter()
    added = 0
    for id_, text in rows:
        form = written(text)
        tokens = index_tokens(form)
        db.execute("INSERT INTO search (rowid, tokens) VALUES (?, ?)", (id_, " ".join(tokens)))
        db.execute("INSERT INTO search_texts VALUES (?, ?, ?, ?)", (id_, _storable(text), form.chars, form.sounds))
        counts.update(tokens)
        added += 1
    _count(db, counts, added)


def unindex_statements(db: Database, ids: Iterable[int]) -> None:
    """Take statements out of the index inside the caller's transaction; unknown ids are passed over."""
    _renew(db)
    counts: Counter[str] = Counter()
    removed = 0
    for id_ in ids:
        row = db.execute("SELECT tokens FROM search WHERE rowid = ?", (id_,)).fetchone()
        if row is None:
            continue
        counts.subtract(row[0].split())
        db.execute("DELETE FROM search WHERE rowid = ?", (id_,))
        db.execute("DELETE FROM search_texts WHERE id = ?", (id_,))
        removed += 1
    _count(db, counts, -removed)
    db.execute("DELETE FROM search_counts WHERE statements = 0")


def rebuild(db: Database) -> Iterator[int]:
    """Build the index anew from its texts inside the caller's transaction; yields how many statements are done."""
    rows = db.execute("SELECT id, text FROM search_texts ORDER BY id").fetchall()
    for table in ("search", "search_texts", "search_counts", "search_state"):
        db.execute(f"DROP TABLE {table}")
    create_index(db)
    for start in range(0, len(rows), _BATCH):
        index_statements(db, rows[start : start + _BATCH])
        yield min(start + _BATCH, len(rows))


def _renew(db: Database) -> None:
    """Build the index anew if another version of the tokens made it: both kinds in one index find nothing."""
    if db.execute("SELECT tokens_version FROM search_state").fetchone()[0] != VERSION:
        for _ in rebuild(db):
            pass


def _storable(text: str) -> str:
    """The text without lone surrogates, which SQLite cannot keep."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _count(db: Database, counts: Counter[str], added: int) -> None:
    db.conn.executemany(
        "INSERT INTO search_counts VALUES (?, ?)"
        " ON CONFLICT (token) DO UPDATE SET statements = statements + excluded.statements",
        counts.items(),
    )
    db.execute("UPDATE search_state SET statements = statements + ?", (added,))


def indexed(db: Database) -> int:
    """How many statements are in the index."""
    return int(db.execute("SELECT statements FROM search_state").fetchone()[0])


def token_counts(db: Database, tokens: Iterable[str]) -> dict[str, int]:
    """Token → how many statements hold it; tokens that none holds are left out."""
    query = "SELECT token, statements FROM search_counts WHERE token IN (SELECT value FROM json_each(?))"
    return dict(db.execute(query, (json.dumps(list(tokens)),)))


def candidates(db: Database, subject: str, limit: int = CANDIDATES) -> list[tuple[int, float]]:
    """Statements that share rare tokens with the subject words: id and bm25 (higher is better), best first."""
    asked = terms(subject)
    return _matches(db, rarest(asked, _counts_of(db, asked)), (), limit)


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that fits a question, and how well (0 to 1)."""

    id: int
    score: float


def find(
    db: Database, wordings: Sequence[Sequence[Term]], places: Sequence[str] = (), limit: int = CANDIDATES
) -> list[Hit]:
    """The statements that fit any of the wordings of a question's subject, best first.

    `places` are names of which a statement must hold one.
    """
    best: dict[int, float] = {}
    for wording in wordings:
        counts = _counts_of(db, wording)
        score = Ranker(wording, counts, indexed(db)).score
        found = [id_ for id_, _ in _matches(db, rarest(wording, counts), places, limit)]
        for start in range(0, len(found), _PORTION):
            fits = {id_: score(form) for id_, form in _forms(db, found[start : start + _PORTION])}
            best.update((id_, fit) for id_, fit in fits.items() if fit > best.get(id_, 0.0))
            if max(fits.values(), default=0.0) < max(best.values(), default=0.0) - _FAR_BEHIND:
                break
    return sorted((Hit(id_, fit) for id_, fit in best.items() if fit), key=lambda hit: (-hit.score, hit.id))


def ranker(db: Database, wordings: Sequence[Sequence[Term]]) -> Callable[[Written], float]:
    """What `find` scores statements by, for texts that are at hand."""
    scores = [Ranker(wording, _counts_of(db, wording), indexed(db)).score for wording in wordings]
    return lambda form: max(score(form) for score in scores)


def _counts_of(db: Database, asked: Sequence[Term]) -> dict[str, int]:
    return token_counts(db, {pair.token for term in asked for pair in term.pairs})


def _matches(db: Database, tokens: Sequence[str], places: Sequence[str], limit: int) -> list[tuple[int, float]]:
    """Ids and scores of the statements that hold any of the tokens, and one of the places."""
    if not tokens:
        return []
    query = _any(map(_quoted, tokens))
    if places:
        query = f"{query} AND {_any(' AND '.join(map(_quoted, _neighbours(place))) for place in places)}"
    rows = db.execute("SELECT rowid, -rank FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?", (query, limit))
    return [(int(id_), float(score)) for id_, score in rows]


def _neighbours(place: str) -> list[str]:
    chars = normalise(place)
    return [chars[i : i + 2] for i in range(len(chars) - 1)] or [chars]


def _any(queries: Iterable[str]) -> str:
    return "(" + " OR ".join(f"({query})" for query in queries) + ")"


def _quoted(token: str) -> str:
    """A token as FTS5 reads it literally."""
    return '"' + token.replace('"', '""') + '"'


def _forms(db: Database, ids: Sequence[int]) -> Iterator[tuple[int, Written]]:
    query = "SELECT id, chars, sounds FROM search_texts WHERE id IN (SELECT value FROM json_each(?))"
    for id_, chars, sounds in db.execute(query, (json.dumps(ids),)):
        yield id_, Written(chars, sounds)

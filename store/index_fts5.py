"""The index that SQLite keeps, in the ledger's file and transaction: FTS5 over tokens of ours.

FTS5 keeps nothing but which statements hold a token (`detail = none`, no sizes): its own ranking looks up
every match, and its tail grows with the table. Statements are weighed here instead: the lists of rare tokens are read
whole, common tokens are looked up only among the statements that these gave. Its syntax never meets a user's text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from math import log

from commitments.tokens import index_tokens
from store.database import transaction
from store.index_texts import Form, all_forms, head, total
from store.sqlite import Database

LISTED = 1500  # entries of tokens' lists that are read whole; the tokens after these only weigh what was found
LISTED_TOKENS = 6  # tokens whose lists are read at least, where they are no longer than that

_TABLES = (
    # The ascii tokenizer parts text at ASCII punctuation and space only: every other character is part of a token.
    # The column is read from the texts, so that the table can be dumped like any other; what is indexed are the tokens.
    """CREATE VIRTUAL TABLE search USING fts5(
        chars, content = 'search_texts', content_rowid = 'id', columnsize = 0, detail = none, tokenize = 'ascii'
    )""",
    "CREATE TABLE search_counts (token TEXT PRIMARY KEY, statements INTEGER NOT NULL) WITHOUT ROWID",
)
_BULK, _USUAL = 64 << 20, 1 << 20  # bytes that FTS5 gathers before it writes


class Fts5Index:
    """The index in the database itself."""

    def read_to(self, db: Database) -> int:
        """The number of the last change that the index has read; -1 where it must be built anew."""
        return int(db.execute("SELECT read_to FROM search_state").fetchone()[0])

    def ready(self, db: Database) -> None:
        """Build the index anew if it lags: a statement can only be taken out of an index that holds it."""
        self.catch_up(db)

    def write(self, db: Database, added: Sequence[Form], removed: Sequence[Form]) -> None:
        """Take over a change inside the caller's transaction."""
        counts: Counter[str] = Counter()
        for id_, form in removed:
            tokens = index_tokens(form)
            db.execute("INSERT INTO search (search, rowid, chars) VALUES ('delete', ?, ?)", (id_, " ".join(tokens)))
            counts.subtract(tokens)
        counts.update(_insert(db, added))
        _count(db, counts)
        if removed:
            db.execute("DELETE FROM search_counts WHERE statements = 0")
        db.execute("UPDATE search_state SET read_to = ?", (head(db),))

    def catch_up(self, db: Database) -> None:
        """Build the index anew if statements were written without it, by a process that used another index."""
        if self.read_to(db) == head(db):
            return
        for _ in self.rebuild(db):
            pass

    def rebuild(self, db: Database) -> Iterator[int]:
        """Build the index anew in one transaction; yields how many statements are done."""
        with transaction(db):
            for table in ("search", "search_counts"):
                db.execute(f"DROP TABLE IF EXISTS {table}")
            create_tables(db)
            _set(db, "hashsize", _BULK)
            counts: Counter[str] = Counter()
            done = 0
            for batch in all_forms(db):
                counts.update(_insert(db, batch))
                done += len(batch)
                yield done
            _count(db, counts)
            db.execute("INSERT INTO search (search) VALUES ('optimize')")
            _set(db, "hashsize", _USUAL)
            db.execute("UPDATE search_state SET read_to = ?", (head(db),))

    def counts(self, db: Database, tokens: Iterable[str]) -> dict[str, int]:
        """Token → how many statements hold it; tokens that none holds are left out."""
        query = "SELECT token, statements FROM search_counts WHERE token IN (SELECT value FROM json_each(?))"
        return dict(db.execute(query, (json.dumps(list(tokens)),)))

    def holding(
        self,
        db: Database,
        tokens: Sequence[str],
        counts: Mapping[str, int],
        places: Sequence[Sequence[str]],
        limit: int,
    ) -> list[tuple[int, float]]:
        """The statements that hold most of the tokens, rare ones counting more: id and score, best first."""
        statements = total(db)
        listed = _listed(tokens, counts)
        scores: dict[int, float] = {}
        for token in listed:
            weight = log(1 + statements / counts[token])
            for id_ in _list(db, _quoted(token)):
                scores[id_] = scores.get(id_, 0.0) + weight
        found = _any(map(_quoted, listed))
        for token in tokens[len(listed) :]:
            weight = log(1 + statements / counts[token])
            for id_ in _list(db, f"{found} AND {_quoted(token)}"):
                scores[id_] += weight
        if places:
            inside = set(_list(db, f"{found} AND {_any(' AND '.join(map(_quoted, place)) for place in places)}"))
            scores = {id_: score for id_, score in scores.items() if id_ in inside}
        return nlargest(limit, scores.items(), key=lambda item: (item[1], -item[0]))


def create_tables(db: Database) -> None:
    """Make the tables of an empty index."""
    for statement in _TABLES:
        db.execute(statement)


def _insert(db: Database, forms: Iterable[Form]) -> Counter[str]:
    """Add statements; gives back how many of them hold each token."""
    counts: Counter[str] = Counter()
    for id_, form in forms:
        tokens = index_tokens(form)
        db.execute("INSERT INTO search (rowid, chars) VALUES (?, ?)", (id_, " ".join(tokens)))
        counts.update(tokens)
    return counts


def _count(db: Database, counts: Counter[str]) -> None:
    db.conn.executemany(
        "INSERT INTO search_counts VALUES (?, ?)"
        " ON CONFLICT (token) DO UPDATE SET statements = statements + excluded.statements",
        sorted(counts.items()),
    )


def _set(db: Database, option: str, value: int) -> None:
    db.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (option, value))


def _listed(tokens: Sequence[str], counts: Mapping[str, int]) -> Sequence[str]:
    """The tokens whose lists are read whole: the rarest ones, until they have given enough."""
    held = 0
    for number, token in enumerate(tokens):
        if held and held + counts[token] > LISTED and (number >= LISTED_TOKENS or counts[token] > LISTED):
            return tokens[:number]
        held += counts[token]
    return tokens


def _list(db: Database, query: str) -> list[int]:
    """The statements that a query matches. As one JSON text, they arrive twice as fast as row by row."""
    found: list[int] = json.loads(
        db.execute("SELECT json_group_array(rowid) FROM search WHERE search MATCH ?", (query,)).fetchone()[0]
    )
    return found


def _any(queries: Iterable[str]) -> str:
    return "(" + " OR ".join(f"({query})" for query in queries) + ")"


def _quoted(token: str) -> str:
    """A token as FTS5 reads it literally."""
    return '"' + token.replace('"', '""') + '"'

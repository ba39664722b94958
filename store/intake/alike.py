"""Whether a text is in the ledger already: the same, in another layout, as another version, or reprinted in part.

Documents that may be meant are found by the statements that they share word for word; the words of these are compared
then, as a whole and article by article, wherever their lines are broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commitments.model import Reading, Source
from store import documents as table
from store.rows import to_json
from store.sqlite import Database

How = Literal["same", "layout", "version", "reprint"]
RUN = 5  # characters
MOST = 8  # documents that are compared, those with most statements in common
LONGEST = 200_000  # characters of a text that are compared
_ALIKE = 0.5  # of one text's runs of characters, the share that the other has
_SAME_SIZE = 0.6  # of the longer one's length, what the shorter one has at least: else it is a part of it
_SHORTEST = 60  # characters of an article; shorter ones are alike by chance


@dataclass(frozen=True, slots=True)
class Alike:
    """A document that says the same: `same` to the letter, `layout` with other line breaks, `version` with few other
    words, `reprint` in part. `share` is how much of the new text it has (0–1); `articles` are the titles of the new
    text's articles that it has, where that is not all."""

    document: int
    source: Source
    how: How
    share: float
    articles: tuple[str, ...] = ()


def find_alike(db: Database, text: str, reading: Reading) -> tuple[Alike, ...]:
    """The documents of the ledger that say the same as this text, the most alike first."""
    same = table.find_by_text(db, table.digest(text))
    if same is not None:
        return (Alike(same.id, same.source, "same", 1.0),)
    compared = (_compare(db, id_, text, reading) for id_ in _sharing(db, reading))
    return tuple(sorted((one for one in compared if one), key=lambda one: (one.how == "reprint", -one.share)))


def _sharing(db: Database, reading: Reading) -> list[int]:
    """The documents with statements in the very words of this reading's, most first, and those of its title."""
    quotes = to_json(sorted({one.quote for one in reading.statements}))
    query = (
        "SELECT document_id FROM statements WHERE quote IN (SELECT value FROM json_each(?))"
        " GROUP BY document_id ORDER BY count(*) DESC, document_id LIMIT ?"
    )
    titled = "SELECT id FROM documents WHERE title = ? ORDER BY published DESC, id LIMIT ?"
    rows = [*db.execute(query, (quotes, MOST)), *db.execute(titled, (reading.title, MOST))]
    return list(dict.fromkeys(row[0] for row in rows))


def _compare(db: Database, document: int, text: str, reading: Reading) -> Alike | None:
    stored = table.find_by_id(db, document)
    if stored is None:
        return None
    mine, theirs = _joined(text), _joined(table.text_of(db, document))
    if mine == theirs:
        return Alike(document, stored.source, "layout", 1.0)
    my_runs, their_runs = _runs(mine), _runs(theirs)
    share = _share(my_runs, their_runs)
    sizes = sorted((len(mine), len(theirs)))
    if sizes[0] >= _SAME_SIZE * sizes[1] and min(share, _share(their_runs, my_runs)) >= _ALIKE:
        return Alike(document, stored.source, "version", share)
    articles = [
        (article.title, _share(runs, their_runs))
        for article in reading.articles
        if len(runs := _runs(_joined(text[article.start : article.end]))) >= _SHORTEST
    ]
    reprinted = tuple(title for title, part in articles if part >= _ALIKE)
    if not reprinted and share < _ALIKE and _share(their_runs, my_runs) < _ALIKE:
        return None
    return Alike(document, stored.source, "reprint", share, reprinted if len(reprinted) < len(articles) else ())


def _joined(text: str) -> str:
    return "".join(text[:LONGEST].split())


def _runs(words: str) -> set[str]:
    return {words[at : at + RUN] for at in range(len(words) - RUN + 1)}


def _share(runs: set[str], others: set[str]) -> float:
    return len(runs & others) / len(runs) if runs else 0.0

"""Finding statements: an index gives candidates, and these are ranked by how well they fit the question.

The texts are kept in the ledger's file, in the transaction that writes the statements (store/index_texts.py), and an
index of their tokens can always be built anew from them. Which index that is, is all the same here (store/index.py).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commitments.asked import SEARCHED, Term, terms
from commitments.rank import Ranker
from commitments.tokens import Written, normalise
from store.database import after_commit, snapshot
from store.errors import LedgerError
from store.index import Index, catch_up, index_of, rebuild, renew
from store.index_fts5 import Fts5Index, create_tables
from store.index_texts import (
    add_texts,
    changed_since,
    create_texts,
    forms_of,
    head,
    remove_texts,
    renew_texts,
    total,
)
from store.sqlite import Database

__all__ = [
    "Hit",
    "candidates",
    "catch_up",
    "create_index",
    "find",
    "index_statements",
    "indexed",
    "ranker",
    "rebuild",
    "token_counts",
    "unindex_statements",
]

log = logging.getLogger(__name__)

CANDIDATES = 200
# Candidates are compared in portions, and no further when a portion holds nothing near the best one.
_PORTION, _FAR_BEHIND = 40, 0.15
_WORTH_COMPARING = 0.45  # of the best candidate's score in the index


def create_index(db: Database) -> None:
    """Make the tables of an empty index."""
    create_texts(db)
    create_tables(db)


def renew_index(db: Database) -> None:
    """Bring the tables of an earlier version to this one's, inside the caller's transaction."""
    for _ in renew_texts(db):
        pass
    for _ in Fts5Index().rebuild(db):
        pass


def index_statements(db: Database, rows: Iterable[tuple[int, str]]) -> None:
    """Add statements (id, the text to be found by) inside the caller's transaction; an id must be new."""
    index = _ready(db)
    index.write(db, add_texts(db, rows), ())


def unindex_statements(db: Database, ids: Iterable[int]) -> None:
    """Take statements out of the index inside the caller's transaction; unknown ids are passed over."""
    index = _ready(db)
    index.write(db, (), remove_texts(db, ids))


def _ready(db: Database) -> Index:
    """The index, fit to be written in the transaction that is open."""
    renew(db)
    index = index_of(db)
    index.ready(db)
    after_commit(db, _follow)
    return index


def _follow(db: Database) -> None:
    """Let the index read what was written. Where it cannot, it does so later: `find` looks at the texts meanwhile."""
    try:
        index_of(db).catch_up(db)
    except (LedgerError, OSError, ValueError) as error:
        log.warning("the index reads what was written when the database is next opened: %s", error)


def indexed(db: Database) -> int:
    """How many statements are in the index."""
    return total(db)


def token_counts(db: Database, tokens: Iterable[str]) -> dict[str, int]:
    """Token → how many statements hold it; tokens that none holds are left out."""
    return index_of(db).counts(db, tokens)


def candidates(db: Database, subject: str, limit: int = CANDIDATES) -> list[tuple[int, float]]:
    """Statements that share rare tokens with the subject words: id and score (higher is better), best first."""
    asked = terms(subject)
    return _matches(db, asked, _counts_of(db, asked), (), limit)


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
    with snapshot(db):
        unread = _unread(db, places)
        for wording in wordings:
            counts = _counts_of(db, wording)
            score = Ranker(wording, counts, total(db)).score
            found = _worth_comparing(_matches(db, wording, counts, places, limit))
            for portion in _portions(found, unread):
                fits = {id_: score(form) for id_, form in forms_of(db, portion)}
                best.update((id_, fit) for id_, fit in fits.items() if fit > best.get(id_, 0.0))
                if max(fits.values(), default=0.0) < max(best.values(), default=0.0) - _FAR_BEHIND:
                    break
    return sorted((Hit(id_, fit) for id_, fit in best.items() if fit), key=lambda hit: (-hit.score, hit.id))


def _worth_comparing(found: Sequence[tuple[int, float]]) -> list[int]:
    """The first portion whole, and after it what is not far behind the best."""
    return [id_ for at, (id_, score) in enumerate(found) if at < _PORTION or score >= _WORTH_COMPARING * found[0][1]]


def _portions(found: Sequence[int], unread: Sequence[int]) -> Iterator[Sequence[int]]:
    """The candidates in the order that they are compared in: the first ones with all that the index does not know."""
    yield [*found[:_PORTION], *unread]
    for start in range(_PORTION, len(found), _PORTION):
        yield found[start : start + _PORTION]


def ranker(db: Database, wordings: Sequence[Sequence[Term]]) -> Callable[[Written], float]:
    """What `find` scores statements by, for texts that are at hand."""
    scores = [Ranker(wording, _counts_of(db, wording), total(db)).score for wording in wordings]
    return lambda form: max(score(form) for score in scores)


def _unread(db: Database, places: Sequence[str]) -> list[int]:
    """The statements that were written and not read by the index yet: few, and for a moment. They are all compared."""
    read_to = index_of(db).read_to(db)
    if read_to >= head(db):
        return []
    changed = list(changed_since(db, read_to))
    if not places:
        return changed
    return [id_ for id_, form in forms_of(db, changed) if any(normalise(place) in form.chars for place in places)]


def _counts_of(db: Database, asked: Sequence[Term]) -> dict[str, int]:
    return index_of(db).counts(db, {pair.token for term in asked for pair in term.pairs})


def _matches(
    db: Database, asked: Sequence[Term], counts: Mapping[str, int], places: Sequence[str], limit: int
) -> list[tuple[int, float]]:
    """Ids and scores of the statements that hold the rarest tokens of a question, and one of the places."""
    known = {pair.token for term in asked for pair in term.pairs if counts.get(pair.token)}
    tokens = sorted(known, key=lambda token: (counts[token], token))[:SEARCHED]
    return index_of(db).holding(db, tokens, counts, [_neighbours(place) for place in places], limit) if tokens else []


def _neighbours(place: str) -> list[str]:
    chars = normalise(place)
    return [chars[i : i + 2] for i in range(len(chars) - 1)] or [chars]

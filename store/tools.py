"""The functions that reading into the ledger is made of, so that a test can put others in their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commitments.model import Change, Matter, Reading, Sighting, Source
from store.amend import Link
from store.ledger import Ledger
from store.relink import Tied
from store.sqlite import Database


@dataclass(frozen=True, slots=True)
class Tools:
    """The functions that ingest is made of: reader, linking, changes of a matter, and the search index.

    Without `tied`, every two statements that share a block key are linked together.
    """

    read: Callable[[str, date | None, str], Reading]
    block_keys: Callable[[Sighting], frozenset[str]]
    link: Link
    changes: Callable[[Ledger, Source, Sequence[Matter]], list[tuple[str, Change]]]
    index: Callable[[Database, Iterable[tuple[int, str]]], None]
    unindex: Callable[[Database, Iterable[int]], None]
    tied: Tied | None = None


def default_tools() -> Tools:
    """The product's own reader, linking and index."""
    from commitments.linking import block_keys, link, tied
    from commitments.reader import read
    from store.search import index_statements, unindex_statements
    from store.standings import changes_by

    return Tools(
        read=read,
        block_keys=block_keys,
        link=link,
        changes=changes_by,
        index=index_statements,
        unindex=unindex_statements,
        tied=tied,
    )

"""What an index of statements can do, and which one a process uses: SQLite's FTS5, or tantivy for large ledgers.

Both hold the same tokens (commitments/tokens.py), and only those: an index says which statements share rare tokens
with a question, and how well these fit is decided elsewhere. JIANNUO_INDEX chooses; either can be thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol
from weakref import WeakKeyDictionary

from commitments.tokens import VERSION
from store.database import path_of, transaction
from store.errors import LedgerError
from store.index_texts import Form, renew_texts, tokens_version
from store.sqlite import Database

SETTING = "JIANNUO_INDEX"
KINDS = ("sqlite", "tantivy")


class Index(Protocol):
    """One index; `db` is the database that it is an index of, always the same one."""

    def read_to(self, db: Database) -> int:
        """The number of the last change that the index has read; -1 where it must be built anew."""

    def ready(self, db: Database) -> None:
        """Be fit to take over a change, inside the caller's transaction."""

    def write(self, db: Database, added: Sequence[Form], removed: Sequence[Form]) -> None:
        """Take over a change inside the caller's transaction, if the index lives in the database."""

    def catch_up(self, db: Database) -> None:
        """Read the changes that the index has not read yet, or build it anew where it cannot."""

    def rebuild(self, db: Database) -> Iterator[int]:
        """Build the index anew from the texts; yields how many statements are done."""

    def counts(self, db: Database, tokens: Iterable[str]) -> dict[str, int]:
        """Token → how many statements hold it; tokens that none holds are left out."""

    def holding(
        self,
        db: Database,
        tokens: Sequence[str],
        counts: Mapping[str, int],
        places: Sequence[Sequence[str]],
        limit: int,
    ) -> list[tuple[int, float]]:
        """The statements that hold most of the tokens, rare ones counting more: id and score, best first.

        `tokens` come rarest first, with their `counts`. `places`: where given, a statement must hold all tokens of one.
        """


_INDEXES: WeakKeyDictionary[Database, Index] = WeakKeyDictionary()


def chosen() -> str:
    """The kind of index that this process uses. Raises LedgerError where JIANNUO_INDEX names no kind."""
    kind = os.environ.get(SETTING) or KINDS[0]
    if kind not in KINDS:
        raise LedgerError(
            f"{SETTING} must be one of {', '.join(KINDS)}, not {kind!r}", f"{SETTING} 只能是 {' 或 '.join(KINDS)}。"
        )
    return kind


def check_package() -> None:
    """Raises LedgerError where this process is to use an index that it cannot have, before anything is written."""
    if chosen() == "tantivy":
        _tantivy_index()


def index_of(db: Database) -> Index:
    """The index of an open database; a database in memory has the one that SQLite keeps.

    Raises LedgerError where the package of the chosen kind is missing.
    """
    index = _INDEXES.get(db)
    if index is None:
        index = _INDEXES[db] = _open(db)
    return index


def _open(db: Database) -> Index:
    from store.index_fts5 import Fts5Index

    path = path_of(db)
    if chosen() == "sqlite" or not path:
        return Fts5Index()
    return _tantivy_index()(Path(path + ".tantivy"))


def _tantivy_index() -> Callable[[Path], Index]:
    try:
        from store.index_tantivy import TantivyIndex
    except ModuleNotFoundError as error:
        raise LedgerError(
            f"{SETTING}=tantivy needs a package that is not installed; run: pip install 'jiannuo[large]'",
            "大索引需要的组件没有安装，请运行：pip install 'jiannuo[large]'。",
        ) from error
    return TantivyIndex


def catch_up(db: Database) -> None:
    """Let the index read what was written and not read yet, when a database is opened; a commit does it by itself.

    An index that other tokens made is built anew: both kinds in one index find nothing.
    """
    renew(db)
    index_of(db).catch_up(db)


def rebuild(db: Database) -> Iterator[int]:
    """Build the index anew from the texts; yields how many statements are done."""
    renew(db)
    yield from index_of(db).rebuild(db)


def renew(db: Database) -> None:
    """Write the texts anew as this version compares them, if another version wrote them."""
    if tokens_version(db) != VERSION:
        with transaction(db):
            for _ in renew_texts(db):
                pass

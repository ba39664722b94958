"""The ledger (台账) in its database file: opening it, and reading documents and matters from it.

One ledger belongs to one thread; another thread opens its own. Writing is done by `store.ingest` and
`store.corrections`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType

from commitments.model import Matter, Sighting, Source
from store import index
from store.database import connect, path_of, readable_errors, snapshot, transaction, use_wal
from store.errors import LedgerError
from store.loading import load_documents, load_matters, load_sightings, present_ids, print_order
from store.migrations import LEDGER, steps
from store.rows import id_list
from store.sqlite import Database

__all__ = ["Ledger", "LedgerError"]


class Ledger:
    """A ledger in a database file. `db` is its database, for the modules of `store`."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @classmethod
    def open(cls, path: Path, *, create: bool = True, wait: float = 10.0, catch_up: bool = True) -> Ledger:
        """The ledger at `path`, its tables brought up to date; with `create`, a new one where there is none.

        `wait` is how many seconds a write waits for other processes. With `catch_up`, the index reads what was written
        without it, and is built where there is none. Raises LedgerError for a missing folder or file, a file that is
        no ledger, one of a newer version, no rights, a lock that lasts, or an index whose package is missing.
        """
        index.check_package()
        db = connect(path, create=create, wait=wait)
        try:
            with readable_errors(path):
                _prepare(db, path, wait)
                if catch_up:
                    index.catch_up(db)
        except BaseException:
            db.close()
            raise
        return cls(db)

    def close(self) -> None:
        """Close the file; the ledger cannot be used afterwards."""
        self.db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def version(self) -> int:
        """How many steps of store/migrations.py the file has been through."""
        return len(LEDGER.applied(self.db))

    @property
    def path(self) -> Path:
        """The database file."""
        return Path(path_of(self.db))

    def counts(self) -> dict[str, int]:
        """How many documents, statements, commitments, progress, deadlines (explicit ones) and matters there are."""
        query = """
            SELECT (SELECT count(*) FROM documents), count(*), count(*) FILTER (WHERE kind = 'commitment'),
                count(*) FILTER (WHERE kind = 'progress'), count(*) FILTER (WHERE deadline_basis = 'explicit'),
                (SELECT count(*) FROM matters)
            FROM statements
        """
        with snapshot(self.db):
            row = self.db.execute(query).fetchone()
        keys = ("documents", "statements", "commitments", "progress", "deadlines", "matters")
        return dict(zip(keys, row, strict=True))

    def integrity_check(self) -> list[str]:
        """What is wrong with the file, one line each; [] for a sound one."""
        with snapshot(self.db):
            found = [str(row[0]) for row in self.db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"{table}: row {row} refers to nothing in {parent}"
                      for table, row, parent, _ in self.db.execute("PRAGMA foreign_key_check")]  # fmt: skip
            for number, text in (
                ("SELECT count(*) FROM statements WHERE id NOT IN (SELECT statement_id FROM matter_statements)",
                 "{} statements belong to no matter"),
                ("SELECT count(*) FROM matters WHERE id NOT IN (SELECT matter_id FROM matter_statements)",
                 "{} matters have no statement"),
            ):  # fmt: skip
                if count := self.db.execute(number).fetchone()[0]:
                    found.append(text.format(count))
        return found

    def documents(self, today: date | None = None) -> list[Source]:
        """The documents printed by `today` (all of them without it), in the order of print."""
        with snapshot(self.db):
            return load_documents(self.db, today)

    def text(self, source: Source) -> str:
        """The decoded text of a document, which the offsets of its statements count in; LookupError if withdrawn."""
        query = "SELECT text FROM documents WHERE file = ? AND city = ?"
        with snapshot(self.db):
            row = self.db.execute(query, (source.file, source.city)).fetchone()
        if row is None:
            raise LookupError(source.file)
        return str(row[0])

    def sightings(self, statement_ids: Iterable[int]) -> dict[int, Sighting]:
        """Statement id → the statement in its document, in the order of print, then of text."""
        with snapshot(self.db):
            return load_sightings(self.db, statement_ids)

    def statement_matters(self, statement_ids: Iterable[int]) -> dict[int, str]:
        """Statement id → id of the matter that it is about; ids that are not in the ledger are left out."""
        query = """
            SELECT statement_id, matter_id FROM matter_statements
            WHERE statement_id IN (SELECT value FROM json_each(?))
        """
        with snapshot(self.db):
            return dict(self.db.execute(query, (id_list(statement_ids),)))

    def matters(self, today: date | None = None, ids: Sequence[str] | None = None) -> list[Matter]:
        """The matters as known on `today`: those with a statement printed by then, holding only such statements.

        In the order of their first print, or of `ids` where these are given (former ids lead to the present matter;
        unknown ones are left out). Without `today`, everything that was read.
        """
        with snapshot(self.db):
            return load_matters(self.db, today, None if ids is None else present_ids(self.db, ids))

    def matter(self, matter_id: str, today: date | None = None) -> Matter | None:
        """The matter with this id or former id as known on `today`; None if there is none."""
        return next(iter(self.matters(today, [matter_id])), None)

    def parts(self, matter_id: str, today: date | None = None) -> list[Matter]:
        """The matters that are parts of this one (districts of a city's programme), in the order of first print."""
        with snapshot(self.db):
            present = id_list(present_ids(self.db, [matter_id]))
            rows = self.db.execute("SELECT id FROM matters WHERE whole IN (SELECT value FROM json_each(?))", (present,))
            found = load_matters(self.db, today, [row[0] for row in rows])
        return sorted(found, key=lambda matter: (print_order(matter.sightings[0]), matter.id))


def _prepare(db: Database, path: Path, wait: float) -> None:
    """Refuse a file that is not ours, then apply the steps that it lacks, in one transaction however many open it."""
    known = steps()
    with snapshot(db):
        applied = {step.name for step in LEDGER.applied(db)}
        is_empty = not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if applied - known:
        raise LedgerError(
            f"{path} was written by a newer version of jiannuo; update this one, or name another file with --db",
            "数据库由更新的版本写成，请升级本程序。",
        )
    if not applied and not is_empty:
        raise LedgerError(
            f"{path} is a database of another program; name another file with --db",
            "这个数据库属于别的程序，请换一个文件。",
        )
    use_wal(db, wait)
    if applied != known:
        with transaction(db):
            LEDGER.apply(db)

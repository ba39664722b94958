"""The database file: how it is opened, and how it is written and read.

Every write runs in `transaction`, which takes the write lock at its start (BEGIN IMMEDIATE): a deferred BEGIN that
reads first and writes later fails as “locked” as soon as two processes do so. WAL lets readers go on while one process
writes; `synchronous=FULL` keeps what was committed through a power cut.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from store.errors import LedgerError
from store.sqlite import Database

# SQLite's primary result code → what a person can do about it, in English and in Chinese.
REMEDIES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "the database {path} is in use by another program; close it or try again",
        "数据库正被另一个程序占用，请稍后再试。",
    ),
    sqlite3.SQLITE_LOCKED: (
        "the database {path} is in use by another program; close it or try again",
        "数据库正被另一个程序占用，请稍后再试。",
    ),
    sqlite3.SQLITE_FULL: (
        "the disk is full, nothing was written to {path}; free some space and try again",
        "磁盘已满，没有写入任何内容。请清理磁盘后再试。",
    ),
    sqlite3.SQLITE_READONLY: (
        "the database {path} cannot be written; check the rights of the file and its folder",
        "数据库文件不可写，请检查文件和文件夹的权限。",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "the database {path} cannot be opened; check that it is a file and its rights",
        "数据库打不开，请检查文件路径和权限。",
    ),
    sqlite3.SQLITE_PERM: (
        "the database {path} cannot be opened; check that it is a file and its rights",
        "数据库打不开，请检查文件路径和权限。",
    ),
    sqlite3.SQLITE_NOTADB: (
        "{path} is not a database; name another file with --db",
        "这个文件不是数据库，请换一个文件。",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "the database {path} is damaged; restore it from a backup",
        "数据库已损坏，请用备份恢复。",
    ),
    sqlite3.SQLITE_IOERR: (
        "the disk failed while using {path}; check the disk and try again",
        "读写磁盘出错，请检查磁盘后再试。",
    ),
}

MEMORY = Path(":memory:")


def connect(path: Path, *, create: bool = True, wait: float = 10.0) -> Database:
    """The database file at `path`, opened with the settings of a connection; the file itself is left as it is.

    A new file may be read by its owner only.
    `wait` is how many seconds a write waits for another process. One connection belongs to one thread.
    Raises LedgerError for a missing folder or file, a folder in the file's place, no rights, or a file of another kind.
    """
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; name a database file with --db", "数据库路径是一个文件夹，请指定文件。")
    if not path.parent.is_dir():
        raise LedgerError(
            f"the folder {path.parent} does not exist; create it or name another file with --db",
            f"文件夹 {path.parent} 不存在，请先建立。",
        )
    if not create and not path.exists():
        raise LedgerError(
            f"there is no database at {path}; run 'jiannuo ingest' first or name it with --db",
            "还没有数据库，请先读入文档。",
        )
    if create and path != MEMORY:
        with suppress(OSError):  # the keys of channels are in it; SQLite gives its other files the same rights
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with readable_errors(path):
        connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            return Database(connection, execute_plugins=False)
        except BaseException:
            connection.close()
            raise


def use_wal(db: Database, wait: float) -> None:
    """Turn on the write-ahead log, which stays on in the file. SQLite does not wait for others here: this does."""
    if db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    until = time.monotonic() + wait
    while True:
        try:
            db.conn.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code of an error (the low byte of the extended one), 0 if it has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def readable_errors(path: Path | str) -> Iterator[None]:
    """Run a block and turn SQLite's errors that a person can mend into LedgerError; others pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        remedy = REMEDIES.get(primary_code(error))
        if remedy is None:
            raise
        raise LedgerError(remedy[0].format(path=path), remedy[1]) from error


def path_of(db: Database) -> str:
    """The file that a database is kept in, "" for one in memory."""
    return str(db.conn.execute("PRAGMA database_list").fetchone()[2])


def in_transaction(db: Database) -> bool:
    """Whether a transaction is open on this connection."""
    return db.conn.in_transaction


_AFTER_COMMIT: WeakKeyDictionary[Database, list[Callable[[Database], None]]] = WeakKeyDictionary()


def after_commit(db: Database, action: Callable[[Database], None]) -> None:
    """Do this once the transaction that is open is kept, and not at all if it is not; the same action only once."""
    waiting = _AFTER_COMMIT.setdefault(db, [])
    if action not in waiting:
        waiting.append(action)


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run a block as one write: all of it is kept, or nothing where it raises. Inside another one it is a savepoint.

    Raises LedgerError where the database is locked, full, read-only or damaged.
    """
    if in_transaction(db):
        with db.atomic():
            yield
        return
    with readable_errors(path_of(db)):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            _AFTER_COMMIT.pop(db, None)
            # SQLite may have ended the transaction already, on a full disk for instance.
            if in_transaction(db):
                db.conn.execute("ROLLBACK")
            raise
        for action in _AFTER_COMMIT.pop(db, ()):
            action(db)


@contextmanager
def snapshot(db: Database) -> Iterator[None]:
    """Run a block of reads that all see the ledger as of one moment, whatever other processes write meanwhile."""
    if in_transaction(db):
        yield
        return
    with readable_errors(path_of(db)):
        db.conn.execute("BEGIN")
        try:
            yield
        finally:
            if in_transaction(db):
                db.conn.execute("ROLLBACK")

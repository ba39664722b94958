"""Backing a ledger up while it is written, and restoring it: whole or not at all.

A backup is one file that stands alone, as the ledger was at one moment. It is written beside its name, checked, and
only then given the name. It holds everything, the secrets of channels too, so nobody but its owner may read it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from store.database import connect, primary_code, readable_errors, transaction
from store.errors import LedgerError
from store.health import count_as_restored
from store.ledger import Ledger
from store.migrations import LEDGER
from store.presence import alone
from store.sqlite import Database

_BESIDE = ("-wal", "-shm")
_BROKEN = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})


def back_up(path: Path, target: Path, now: datetime, *, force: bool = False) -> Path:
    """Write the ledger at `path`, as it is at this moment, into a new file; its name.

    A folder as `target` gets a file named by `now` (local time). Only with `force` is a file replaced. Raises
    LedgerError for a ledger that cannot be read, a target that is there, and a disk that is full or not writable; then
    nothing is left behind.
    """
    if target.is_dir():
        target = target / f"{path.stem}-{now:%Y%m%d-%H%M%S}.db"
    _check_target(path, target, force=force)
    with closing(connect(path, create=False)) as live:
        with readable_errors(path):
            _check_is_ledger(live, path)
        with _draft(target) as draft:
            _copy(live.conn, draft, target)
            os.replace(draft, target)
            _sync(target.parent)
    return target


def restore(path: Path, source: Path, now: datetime) -> tuple[Path | None, dict[str, int]]:
    """Let the ledger at `path` be that of a backup: where the former one is kept (None: there was none), and counts.

    Raises LedgerError, and changes nothing, where the backup is not sound, is of a newer version or of another
    program, and while anybody is at work on the ledger.
    """
    if not source.is_file():
        raise LedgerError(f"there is no backup at {source}", "没有这个备份文件。")
    if path.exists() and path.samefile(source):
        raise LedgerError(f"{source} is the database itself; name a backup", "这就是正在用的数据库。")
    if not path.parent.is_dir():
        raise LedgerError(f"the folder {path.parent} does not exist; create it", f"文件夹 {path.parent} 不存在。")
    with alone(path), _draft(path) as draft:
        with _of_backup(source):
            # Not read-only: a file that was copied with its write-ahead log is read with it.
            with closing(sqlite3.connect(source, isolation_level=None)) as given:
                _copy(given, draft, path)
            with closing(connect(draft)) as copied:
                _check_is_ledger(copied, source)
            with Ledger.open(draft, create=False, catch_up=False) as ledger:
                broken = ledger.integrity_check()
                counts = ledger.counts()
                _doubt_what_waits(ledger, now)
                ledger.db.conn.execute("PRAGMA journal_mode = DELETE")
        if broken:
            raise LedgerError(f"{source} is no sound backup: {broken[0]}", "备份文件已损坏。")
        _sync(draft)
        kept = _put_aside(path, now, draft)
        os.replace(draft, path)
        _sync(path.parent)
    with Ledger.open(path, create=False):  # an index beside the file that is not of this ledger is built anew
        return kept, counts


def _check_is_ledger(db: Database, path: Path) -> None:
    if not LEDGER.applied(db):
        raise LedgerError(f"{path} is no ledger of jiannuo; name another file", "这个文件不是台账。")


def _check_target(path: Path, target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise LedgerError(
            f"the folder {target.parent} does not exist; create it or name another file", "备份的文件夹不存在。"
        )
    if target.exists() and path.exists() and target.samefile(path):
        raise LedgerError(f"{target} is the database itself; name another file", "备份不能写到数据库自己。")
    if target.exists() and not force:
        raise LedgerError(f"{target} is there already; name another file, or add --force", "备份文件已存在。")
    if any(_beside(target, end).exists() for end in _BESIDE):
        raise LedgerError(f"{target} is a database in use; name another file", "这个文件是正在用的数据库。")


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """A file of its own beside `target` that only its owner may read; gone afterwards, whatever happened."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with suppress(FileNotFoundError):
            draft.unlink()
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield draft
    except OSError as error:
        why = error.strerror or str(error)
        raise LedgerError(
            f"{target} cannot be written: {why}; check the folder, its rights, the disk",
            "文件写不进去，请检查磁盘和权限。",
        ) from error
    finally:
        for end in ("", "-journal", *_BESIDE):
            with suppress(OSError):
                _beside(draft, end).unlink()


def _copy(source: sqlite3.Connection, draft: Path, target: Path) -> None:
    """Copy a database as of one moment into a file that stands alone and is on the disk when this returns."""
    with readable_errors(target), closing(sqlite3.connect(draft, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if found != ["ok"]:
            raise LedgerError(f"{found[0]}; the database is damaged", "数据库已损坏。")
    _sync(draft)


@contextmanager
def _of_backup(source: Path) -> Iterator[None]:
    """Say of errors of the copy that the backup is not sound."""
    try:
        yield
    except sqlite3.Error as error:
        raise LedgerError(f"{source} is no sound backup: {error}", "备份文件已损坏，或不是备份。") from error
    except LedgerError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error):
            if primary_code(cause) not in _BROKEN:
                raise
            # Not by the words of the error, which name the ledger that is to be replaced.
            raise LedgerError(f"{source} is no sound backup: {cause}", "备份文件已损坏，或不是备份。") from error
        said = str(error).replace("; name another file with --db", "")
        raise LedgerError(f"{source} cannot be restored: {said}", error.chat) from error


def _doubt_what_waits(ledger: Ledger, now: datetime) -> None:
    """Let messages that waited when the backup was made, and those due since, say that they may come twice."""
    with transaction(ledger.db):
        ledger.db.execute(
            "UPDATE outbox SET state = 'waiting', owner = NULL, ambiguous = max(ambiguous, 1)"
            " WHERE state IN ('waiting', 'claimed')"
        )
        count_as_restored(ledger.db, now)


def _put_aside(path: Path, now: datetime, draft: Path) -> Path | None:
    """Keep the present database under another name, and let the new file have its owner and rights.

    Raises LedgerError where another program has it open.
    """
    if not path.exists():
        for end in _BESIDE:  # else SQLite would take an orphaned log for that of the new file
            with suppress(FileNotFoundError):
                _beside(path, end).unlink()
        return None
    is_sound = _settle(path)
    kept = path.with_name(f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    if kept.exists():
        raise LedgerError(f"{kept} is there already; try again in a second", "请稍后再试。")
    shutil.copymode(path, draft)
    with suppress(PermissionError):
        os.chown(draft, path.stat().st_uid, path.stat().st_gid)
    if is_sound:
        try:
            os.link(path, kept)
        except OSError:  # a disk without links
            shutil.copy2(path, kept)
        return kept
    for end in (*_BESIDE, ""):
        if _beside(path, end).exists():
            _beside(path, end).rename(_beside(kept, end))
    return kept


def _settle(path: Path) -> bool:
    """Bring the write-ahead log into the file, which only works alone; False where the file is damaged."""
    try:
        with readable_errors(path), closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as live:
            live.execute("PRAGMA journal_mode = DELETE")
            live.execute("BEGIN EXCLUSIVE")
            live.execute("ROLLBACK")
    except LedgerError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error) and primary_code(cause) in _BROKEN:
            return False
        raise
    return True


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)


def _sync(path: Path) -> None:
    """Let what was written reach the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

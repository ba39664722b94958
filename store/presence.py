"""Whether the bot is at work on a database: a lock file beside it, held while it runs.

SQLite's own locks keep writes apart; this one keeps the file from being replaced under a bot that is about to open it.
The system gives the lock back when a process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.errors import LedgerError

TRIES = 3  # since whoever asks whether anybody is at work holds the lock for that moment
WAIT = 0.05  # seconds between them


@contextmanager
def at_work(path: Path) -> Iterator[None]:
    """Be at work on the database at `path`, with others; raises LedgerError while it is being replaced."""
    with _locked(path, fcntl.LOCK_SH, os.O_CREAT) as is_ours:
        if not is_ours:
            raise LedgerError(
                f"the database {path} is being restored; try again when that is done", "数据库正在恢复，请稍后再试。"
            )
        yield


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Have the database at `path` alone; raises LedgerError while anybody is at work on it."""
    with _locked(path, fcntl.LOCK_EX, os.O_CREAT) as is_ours:
        if not is_ours:
            raise LedgerError(
                f"the bot is running on {path}; stop it first, then try again", "机器人正在使用这个数据库，请先停止它。"
            )
        yield


def is_anybody_at_work(path: Path) -> bool:
    """Whether the bot runs on the database at `path`."""
    with _locked(path, fcntl.LOCK_EX, 0) as is_ours:
        return not is_ours


def _take(handle: int, kind: int, tries: int) -> bool:
    for number in range(tries):
        if number:
            time.sleep(WAIT)
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        except OSError:
            pass
        return True
    return False


@contextmanager
def _locked(path: Path, kind: int, create: int) -> Iterator[bool]:
    """Whether the lock is ours; True as well where the system keeps no locks there."""
    try:
        handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CLOEXEC | create, 0o600)
    except OSError:
        yield True
        return
    try:
        yield _take(handle, kind, TRIES if create else 1)
    finally:
        os.close(handle)

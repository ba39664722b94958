"""The work of one process of the measures: `python -m tests.reliability.worker JOB LEDGER …`."""

from __future__ import annotations

import itertools
import os
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store import outbox
from store.audit import record
from store.database import transaction
from store.ledger import Ledger
from store.members import claim_invitation

START = datetime(2024, 9, 25, 1, tzinfo=UTC)


def _note(path: Path, text: str) -> None:
    """Append a line at once and for good, as a message that reached Telegram is there for good."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, f"{text}\n".encode())
    os.close(handle)


def send(ledger: Ledger, wire: Path, run: str) -> None:
    """Claim, send, record, one message at a time, until nothing is left; `run` numbers the runs of the process."""
    now = START + int(run) * (outbox.LEASE + timedelta(seconds=1))
    print("ready", flush=True)
    while rows := outbox.claim(ledger, now, 1, owner=f"run {run}"):
        _note(wire, rows[0].key + (" ?" if rows[0].possibly_sent else ""))
        outbox.sent(ledger, rows[0].id, 1, now)


def send_carelessly(ledger: Ledger, wire: Path, run: str) -> None:
    """The control: record first, then send."""
    print("ready", flush=True)
    while rows := outbox.claim(ledger, START, 1, owner=f"run {run}"):
        outbox.sent(ledger, rows[0].id, 1, START)
        _note(wire, rows[0].key)


def write(ledger: Ledger, count: str) -> None:
    """Read, then write, `count` times, each in one transaction; prints how many found the database locked."""
    locked = 0
    for _ in range(int(count)):
        try:
            with transaction(ledger.db):
                _add_one(ledger)
        except Exception as error:
            locked += "lock" in str(error) or "in use" in str(error)
    print(locked)


def write_carelessly(ledger: Ledger, count: str) -> None:
    """The control: the same under a deferred BEGIN."""
    locked = 0
    for _ in range(int(count)):
        try:
            ledger.db.conn.execute("BEGIN")
            _add_one(ledger)
            ledger.db.conn.execute("COMMIT")
        except sqlite3.OperationalError as error:
            locked += "locked" in str(error)
            if ledger.db.conn.in_transaction:
                ledger.db.conn.execute("ROLLBACK")
    print(locked)


def _add_one(ledger: Ledger) -> None:
    count = ledger.db.execute("SELECT count(*) FROM audit").fetchone()[0]
    record(ledger.db, "test", "write", str(count))


def claim(ledger: Ledger, user: str, tokens: str) -> None:
    """Claim every invitation of a file; prints the numbers of those that were won."""
    for number, token in enumerate(Path(tokens).read_text().split()):
        if claim_invitation(ledger, token, int(user), "", START):
            print(number)


def claim_carelessly(ledger: Ledger, user: str, tokens: str) -> None:
    """The control: look whether it is free, then take it."""
    for number, _ in enumerate(Path(tokens).read_text().split()):
        free = ledger.db.execute("SELECT hash FROM invitations ORDER BY hash LIMIT 1 OFFSET ?", (number,)).fetchone()[0]
        taken = ledger.db.execute("SELECT used_by FROM invitations WHERE hash = ?", (free,)).fetchone()[0]
        if taken is None:
            ledger.db.execute("UPDATE invitations SET used_by = ? WHERE hash = ?", (int(user), free))
            print(number)


def write_pairs(ledger: Ledger) -> None:
    """Write pairs of rows, the two of a pair in one transaction, until it is killed."""
    print("ready", flush=True)
    for number in itertools.count():
        with transaction(ledger.db):
            record(ledger.db, "test", "left", str(number), filling="诺" * (number * 37 % 900))
            record(ledger.db, "test", "right", str(number), filling="践" * (number * 53 % 900))


JOBS: dict[str, Callable[..., None]] = {
    job.__name__: job
    for job in (
        send, send_carelessly, write, write_carelessly, write_pairs, claim, claim_carelessly,
    )
}  # fmt: skip


def main(job: str, path: str, *arguments: str) -> None:
    """Run a job on a ledger."""
    with Ledger.open(Path(path), wait=60.0) as ledger:
        paths = ("send", "send_carelessly")
        given = (Path(arguments[0]), *arguments[1:]) if job in paths else arguments
        JOBS[job](ledger, *given)


if __name__ == "__main__":
    main(*sys.argv[1:])

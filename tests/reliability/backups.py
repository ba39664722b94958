"""Backups while another process writes without a pause: each must restore whole, with everything committed before."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.backup import back_up, restore
from store.errors import LedgerError
from store.ledger import Ledger
from tests.reliability.processes import start
from tests.reliability.result import Result

START = datetime(2024, 9, 25, 1, tzinfo=UTC)
_WRITTEN = "SELECT count(*) FILTER (WHERE action = 'left'), count(*) FILTER (WHERE action = 'right') FROM audit"

Way = Callable[[Path, Path, datetime], object]


def by_copy(path: Path, target: Path, now: datetime) -> None:
    """The control: copy the file."""
    shutil.copyfile(path, target)


def taken(folder: Path, backups: int, way: Way = back_up) -> Counter[str]:
    """Of so many backups under writes, how many are whole once restored, are broken, or lack what was committed."""
    path = folder / "ledger.db"
    Ledger.open(path).close()
    writer = start("tests.reliability.worker", "write_pairs", path)
    assert writer.stdout is not None
    writer.stdout.readline()  # it is at work
    committed = []
    try:
        with closing(sqlite3.connect(path)) as live:
            for number in range(backups):
                while (least := live.execute(_WRITTEN).fetchone()[0]) == (committed or [0])[-1]:
                    time.sleep(0.001)  # each backup has something to hold that the last one had not
                committed.append(least)
                way(path, folder / f"backup{number}.db", START + timedelta(seconds=number))
    finally:
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    found = Counter(whole=0, broken=0, stale=0, grown=committed[-1] - committed[0])
    for number, least in enumerate(committed):
        try:
            restore(folder / "restored.db", folder / f"backup{number}.db", START + timedelta(seconds=number))
            with Ledger.open(folder / "restored.db", create=False) as ledger:
                left, right = ledger.db.execute(_WRITTEN).fetchone()
                sound = not ledger.integrity_check() and left == right
        except LedgerError:
            sound, left = False, 0
        found["whole" if sound and left >= least else "stale" if sound else "broken"] += 1
    return found


def full() -> list[Result]:
    """50 backups under writes."""
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        found, control = taken(Path(first), 50), taken(Path(second), 50, by_copy)
    return [
        Result(
            "50 backups under writes",
            f"{found['whole']} restored whole ({found['grown']} transactions written meanwhile)",
            found["whole"] == 50 and found["grown"] > 50,
            f"by copying the file: {control['broken']} broken, {control['stale']} stale",
            control["whole"] < 50,
        )
    ]

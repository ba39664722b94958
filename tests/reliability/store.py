"""Measures of the store: what is lost, doubled or refused when processes are killed or run side by side."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from store import outbox
from store.database import transaction
from store.ledger import Ledger
from store.members import invite
from tests.reliability.processes import kill_after, moments, results, start
from tests.reliability.result import Result
from tests.reliability.worker import START

WORKER = "tests.reliability.worker"


def _put(ledger: Ledger, count: int) -> None:
    with transaction(ledger.db):
        for number in range(count):
            outbox.put(ledger.db, number, None, "digest", str(number), "text", day=date(2024, 9, 25), at=START)


def killed_while_sending(
    folder: Path, messages: int, kills: int, *, careful: bool = True, seed: int = 1
) -> dict[str, int]:
    """How many of `messages` were lost, sent more than once, and most often, after so many kills at random points."""
    path, wire = folder / "ledger.db", folder / "wire.txt"
    wire.touch()
    with Ledger.open(path) as ledger:
        _put(ledger, messages)
    job = "send" if careful else "send_carelessly"
    killed = 0
    each = max(0.004, 1.6 * messages * 0.004 / kills)
    for run, moment in enumerate(moments(seed, kills, each)):
        process = start(WORKER, job, path, wire, run)
        assert process.stdout is not None
        process.stdout.readline()  # it is at work
        killed += kill_after(process, moment)
    results([start(WORKER, job, path, wire, kills + 1)])
    times = Counter(line.split()[0] for line in wire.read_text().splitlines())
    first = set()
    unmarked = 0
    for line in wire.read_text().splitlines():
        unmarked += line in first and not line.endswith("?")
        first.add(line)
    with Ledger.open(path) as ledger:
        left = outbox.pending(ledger)
    return {
        "killed": killed,
        "lost": messages - len(times) - left.get("uncertain", 0),
        "extra": sum(times.values()) - len(times),
        "most": max(times.values(), default=0),
        "unmarked": unmarked,
    }


def writers(folder: Path, processes: int, writes: int, *, careful: bool = True) -> dict[str, int]:
    """How many writes of so many processes at once found the database locked, and how many rows there are."""
    path = folder / "ledger.db"
    Ledger.open(path).close()
    job = "write" if careful else "write_carelessly"
    locked = sum(int(out) for out in results([start(WORKER, job, path, writes) for _ in range(processes)]))
    with Ledger.open(path) as ledger:
        rows = ledger.db.execute("SELECT count(*), count(DISTINCT subject) FROM audit").fetchone()
    return {"locked": locked, "rows": rows[0], "distinct": rows[1]}


def claimers(folder: Path, invitations: int, processes: int, *, careful: bool = True) -> dict[str, int]:
    """Of so many invitations that as many processes claim at once: how many have exactly one winner."""
    path, tokens = folder / "ledger.db", folder / "tokens.txt"
    with Ledger.open(path) as ledger:
        tokens.write_text("\n".join(invite(ledger, "viewer", 1, "", START) for _ in range(invitations)))
    job = "claim" if careful else "claim_carelessly"
    found = results([start(WORKER, job, path, 100 + number, tokens) for number in range(processes)])
    winners = Counter(int(line) for out in found for line in out.split())
    return {
        "one winner": sum(winners[number] == 1 for number in range(invitations)),
        "several": sum(winners[number] > 1 for number in range(invitations)),
    }


def _said(found: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in found.items())


def full() -> Iterator[Result]:
    """Every measure of this module in its full form, with its control."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = (_made(Path(folder) / str(number)) for number in range(100))
        sends = killed_while_sending(next(fresh), messages=1000, kills=200)
        careless = killed_while_sending(next(fresh), messages=1000, kills=200, careful=False)
        kept = sends["lost"] == sends["unmarked"] == 0 and sends["extra"] <= sends["killed"] and sends["most"] <= 3
        yield Result("store: kill -9 ×200 in 1,000 sends", _said(sends), kept, _said(careless), careless["lost"] > 0)
        wrote = writers(next(fresh), processes=8, writes=500)
        careless = writers(next(fresh), processes=8, writes=500, careful=False)
        kept = wrote == {"locked": 0, "rows": 4000, "distinct": 4000}
        yield Result("8 processes × 500 writes", _said(wrote), kept, _said(careless), careless["locked"] > 0)
        won = claimers(next(fresh), invitations=200, processes=8)
        careless = claimers(next(fresh), invitations=200, processes=8, careful=False)
        kept = won == {"one winner": 200, "several": 0}
        yield Result("200 invitations × 8 claimers", _said(won), kept, _said(careless), careless["several"] > 0)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder

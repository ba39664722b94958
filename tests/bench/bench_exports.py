"""How long a ledger of many matters takes to export and to bring back, how large files are, how equal the cells.

Run by `make bench`; `python -m tests.bench.bench_exports 1000` for fewer matters.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from handlers.exports.formats import FORMATS
from store.cycle.entries import Entry, Listing, listing
from store.cycle.importing import apply_import, preview_import
from store.ingest import ingest
from store.intake.extract import extract_rows
from store.ledger import Ledger
from tests.bench.made_up import PLACES, SEEDS
from tests.handlers.exports.round_trip import round_trip

TODAY = date(2024, 9, 25)
T = TypeVar("T")


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives back, and its seconds."""
    start = time.perf_counter()
    return call(), time.perf_counter() - start


def many(entries: tuple[Entry, ...], size: int) -> tuple[Entry, ...]:
    """So many entries: those of the seeds again and again, each time of another district."""
    found = []
    for at in range(size):
        entry, again = entries[at % len(entries)], at // len(entries)
        place = (f"{PLACES[again % len(PLACES)]}区",) if again else entry.matter.places
        matter = replace(entry.matter, id=f"{entry.matter.id}.{again}", places=place)
        found.append(replace(entry, matter=matter))
    return tuple(found)


def main() -> None:
    """Print the table."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    table = Table("what", "seconds", "MB", title=f"A ledger of {size:,} matters")
    with TemporaryDirectory() as folder:
        with Ledger.open(Path(folder) / "seeds.db") as ledger:
            for document in sorted(SEEDS.glob("*.txt")):
                ingest(ledger, document)
            found = listing(ledger, TODAY)
            trip = round_trip(ledger, TODAY, Path(folder))
        large = Listing(TODAY, many(found.entries, size))
        content = {}
        for suffix, form in FORMATS.items():
            content[suffix], seconds = timed(lambda form=form: form.write(large))  # type: ignore[misc]
            table.add_row(f".{suffix}", f"{seconds:,.1f}", f"{len(content[suffix]) / 1e6:,.1f}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        table.add_row("memory of the process after the exports", "", f"{peak:,.0f}")
        sheets, seconds = timed(lambda: extract_rows(content["csv"], "台账.csv"))
        table.add_row("the .csv read by the process apart", f"{seconds:,.1f}", "")
        with Ledger.open(Path(folder) / "empty.db") as ledger:
            plan, seconds = timed(lambda: preview_import(ledger, sheets, TODAY, city="洛阳市"))
            table.add_row("what importing it would change", f"{seconds:,.1f}", "")
            _, seconds = timed(lambda: apply_import(ledger, plan, "bench", datetime.now(UTC)))
            table.add_row("importing it into an empty ledger", f"{seconds:,.1f}", "")
            plan, seconds = timed(lambda: preview_import(ledger, sheets, TODAY))
            table.add_row("what importing it again would change", f"{seconds:,.1f}", "")
            table.add_row(f"  changes {len(plan.changes)}, new {len(plan.new)}", "", "")
    Console().print(table)
    Console().print(f"Cells of the seeds that are the same after export, import into an empty ledger, export: {trip}")


if __name__ == "__main__":
    main()

"""How fast a new document is linked into a ledger, beside the ledger's size, and how fast a ledger is rebuilt.

Run by `make bench`. The ledger holds the reports of several cities over twenty years, made of the text of the seeds;
what a new report costs should follow its own length and not that of the ledger.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from commitments.linking import link
from commitments.model import Matter, Sighting
from store.files import Metadata
from store.ingest import Tools, default_tools, ingest_text
from store.ledger import Ledger
from store.reread import read_again

SEEDS = Path(__file__).parent.parent.parent / "seeds"
STATEMENTS = 20_000  # or as many as the argument says; 100,000 take minutes
YEARS = range(2004, 2024)
SEED_YEAR = "2024"


def documents() -> Iterator[tuple[str, str, Metadata]]:
    """File, text and what is known of each document: city after city, each with a report a year from several hands."""
    texts = {path.name: path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt"))}
    for number in range(1000):
        city = f"{chr(0x4E00 + 97 * number)}州市"
        for year in YEARS:
            for name, text in texts.items():
                moved = f"{city}{year}\n" + text.replace(SEED_YEAR, str(year)).replace("洛阳市", city)
                yield f"{city}{year}-{name}", moved, Metadata(city=city, published=date(year, 2, 1))


def new_report(number: int) -> tuple[str, str, Metadata]:
    """A report of the first city of the year after, as long as a report of a city is; none twice."""
    name, text, known = next(one for one in documents() if "003_" in one[0])
    year = str(max(YEARS) + 1)
    text = f"{number}\n" + text.replace(str(YEARS[0]), year)
    return f"{number}-{name}", text, replace(known, published=date(int(year), 2, 1))


def unlinked() -> Tools:
    """The product's tools, but every statement is a matter of its own: how documents get into a ledger quickly."""

    def each_alone(sightings: Iterable[Sighting]) -> list[Matter]:
        return [m for seen in sightings for m in (replace(link([seen])[0], id=f"{seen.source.file}{seen.statement}"),)]

    nothing = replace(default_tools(), link=each_alone, block_keys=lambda _: frozenset(), changes=lambda *_: [])
    return replace(nothing, index=lambda *_: None, unindex=lambda *_: None)


def main() -> None:
    """Print the table."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else STATEMENTS
    table = Table(
        "statements in the ledger", "documents", "rebuilt, s", "new report, statements", "linked, s", title="Linking"
    )
    with TemporaryDirectory() as folder:
        for size in (wanted // 100, wanted // 10, wanted):
            with Ledger.open(Path(folder) / f"{size}.db") as ledger:
                tools, held = unlinked(), 0
                for file, text, known in documents():
                    held += ingest_text(ledger, file, text, given=known, tools=tools).statements
                    if held >= size:
                        break
                start = time.perf_counter()
                for _ in read_again(ledger):
                    pass
                rebuilt = time.perf_counter() - start
                took = []
                for file, text, known in islice(map(new_report, range(3)), 3):
                    start = time.perf_counter()
                    read = ingest_text(ledger, file, text, given=known)
                    took.append(time.perf_counter() - start)
                    ledger.db.execute("SELECT 1")
                counts = ledger.counts()
                table.add_row(
                    f"{held:,}", str(counts["documents"]), f"{rebuilt:.1f}", str(read.statements),
                    " ".join(f"{seconds:.2f}" for seconds in took),
                )  # fmt: skip
    Console(width=None if Console().is_terminal else 100).print(table)


if __name__ == "__main__":
    main()

"""Reads never wait for writes: how long questions take while another process reads a document of 5,000 statements.

Run by `make bench`. The ledger holds 10,000 statements and the seeds; the questions are those of bench_search.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import date
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from commitments.asked import terms
from store.database import transaction
from store.index import KINDS, SETTING
from store.ingest import ingest
from store.ledger import Ledger
from store.search import find, index_statements
from tests.bench.made_up import OBJECTS, PLACES, SEEDS, questions, statements

SIZE, DOCUMENT, QUESTIONS = 10_000, 5_000, 200
FIRST = 1_000_000  # number of the first statement that is in the index only
INGEST = (
    "import sys; from datetime import date; from pathlib import Path; from store.ingest import ingest;"
    "from store.ledger import Ledger\n"
    "with Ledger.open(Path(sys.argv[1])) as ledger:\n"
    "    print(ingest(ledger, Path(sys.argv[2]), published=date(2024, 5, 22), city='洛阳市').statements)"
)


def document(rng: random.Random) -> str:
    """A text of which the reader makes 5,000 statements."""
    lines = (
        f"{rng.choice(PLACES)}区年底前完成{rng.choice(OBJECTS)}{rng.randrange(2, 900)}处改造。" for _ in range(DOCUMENT)
    )
    return "\n".join(lines)


def percentiles(spent: list[float]) -> tuple[str, str]:
    """(median, 99th percentile) of seconds, in ms."""
    spent = sorted(spent)
    return f"{spent[len(spent) // 2] * 1000:.2f}", f"{spent[int(len(spent) * 0.99)] * 1000:.2f}"


def row(folder: Path, kind: str) -> tuple[str, ...]:
    """What one index does alone and beside the writer."""
    os.environ[SETTING] = kind
    rng = random.Random(2)
    texts = statements(SIZE, rng)
    asked = [terms(question) for question, _ in questions(texts, QUESTIONS, rng)]
    page = folder / f"{kind}.txt"
    page.write_text(document(rng), encoding="utf-8")
    with Ledger.open(folder / f"{kind}.db") as ledger:
        for seed in sorted(SEEDS.glob("*.txt")):
            ingest(ledger, seed, published=date(2024, 5, 22))
        with transaction(ledger.db):
            index_statements(ledger.db, enumerate(texts, FIRST))

        def ask(question: object) -> float:
            start = time.perf_counter()
            find(ledger.db, [question])  # type: ignore[list-item]
            return time.perf_counter() - start

        ask(asked[0])
        alone = [ask(question) for question in asked]
        command = [sys.executable, "-c", INGEST, str(ledger.path), str(page)]
        start = time.perf_counter()
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        beside = []
        for question in cycle(asked):
            beside.append(ask(question))
            if writer.poll() is not None:
                break
        seconds = time.perf_counter() - start
        read = writer.communicate()[0].strip()
    return kind, *percentiles(alone), f"{len(beside):,}", *percentiles(beside), read, f"{seconds:.1f}"


def main() -> None:
    """Print the table."""
    table = Table(
        "index", "p50 ms", "p99 ms", "asked meanwhile", "p50 ms", "p99 ms", "statements read", "in s",
        title="Questions alone, and while a document is being read",
    )  # fmt: skip
    with TemporaryDirectory() as folder:
        for kind in KINDS:
            table.add_row(*row(Path(folder), kind))
    Console(width=None if sys.stdout.isatty() else 120).print(table)


if __name__ == "__main__":
    main()

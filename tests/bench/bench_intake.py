"""How long an editor waits for a document, and others for the ledger: reading, comparing, preview and publishing.

Run by `make bench`. The ledger holds documents made of the text of the seeds; a page, a work report and a book are
sent. Locked is how long others cannot write; lag is the longest that the event loop of the bot was late while a text
was taken in by a thread.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from commitments.reader import read
from store import database
from store.files import Metadata
from store.ingest import ingest_text
from store.intake.alike import find_alike
from store.intake.drafts import Draft, publish
from store.intake.preview import preview
from store.intake.taking import take
from store.ledger import Ledger
from tests.bench.bench_linking import SEEDS, documents

HELD = 3_000  # statements in the ledger, or as many as the argument says
NOW = datetime(2024, 9, 25, tzinfo=UTC)


def sent() -> Iterator[tuple[str, str]]:
    """What an editor sends: a page, a report, and a book of both under other names."""
    texts = [path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt"))]
    yield "page", texts[1]
    yield "work report", texts[3]
    parts = (
        "\n\n".join(texts).replace("洛阳", name).replace("8", str(n)) for n, name in enumerate("甲乙丙丁", start=1)
    )
    yield "long", "\n\n".join(parts)


@contextmanager
def watched() -> Iterator[list[float]]:
    """The seconds for which each write lock was held meanwhile."""
    spans: list[float] = []
    real = database.transaction

    @contextmanager
    def timed(db: object) -> Iterator[None]:
        outer = not database.in_transaction(db)  # type: ignore[arg-type]
        with real(db):  # type: ignore[arg-type]
            start = time.perf_counter()
            try:
                yield
            finally:
                if outer:
                    spans.append(time.perf_counter() - start)

    modules = [module for module in list(sys.modules.values()) if getattr(module, "transaction", None) is real]
    for module in modules:
        module.transaction = timed  # type: ignore[attr-defined]
    try:
        yield spans
    finally:
        for module in modules:
            module.transaction = real  # type: ignore[attr-defined]


async def _lag(call: object) -> float:
    """The longest that a loop which wants to run every 5 ms was late while `call` ran in a thread."""
    task = asyncio.ensure_future(asyncio.to_thread(call))  # type: ignore[arg-type]
    worst = 0.0
    while not task.done():
        start = time.perf_counter()
        await asyncio.sleep(0.005)
        worst = max(worst, time.perf_counter() - start - 0.005)
    await task
    return worst


def main() -> None:
    """Print the table."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else HELD
    columns = ("sent", "characters", "statements", "read, s", "compared, s", "preview, s", "locked, s", "published, s")
    table = Table(*columns, "lag, ms", title=f"Documents by chat, {wanted:,} statements in the ledger")
    with TemporaryDirectory() as folder, watched() as spans, Ledger.open(Path(folder) / "a.db") as ledger:
        held = 0
        for file, text, known in documents():
            held += ingest_text(ledger, file, text, given=known).statements
            if held >= wanted:
                break
        for name, text in sent():
            start = time.perf_counter()
            reading = read(text)
            was_read = time.perf_counter() - start
            start = time.perf_counter()
            find_alike(ledger.db, text, reading)
            compared = time.perf_counter() - start
            given = Metadata(published=NOW.date(), city="洛阳市")
            draft = take(ledger, f"{name}.txt", text, now=NOW, given=given)
            assert isinstance(draft, Draft)
            spans.clear()
            start = time.perf_counter()
            preview(ledger, draft.id)
            previewed = time.perf_counter() - start
            locked = max(spans)
            lag = asyncio.run(_lag(lambda file=Path(folder) / "a.db", n=draft.id: _previewed(file, n)))
            start = time.perf_counter()
            publish(ledger, draft.id, who="", now=NOW)
            published = time.perf_counter() - start
            seconds = (f"{one:.2f}" for one in (was_read, compared, previewed, locked, published))
            table.add_row(name, f"{len(text):,}", str(len(reading.statements)), *seconds, f"{lag * 1000:.0f}")
    Console().print(table)


def _previewed(file: Path, number: int) -> None:
    with Ledger.open(file, create=False, catch_up=False) as ledger:
        preview(ledger, number)


if __name__ == "__main__":
    main()

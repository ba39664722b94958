"""How fast the reader is: characters a second beside jieba.lcut on the same text in the same run.

Run by `make bench`. The text of the seeds is read page by page, then as one text 100 times as long: the reader's speed
should not fall with length.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import jieba
from rich.console import Console
from rich.table import Table

from commitments.reader import read

SEEDS = Path(__file__).parent.parent.parent / "seeds"
TIMES = 100


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The shortest of `rounds` runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print the table."""
    texts = [path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt"))]
    long = "\n\n".join(texts) * TIMES
    read(texts[0])  # tables and dictionaries are loaded before anything is measured
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    table = Table("text", "characters", "reader, chars/s", "jieba.lcut, chars/s", "reader : jieba", title="Reading")
    for name, parts, rounds in (("the seeds", texts, 5), (f"the seeds × {TIMES}", [long], 1)):
        size = sum(map(len, parts))
        reader = size / seconds(lambda parts=parts: [read(part) for part in parts], rounds)  # type: ignore[misc]
        cutter = size / seconds(lambda parts=parts: [jieba.lcut(part) for part in parts], rounds)  # type: ignore[misc]
        table.add_row(name, f"{size:,}", f"{reader:,.0f}", f"{cutter:,.0f}", f"{reader / cutter:.2f}")
    Console(width=None if Console().is_terminal else 100).print(table)


if __name__ == "__main__":
    main()

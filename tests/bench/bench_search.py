"""Finding: our two indexes beside what one would take instead, on the same statements and the same mistyped questions.

Run by `make bench` at 10,000 and 100,000 statements; `python -m tests.bench.bench_search 1000000` for another size.
A question is a piece of one statement, exact or mistyped; it is right when that statement, or another one of the same
place and object, is among the first five. Every contender has a process of its own, is asked one question at a time,
and three times over; the best round counts, because others may be using the machine.
"""

from __future__ import annotations

import logging
import os
import random
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from rich.console import Console
from rich.table import Table

from tests.bench.made_up import questions, statements, subject

SIZES = (10_000, 100_000)
QUESTIONS, ROUNDS, ADDED = 200, 3, 300
MOST_COMPARED = 20_000_000  # statements that a scan of everything is let through, all questions together


class Contender(Protocol):
    """A way of finding statements, in a folder of its own."""

    def build(self, texts: Sequence[str]) -> None:
        """Take all statements, numbered from 1."""

    def add(self, texts: Sequence[str], first: int) -> None:
        """Take some more, numbered from `first`, and keep them."""

    def search(self, question: str) -> Sequence[int]:
        """The numbers of the five that fit best."""


class Ours:
    """The product, with either index."""

    def __init__(self, folder: Path, kind: str) -> None:
        from store.database import connect, transaction, use_wal
        from store.index import SETTING
        from store.search import create_index

        os.environ[SETTING] = kind
        self.db = connect(folder / "ledger.db")
        use_wal(self.db, 1)
        with transaction(self.db):
            create_index(self.db)

    def build(self, texts: Sequence[str]) -> None:
        from store.database import transaction
        from store.index_texts import add_texts
        from store.search import rebuild

        with transaction(self.db):
            for start in range(0, len(texts), 10_000):
                add_texts(self.db, enumerate(texts[start : start + 10_000], start + 1))
        for _ in rebuild(self.db):
            pass

    def add(self, texts: Sequence[str], first: int) -> None:
        from store.database import transaction
        from store.search import index_statements

        with transaction(self.db):
            index_statements(self.db, enumerate(texts, first))

    def search(self, question: str) -> Sequence[int]:
        from commitments.asked import terms
        from store.search import find

        return [hit.id for hit in find(self.db, [terms(question)])[:5]]


class Fts5:
    """FTS5 alone, over trigrams or over the words that jieba cuts, any of them, by its bm25."""

    def __init__(self, folder: Path, tokenizer: str) -> None:
        self.cut: Callable[[str], list[str]] = _trigrams
        if tokenizer != "trigram":
            import jieba

            jieba.setLogLevel(logging.WARNING)
            jieba.initialize()
            self.cut = jieba.lcut
        self.tokenizer = tokenizer
        self.db = sqlite3.connect(folder / "fts5.db", isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute(f"CREATE VIRTUAL TABLE s USING fts5(words, tokenize = '{tokenizer}')")

    def build(self, texts: Sequence[str]) -> None:
        self.add(texts, 1)

    def add(self, texts: Sequence[str], first: int) -> None:
        rows = ((i, t if self.tokenizer == "trigram" else " ".join(self.cut(t))) for i, t in enumerate(texts, first))
        self.db.execute("BEGIN")
        self.db.executemany("INSERT INTO s (rowid, words) VALUES (?, ?)", rows)
        self.db.execute("COMMIT")

    def search(self, question: str) -> Sequence[int]:
        query = " OR ".join(f'"{word}"' for piece in question.split() for word in self.cut(piece))
        rows = self.db.execute("SELECT rowid FROM s WHERE s MATCH ? ORDER BY rank LIMIT 5", (query,)) if query else ()
        return [row[0] for row in rows]


def _trigrams(text: str) -> list[str]:
    return [text[i : i + 3] for i in range(len(text) - 2)]


class Scan:
    """rapidfuzz over everything."""

    def __init__(self, folder: Path) -> None:
        self.texts: list[str] = []

    def build(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)

    def add(self, texts: Sequence[str], first: int) -> None:
        self.texts.extend(texts)

    def search(self, question: str) -> Sequence[int]:
        from rapidfuzz import fuzz, process

        return [found[2] + 1 for found in process.extract(question, self.texts, scorer=fuzz.WRatio, limit=5)]


class TantivyAlone(Ours):
    """tantivy with our tokens, in its own order."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "tantivy")

    def search(self, question: str) -> Sequence[int]:
        from store.search import candidates

        return [id_ for id_, _ in candidates(self.db, question, 5)]


@dataclass(frozen=True)
class Figures:
    """Times in ms (`build` in s), sizes in MB, recall from 0 to 1."""

    p50: float
    p99: float
    recall: float
    build: float
    disk: float
    memory: float
    added: float
    found_at_once: bool


CONTENDERS: dict[str, Callable[[Path], Contender]] = {
    "ours, in SQLite": lambda folder: Ours(folder, "sqlite"),
    "ours, in tantivy": lambda folder: Ours(folder, "tantivy"),
    "tantivy alone, our tokens": TantivyAlone,
    "FTS5 alone, trigram": lambda folder: Fts5(folder, "trigram"),
    "FTS5 alone, jieba words": lambda folder: Fts5(folder, "unicode61"),
    "rapidfuzz WRatio over all": Scan,
}


def figures(name: str, size: int) -> Figures:
    """One contender's figures, in the process that this is called in."""
    with TemporaryDirectory() as folder:
        rng = random.Random(1)
        texts = statements(size, rng)
        asked = questions(texts, QUESTIONS, rng)
        more = [statements(ADDED, rng) for _ in range(ROUNDS)]
        subjects = list(map(subject, texts))
        contender = CONTENDERS[name](Path(folder))
        start = time.perf_counter()
        contender.build(texts)
        build = time.perf_counter() - start
        disk = sum(_bytes(path) for path in Path(folder).iterdir() if "tantivy" not in name or path.is_dir())
        del texts
        if name.startswith("rapidfuzz"):
            asked = asked[: max(10, min(QUESTIONS, MOST_COMPARED // size // ROUNDS))]
        contender.search(asked[0][0])  # loads what is loaded once
        rounds = [_round(contender, asked, subjects) for _ in range(ROUNDS)]
        added = []
        for number, new in enumerate(more):
            subjects += map(subject, new)
            start = time.perf_counter()
            contender.add(new, size + number * ADDED + 1)
            added.append((time.perf_counter() - start) * 1000)
        newest = more[-1][-1]
        at_once = any(subjects[id_ - 1] == subject(newest) for id_ in contender.search(newest[:15]))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    p50, p99, recall = (best(values) for best, values in zip((min, min, max), zip(*rounds, strict=True), strict=True))
    return Figures(p50, p99, recall, build, disk / 1e6, memory, min(added), at_once)


def _bytes(path: Path) -> int:
    return sum(map(_bytes, path.iterdir())) if path.is_dir() else path.stat().st_size


def _round(
    contender: Contender, asked: Sequence[tuple[str, str]], subjects: Sequence[str]
) -> tuple[float, float, float]:
    """(median ms, 99th percentile ms, share of questions whose statement is among the first five)."""
    spent, right = [], 0
    for question, wanted in asked:
        start = time.perf_counter()
        found = contender.search(question)
        spent.append((time.perf_counter() - start) * 1000)
        right += any(subjects[id_ - 1] == wanted for id_ in found)
    spent.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.99)], right / len(asked)


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print a table for each size."""
    console = Console(width=None if sys.stdout.isatty() else 130)
    for size in sizes:
        heads = ("p50 ms", "p99 ms", "recall@5", "p50 : ours", "p99 : ours", "build s", "disk MB", "memory MB",
                 f"add {ADDED}, ms")  # fmt: skip
        base_name = "ours, in SQLite" if size < 500_000 else "ours, in tantivy"
        table = Table("", *heads, title=f"Finding among {size:,} statements (ours = {base_name})")
        measured = {}
        for name in CONTENDERS:
            # A process for each: what one keeps in memory is not counted for the next.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                measured[name] = process.submit(figures, name, size).result()
        base = measured[base_name]
        for name, one in measured.items():
            late = "" if one.found_at_once else ", not found"
            table.add_row(
                name, f"{one.p50:,.2f}", f"{one.p99:,.2f}", f"{one.recall:.1%}", f"{one.p50 / base.p50:,.2f}",
                f"{one.p99 / base.p99:,.2f}", f"{one.build:,.1f}", f"{one.disk:,.0f}", f"{one.memory:,.0f}",
                f"{one.added:,.0f}{late}",
            )  # fmt: skip
        console.print(table)
        console.print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", highlight=False)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)

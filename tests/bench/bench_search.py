"""Finding: our index beside what one would take instead, on the same statements and the same mistyped questions.

Run by `make bench`; `python -m tests.bench.bench_search 100000` for another size. Statements are the seeds' clauses
with other places, numbers and objects. A question is a piece of one statement with a typo, a homophone, a missing
character, another order or an abbreviation; it is right when that statement, or another one of the same place and
object, is among the first five. One connection, one question at a time.
"""

from __future__ import annotations

import logging
import random
import re
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import jieba
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table
from sqlite_utils import Database

from commitments.asked import terms
from store.search import create_index, find, index_statements

SEEDS = Path(__file__).parent.parent.parent / "seeds"
SIZE, QUESTIONS = 10_000, 200
PLACES = [a + b for a in "东西南北中新安宁和平兴永清长" for b in "城关山河湖桥岗源坊"]
OBJECTS = [
    a + b
    for a in (
        "滨江",
        "向阳",
        "青年",
        "云台",
        "凤凰",
        "银杏",
        "龙泉",
        "白鹭",
        "金谷",
        "望岳",
        "杏林",
        "翠屏",
        "石桥",
        "临港",
    )
    for b in (
        "文化馆",
        "污水处理厂",
        "产业园",
        "湿地公园",
        "高级中学",
        "立交桥",
        "养老中心",
        "农贸市场",
        "水库",
        "体育场",
    )
]
Search = Callable[[str], Sequence[int]]


def statements(size: int, rng: random.Random) -> list[str]:
    """Clauses of the seeds, each with a place, an object and other numbers."""
    text = "。".join(path.read_bytes().decode() for path in sorted(SEEDS.glob("*.txt")))
    clauses = [c for c in re.split(r"[，,。；;、：:\n#●]", re.sub(r"[ \t]", "", text)) if 8 <= len(c) <= 40]
    found = []
    for _ in range(size):
        clause = re.sub(r"\d+", lambda _: str(rng.randrange(2, 9000)), rng.choice(clauses))
        found.append(f"{rng.choice(PLACES)}区{rng.choice(OBJECTS)}{clause}")
    return found


def questions(texts: Sequence[str], rng: random.Random) -> list[tuple[str, int]]:
    """(mistyped question, number of the statement it was made from)."""
    sounds: dict[str, list[str]] = {}
    for char in sorted({char for text in texts[:3000] for char in text if "\u4e00" <= char <= "\u9fff"}):
        sounds.setdefault(lazy_pinyin(char)[0], []).append(char)
    found = []
    for i in range(QUESTIONS):
        number = rng.randrange(len(texts))
        place, rest = texts[number][:2], texts[number][3:]
        name, clause = rest[:6], re.sub(r"[^\u4e00-\u9fff]", "", rest[6:])[:6]
        at = rng.randrange(1, len(name))
        alike = sounds.get(lazy_pinyin(name[at])[0], [name[at]])
        typed = (
            name[:at] + rng.choice(clause or name) + name[at + 1 :],  # typo
            name[:at] + rng.choice(alike) + name[at + 1 :],  # homophone
            name[:at] + name[at + 1 :],  # missing
            name[2:] + name[:2],  # order
            name[:2] + name[-2:],  # abbreviation
        )[i % 5]
        found.append((f"{place} {typed} {clause[:3] if i % 2 else ''}".strip(), number))
    return found


def ours(texts: Sequence[str]) -> Search:
    db = Database(memory=True)
    create_index(db)
    index_statements(db, enumerate(texts))
    return lambda question: [hit.id for hit in find(db, [terms(question)])[:5]]


def fts5(texts: Sequence[str], tokenizer: str, cut: Callable[[str], Sequence[str]]) -> Search:
    """FTS5 alone over words or trigrams, any of them, by bm25."""
    db = sqlite3.connect(":memory:")
    db.execute(f"CREATE VIRTUAL TABLE s USING fts5(words, tokenize = '{tokenizer}')")
    join = "" if tokenizer == "trigram" else " "
    db.executemany("INSERT INTO s (rowid, words) VALUES (?, ?)", ((i, join.join(cut(t))) for i, t in enumerate(texts)))

    def search(question: str) -> Sequence[int]:
        words = [word for piece in question.split() for word in cut(piece)]
        if tokenizer == "trigram":
            words = [p[i : i + 3] for p in question.split() for i in range(len(p) - 2)]
        query = " OR ".join(f'"{word}"' for word in words)
        rows = db.execute("SELECT rowid FROM s WHERE s MATCH ? ORDER BY rank LIMIT 5", (query,)) if query else ()
        return [row[0] for row in rows]

    return search


def scan(texts: Sequence[str]) -> Search:
    return lambda question: [found[2] for found in process.extract(question, texts, scorer=fuzz.WRatio, limit=5)]


def measure(search: Search, asked: Sequence[tuple[str, int]], texts: Sequence[str]) -> tuple[float, float, float]:
    """(median ms, 99th percentile ms, share of questions whose statement is among the first five)."""
    spent, right = [], 0
    for question, number in asked:
        start = time.perf_counter()
        found = search(question)
        spent.append((time.perf_counter() - start) * 1000)
        # Another statement of the same place and object answers as well.
        right += any(texts[other][:9] == texts[number][:9] for other in found)
    spent.sort()
    return spent[len(spent) // 2], spent[int(len(spent) * 0.99)], right / len(asked)


def main(size: int = SIZE) -> None:
    """Print the table."""
    rng = random.Random(1)
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    texts = statements(size, rng)
    asked = questions(texts, rng)
    start = time.perf_counter()
    index = ours(texts)
    print(f"{size:,} statements indexed in {time.perf_counter() - start:.1f} s")
    table = Table("", "p50 ms", "p99 ms", "recall@5", "time : ours", title=f"Finding among {size:,} statements")
    base = measure(index, asked, texts)
    rows: list[tuple[str, Callable[[], Search], int]] = [
        ("FTS5 trigram", lambda: fts5(texts, "trigram", lambda text: [text]), QUESTIONS),
        ("FTS5 jieba words", lambda: fts5(texts, "unicode61", jieba.lcut), QUESTIONS),
        ("rapidfuzz WRatio over all", lambda: scan(texts), 20),
    ]
    table.add_row("ours", f"{base[0]:.2f}", f"{base[1]:.2f}", f"{base[2]:.1%}", "1")
    for name, make, count in rows:
        p50, p99, recall = measure(make(), asked[:count], texts)
        table.add_row(name, f"{p50:.2f}", f"{p99:.2f}", f"{recall:.1%}", f"{p50 / base[0]:.1f}")
    Console(width=None if Console().is_terminal else 100).print(table)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))

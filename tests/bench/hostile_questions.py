"""Questions that nobody means well: how long the slowest of 20,000 takes. None may raise.

FTS5 syntax, NUL, lone surrogates, text from right to left, HTML, digits and dates without end, 5,000 characters, and
pieces of real questions between them. Run by hand; tests/store/test_hostile_questions.py asks 300 of them.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from datetime import date
from heapq import nlargest
from pathlib import Path
from tempfile import TemporaryDirectory

from store.answers import answer
from store.ingest import ingest
from store.ledger import Ledger

SEEDS = Path(__file__).parent.parent.parent / "seeds"
TODAY = date(2024, 9, 25)
COUNT = 20_000
LONGEST = 5_000

PIECES = (
    '"', "'", "*", "^", ":", "(", ")", "{", "}", "-", "+", "%", "_", ";", "\\", "\0", "\n", "\t", "\u3000",
    " AND ", " OR ", " NOT ", " NEAR(", "tokens:", "rowid", "--", "/*", "'; DROP TABLE matters; --", "$(x)", "../",
    "\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\u200f", "\ufeff", "\ue000", "\uffff", "\U0001f600",
    "\U00020000", "<b>", "</a>", "<script>", "&lt;", "&#0;", "{0}", "%s", "0", "9", "1e309", "１２３", "一", "百",
    "亿", "零", "年", "月", "日", "底前", "以前", "季度", "逾期", "没", "完成", "哪些", "什么时候", "多少", "的",
    "那", "呢", "区", "县", "市", "族", "老旧小区", "西工区", "漯河区", "高铁", "电梯", "旧改", "188个", "8月底前",
    "2024年", "教育", "laojiuxiaoqu", "ljxq", "zh", "a", "Z", "é", "ß", "Ж", "ا", "עב", "ﷺ", "が", "한", "舊",
    "龘",
)  # fmt: skip


def hostile_questions(seed: int, count: int) -> Iterator[str]:
    """`count` questions, the same ones for the same seed, of 1 to 5,000 characters."""
    chance = random.Random(seed)
    for _ in range(count):
        shape = chance.random()
        if shape < 0.1:
            yield (chance.choice(PIECES) * LONGEST)[:LONGEST]
        elif shape < 0.2:
            yield "".join(chr(chance.randrange(0x11_0000)) for _ in range(chance.randint(1, 60)))
        else:
            pieces = 1500 if shape < 0.25 else chance.randint(1, 14)
            yield "".join(chance.choices(PIECES, k=pieces))[:LONGEST]


def main() -> int:
    """Ask them all; print the worst times, and 1 if a question took 50 ms or more."""
    times: list[tuple[float, str]] = []
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "hostile.db") as ledger:
        for document in sorted(SEEDS.glob("*.txt")):
            ingest(ledger, document)
        for question in ("火星基地", "舊小區", "wenti"):  # load the segmenter and the tables first
            answer(ledger, question, TODAY)
        for question in hostile_questions(1, COUNT):
            start = time.perf_counter()
            answer(ledger, question, TODAY)
            times.append((time.perf_counter() - start, question))
    worst = nlargest(5, times)
    print(f"{COUNT:,} questions, {sum(taken for taken, _ in times) / COUNT * 1000:.2f} ms each, the slowest:")
    for taken, question in worst:
        print(f"{taken * 1000:6.1f} ms  {question[:60]!r}")
    return int(worst[0][0] >= 0.05)


if __name__ == "__main__":
    sys.exit(main())

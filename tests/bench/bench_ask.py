"""How long an answer takes: `jiannuo ask` from a cold start, its imports, and one question in a running process.

Run by `make bench`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from store.answers import answer
from store.ingest import ingest
from store.ledger import Ledger

SEEDS = Path(__file__).parent.parent.parent / "seeds"
TODAY = date(2024, 9, 25)
QUESTIONS = (
    "老旧小区 进度",
    "8月底前到期的",
    "西工区 电梯",
    "逾期的有哪些",
    "jiulaoxiaoqu",
    "老旧校区",
    "没有这回事的事情",
)
IMPORTS = "import bot.cli, bot.settings, bot.printing, commitments.contract, store.answers, store.ledger"


def seconds_of(*arguments: str) -> float:
    """Wall time of one Python process, the middle one of five."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    table = Table("what", "milliseconds", title="Answers")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with Ledger.open(path) as ledger:
            start = time.perf_counter()
            for document in sorted(SEEDS.glob("*.txt")):
                ingest(ledger, document)
            table.add_row("reading the five seeds into a database", f"{(time.perf_counter() - start) * 1000:,.0f}")
        bare = seconds_of("-c", "pass")
        table.add_row("python itself", f"{bare * 1000:,.0f}")
        table.add_row("imports of `jiannuo ask`", f"{(seconds_of('-c', IMPORTS) - bare) * 1000:,.0f}")
        cold = seconds_of("-m", "bot", "ask", QUESTIONS[0], "--db", str(path), "--today", TODAY.isoformat())
        table.add_row(f"`jiannuo ask {QUESTIONS[0]}`, cold", f"{cold * 1000:,.0f}")
        with Ledger.open(path) as ledger:
            answer(ledger, QUESTIONS[0], TODAY, 8)  # loads the segmenter's dictionary
            for question in QUESTIONS:
                times = []
                for _ in range(20):
                    start = time.perf_counter()
                    answer(ledger, question, TODAY, 8)
                    times.append(time.perf_counter() - start)
                table.add_row(f"{question}, running", f"{statistics.median(times) * 1000:,.1f}")
    Console().print(table)


if __name__ == "__main__":
    main()

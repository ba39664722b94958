"""How long a month's notice, a round and the daily rule of 挂牌督办 take over 10,000 matters.

Run by `make bench`; a number on the command line is another size.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from handlers.cycle.bulletin_cards import bulletin_card
from handlers.cycle.notice import notice
from handlers.cycle.notice_docx import notice_docx
from handlers.cycle.notice_text import notice_text
from store.cycle.bulletin import bulletin
from store.cycle.checking import summed
from store.cycle.rounds import begin, end
from store.cycle.rules import Rules
from store.cycle.special import apply_rule
from store.files import Metadata
from store.ingest import ingest_text
from store.ledger import Ledger
from tests.store.conftest import stand_ins
from tests.store.promises import at
from tests.store.promises import tools as promises

T = TypeVar("T")
A_DOCUMENT = 500  # lines of one
PLACES = ("西工区", "涧西区", "老城区", "瀍河区", "洛龙区", "孟津区", "偃师区", "新安县", "伊川县", "宜阳县", "-")
LIMITS = ("2024-06-30", "2024-08-31", "2024-10-31", "推定2024-12-31", "2024-12-31")


def fill(ledger: Ledger, size: int) -> None:
    """Promises of every district with every kind of deadline; a third of them is reported on, a tenth done."""
    tools = replace(stand_ins(), read=promises().read)
    for first in range(0, size, A_DOCUMENT):
        numbers = range(first, min(first + A_DOCUMENT, size))
        plan = [f"承诺 事项{n:05} {LIMITS[n % 5]} {PLACES[n % 11]}：建成事项{n:05}共200个" for n in numbers]
        news = [f"进展 事项{n:05} - {PLACES[n % 11]}：事项{n:05}完成{n % 10 * 22}个" for n in numbers if n % 3 == 0]
        for name, day, lines in (("计划", date(2024, 2, 20), plan), ("进展", date(2024, 7, 10), news)):
            given = Metadata(published=day, city="洛阳市", publisher="洛阳日报")
            ingest_text(ledger, f"{name}{first}.txt", "\n".join(lines), given=given, tools=tools)


def timed(table: Table, what: str, call: Callable[[], T]) -> T:
    """What `call` gives back; its seconds are a row of the table."""
    start = time.perf_counter()
    made = call()
    table.add_row(what, f"{time.perf_counter() - start:.2f}")
    return made


def main() -> None:
    """Print the table."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    table = Table("what", "seconds", title=f"The notice of a month over {size:,} matters")
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "bench.db") as ledger:
        fill(ledger, size)
        first, second, today = date(2024, 8, 1), date(2024, 9, 2), date(2024, 10, 8)
        one = begin(ledger, "full", first, at("2024-08-01 09:00"))
        assert one is not None
        end(ledger, one.id, at("2024-08-08 09:00"))
        other = timed(table, "a full round begun", lambda: begin(ledger, "full", second, at("2024-09-02 09:00")))
        assert other is not None
        timed(table, "the round's lists", lambda: summed(ledger, other, second))
        listed = timed(table, "the daily rule, first day", lambda: apply_rule(ledger, second, at("2024-09-02 09:00")))
        timed(
            table, f"the daily rule with {listed:,} listed", lambda: apply_rule(ledger, today, at("2024-10-08 09:00"))
        )
        data = timed(table, "the notice worked out", lambda: bulletin(ledger, second, today))
        timed(table, "one screen of it", lambda: bulletin_card(data))
        drafted = timed(table, "put into words", lambda: notice(data, Rules(), today))
        timed(table, "as text", lambda: notice_text(drafted))
        timed(table, "as a Word file", lambda: notice_docx(drafted))
    Console().print(table)


if __name__ == "__main__":
    main()

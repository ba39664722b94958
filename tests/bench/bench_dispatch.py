"""How long the Monday dispatch takes to write: 10,000 open matters of 500 people.

Run by `make bench`. The matters are made up, with targets, deadlines and figures; every one has somebody responsible.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table

from handlers.cycle import cards
from store.cycle.assignments import assign
from store.cycle.dispatch import ask_again, ask_week
from store.cycle.keepers import Readers
from store.cycle.sheets import open_sheet
from store.cycle.summary import sum_up
from store.database import transaction
from store.fanout import everybody
from store.files import Metadata
from store.ingest import ingest_text
from store.ledger import Ledger
from tests.store.conftest import item_keys, link_by_item
from tests.store.promises import at, tools

MATTERS, PEOPLE, DOCUMENT = 10_000, 500, 2_500
FIRST_USER = 1_000
ZONE = "Asia/Shanghai"


def fill(ledger: Ledger) -> None:
    """Read the promises, each a matter of its own, and say who is responsible for each."""
    reader = replace(tools(), link=link_by_item, block_keys=item_keys, index=lambda db, rows: None)
    given = Metadata(published=date(2024, 2, 18), city="洛阳市", publisher="洛阳日报")
    for first in range(0, MATTERS, DOCUMENT):
        numbers = range(first, first + DOCUMENT)
        lines = [
            f"承诺 某处工程{n} 2024-{10 + n % 3}-{1 + n % 28:02} -：某处工程{n}改造{n % 90 + 10}个" for n in numbers
        ]
        ingest_text(ledger, f"{first}.txt", "\n".join(lines), given=given, tools=reader)
    with transaction(ledger.db):
        for number, (matter_id,) in enumerate(ledger.db.execute("SELECT id FROM matters ORDER BY id").fetchall()):
            user = FIRST_USER + number % PEOPLE
            assign(ledger, "matter", matter_id, "contact", "某人", who="台账员", now=at("2024-09-01 09:00"), user=user)


def main() -> None:
    """Print the seconds of each step."""
    table = Table(title=f"周调度, {MATTERS:,} open matters of {PEOPLE} people")
    for heading in ("step", "messages", "seconds"):
        table.add_column(heading, justify="left" if heading == "step" else "right")
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        fill(ledger)
        for name, step, moment in (
            ("Monday: the questions", ask_week, "2024-09-23 09:00"),
            ("the next tick", ask_week, "2024-09-23 09:01"),
            ("Wednesday: once more", ask_again, "2024-09-25 09:00"),
            ("the next tick", ask_again, "2024-09-25 09:01"),
            ("Friday: the summary", sum_up, "2024-09-27 09:00"),
        ):
            begun = time.perf_counter()
            made = step(ledger, at(moment), cards, ZONE, Readers(everybody, frozenset({1})))
            table.add_row(name, str(made), f"{time.perf_counter() - begun:.3f}")
        begun = time.perf_counter()
        open_sheet(ledger, FIRST_USER, date(2024, 9, 24))
        table.add_row("one person's sheet", "", f"{time.perf_counter() - begun:.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()

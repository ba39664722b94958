"""How long groups of tasks and assignments take in a large ledger: reading a report's groups, a card, the menu, /mine.

Run it: `python -m tests.bench.bench_assignments`.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from commitments.groups import task_groups
from commitments.model import Article, Reading, Statement
from store.cycle.assignments import assign, matters_of
from store.cycle.duties import duties
from store.files import Metadata
from store.ingest import default_tools, ingest_text
from store.ledger import Ledger
from store.task_groups import all_groups

SEEDS = Path(__file__).parents[2] / "seeds"
TODAY, NOW = date(2024, 9, 25), datetime(2024, 9, 25, tzinfo=UTC)
GROUPS = ("民生保障", "产业发展", "城市提质", "乡村振兴", "风险防范", "对接合作")
DOCUMENTS, EACH = 40, 250


def document(number: int) -> str:
    """A plan of EACH promises in six groups, each about a thing of its own."""
    lines = [f"第{number}号方案，共6大类{EACH}项任务"]
    share = EACH // len(GROUPS) + 1
    for at, group in enumerate(GROUPS):
        lines.append(f"● 在{group}方面")
        things = range(at * share, min((at + 1) * share, EACH))
        lines += [
            f"年底前建成第{number * EACH + thing}号{_name(number * EACH + thing)}{thing + 1}处。" for thing in things
        ]
    return "\n".join(lines)


def _name(number: int) -> str:
    letters = "东西南北中高低新老大小上下前后左右山水林田湖海河江"
    return "".join(letters[number // len(letters) ** place % len(letters)] for place in range(3)) + "工程"


def timed(call: Callable[[], object], times: int = 20) -> str:
    """The median of some calls in milliseconds."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        took.append(time.perf_counter() - begun)
    return f"{sorted(took)[times // 2] * 1000:.1f} ms"


def _read(text: str, published: date | None, city: str) -> Reading:
    """The lines of `document` as statements, without the reader: what is measured is the ledger."""
    statements, at = [], 0
    for line in text.split("\n"):
        if line.endswith("处。"):
            item = line[5:-1]
            statements.append(Statement("commitment", item, "建成", line, at, at + len(line), year=2024))
        at += len(line) + 1
    article = Article(text[:10], 0, len(text), city, (), 2024)
    return Reading(text[:10], city, published, "", 2024, "", (article,), tuple(statements))


def main() -> None:
    """Print the table."""
    report = next(SEEDS.glob("003_*.txt")).read_text("utf-8")
    print(f"groups of a work report of {len(report)} characters: {timed(lambda: task_groups(report))}")
    tools = default_tools()
    plain = type(tools)(
        read=_read, block_keys=lambda seen: frozenset({seen.statement.item}), link=tools.link,
        changes=lambda *_: [], index=tools.index, unindex=tools.unindex,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.db") as ledger:
        for number in range(DOCUMENTS):
            given = Metadata(published=date(2024, 5, 22), city="洛阳市")
            ingest_text(ledger, f"{number}.txt", document(number), given=given, tools=plain)
        matters = ledger.matters(TODAY)
        for group in GROUPS:
            assign(ledger, "group", group, "leader", "张三", who="王", now=NOW, user=7)
        for matter in matters[::10]:
            assign(ledger, "matter", matter.id, "contact", "李四", who="王", now=NOW, user=8)
        print(f"a ledger of {len(matters)} matters, {len(matters[::10])} of them with a contact of their own:")
        print(f"  who is responsible for one matter: {timed(lambda: duties(ledger, matters[:1], TODAY))}")
        print(f"  for all matters: {timed(lambda: duties(ledger, matters, TODAY), 5)}")
        print(f"  all groups with their numbers: {timed(lambda: all_groups(ledger, TODAY), 5)}")
        print(f"  the matters of the contact of 1,000: {timed(lambda: matters_of(ledger, 8, TODAY), 3)}")
        print(f"  those of the leader of all {len(GROUPS)} groups: {timed(lambda: matters_of(ledger, 7, TODAY), 3)}")


if __name__ == "__main__":
    main()

"""Matters to build cards from, as the ledger would give them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from commitments.model import (
    Answer,
    Change,
    Deadline,
    Figure,
    Filters,
    Matter,
    Pace,
    Quantity,
    Reply,
    Sighting,
    Source,
    Standing,
    Statement,
)
from store.ledger import Ledger

TODAY = date(2024, 9, 25)

PLAN = Source("004.txt", "市政府工作报告", date(2024, 2, 18), "洛阳市", "洛阳日报")
UPDATE = Source("002.txt", "老旧小区改造加快推进", date(2024, 5, 22), "洛阳市", "洛阳日报")
NEWS = Source("001.txt", "旧小区换新颜", date(2024, 9, 20), "洛阳市", "洛阳日报")


def sighting(source: Source, quote: str, *quantities: tuple[float, str], kind: str = "commitment") -> Sighting:
    """A statement of `source` with these quantities."""
    return Sighting(
        source,
        Statement(kind, quote, "", quote, 0, len(quote), tuple(Quantity(*q) for q in quantities)),  # type: ignore[arg-type]
    )


RENEWAL = Matter(
    id="m1",
    title="老旧小区改造",
    city="洛阳市",
    places=(),
    year=2024,
    topics=("住房",),
    sightings=(
        sighting(PLAN, "改造143个老旧小区", (143, "个")),
        sighting(UPDATE, "纳入2024年改造计划的188个老旧小区、3.73万户", (188, "个"), (37300, "户")),
        sighting(NEWS, "已完工50个小区、1.02万户", (50, "个"), (10200, "户"), kind="progress"),
    ),
)

RENEWAL_STANDING = Standing(
    today=TODAY,
    status="behind",
    light="yellow",
    target=Figure(188, "个", what="小区"),
    done=Figure(50, "个", what="小区", as_of=date(2024, 6, 30)),
    percent=26.6,
    paces=(Pace(49.7, "behind", date(2024, 6, 30)),),
    deadline=Deadline("年底前", date(2024, 12, 31)),
    days_left=97,
    targets=(Figure(188, "个", what="小区"), Figure(37300, "户")),
    dones=(Figure(50, "个", what="小区", as_of=date(2024, 6, 30)), Figure(10200, "户")),
    changes=(
        Change("new", None, "143个", date(2024, 2, 18), ("004.txt",)),
        Change("target_raised", "143个", "188个", date(2024, 5, 22), ("004.txt", "002.txt")),
        Change("progress", None, "50个", date(2024, 9, 20), ("001.txt",)),
    ),
)


def answer(matter: Matter = RENEWAL, standing: Standing = RENEWAL_STANDING, score: float = 1.0) -> Answer:
    """The matter as an answer, its sightings as evidence."""
    return Answer(matter, standing, matter.sightings, score)


def lifts(number: int) -> Answer:
    """One of many other matters: district `number`'s lifts, without any news."""
    place = f"{number}号区"
    matter = Matter(
        f"lift{number}", "加装电梯", "洛阳市", (place,), 2024, (), (sighting(PLAN, f"{place}加装电梯10部", (10, "部")),)
    )
    standing = Standing(
        TODAY,
        "no_evidence",
        "grey",
        target=Figure(10, "部"),
        deadline=Deadline("10月", date(2024, 10, 31)),
        days_left=36,
    )
    return answer(matter, standing, 0.5)


def reply(*answers: Answer, certain: bool = False, question: str = "老旧小区 进度", **filters: object) -> Reply:
    """A reply with these answers."""
    asked = Filters(**{"subject": "老旧小区", **filters})  # type: ignore[arg-type]
    return Reply(question, TODAY, asked, answers, certain=certain, total=len(answers))


class SampleReader:
    """A ledger with the renewal and twenty lifts, which remembers what it was asked."""

    def __init__(self, path: Path = Path()) -> None:
        self.answers = {a.matter.id: a for a in (answer(), *(lifts(n) for n in range(1, 21)))}
        self.asked: list[tuple[str, date, str | None]] = []
        self.closed = False
        self._ledger: Ledger | None = None

    @property
    def ledger(self) -> Ledger:
        """A ledger in memory for what is followed and who may, without documents, made in the thread that asks."""
        self._ledger = self._ledger or Ledger.open(Path(":memory:"))
        return self._ledger

    def answer(
        self, question: str, today: date, limit: int, previous: Filters | None, dropped: Collection[str] = ()
    ) -> Reply:
        """“老旧” finds the renewal, “电梯” the lifts, “坏” fails, anything else nothing."""
        self.asked.append((question, today, previous.subject if previous else None))
        if "坏" in question:
            raise RuntimeError("broken ledger")
        if "老旧" in question:
            intent = "deadline" if "时限" in question else "any"
            return replace(reply(answer(), certain=True, question=question, intent=intent), today=today)
        if "电梯" in question:
            found = [a for a in self.answers.values() if "电梯" in a.matter.title]
            return replace(reply(*found, question=question, subject="电梯"), answers=tuple(found[:limit]))
        return replace(reply(question=question, subject=question), near=(lifts(1), lifts(2)))

    def matter(self, matter_id: str, today: date) -> Answer | None:
        """The answer with this id."""
        return self.answers.get(matter_id)

    def warm(self, today: date) -> None:
        """Nothing to load."""

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True
        if self._ledger:
            self._ledger.close()

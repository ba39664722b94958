"""A matter's way: each move of its target and limit once, each report on the day it stands at, as known on a day."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.history import History, Move, Report, history
from commitments.model import Deadline, Grade, Matter, Quantity, Sighting, Source, Statement


def said(
    on: str,
    kind: str,
    quote: str,
    *quantities: Quantity,
    limit: str = "",
    stands: str = "",
    grade: Grade = "published",
) -> Sighting:
    """A statement printed `on` a day of 2024."""
    day = date.fromisoformat(f"2024-{on}")
    deadline = Deadline(limit, date.fromisoformat(f"2024-{limit}")) if limit else None
    as_of = date.fromisoformat(f"2024-{stands}") if stands else None
    statement = Statement(
        kind, quote, "", quote, 0, len(quote), quantities, deadline, year=2024, as_of=as_of  # type: ignore[arg-type]
    )  # fmt: skip
    return Sighting(Source(f"{on}{kind}", "文件", day, "洛阳市", "洛阳日报", grade), statement)


def matter(*sightings: Sighting) -> Matter:
    return Matter("m", "老旧小区改造", "洛阳市", (), 2024, (), sightings)


def homes(value: float) -> Quantity:
    return Quantity(value, "个", "小区")


PLAN = said("01-30", "commitment", "改造143个老旧小区", homes(143), limit="12-31")
AGAIN = said("02-18", "commitment", "高标准改造143个老旧小区", homes(143), limit="12-31")
MORE = said("05-22", "commitment", "188个小区全部完工", homes(188), limit="12-31")
NEWS = said("09-20", "progress", "已完工50个小区", homes(50), stands="06-30")
OWN = said("09-23", "progress", "已完工60个小区", homes(60), grade="reported")
SOONER = said("09-24", "commitment", "188个小区11月底前完成", homes(188), limit="11-30")


def day(words: str) -> date:
    return date.fromisoformat(f"2024-{words}")


def test_a_target_that_is_only_repeated_has_not_moved() -> None:
    found = history(matter(PLAN, AGAIN, MORE), day("09-25"))
    assert found.targets == (Move(day("01-30"), 143), Move(day("05-22"), 188))
    assert found.deadlines == ((day("01-30"), day("12-31")),)


def test_a_report_stands_at_the_day_it_names_and_keeps_its_grade() -> None:
    found = history(matter(PLAN, MORE, NEWS, OWN), day("09-25"))
    assert found.reports == (
        Report(day("06-30"), day("09-20"), 50),
        Report(day("09-23"), day("09-23"), 60, "reported"),
    )


def test_a_limit_that_moved_is_kept_with_the_day_it_was_set() -> None:
    found = history(matter(PLAN, MORE, NEWS, SOONER), day("09-25"))
    assert found.deadlines == ((day("01-30"), day("12-31")), (day("09-24"), day("11-30")))


def test_what_was_printed_later_is_not_known() -> None:
    found = history(matter(PLAN, MORE, NEWS), day("03-01"))
    assert (found.targets, found.reports) == ((Move(day("01-30"), 143),), ())
    assert history(matter(PLAN), day("01-01")) == History("", (), ())


def test_shares_of_the_work_are_held_against_the_whole() -> None:
    built = matter(
        said("05-22", "commitment", "博物馆10月建成开放", limit="10-31"),
        said("09-20", "progress", "博物馆已完成工程量的90%", Quantity(90, "%", "工程量", measure="share")),
    )
    found = history(built, day("09-25"))
    assert (found.unit, found.targets, found.reports) == (
        "%",
        (Move(day("05-22"), 100.0),),
        (Report(day("09-20"), day("09-20"), 90),),
    )


@pytest.mark.parametrize(
    ("sightings", "tells"),
    [
        ((PLAN,), False),
        ((PLAN, AGAIN), False),
        ((NEWS,), False),
        ((PLAN, MORE), True),
        ((PLAN, NEWS), True),
        ((said("01-30", "commitment", "设立基金"), said("09-20", "progress", "基金已设立")), False),
        ((said("01-30", "commitment", "增长7%", Quantity(7, "%", measure="growth")), NEWS), False),
    ],
)
def test_a_picture_needs_a_target_that_moved_or_was_reported_against(
    sightings: tuple[Sighting, ...], tells: bool
) -> None:
    assert history(matter(*sightings), day("09-25")).tells is tells

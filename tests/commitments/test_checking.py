"""Which matters count in a year and are looked at in a round, and the words of 挂牌."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.checking import counts_in, is_due_for_check, planning_year
from commitments.model import Deadline, Matter, Pace, Sighting, Source, Standing, Statement
from commitments.months import read_month
from commitments.supervision import why_listed, why_taken_off

TODAY = date(2024, 10, 8)


def standing(status: str, end: date | None = None, basis: str = "explicit", light: str = "grey") -> Standing:
    deadline = Deadline("x", end, basis=basis) if end else None  # type: ignore[arg-type]
    left = (end - TODAY).days if end else None
    return Standing(TODAY, status, light, deadline=deadline, days_left=left)  # type: ignore[arg-type]


def matter(year: int | None, kind: str = "commitment", printed: date = date(2024, 2, 1)) -> Matter:
    said = Statement(kind, "甲", "", "甲", 0, 1)  # type: ignore[arg-type]
    return Matter("m", "甲", "市", (), year, (), (Sighting(Source("a", "a", printed), said),))


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 2, 1), 2024), (date(2024, 12, 31), 2024), (date(2025, 1, 15), 2024)]
)
def test_january_still_sums_up_the_year_before(day: date, year: int) -> None:
    assert planning_year(day) == year


@pytest.mark.parametrize(
    ("one", "how", "counts"),
    [
        (matter(2024), standing("behind"), True),
        (matter(2024, "progress"), standing("under_way"), False),
        (matter(2023), standing("no_evidence", date(2023, 12, 31), "frame"), False),
        (matter(2023), standing("behind", date(2025, 6, 30)), True),
        (matter(2023), standing("overdue", date(2023, 6, 30)), False),
        (matter(None), standing("under_way"), True),
        (matter(None, printed=date(2023, 5, 1)), standing("under_way"), False),
        (matter(2025), standing("no_evidence"), False),
    ],
)
def test_commitments_of_the_year_count_and_earlier_ones_that_still_run(
    one: Matter, how: Standing, counts: bool
) -> None:
    assert counts_in(one, how, 2024) is counts


@pytest.mark.parametrize(
    ("how", "monthly", "full"),
    [
        (standing("done"), False, False),
        (standing("behind"), True, True),
        (standing("overdue", date(2024, 9, 1)), True, True),
        (standing("no_evidence"), True, True),
        (standing("under_way", date(2024, 12, 7)), True, True),
        (standing("under_way", date(2024, 12, 8)), False, True),
        (standing("under_way", date(2024, 11, 1), "frame"), False, True),
        (standing("ahead"), False, True),
    ],
)
def test_a_monthly_round_looks_at_trouble_and_what_falls_due_and_a_full_one_at_all(
    how: Standing, monthly: bool, full: bool
) -> None:
    assert (is_due_for_check(how, "monthly"), is_due_for_check(how, "full")) == (monthly, full)


def test_why_a_matter_is_listed_is_said_with_its_arithmetic() -> None:
    behind = Standing(TODAY, "behind", "red", percent=12.3, paces=(Pace(49.7, "behind", date(2024, 6, 30)),))
    assert why_listed(behind, (8, 9)) == "连续2轮督查红灯（8月、9月）：到6月30日应完成49.7%，实际12.3%，差37.4个百分点"
    late = standing("overdue", date(2024, 8, 31), light="red")
    assert why_listed(late) == "时限2024-08-31已过38天，未见完成报道"
    assert why_taken_off(standing("done")) == "已完成"


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("", date(2024, 9, 1)),
        ("9月", date(2024, 9, 1)),
        ("１０月", date(2024, 10, 1)),
        ("11月", date(2023, 11, 1)),
        ("九月份", date(2024, 9, 1)),
        ("2024年9月", date(2024, 9, 1)),
        ("2024-09", date(2024, 9, 1)),
        ("2023.12", date(2023, 12, 1)),
        ("本月", date(2024, 10, 1)),
        ("上个月", date(2024, 9, 1)),
        ("13月", None),
        ("0月", None),
        ("九十九月", None),
        ("明天", None),
        ("9" * 5000, None),
        ("\x00\ud800", None),
    ],
)
def test_a_month_is_read_as_people_name_it(words: str, month: date | None) -> None:
    assert read_month(words, TODAY) == month

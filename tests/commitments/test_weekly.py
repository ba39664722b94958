"""The days of the weekly dispatch, over the holidays of a year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from commitments.calendar import is_workday
from commitments.reminding import first_workday_of_week
from commitments.weekly import week_of


@pytest.mark.parametrize(
    ("day", "ask", "again", "summary"),
    [
        ("2024-09-25", "09-23", "09-25", "09-27"),
        ("2024-09-29", "09-23", "09-25", "09-27"),  # a Sunday on which people work
        ("2024-09-16", "09-18", "09-19", "09-20"),  # 中秋: the week begins on Wednesday
        ("2024-09-30", "09-30", None, "10-08"),  # 国庆 from Tuesday on
        ("2024-10-07", "10-08", "10-09", "10-11"),
        ("2024-04-03", "04-01", "04-03", "04-07"),  # 清明 on Thursday and Friday, Sunday is worked
        ("2024-05-01", "04-29", None, "05-06"),  # 五一 from Wednesday on
        ("2024-12-31", "12-30", "01-02", "01-03"),
    ],
)  # fmt: skip
def test_the_days_of_a_week(day: str, ask: str, again: str | None, summary: str) -> None:
    week = week_of(date.fromisoformat(day))
    assert week is not None
    assert [one and f"{one:%m-%d}" for one in (week.ask, week.again, week.summary)] == [ask, again, summary]


def test_a_week_off_has_no_dispatch_and_the_questions_before_stay_open() -> None:
    spring = date(2024, 2, 12)  # 春节: 10–17 February off, Sunday 18 worked
    week = week_of(spring)
    assert week is not None
    assert week.ask == date(2024, 2, 18)
    assert week_of(date(2024, 2, 12), works=lambda day: day > date(2024, 2, 18)) is None
    before = week_of(date(2024, 2, 5), works=lambda day: not date(2024, 2, 12) <= day <= date(2024, 2, 18))
    assert before is not None
    assert before.until == date(2024, 2, 19)


def test_a_whole_year_asks_each_week_once_on_a_day_of_work_in_order() -> None:
    day = date(2024, 1, 1)
    while day < date(2025, 1, 1):
        week = week_of(day)
        assert week is not None
        assert week.ask == first_workday_of_week(day)
        for one in (week.ask, week.again, week.summary):
            assert one is None or is_workday(one)
        assert week.ask < week.summary
        assert week.again is None or week.ask < week.again < week.summary
        assert week.ask < week.until
        day += timedelta(days=7)


def test_other_weekdays_can_be_chosen_and_run_into_the_next_week() -> None:
    week = week_of(date(2024, 9, 25), ask=2, again=4, summary=0)
    assert week is not None
    assert (week.ask, week.again, week.summary) == (date(2024, 9, 25), date(2024, 9, 27), date(2024, 9, 30))
    assert week.name == "2024-W39"

"""Days of reminding: in time, once, on days of work, least for deadlines that no text states."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.calendar import is_workday
from commitments.model import Deadline, Standing
from commitments.reminding import (
    STEPS,
    Occurrence,
    every_day,
    first_workday_of_week,
    next_workday,
    pressing,
    reminder_days,
    snooze_due,
)

D = date.fromisoformat


def said(found: tuple[Occurrence, ...]) -> list[tuple[str, str]]:
    return [(one.day.isoformat(), one.kind) for one in found]


@pytest.mark.parametrize(
    ("due", "first", "last", "expected"),
    [
        # A Monday: every step on its own day, or the last workday before.
        ("2024-09-30", "2024-08-25", "2024-09-30",
         [("2024-08-30", "before"), ("2024-09-23", "before"), ("2024-09-27", "before"), ("2024-09-29", "before"),
          ("2024-09-30", "today")]),
        # A Sunday: the day before and the day itself are one reminder, on Friday.
        ("2024-06-30", "2024-06-20", "2024-06-30",
         [("2024-06-21", "before"), ("2024-06-27", "before"), ("2024-06-28", "before")]),
        # In the middle of a holiday: on the last workday before it, which is a Sunday with 调休 for 05-01.
        ("2024-05-03", "2024-04-27", "2024-05-03", [("2024-04-30", "before")]),
        # Passed: the first workday after, then the first workday of every week; none in a week off.
        ("2024-09-13", "2024-09-14", "2024-10-15",
         [("2024-09-14", "overdue"), ("2024-09-18", "overdue"), ("2024-09-23", "overdue"), ("2024-09-30", "overdue"),
          ("2024-10-08", "overdue"), ("2024-10-14", "overdue")]),
    ],
)  # fmt: skip
def test_a_stated_deadline_is_reminded_of_on_these_days(
    due: str, first: str, last: str, expected: list[tuple[str, str]]
) -> None:
    assert said(reminder_days(D(due), STEPS, D(first), D(last))) == expected


def test_the_first_word_after_a_deadline_and_the_weekly_one_lie_apart() -> None:
    days = reminder_days(D("2024-09-19"), STEPS, D("2024-09-20"), D("2024-09-30"))
    assert said(days) == [("2024-09-20", "overdue"), ("2024-09-30", "overdue")]


def test_a_deadline_that_only_the_year_implies_is_reminded_of_less() -> None:
    stated = reminder_days(D("2024-12-31"), STEPS, D("2024-11-01"), D("2025-06-30"))
    implied = reminder_days(D("2024-12-31"), STEPS, D("2024-11-01"), D("2025-06-30"), frame=True)
    assert said(implied[:4]) == [
        ("2024-11-29", "before"), ("2024-12-24", "before"), ("2024-12-31", "today"), ("2025-01-02", "overdue"),
    ]  # fmt: skip
    assert len(implied) * 3 < len(stated)
    assert all(b.day - a.day >= timedelta(days=20) for a, b in pairwise(implied[3:]))


def test_a_chat_that_takes_weekends_is_reminded_on_the_very_day() -> None:
    days = reminder_days(D("2024-06-30"), STEPS, D("2024-06-22"), D("2024-07-01"), works=every_day)
    assert said(days) == [
        ("2024-06-23", "before"), ("2024-06-27", "before"), ("2024-06-29", "before"), ("2024-06-30", "today"),
        ("2024-07-01", "overdue"),
    ]  # fmt: skip


def test_only_the_reminder_after_which_no_workday_is_left_is_the_last() -> None:
    days = reminder_days(D("2024-06-30"), STEPS, D("2024-06-01"), D("2024-07-08"))
    assert [one.day.isoformat() for one in days if one.last] == ["2024-06-28"]


def test_a_downtime_holds_all_reminders_that_were_missed() -> None:
    found = reminder_days(D("2024-09-30"), STEPS, D("2024-09-21"), D("2024-09-29"))
    assert [one.steps_left for one in found] == [7, 3, 1]
    assert reminder_days(D("2024-09-30"), STEPS, D("2024-09-24"), D("2024-09-26")) == ()
    assert reminder_days(D("2024-09-30"), STEPS, D("2024-09-30"), D("2024-09-29")) == ()


def test_a_snooze_to_a_day_off_comes_on_the_next_workday() -> None:
    found = snooze_due(D("2024-10-01"), D("2024-09-30"), D("2024-10-08"))
    assert found is not None
    assert found.day == D("2024-10-08")
    assert snooze_due(D("2024-10-01"), D("2024-10-08"), D("2024-10-09")) is None
    assert snooze_due(None, D("2024-10-08"), D("2024-10-09")) is None


@pytest.mark.parametrize(
    ("day", "begins"), [("2024-09-25", "2024-09-23"), ("2024-10-02", "2024-09-30"), ("2024-02-14", "2024-02-18")]
)
def test_the_week_begins_on_its_first_workday(day: str, begins: str) -> None:
    assert first_workday_of_week(D(day)) == D(begins)


def test_the_next_workday_skips_the_holiday() -> None:
    assert next_workday(D("2024-09-30")) == D("2024-10-08")


def test_what_is_due_or_has_just_passed_comes_first_and_red_before_grey() -> None:
    def how(left: int, basis: str = "explicit", light: str = "grey") -> Standing:
        day = D("2024-09-25")
        limit = Deadline("", day + timedelta(days=left), basis=basis)  # type: ignore[arg-type]
        return Standing(day, "no_evidence", light, deadline=limit, days_left=left)  # type: ignore[arg-type]

    just = Occurrence(D("2024-09-25"), "2024-09-24+0", "overdue", -1)
    ordered = [
        (how(0), None), (how(-1), just), (how(3, light="red"), None), (how(3), None), (how(7), None), (how(30), None),
        (how(-20), None), (how(-100), None), (how(0, "frame"), None),
    ]  # fmt: skip
    assert sorted(ordered, key=lambda pair: pressing(*pair)) == ordered


days = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@settings(max_examples=60)
@given(days, st.booleans(), st.sets(st.integers(0, 60), min_size=1, max_size=6))
def test_every_reminder_falls_on_a_workday_and_none_is_lost_by_asking_in_portions(
    due: date, frame: bool, steps: set[int]
) -> None:
    first, last = due - timedelta(days=70), due + timedelta(days=70)
    whole = reminder_days(due, tuple(steps), first, last, frame=frame)
    assert all(is_workday(one.day) for one in whole)
    assert len({one.day for one in whole}) == len(whole) == len({one.key for one in whole})
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    daily = [one for day in days for one in reminder_days(due, tuple(steps), day, day, frame=frame)]
    assert tuple(daily) == whole

"""On which days a week's dispatch (周调度) runs: the questions, the second asking, the editors' summary.

None of them falls on a day off. Each moves to the next day of work of its week; the questions to the one before where
the week has none after, so that a week with a single day of work is asked on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.calendar import is_workday
from commitments.reminding import Works, workday_on_or_after

WEEK = timedelta(days=7)
_LONGEST_REST = 3  # weeks that hold a dispatch at least once


@dataclass(frozen=True, slots=True)
class Week:
    """One week's days: when it is asked, when once more (None where no day is left for it), when it is summed up.

    `monday` names the week. `until` is the first day on which its questions are closed: that of the next ones.
    """

    monday: date
    ask: date
    again: date | None
    summary: date
    until: date

    @property
    def name(self) -> str:
        """The week as keys have it: 2024-W39."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"


def week_of(day: date, *, ask: int = 0, again: int = 2, summary: int = 4, works: Works = is_workday) -> Week | None:
    """The dispatch of the week (from Monday) that `day` is in; None for a week without a day of work.

    `ask`, `again`, `summary` are weekdays from Monday (0); one that is not later than the one before it is of the next
    week. 2024-10-03 → asked on Monday 09-30, no second asking (the rest is 国庆), summed up on 10-08.
    """
    monday = day - timedelta(days=day.weekday())
    asked = ask_day(monday, ask, works)
    if asked is None:
        return None
    following = (ask_day(monday + number * WEEK, ask, works) for number in range(1, _LONGEST_REST + 1))
    until = next((one for one in following if one is not None), monday + WEEK)
    after = asked + timedelta(days=1)
    second = _first(_later(monday, again, ask), after, until, works)
    summed = _first(_later(monday, summary, ask), after, until, works) or workday_on_or_after(until, works)
    return Week(monday, asked, second if second is not None and second < summed else None, summed, until)


def ask_day(monday: date, ask: int, works: Works = is_workday) -> date | None:
    """The day of a week's questions: the first day of work from that weekday on, else the last one before it."""
    days = [monday + timedelta(days=number) for number in range(7)]
    return next((one for one in _in_order(days, ask) if works(one)), None)


def _in_order(days: list[date], ask: int) -> Iterator[date]:
    yield from days[ask:]
    yield from reversed(days[:ask])


def _later(monday: date, weekday: int, ask: int) -> date:
    return monday + timedelta(days=weekday if weekday > ask else weekday + 7)


def _first(day: date, first: date, before: date, works: Works) -> date | None:
    """The first day of work from `day` and from `first` on, earlier than `before`."""
    day = max(day, first)
    while day < before:
        if works(day):
            return day
        day += timedelta(days=1)
    return None

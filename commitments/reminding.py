"""On which days a deadline is reminded of: before it, on it, and once it has passed.

Days off are never used: a reminder that falls on one comes on the last workday before (the day after may be too late).
The first workday after a deadline says that it has passed; after that, one workday of every week does, the first,
so that all that is overdue comes in one message. A deadline that only the planning year implies (basis `frame`) is one
that no text states: it is reminded of less often, so that hundreds of them do not hide the stated ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from commitments.calendar import add_workdays, is_workday
from commitments.model import Light, Standing

STEPS = (30, 7, 3, 1, 0)  # days before a deadline: 1 month, 7, 3 and 1 days are the common steps of supervision
_FRAME_STEPS = frozenset({30, 7, 0})
_LIGHTS: tuple[Light, ...] = ("red", "yellow", "grey", "green")
_WEEK = timedelta(days=7)
_APART = timedelta(days=4)  # the weekly reminder leaves the first word of a passed deadline at least so long
_FRAME_WEEKS = 4
_LONGEST_REST = 14  # days that a run of days off is shorter than


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One reminder of a deadline: its day, and how many days before the deadline it stands (negative: after).

    `key` tells it from the deadline's other ones, whatever day a calendar moves it to; `last` says that no day of work
    follows before the deadline is over.
    """

    day: date
    key: str
    kind: Literal["before", "today", "overdue", "snoozed"]
    steps_left: int
    last: bool = False


Works = Callable[[date], bool]


def every_day(day: date) -> bool:
    """The calendar of a chat that is reminded at weekends too."""
    return True


def workday_on_or_before(day: date, works: Works = is_workday) -> date:
    """The last day of work up to `day`: 2024-10-01 → 2024-09-30."""
    for back in range(_LONGEST_REST):
        if works(day - timedelta(days=back)):
            return day - timedelta(days=back)
    return day


def workday_on_or_after(day: date, works: Works = is_workday) -> date:
    """The first day of work from `day` on: 2024-10-01 → 2024-10-08."""
    for ahead in range(_LONGEST_REST):
        if works(day + timedelta(days=ahead)):
            return day + timedelta(days=ahead)
    return day


def first_workday_of_week(day: date, works: Works = is_workday) -> date | None:
    """The day on which a week's work begins, of the week (from Monday) that `day` is in; None for a week off."""
    monday = day - timedelta(days=day.weekday())
    return next((one for one in (monday + timedelta(days=n) for n in range(7)) if works(one)), None)


@lru_cache(8192)
def reminder_days(
    due: date, steps: tuple[int, ...], first: date, last: date, *, frame: bool = False, works: Works = is_workday
) -> tuple[Occurrence, ...]:
    """The reminders of a deadline from `first` to `last`, in order, at most one a day: the nearest to the deadline.

    `steps` are days before the deadline; `frame` says that no text states it.
    """
    found: dict[date, Occurrence] = {}
    wanted = sorted(_FRAME_STEPS.intersection(steps) if frame else set(steps), reverse=True)
    for step in wanted:
        day = workday_on_or_before(due - timedelta(days=step), works)
        found[day] = Occurrence(day, f"{due}-{step}", "today" if day == due else "before", (due - day).days, step == 0)
    days = {day: one for day, one in found.items() if first <= day <= last}
    for day, key in _overdue(due, first, last, _FRAME_WEEKS if frame else 1, works):
        days[day] = Occurrence(day, f"{due}+{key}", "overdue", (due - day).days)
    return tuple(days[day] for day in sorted(days))


def _overdue(due: date, first: date, last: date, weeks: int, works: Works) -> Iterator[tuple[date, str]]:
    """The first workday after a deadline, then that of every week (of every `weeks`-th one)."""
    after = workday_on_or_after(due + timedelta(days=1), works)
    if first <= after <= last:
        yield after, "0"
    monday = after - timedelta(days=after.weekday())
    number = max(1, (first - monday).days // 7)
    while monday + number * _WEEK <= last:
        day = first_workday_of_week(monday + number * _WEEK, works)
        if number % weeks == 0 and day is not None and first <= day <= last and day - after >= _APART:
            yield day, str(number)
        number += 1


def snooze_due(until: date | None, after: date, today: date, *, works: Works = is_workday) -> Occurrence | None:
    """The reminder on the day that a matter was put off to, if it is later than `after` and not later than `today`."""
    if until is None:
        return None
    day = workday_on_or_after(until, works)
    return Occurrence(day, f"snoozed {until}", "snoozed", 0) if after < day <= today else None


def next_workday(day: date) -> date:
    """The first workday after `day`."""
    return add_workdays(day, 1)


def pressing(standing: Standing, occurrence: Occurrence | None = None) -> tuple[int, int, int, int]:
    """The sort key of a digest, most urgent first: what is due or has just passed, what comes, what passed long ago.

    Deadlines that a text states come before those of the planning year; of one day, red and yellow lights come first.
    """
    deadline = standing.deadline
    left = standing.days_left if standing.days_left is not None else 10_000
    just_passed = left < 0 and occurrence is not None and occurrence.key.endswith("+0")
    group = 0 if 0 <= left <= 3 or just_passed else 1 if left >= 0 else 2
    implied = deadline is None or deadline.basis == "frame"
    return (int(implied), group, abs(left), _LIGHTS.index(standing.light))

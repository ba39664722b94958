"""Which matters count in a year, and which of them a round of 督查 or 验收 looks at."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from commitments.model import Matter, Standing

RoundKind = Literal["monthly", "full"]
SOON = timedelta(days=60)  # a stated deadline so near is looked at before it passes
_TROUBLED = ("overdue", "behind", "no_evidence")


def planning_year(day: date) -> int:
    """The year whose commitments are in hand on a day: January still sums up the year before (总结验收)."""
    return day.year - 1 if day.month == 1 else day.year


def counts_in(matter: Matter, how: Standing, year: int) -> bool:
    """Whether a matter is one of a year's commitments: something was promised, and either for this year, or for an
    earlier one with a stated deadline that lies in this year or later.

    What was only reported is none. A matter without a year is of the year in which it was promised last.
    """
    promised = [sighting.source.published.year for sighting in matter.sightings if _promises(sighting.statement.kind)]
    if not promised:
        return False
    own = matter.year or promised[-1]
    if own == year:
        return True
    limit = how.deadline
    return own < year and limit is not None and limit.basis == "explicit" and (limit.end or date.min).year >= year


def _promises(kind: str) -> bool:
    return kind == "commitment"


def is_due_for_check(how: Standing, kind: RoundKind) -> bool:
    """Whether a round looks at one of the year's commitments.

    全覆盖验收 looks at all that are not done (and at what `awaits_acceptance`); the monthly 督查 at those that are
    behind, overdue or without any report, and those with a stated deadline in the next 60 days.
    """
    if how.status == "done":
        return False
    if kind == "full" or how.status in _TROUBLED or how.light == "red":
        return True
    limit = how.deadline
    return (
        limit is not None
        and limit.basis == "explicit"
        and limit.end is not None
        and how.today <= limit.end <= how.today + SOON
    )


def awaits_acceptance(matter: Matter, how: Standing) -> bool:
    """Whether a matter is done by reports only: nobody confirmed it by hand yet, so 全覆盖验收 looks at it once."""
    return how.status == "done" and all(sighting.source.grade != "verified" for sighting in matter.sightings)


def points_behind(how: Standing) -> float | None:
    """How many points the reported share lies behind the share of the period gone, negative where it is ahead; None
    where they cannot be compared."""
    if how.percent is None or not how.paces:
        return None
    return round(how.paces[0].expected - how.percent, 1)


def troubled_first(how: Standing) -> tuple[int, float]:
    """The sort key of lists of checks: overdue longest, then red and yellow farthest behind, without report, the rest
    by deadline."""
    if how.status == "overdue":
        return (0, float(how.days_left or 0))
    if how.status == "behind":
        return (1 if how.light == "red" else 2, -(points_behind(how) or 0.0))
    return (3 if how.status == "no_evidence" else 4, float(how.days_left if how.days_left is not None else 10_000))

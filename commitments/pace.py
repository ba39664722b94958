"""序时进度: the share done against the share of the period gone, and the lights.

Linear over the matter's own period. Up to 10 points behind is on pace, 10–30 yellow, over 30 red (银川市's rule;
at the end of November an item of the year under 91.7% is behind).
"""

from __future__ import annotations

from datetime import date

from commitments.model import Light, Pace, Status

AHEAD = 0.0  # points above the expected share from which on it is ahead
BEHIND = 10.0
FAR_BEHIND = 30.0


def expected_share(start: date, end: date, day: date) -> float:
    """Percent of a period (both days included) gone at the end of `day`, 0–100, one decimal."""
    whole = (end - start).days + 1
    gone = (min(day, end) - start).days + 1
    return 0.0 if gone <= 0 or whole <= 0 else round(100 * gone / whole, 1)


def pace_on(percent: float, start: date, end: date, day: date) -> Pace:
    """How a reported share compares with the share of the period gone on the day that the report stands at."""
    expected = expected_share(start, end, day)
    ahead = percent - expected
    return Pace(expected, "ahead" if ahead > AHEAD else "on_pace" if ahead >= -BEHIND else "behind", day)


def light_of(status: Status, percent: float | None, pace: Pace | None) -> Light:
    """Green as planned, yellow 10–30 points behind, red further behind or overdue, grey where nothing was reported."""
    if status == "overdue":
        return "red"
    if status == "no_evidence":
        return "grey"
    if status == "behind" and percent is not None and pace is not None:
        return "yellow" if pace.expected - percent <= FAR_BEHIND else "red"
    return "yellow" if status == "behind" else "green"

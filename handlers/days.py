"""The days that buttons offer: “明天”, “3天后”, “下周一”, each with its number, which old keyboards still send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

NEXT_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Later:
    """A choice of a day: so many days ahead, or `NEXT_MONDAY`."""

    label: str
    days: int

    def day(self, today: date) -> date:
        """The day that it means on `today`."""
        return later_day(self.days, today)


LATERS = (Later("1天后", 1), Later("3天后", 3), Later("下周一", NEXT_MONDAY), Later("1周后", 7), Later("2周后", 14))


def later_day(days: int, today: date) -> date:
    """So many days after `today`; the next Monday for 0."""
    return today + timedelta(days=days or 7 - today.weekday())


def chosen(number: int) -> Later | None:
    """The choice with this number (from 1), None where there is none."""
    return LATERS[number - 1] if 1 <= number <= len(LATERS) else None

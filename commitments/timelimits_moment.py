"""The values that the reader of time limits works with: a `Moment` in time, and the `Frame` it is read in.

A moment's days are settled (本月底, 2025年6月), or a period of a year that the words leave open (8月底), which `place`
puts into a year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commitments import calendar
from commitments.calendar import FIRST_YEAR, LAST_YEAR
from commitments.model import Precision


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is read against: day of print, planning year, and what the text said before it."""

    ref: date
    year: int | None = None  # of the document, of a heading in the text, or of the sentence
    month: date | None = None  # the first of the month that the sentence spoke of last
    said: int | None = None  # the year that the sentence itself spoke of last

    @property
    def base(self) -> int:
        """The year that bare words belong to, as far as is known."""
        return self.said or self.year or self.ref.year


@dataclass(frozen=True, slots=True)
class Moment:
    """The days an expression names. `year` None: the words leave it open, and `first`/`last` are of any year."""

    first: date
    last: date
    precision: Precision
    year: int | None = None
    only_end: bool = False  # 8月底, 年底: the words name no beginning
    final: bool = False  # 底, 末, 内: a limit by form
    strict: bool = False  # 2030年前, 12月前: strictly the day before it begins
    whole_year: bool = False
    monthly: bool = False  # 28日: repeats by month, not by year
    every: int = 0  # 每季度末: repeats after so many months
    doubt: str = ""


def safe_year(year: int) -> int:
    """The year held within those that are reckoned with."""
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def place(moment: Moment, year: int) -> Moment:
    """The same moment in another year; a period that runs over New Year begins the year before."""
    year = safe_year(year)
    last = calendar.day_of_month(year, moment.last.month, moment.last.day)
    crosses = (moment.first.month, moment.first.day) > (moment.last.month, moment.last.day)
    first = calendar.day_of_month(safe_year(year - crosses), moment.first.month, moment.first.day)
    return _with(moment, first=min(first, last), last=last)


def _with(moment: Moment, first: date, last: date, year: int | None = None) -> Moment:
    return Moment(
        *(first, last, moment.precision, moment.year if year is None else year, moment.only_end, moment.final),
        *(moment.strict, moment.whole_year, moment.monthly, moment.every, moment.doubt),
    )


def later(moment: Moment, months: int) -> Moment:
    """The moment so many months later; an end of month stays one."""
    last = calendar.add_months(moment.last, months)
    if (moment.last + timedelta(days=1)).day == 1:
        last = calendar.month_end(last.year, last.month)
    return _with(moment, first=calendar.add_months(moment.first, months), last=last)

"""The day of print as people say it: typed in the chat, or in the name of a file."""

from __future__ import annotations

import re
from datetime import date, timedelta

from commitments.numerals import half_width, parse_number

_NEAR = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2}
_SAID = "|".join(_NEAR)
_FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/._年]\s?(\d{1,2})\s?[-/._月]\s?(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_MONTH_DAY = re.compile(rf"(?<![\d年])({_NUMBER})月({_NUMBER})(?:[日号]|(?!\d))")
_SHORT = re.compile(r"(?<![\d.])(\d{1,2})[-/.](\d{1,2})(?![\d.])")
_LONGEST = 200  # characters that are read


def read_print_day(text: str, today: date, year: int | None = None) -> date | None:
    """The day that somebody names as a day of print: 2024-05-22, 20240522, 5月22日, 5.22, 昨天; None for none.

    Without a year it is that day of `year` where a document speaks of one, else the last one up to `today`. A day that
    is still to come is none.
    """
    line = half_width(text[:_LONGEST])
    if found := re.search(_SAID, line):
        return today - timedelta(days=_NEAR[found[0]])
    if found := _FULL.search(line) or _COMPACT.search(line):
        return _past(int(found[1]), int(found[2]), int(found[3]), today)
    if found := _MONTH_DAY.search(line) or _SHORT.search(line):
        month, day = (int(parse_number(part) or 0) for part in found.groups())
        in_year = _past(year, month, day, today) if year else None
        years = (today.year - back for back in range(9))  # 29 February comes every fourth year, or the eighth
        return in_year or next((known for one in years if (known := _past(one, month, day, today))), None)
    return None


def day_in_name(name: str, today: date) -> date | None:
    """The day that the name of a file holds with its year: 洛阳日报20240522.docx; None for none."""
    line = half_width(name[:_LONGEST])
    found = _FULL.search(line) or _COMPACT.search(line)
    return _past(int(found[1]), int(found[2]), int(found[3]), today) if found else None


def likely_print_days(name: str, today: date, read: date | None) -> tuple[date, ...]:
    """The days to offer: the one in the file's name, the one that was read, today and the two days before."""
    named = day_in_name(name, today)
    days = (named, read, *(today - timedelta(days=back) for back in range(3)))
    return tuple(dict.fromkeys(day for day in days if day is not None))


def _past(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if found <= today else None

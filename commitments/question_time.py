"""When a question is about: the window of deadlines that it asks for, or the year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from commitments.question_words import RESPELLED, SPANS
from commitments.timelimits import find_time_limits
from commitments.timelimits_words import BEFORE, EXPRESSION

_TAIL = re.compile(rf"{BEFORE}|之内|以内|内(?![蒙部容外需河涝])")
_NEXT_YEAR = timedelta(days=183)  # 1月底前 asked in December is next January, 6月底前 asked in September was last June
_BARE_YEAR = re.compile("(?<![0-9])(20[0-9]{2})年?度?(?![0-9年户个套万亿.])")
_NOT_A_DAY = re.compile("号(?:[线楼院地码桥路门]|公寓|工程|产业园|项目|基地|文件)")  # 5号线
_YEAR_SAID = re.compile("20[0-9]{2}|年")


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a deadline must fall in, both included and None for open; `text` as asked, and its span.

    `year` is set for words that name a whole year (今年, 2025年), which are no limit by themselves.
    """

    text: str
    at: int
    to: int
    first: date | None
    last: date | None
    year: int | None = None


def respell(text: str) -> str:
    """The question with its ways of naming a period in the one form that the reader of time limits knows."""
    for pattern, plain in RESPELLED:
        text = pattern.sub(plain, text)
    return text


def find_window(text: str, today: date) -> Window | None:
    """The first period that a respelled question names, None if it names none.

    8月底前 → from today to 08-31, from 1 January if that day has passed or
    is another year's; 三季度 → 07-01 to 09-30;
    快到期 → the next 30 days.
    """
    for pattern, (first, last) in SPANS:
        if found := pattern.search(text):
            days = (today + timedelta(days=first), today + timedelta(days=last))
            return Window(found.group(), found.start(), found.end(), *days)
    for found in EXPRESSION.finditer(text):
        if _NOT_A_DAY.match(text, found.end() - 1):
            continue
        tail = _TAIL.match(text, found.end())
        window = _read(text[found.start() : tail.end() if tail else found.end()], found.start(), today)
        if window:
            return window
    if found := _BARE_YEAR.search(text):
        return _whole_year(found.group(), found.start(), int(found[1]))
    return None


def _read(words: str, at: int, today: date) -> Window | None:
    limits = find_time_limits(words, today, today.year, past_ok=True)
    limit = limits[0] if limits else None
    if limit is None or limit.end is None:
        return None
    first, last = limit.start, limit.end
    if last < today - _NEXT_YEAR and not _YEAR_SAID.search(words):
        for later in find_time_limits(words, today, today.year + 1, past_ok=True)[:1]:
            first, last = later.start, later.end or last
    if first is not None and limit.precision == "year":
        return _whole_year(words, at, last.year)
    if first is None:
        names_other_year = last.year != today.year and _YEAR_SAID.search(words)
        first = date(last.year, 1, 1) if last < today or names_other_year else today
    return Window(words, at, at + len(words), first, last)


def _whole_year(words: str, at: int, year: int) -> Window:
    return Window(words, at, at + len(words), date(year, 1, 1), date(year, 12, 31), year)

"""From the words of a date to days: 8月底, 本月中旬, 2024—2026年, 下周五, 2024.11.30.

`moment_of` reads a match of `EXPRESSION` as a `Moment`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from commitments import calendar
from commitments.model import Precision
from commitments.timelimits_moment import Frame, Moment, safe_year
from commitments.timelimits_words import number

XUN = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
# 底, 末 and 内 reach to the end of a month; 初 is its first ten days, 中 the fifteenth.
MONTH_PART = {"底": (1, 31), "末": (1, 31), "内": (1, 31), "初": (1, 10), "中": (1, 15)}
# The end of a year's part; 年初 is the first quarter.
YEAR_PART = {"底": (12, 31), "末": (12, 31), "终": (12, 31), "内": (12, 31), "中": (6, 30), "初": (3, 31)}
QUARTER = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
WEEKDAY = {word: day for day, word in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
YEARS_ON = {"今": 0, "本": 0, "明": 1, "来": 1, "后": 2, "大": 3, "去": -1, "上": -1, "前": -2}
MONTHS_ON = {"本": 0, "这": 0, "当": 0, "同": 0, "下": 1, "次": 1, "上": -1}
DAYS_ON = {"今": 0, "明": 1, "后": 2}


def said_year(words: str, frame: Frame) -> int | None:
    """The year that words name: 2025年, 二〇二五年, 明年, 次年; None for 全年 and 每年, which name none."""
    head = words[0]
    if head in "全每":
        return None
    if head in YEARS_ON:
        return safe_year(frame.ref.year + YEARS_ON[head])
    if head in "次翌":
        return safe_year((frame.said or frame.ref.year) + 1)
    if head in "当同":
        return frame.base
    digits = number(words.rstrip("年度"))
    return safe_year(digits + 2000 if digits < 100 else digits)


def _day(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return calendar.day_of_month(safe_year(year), month, day)


def _span(year: int, first: tuple[int, int], last: tuple[int, int]) -> tuple[date, date] | None:
    begin, end = _day(year, *first), _day(year, *last)
    return (begin, end) if begin and end else None


def _date(match: re.Match[str], frame: Frame) -> Moment | None:
    """2024.11.30, 2024/10/31, 2024-06, 20241231; 6.30 before 前."""
    if match["short_month"]:
        day = _day(2000, int(match["short_month"]), int(match["short_day"]))
        return Moment(day, day, "day") if day else None
    if match["compact"]:
        year, month, last = int(match["compact"][:4]), int(match["compact"][4:6]), int(match["compact"][6:])
        day = _day(year, month, last)
        return Moment(day, day, "day", year) if day else None
    year, month = int(match["dot_year"]), int(match["dot_month"])
    if match["dot_day"]:
        day = _day(year, month, int(match["dot_day"]))
        return Moment(day, day, "day", year) if day else None
    span = _span(year, (month, 1), (month, 31))
    end = bool(match["dot_end"])
    return Moment(*span, "month", year, only_end=end, final=end, strict=not end) if span else None


def _calendar(match: re.Match[str], frame: Frame) -> Moment | None:
    words = match["year"]
    year = None
    if words:
        if match["year_from"]:
            words = words[len(match["year_from"]) :].lstrip("年至到-—–－~～")
        year = said_year(words, frame)
    if words == "每年" and not _has_part(match):
        return None
    for group, reader in _PARTS:
        if match[group] is not None:
            moment = reader(match, year, frame)
            if moment and words == "每年":
                return Moment(moment.first, moment.last, "recurring", None, moment.only_end, True, every=12)
            return moment
    if year is None and words != "全年":
        return None
    base = frame.base if year is None else year
    begin = safe_year(int(match["year_from"])) if match["year_from"] else base
    if begin > base:
        return None
    return Moment(
        *(date(begin, 1, 1), date(base, 12, 31), "year", base),
        strict=not match["year_from"],
        whole_year=not match["year_from"],
    )


def _has_part(match: re.Match[str]) -> bool:
    return any(match[group] is not None for group, _ in _PARTS)


def _half(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    months = (1, 6) if match["half"][0] == "上" else (7, 12)
    return _months(year, *months, "half", final=bool(match["half_end"]))


def _months(year: int | None, first: int, last: int, precision: Precision, final: bool = False) -> Moment | None:
    """Whole months of a year, in 2000 where it is open; 11—2月 runs over New Year."""
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return None
    place_in = 2000 if year is None else year
    begin = date(safe_year(place_in - (first > last and year is None)), first, 1)
    end = calendar.month_end(safe_year(place_in + (first > last and year is not None)), last)
    return Moment(min(begin, end), end, precision, year, only_end=final, final=final)


def _quarter(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    last = QUARTER[match["quarter"]]
    first = QUARTER[match["quarter_from"]] if match["quarter_from"] else last
    return _months(year, 3 * first - 2, 3 * last, "quarter", final=bool(match["quarter_end"]))


def _that_quarter(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    word, end = match["that_quarter"][0], match["that_quarter_end"]
    ref = frame.ref
    start = calendar.add_months(date(ref.year, 3 * ((ref.month - 1) // 3) + 1, 1), 3 * MONTHS_ON.get(word, 0))
    last_month = calendar.add_months(start, 2)
    last = calendar.month_end(last_month.year, last_month.month)
    if word == "每":
        return Moment(start, last, "recurring", last.year, True, True, every=3) if end else None
    return Moment(start, last, "quarter", last.year, only_end=bool(end), final=bool(end))


def _first_quarters(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    return _months(year, 1, 3 * number(match["quarters"]), "quarter")


def _first_months(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    return _months(year, 1, number(match["months"]), "month")


def _month(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    """8月, 8月底, 8月中旬, 8月15日, 3—5月, 6月1日至15日."""
    month = number(match["month"])
    if match["month_from"]:
        return _months(year, number(match["month_from"]), month, "month", final=bool(match["month_part"]))
    return _within_month(match, year, 2000 if year is None else year, month)


def _that_month(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    """本月底, 下月10日, 次月, 同月底, 每月10日; 月底 alone is this month's."""
    word = (match["that_month"] or "本")[0]
    if match["just_month"] and not (match["xun"] or match["month_part"]):
        return None
    spoken = frame.month if word in "当同次" and frame.month else frame.ref.replace(day=1)
    on = calendar.add_months(spoken, MONTHS_ON.get(word, 0) + (match["that_month"] or "").startswith("下下"))
    moment = _within_month(match, on.year, on.year, on.month)
    if moment is None or word != "每":
        return moment
    if not (match["xun"] or match["month_part"] or match["month_day"]):
        return None
    return Moment(moment.first, moment.last, "recurring", moment.year, True, True, every=1)


def _within_month(match: re.Match[str], said: int | None, year: int, month: int) -> Moment | None:
    part: tuple[int, int]
    precision: Precision = "month"
    if match["xun"]:
        first_xun, last_xun = sorted((XUN[match["xun"][0]], XUN[match["xun"][-1]]))  # 中上旬 is both
        part, precision = (first_xun[0], last_xun[1]), "xun"
    elif match["month_part"]:
        part = MONTH_PART[match["month_part"]]
        precision = "xun" if match["month_part"] in "中初" else "month"
    elif match["month_day"]:
        last = number(match["month_day"])
        part, precision = (number(match["md_from"]) if match["md_from"] else last, last), "day"
    else:
        part = (1, 31)
    span = _span(year, (month, part[0]), (month, part[1]))
    if span is None:
        return None
    doubt = ""
    if precision == "day" and span[1].day != part[1]:
        doubt = f"{month}月没有{part[1]}日，按{span[1].day}日算"
    end = match["month_part"] is not None
    strict = precision == "month" and not end
    only_end = end and match["month_part"] != "内"
    return Moment(*span, precision, said, only_end=only_end, final=end, strict=strict, doubt=doubt)


def _bare_day(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    month = frame.month or frame.ref.replace(day=1)
    last = number(match["day"])
    first = number(match["day_from"]) if match["day_from"] else last
    span = _span(month.year, (month.month, first), (month.month, last))
    return Moment(*span, "day", monthly=True) if span else None


def _year_part(match: re.Match[str], year: int | None, frame: Frame) -> Moment | None:
    part = match["year_part"] or "底"
    month, day = YEAR_PART[part]
    doubt = f"年初按一季度算，取{month}月{day}日" if part == "初" else ""
    span = _span(2000 if year is None else year, (1, 1), (month, day))
    return Moment(*span, "year", year, only_end=True, final=True, doubt=doubt) if span else None


_PARTS: tuple[tuple[str, Callable[[re.Match[str], int | None, Frame], Moment | None]], ...] = (
    ("half", _half),
    ("quarter", _quarter),
    ("that_quarter", _that_quarter),
    ("quarters", _first_quarters),
    ("months", _first_months),
    ("month", _month),
    ("that_month", _that_month),
    ("just_month", _that_month),
    ("day", _bare_day),
    ("year_part", _year_part),
    ("year_end", _year_part),
)


def _week(match: re.Match[str], frame: Frame) -> Moment | None:
    """本周, 下周五, 周五 (the next one), 每周五."""
    which, day = match["which_week"], match["weekday"]
    monday = frame.ref - timedelta(days=frame.ref.weekday())
    weeks = which.count("下") - which.count("上")
    if day is None:
        if which[0] in "每周星礼":
            return None
        first = monday + timedelta(weeks=weeks)
        return Moment(first, first + timedelta(days=6), "week", first.year)
    on = monday + timedelta(weeks=weeks, days=WEEKDAY[day])
    if which[0] in "每周星礼" and on < frame.ref:
        on += timedelta(weeks=1)
    every = which[0] == "每"
    return Moment(on, on, "recurring" if every else "day", on.year, only_end=every, final=every)


def _near(match: re.Match[str], frame: Frame) -> Moment | None:
    on = frame.ref + timedelta(days=DAYS_ON[match["near"][0]])
    return Moment(on, on, "day", on.year, only_end=True)


_READERS: dict[str, Callable[[re.Match[str], Frame], Moment | None]] = {
    "date": _date,
    "calendar": _calendar,
    "week": _week,
    "near": _near,
}


def moment_of(match: re.Match[str], frame: Frame) -> Moment | None:
    """What a date, week or part of a year names; None for what is no date after all (32日, 每年 alone)."""
    reader = _READERS.get(match.lastgroup or "")
    return reader(match, frame) if reader else None

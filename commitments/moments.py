"""When a person wants to be reminded: “下周三 上午9点 催报 老旧小区” → that Wednesday, 09:00, and 催报 老旧小区.

Days are read by the reader of time limits, beside the few that are no limits of a document: 明天, 3天后, 半小时后. The
hour is a clock's: 上午9点, 下午3点半, 14:30. Numbers in half or full width, Arabic or Chinese.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from commitments.calendar import add_months, month_end
from commitments.numerals import half_width, parse_number
from commitments.timelimits import find_time_limits

MORNING = time(9)  # where only a day is said
LONGEST = 500  # characters that are read

NEAR_DAYS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
AFTERNOON = frozenset({"中午", "下午", "傍晚", "晚上", "晚"})
EVENING = {"今晚": 0, "明晚": 1}

_NUMBER = r"(?:\d{1,4}|[零一二两三四五六七八九十百]{1,6})"
_NEAR = re.compile("大后天|后天|明天|明日|今天|今日")
_EVENING = re.compile("今晚|明晚")
_AFTER = re.compile(rf"(半|{_NUMBER})\s?个?(分钟|小时|钟头|天|日|周|星期|礼拜|月)(?:以后|之后|后)")
_CLOCK = re.compile(
    rf"(凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上|晚)?\s?(?:(\d{{1,2}}):(\d{{2}})|({_NUMBER})[点时](?!\d)(?:(半|整|一刻|三刻)|({_NUMBER})分?)?)"
)
_DATED = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]")
_LEAP = 2000  # a year with a 29 February, which may be meant
_MINUTES = {None: 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that a person named, in their own time, and what they wrote beside it."""

    at: datetime
    rest: str


def read_moment(text: str, now: datetime) -> Moment | None:
    """The moment that `text` names after `now` (both without a zone: the person's own time); None where it names none.

    “明天 交周报” is tomorrow at 09:00; “下午3点 开会” today, or tomorrow where that is past. A past day gives None.
    """
    line = half_width(text[:LONGEST]).replace("：", ":")
    dated = ((int(month), int(day)) for month, day in _DATED.findall(line))
    if any(1 <= month <= 12 and day > month_end(_LEAP, month).day for month, day in dated):
        return None  # 2月30日 is a slip of the pen: better asked than guessed
    line, given = _take_span(line, now)
    if given is not None:
        return Moment(given, _tidy(line)) if given > now else None
    line, evening = _take_evening(line, now.date())
    line, hour = _take_clock(line, late=evening is not None)
    line, day = (line, evening) if evening else _take_day(line, now.date())
    if day is None and hour is None:
        return None
    at = datetime.combine(day or now.date(), hour or MORNING)
    if at <= now and day is None:
        at += timedelta(days=1)
    return Moment(at, _tidy(line)) if at > now else None


def _take_span(line: str, now: datetime) -> tuple[str, datetime | None]:
    """半小时后, 20分钟后 from this minute on; 3天后 and longer are days, which the hour is said for beside."""
    found = _AFTER.search(line)
    if found is None or found[2] not in ("分钟", "小时", "钟头"):
        return line, None
    amount = 0.5 if found[1] == "半" else parse_number(found[1])
    if not amount:
        return line, None
    span = timedelta(minutes=amount) if found[2] == "分钟" else timedelta(hours=amount)
    return _without(line, found.span()), (now + span).replace(second=0, microsecond=0)


def _take_evening(line: str, today: date) -> tuple[str, date | None]:
    found = _EVENING.search(line)
    if found is None:
        return line, None
    return _without(line, found.span()), today + timedelta(days=EVENING[found[0]])


def _take_clock(line: str, *, late: bool) -> tuple[str, time | None]:
    """The hour of day; `late` where the evening was said before it: 今晚8点."""
    found = _CLOCK.search(line)
    if found is None:
        return line, (time(20) if late else None)
    half, hour_text, minute_text, spoken, part, minutes = found.groups()
    hour = int(hour_text) if hour_text else parse_number(spoken)
    minute = int(minute_text) if minute_text else _MINUTES[part] if not minutes else parse_number(minutes)
    if hour is None or minute is None or hour != int(hour) or minute != int(minute):
        return line, None
    shift = 12 if late else 12 * (half in AFTERNOON)
    hour = int(hour) + (shift if hour < 12 and not (half == "中午" and hour > 10) else 0)
    if not (0 <= hour < 24 and 0 <= minute < 60):
        return line, None
    return _without(line, found.span()), time(hour, int(minute))


def _take_day(line: str, today: date) -> tuple[str, date | None]:
    if found := _NEAR.search(line):
        return _without(line, found.span()), today + timedelta(days=NEAR_DAYS[found[0]])
    if (found := _AFTER.search(line)) and (amount := parse_number(found[1])) and amount == int(amount):
        return _without(line, found.span()), _days_on(today, int(amount), found[2])
    for limit in find_time_limits(line, today):
        day = limit.start or limit.end
        if day is not None:
            at = line.find(limit.text)
            return (_without(line, (at, at + len(limit.text))) if at >= 0 else line), day
    return line, None


def _days_on(today: date, amount: int, unit: str) -> date:
    if unit == "月":
        return add_months(today, min(amount, 120))
    return today + timedelta(days=min(amount, 3650) * (1 if unit in ("天", "日") else 7))


def _without(line: str, span: tuple[int, int]) -> str:
    return f"{line[: span[0]]} {line[span[1] :]}"


def _tidy(line: str) -> str:
    return " ".join(line.split()).strip("，,。 ")

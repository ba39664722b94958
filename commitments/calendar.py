"""Days by convention: festivals, seasons and school terms, plan periods, workdays.

All conventions are rows of a table, so that a reader can check and extend them. Heavy libraries (lunar calendar,
official holidays) are imported when the first lunar festival or workday is asked for.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1900, 2199  # years that a document of today can speak of; the lunar library knows them
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fixed:
    """The same day every year."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Lunar:
    """A day of the lunar calendar, named by the Gregorian year that the lunar year begins in."""

    month: int
    day: int


@dataclass(frozen=True, slots=True)
class Term:
    """A solar term (节气) of a Gregorian year."""

    name: str


Rule = Fixed | Lunar | Term


@dataclass(frozen=True, slots=True)
class Event:
    """An occasion that limits are tied to: its names, the days it may begin on, the day it is over (None: that day)."""

    names: tuple[str, ...]
    begins: tuple[Rule, ...]
    over: Rule | None = None


SPRING_FESTIVAL = Lunar(1, 1)
MID_AUTUMN = Lunar(8, 15)
NEW_YEAR = Fixed(1, 1)
NATIONAL_DAY = Fixed(10, 1)
SPRING_TERM = Lunar(1, 16)  # schools open when 元宵 is over
AUTUMN_TERM = Fixed(9, 1)

# “X前” ends on the day before X begins. Sources: 河南省 flood season 15 May – 30 September (1 June further north, which
# is meant where 15 May is just past), main flood season July and August; heating 15 November – 15 March (northern
# cities); national entrance examination 7 June; others by custom.
EVENTS: tuple[Event, ...] = (
    Event(("元旦", "新年"), (NEW_YEAR,), Fixed(1, 3)),
    Event(("春节", "农历新年", "大年初一", "除夕", "年关", "过年"), (SPRING_FESTIVAL,), Lunar(1, 7)),
    Event(("小年",), (Lunar(12, 23),)),
    Event(("春运",), (Lunar(12, 16),), Lunar(1, 25)),
    Event(("元宵", "正月十五"), (Lunar(1, 15),)),
    Event(("三八", "妇女节", "三八妇女节", "三八国际妇女节"), (Fixed(3, 8),)),
    Event(("植树节",), (Fixed(3, 12),)),
    Event(("消费者权益日", "3·15"), (Fixed(3, 15),)),
    Event(("三月三",), (Lunar(3, 3),)),
    Event(("清明",), (Term("清明"),)),
    Event(("五一", "劳动节", "五一劳动节", "五一国际劳动节"), (Fixed(5, 1),), Fixed(5, 5)),
    Event(("六一", "儿童节", "六一儿童节", "六一国际儿童节"), (Fixed(6, 1),)),
    Event(("端午",), (Lunar(5, 5),)),
    Event(("七一", "建党节"), (Fixed(7, 1),)),
    Event(("八一", "建军节", "八一建军节"), (Fixed(8, 1),)),
    Event(("教师节",), (Fixed(9, 10),)),
    Event(("中秋",), (MID_AUTUMN,)),
    Event(("国庆", "十一"), (NATIONAL_DAY,), Fixed(10, 7)),
    Event(("重阳",), (Lunar(9, 9),)),
    Event(("双节", "两节"), (NEW_YEAR, SPRING_FESTIVAL, MID_AUTUMN, NATIONAL_DAY)),
    Event(("全国两会", "两会", "全国“两会"), (Fixed(3, 4),)),
    Event(("省两会", "市两会", "县两会", "区两会", "省“两会", "市“两会", "县“两会", "区“两会"), (Fixed(1, 15),)),
    *(Event((name,), (Term(name),)) for name in ("立春", "惊蛰", "谷雨", "立夏", "芒种", "立秋", "霜降", "立冬")),
    Event(("汛期", "入汛", "进入汛期", "大汛", "汛", "防汛期"), (Fixed(5, 15), Fixed(6, 1)), Fixed(9, 30)),
    Event(("主汛期", "进入主汛期", "主汛", "七下八上"), (Fixed(7, 1),), Fixed(8, 31)),
    Event(("雨季", "梅雨季", "入梅", "夏季", "入夏", "麦收", "三夏", "夏收", "迎峰度夏"), (Fixed(6, 1),), Fixed(8, 31)),
    Event(("台风季", "台汛期"), (Fixed(7, 15),), Fixed(10, 15)),
    Event(("秋收", "三秋", "入秋", "秋季"), (Fixed(9, 1),), Fixed(11, 15)),
    Event(("秋播", "秋种", "麦播"), (Fixed(10, 1),), Fixed(10, 31)),
    Event(
        (
            *("供暖季", "供暖期", "供暖", "采暖季", "采暖期", "采暖", "供热季", "供热期", "供热", "取暖季", "取暖期"),
            *("冬季供暖", "冬季供暖期", "冬季采暖", "冬季供热", "冬季取暖", "集中供暖", "集中供热"),
            *("入冬", "冬季", "冬天", "今冬", "上冻", "封冻", "土壤封冻", "冰冻期", "严寒"),
        ),
        (Fixed(11, 15),),
        Fixed(3, 15),
    ),
    Event(("迎峰度冬",), (Fixed(12, 1),), Fixed(2, 28)),
    Event(("春耕", "春播", "春灌", "备春耕", "春耕备耕", "春季", "开春", "入春"), (Fixed(3, 1),), Fixed(4, 30)),
    Event(("森林防火期", "防火期"), (Fixed(10, 1),), Fixed(5, 31)),
    Event(("禁渔期", "休渔期"), (Fixed(3, 1),), Fixed(6, 30)),
    Event(("高考", "中高考"), (Fixed(6, 7),), Fixed(6, 9)),
    Event(("中考",), (Fixed(6, 20),), Fixed(6, 22)),
    Event(("暑假", "暑期", "放暑假"), (Fixed(7, 1),), Fixed(8, 31)),
    Event(("寒假", "放寒假"), (Fixed(1, 16),), Lunar(1, 15)),
    Event(("开学", "新学期", "新学期开学", "开学季", "学生返校", "返校"), (SPRING_TERM, AUTUMN_TERM)),
    Event(("春季开学", "春季学期", "春季学期开学", "春季新学期"), (SPRING_TERM,)),
    Event(
        ("秋季开学", "秋季学期", "秋季学期开学", "秋季新学期", "新学年", "新学年开学", "秋季入学", "新生入学"),
        (AUTUMN_TERM,),
    ),
)

EVENT_BY_NAME = {name: event for event in EVENTS for name in event.names}

# “年前” said alone means before the Spring Festival, “节前” before the next public holiday.
BEFORE_SPRING_FESTIVAL = EVENT_BY_NAME["春节"]
NEXT_HOLIDAY = Event(
    ("节",), (NEW_YEAR, SPRING_FESTIVAL, Term("清明"), Fixed(5, 1), Lunar(5, 5), MID_AUTUMN, NATIONAL_DAY)
)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def day_of_month(year: int, month: int, day: int) -> date:
    """That day, or the month's last day where the month is shorter (6月31日 → the 30th)."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day some months later, or that month's last day; held between `FIRST_YEAR` and `LAST_YEAR`."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_of_month(min(max(years, FIRST_YEAR), LAST_YEAR), month + 1, day.day)


@lru_cache(maxsize=1024)
def day_of(rule: Rule, year: int) -> date:
    """The day that a rule names in a year from `FIRST_YEAR` to `LAST_YEAR`."""
    if isinstance(rule, Fixed):
        return day_of_month(year, rule.month, rule.day)
    import lunar_python  # 0.1 s, and few texts need it

    if isinstance(rule, Lunar):
        solar = lunar_python.Lunar.fromYmd(year, rule.month, rule.day).getSolar()
    else:
        solar = lunar_python.Lunar.fromYmd(year, 6, 1).getJieQiTable()[rule.name]
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def beginnings(event: Event, year: int) -> list[date]:
    """The days of a Gregorian year on which an event begins, in order (小年 of 2024 belongs to the lunar year 2023)."""
    days = (day_of(rule, lunar_year) for rule in event.begins for lunar_year in (year - 1, year))
    return sorted({day for day in days if day.year == year})


def next_beginning(event: Event, after: date) -> date:
    """The first day later than `after` on which an event begins: 春节 after 2024-09-20 → 2025-01-29."""
    for year in range(after.year, min(after.year + 2, LAST_YEAR) + 1):
        for day in beginnings(event, year):
            if day > after:
                return day
    return date(LAST_YEAR, 12, 31)


def end_of(event: Event, begun: date) -> date:
    """The last day of an event that begins on `begun`."""
    if event.over is None:
        return begun
    over = day_of(event.over, begun.year)
    return over if over >= begun else day_of(event.over, min(begun.year + 1, LAST_YEAR))


def plan_period(ordinal: int) -> tuple[date, date]:
    """First and last day of a five-year plan: 4 (“十四五”) → 2021-01-01, 2025-12-31."""
    return date(2001 + 5 * ordinal, 1, 1), date(2005 + 5 * ordinal, 12, 31)


def is_workday(day: date) -> bool:
    """Whether people work: by the official calendar with 调休, Monday to Friday beyond its years."""
    import chinese_calendar  # kept out of the start-up of every command

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def has_official_workdays(day: date) -> bool:
    """Whether the official calendar of that year is known."""
    import chinese_calendar

    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def add_workdays(day: date, count: int) -> date:
    """The `count`-th workday after `day`: 15 after 2024-05-22 → 2024-06-13 (端午 is off)."""
    while count > 0 and day.year < LAST_YEAR:
        day += DAY
        count -= is_workday(day)
    return day

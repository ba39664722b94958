"""The day of print and the planning year of a document, from what its text says, with the reason."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

# 定于2024年2月3日召开 lies ahead of the day of print: only days that are not announced count.
_FULL_DATE = re.compile(r"(?<![于在自从至到将])(20\d\d)年(\d{1,2})月(\d{1,2})日(?!前|之前|起|至)")
# 许昌日报 2024年9月10日 星期二: the day that is printed over a page
_MASTHEAD = re.compile(r"(?:日|晚|晨|早|时|商|都市|周)报[^，。]{0,12}(20\d\d)年(\d{1,2})月(\d{1,2})日(?!讯|电)")
_HEAD = 60  # characters at the top of a page
_MONTH_DAY = re.compile(
    r"(?<![年\d])(\d{1,2})月(\d{1,2})日(?:至(?:(\d{1,2})月)?(\d{1,2})日)?(?=[，,\d时晚上下]|[^前起止]{0,14}(?:召开|举行|获悉|监测))"
)
_PLAN_YEAR = re.compile(
    r"(20\d\d)年(?:[^，。；、]{0,14})?(?:重点工作|主要工作|工作安排|工作部署|总体要求|预期目标|目标任务|主要目标|重点任务|主要任务|工作打算|工作计划|行动工作方案|工作方案|实施方案|计划安排)"
    r"|(?:展望|部署|做好|安排)(20\d\d)年?"
)
_PAST_YEAR = re.compile(
    r"(?:回顾|总结|过去的?|精彩)(20\d\d)年?|(20\d\d)年(?:政府|主要|重点)?(?:工作)?(?:回顾|总结|完成情况|工作情况)"
)
# 预计2026年6月试运营 is no year that the page is of
_ANY_YEAR = re.compile(r"(?<!预计)(?<![到至])(?<!力争)(?<!计划)(20[0-4]\d)年(?!以来|前|之前|底前建成|年底前建成)")
_REPORT = re.compile(
    r"^[^，。]{0,40}政府工作报告|我(?:受|代表)[^，。]{0,20}，?(?:现?在?，?)?(?:向大会|向各位|作|报告)[^。]{0,16}(?:报告|审议)|请予审议"
)


_OFTEN = 2  # times that a year without any word about plans is named where the text is about it


@dataclass(frozen=True, slots=True)
class Dating:
    """`published` is None when the text does not say enough; `year` is the year that the document plans for."""

    published: date | None
    published_why: str
    year: int | None
    year_why: str
    report: bool


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _planning_year(text: str) -> tuple[int | None, str, bool]:
    """The planning year, what it rests on in Chinese, and whether that is only a year named in passing."""
    plans = Counter(int(y) for hit in _PLAN_YEAR.finditer(text) for y in hit.groups() if y)
    pasts = Counter(int(y) for hit in _PAST_YEAR.finditer(text) for y in hit.groups() if y)
    for year in pasts:
        if plans[year] <= 1:
            plans.pop(year, None)
    if plans:
        year = max(plans, key=lambda y: (plans[y], y))
        return year, f"文中安排{year}年工作", False
    if pasts:
        return max(pasts) + 1, f"文中回顾{max(pasts)}年工作", False
    years = Counter(int(y) for y in _ANY_YEAR.findall(text))
    if years:
        # Of two that are named as often, a vision (到2035年) or a building's year (2000年) lies far from the rest.
        middle = sorted(years.elements())[years.total() // 2]
        year = max(years, key=lambda y: (years[y], -abs(y - middle)))
        return year, f"文中多次提到{year}年", years[year] < _OFTEN
    return None, "文中没有年份", False


def date_document(text: str, published: date | None = None) -> Dating:
    """Day of print and planning year of a flat, folded text; a given day of print wins over the text."""
    report = bool(_REPORT.search(text[:1500]))
    year, year_why, in_passing = _planning_year(text)
    if published is not None:
        if (
            year is None
            or (in_passing and year < published.year)
            or not published.year - 1 <= year <= published.year + 1
        ):
            year, year_why = published.year, "按出版日期"
        return Dating(published, "已给定", year, year_why, report)
    head = _MASTHEAD.search(text[:_HEAD])
    if head and (day := _day(int(head[1]), int(head[2]), int(head[3]))):
        return Dating(day, "报头上的日期", year or day.year, year_why, report)
    signed = [d for y, m, dd in _FULL_DATE.findall(text) if (d := _day(int(y), int(m), int(dd)))]
    if year is None and signed:
        year, year_why = max(signed).year, "按文中落款日期"
    if year is None:
        return Dating(None, "文中没有日期", None, year_why, report)
    recent = [d for d in signed if d.year == year]
    for month, day, last_month, last_day in _MONTH_DAY.findall(text):
        end = _day(year, int(last_month or month), int(last_day or day))
        if end and (not recent or last_day):
            recent.append(end)
    if recent and not report:
        last = max(recent)
        return Dating(
            last + timedelta(days=1), f"文中最晚的日期是{last.isoformat()}，按次日见报", year, year_why, report
        )
    if report:
        return Dating(date(year, 2, 1), f"政府工作报告一般在年初，按{year}年2月1日推定，请核对", year, year_why, report)
    return Dating(None, f"文中只有年份{year}，没有月日", year, year_why, report)

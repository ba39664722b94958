"""Which year words without one mean, and what two moments make as a range.

1月底前 printed in December is next January; 8月底前 under “2025年重点工作” is of 2025; 28日前 printed on the 30th is
next month's; 每季度末 is the next one.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from commitments.timelimits_context import Tense
from commitments.timelimits_moment import Frame, Moment, later, place

NEWS = timedelta(days=31)  # a day without a year that is so shortly past is what the page reports, not a plan
LATE = timedelta(days=90)


def range_of(left: Moment, right: Moment) -> Moment:
    """From the beginning of one moment to the end of another: 10月 + 明年3月, 2024年10月 + 2月底, 6月1日 + 8月31日."""
    year, first, last = right.year, left.first, right.last
    if right.year is None and left.year is not None:
        year = left.year
        last = place(replace(right, first=last), year).last
        if last < first:
            year += 1
            last = place(replace(right, first=last), year).last
    elif left.year is None and not left.monthly and (right.year is not None or first > last):
        first = _latest_before(left, last)
    return Moment(min(first, last), last, right.precision, year, final=True, monthly=right.monthly, doubt=right.doubt)


def _latest_before(moment: Moment, limit: date) -> date:
    """The beginning of an open moment in the limit's year, or the year before where that is too late."""
    begin = place(replace(moment, last=moment.first), limit.year).first
    return begin if begin <= limit else place(replace(moment, last=moment.first), limit.year - 1).first


def settle(moment: Moment, frame: Frame, is_before: bool, tense: Tense) -> tuple[Moment, str]:
    """The moment in the year that is meant, and a doubt where that year was guessed.

    `is_before`: 前 follows; `tense`: what the clause's other words say.
    """
    ref = frame.ref
    if moment.every:
        settled = place(moment, frame.base) if moment.year is None else moment
        while settled.last < ref:
            settled = later(settled, moment.every)
        return settled, ""
    if moment.year is not None:
        return moment, ""
    if moment.monthly:
        return (later(moment, 1), "") if moment.last < ref and is_before else (moment, "")
    said = frame.said
    if said is not None and said < ref.year and (is_before or moment.final):
        said = None  # 2022年开工，年底前建成
    base = said or frame.year or ref.year
    settled = place(moment, base)
    is_day = moment.precision == "day"
    if settled.last >= ref:
        if is_day and not (is_before or said or moment.final or tense.planned):  # news of last December
            previous = place(moment, base - 1)
            if ref - previous.last <= NEWS:
                return previous, ""
        return settled, ""
    if said is not None and not is_before:
        return settled, ""
    following = place(moment, base + 1)
    nearer = (following.first if is_day else following.last) - ref < ref - settled.last
    forward = not tense.reported
    binds = is_before or tense.planned
    if frame.year is None or frame.year > ref.year:
        rolls = forward and (nearer or binds)
    else:  # a plan of this year that is months late means next year; one of last year is looked back on
        rolls = forward and binds and frame.year == ref.year and (nearer or ref - settled.last > LATE)
    return (following, f"没有写年份，按{following.last.year}年算") if rolls else (settled, "")


def strictly_before(moment: Moment, ref: date, words: str) -> tuple[Moment, str]:
    """2030年前 and 12月前 end before the period begins, where that is still to come; else with the period."""
    eve = date.fromordinal(max(moment.first.toordinal() - 1, 1))
    if not moment.strict or eve < ref:
        return replace(moment, only_end=True), ""
    return replace(moment, last=eve, only_end=True), f"“{words}”按不含当期算，取{eve.isoformat()}"

"""Limits that are tied to an occasion, a plan or a span of time: 汛期前, “十四五”末, 三年内, 15个工作日内."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from commitments import calendar
from commitments.calendar import BEFORE_SPRING_FESTIVAL, EVENT_BY_NAME, NEXT_HOLIDAY
from commitments.timelimits_context import Tense
from commitments.timelimits_dates import said_year
from commitments.timelimits_moment import Frame, Moment
from commitments.timelimits_words import OPENING, number

# 年前, 节前 and 汛前 are also the ends of other words (2年前, 环节前, 防汛前): they count after these, or at the start.
FREE_STANDING = re.compile(r"(?:^|[\s，,。；;：:、！!？?（(于在到保争取划须必将拟需])$")
SHORT_NAMES = {"年": BEFORE_SPRING_FESTIVAL, "节": NEXT_HOLIDAY, "汛": EVENT_BY_NAME["汛期"]}
# Months of holiday that work is planned into; other periods (春节期间) count only where the sentence plans.
WORKING_PERIODS = ("暑假", "暑期", "寒假")

OPENING_TAILS = ("", "时", "前后")
OPENS = re.compile(OPENING)

MONTHS_IN = {"年": 12, "月": 1, "季度": 3}
DAYS_IN = {"周": 7, "星期": 7, "天": 1, "日": 1, "自然日": 1}
LONG_HOURS = (24, 48, 72)  # whole days said in hours

WORK = re.compile(r"[，,]?(?:完成|开放|开展|举办|推出|投入|建成|组织|实施|启动|开工)")

# What makes a span without 内 or 时间 a limit: 力争3至5年, 未来三年, 通过三年努力.
SPAN_LEAD = re.compile(r"(?:力争|争取|计划|拟|预计|未来|今后|接下来|(?<![使作采雇费引效])用|利用|通过|经过)(?:再)?$")
SPAN_EFFORT = re.compile(r"(?:左右)?的?(?:努力|奋斗|攻坚(?!行动)|持续努力)")
# What makes it none: 近三年内, 连续九年, 历时两年时间, 每3年; 三年行动, 三个月以上, 5年来.
SPAN_PAST = re.compile(
    r"(?:近|过去|连续|历时|历经|耗时|仅用|只用|仅|用了|不到|超过|最近|前|每|每隔|第|满|已|达|工作|有效期|质保期|保修期"
    r"|任期|期限为?|服务|从事|以来的?|不足|至少|为期|上|长达)(?:[了约]|不到)?$"
)
SPAN_NAME = re.compile(
    r"左右?以?上|以[上来前后]|来|多|前|后|行动|计划|规划|方案|攻坚行动|倍增|制|期(?!间)|一?次|建设|成长|培养|大变|一遇"
)


def event_moment(match: re.Match[str], frame: Frame, before: str, after: str, tense: Tense) -> Moment | None:
    """What 汛期前, 明年春节前, 秋季开学前 or 暑假期间 comes to by convention, with a doubt that says so.

    `before` is the text that precedes; 国庆期间 counts only with plans or work.
    """
    name, tail = match["event_name"], match["event_tail"]
    if name in SHORT_NAMES:
        if match["event_year"] or not FREE_STANDING.search(before):
            return None
        event = SHORT_NAMES[name]
    else:
        event = EVENT_BY_NAME[name]
    if tail in OPENING_TAILS and name not in WORKING_PERIODS and OPENS.match(after):
        return _opening(match, event, frame, tense)
    ahead = tail not in ("期间", "内", *OPENING_TAILS)
    if not ahead and (tense.reported or not (name in WORKING_PERIODS or tense.planned or WORK.match(after))):
        return None
    year = _event_year(match["event_year"], frame)
    begun = _beginning(event, year, frame, ahead and not match["event_over"])
    if begun is None:
        return None
    over = calendar.end_of(event, begun)
    if ahead:
        first = last = over if match["event_over"] else begun - calendar.DAY
    else:
        first, last = begun, over
    words = match["event"].strip('“”‘’"')
    doubt = f"{words}按惯例取{last.month}月{last.day}日"
    return Moment(first, last, "event", last.year, only_end=ahead, final=True, doubt=doubt)


def _opening(match: re.Match[str], event: calendar.Event, frame: Frame, tense: Tense) -> Moment | None:
    """The first day of an occasion on which something is to open: 秋季开学投入使用 → 1 September; None for the past."""
    begun = _beginning(event, _event_year(match["event_year"], frame), frame, ahead=True)
    if begun is None or begun < frame.ref or tense.reported:
        return None
    words = match["event"].strip('“”‘’"')
    doubt = f"{words}按惯例取{begun.month}月{begun.day}日"
    return Moment(begun, begun, "event", begun.year, only_end=True, final=True, doubt=doubt)


def _event_year(words: str | None, frame: Frame) -> int | None:
    """The year said with an occasion; a winter's two years (2024—2025年采暖季) count as the first."""
    if not words:
        return None
    if words[4:5] in ("-", "—"):
        return int(words[:4])
    return said_year(words, frame)


def _beginning(event: calendar.Event, year: int | None, frame: Frame, ahead: bool) -> date | None:
    """The beginning meant: in the year said, else the first one not yet past in or after the planning year."""
    if year is not None:
        days = calendar.beginnings(event, year)
        coming = [day for day in days if day > frame.ref]
        return coming[0] if coming else days[-1] if days else None
    since = frame.ref
    if frame.base > since.year:
        since = date(frame.base, 1, 1)
    if not ahead:  # a period that is under way counts
        current = [day for y in (since.year - 1, since.year) for day in calendar.beginnings(event, y) if day <= since]
        if current and calendar.end_of(event, current[-1]) >= since:
            return current[-1]
    return calendar.next_beginning(event, since)


PLAN_VERB = re.compile(r"(?:力争|努力)?(?:迈入|实现|建成|达到|突破|跨入|进入)")


DONE = re.compile(r"已(?!知)|(?<![为除])了(?![解望])|以来|先后|同比")


def plan_moment(match: re.Match[str], after: str, tense: Tense) -> Moment | None:
    """The end of a five-year plan; the plan's bare name only before a result (“十四五”迈入万亿城市).

    累计 is no report here: a plan's targets are cumulative.
    """
    tail = match["plan_tail"]
    if not tense.planned and DONE.search(tense.after):
        return None
    if tail is None and not PLAN_VERB.match(after):
        return None
    first, last = calendar.plan_period(number(match["plan_number"]))
    whole = tail in ("期间", "时期", "内", "期内")
    return Moment(first, last, "plan", last.year, only_end=not whole, final=True)


def duration_moment(match: re.Match[str], frame: Frame, before: str, after: str) -> Moment | None:
    """The day of print and a span: 两年时间, 100天内, 15个工作日内, 力争3至5年; None for spans that bind nobody."""
    tail, unit = match["span_tail"], match["unit"].lstrip("个")
    effort = SPAN_EFFORT.match(after)
    if tail in (None, "左右") and not (SPAN_LEAD.search(before) and (effort or not SPAN_NAME.match(after))):
        return None
    if SPAN_PAST.search(before) or SPAN_NAME.match(after):
        return None
    if before.endswith(("通过", "经过")) and (DONE.search(after) or not (effort or tail)):
        return None
    if unit == "日" and (tail is None or "内" not in tail):
        return None
    count = 0.5 if match["count"] == "半" else float(number(match["count"]))
    if match["and_half"] or unit.endswith("半"):
        count += 0.5
        unit = unit.rstrip("半")
    last, doubt = _after(frame.ref, count, unit)
    if last is None or last.year >= calendar.LAST_YEAR:
        return None
    return Moment(frame.ref, last, "duration", last.year, final=True, doubt=doubt)


@lru_cache(maxsize=1024)
def _after(ref: date, count: float, unit: str) -> tuple[date | None, str]:
    """The day so long after `ref`, and a doubt where the official calendar ends."""
    if unit == "工作日":
        if count > 750:
            return None, ""
        last = calendar.add_workdays(ref, int(count))
        known = calendar.has_official_workdays(last)
        return last, "" if known else f"{last.year}年放假安排未公布，按周一至周五算工作日"
    if unit == "小时":
        return (ref + timedelta(days=int(count) // 24), "") if count in LONG_HOURS else (None, "")
    if unit in MONTHS_IN:
        months = count * MONTHS_IN[unit]
        last = calendar.add_months(ref, int(months))
        return last + timedelta(days=15 * (months % 1 > 0)), ""
    return ref + timedelta(days=int(count * DAYS_IN[unit])), ""

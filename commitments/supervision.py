"""挂牌督办 by rule: which matters are put on the list and taken off it, and why, with the arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commitments.checking import points_behind
from commitments.model import Standing


def is_overdue(how: Standing) -> bool:
    """Whether a matter is overdue by a deadline that a text states; what only the year implies lists nothing."""
    return how.status == "overdue" and how.deadline is not None and how.deadline.basis == "explicit"


def is_red(how: Standing) -> bool:
    """Whether a matter is far behind the period gone, or overdue by a stated deadline."""
    return is_overdue(how) or (how.status == "behind" and how.light == "red")


def why_listed(how: Standing, red_months: Sequence[int] = ()) -> str:
    """Why a matter is put on the list, with the arithmetic; `red_months` are those of the rounds that found it red.

    “连续2轮督查红灯（8月、9月）：到6月30日应完成49.7%，实际12.3%，差37.4个百分点”; “时限2024-08-31已过2天，未见…”.
    """
    months = "、".join(f"{month}月" for month in red_months)
    head = f"连续{len(red_months)}轮督查红灯（{months}）：" if red_months else ""
    return head + (_overdue(how) if how.status == "overdue" else _behind(how))


def why_taken_off(how: Standing) -> str:
    """Why a matter is taken off the list by the rule."""
    if how.status == "done":
        return "已完成"
    limit = how.deadline.end if how.deadline else None
    left = f"，时限{limit}" if limit else ""
    gap = points_behind(how)
    if gap is not None and gap <= 0:
        return f"新一轮督查已达序时：{_behind(how)}{left}"
    return f"新一轮督查不再逾期、不再红灯{left}"


def _overdue(how: Standing) -> str:
    limit = how.deadline.end if how.deadline else date.min
    reported = "" if how.percent is None else f"（已报{_plain(how.percent)}%）"
    return f"时限{limit}已过{-(how.days_left or 0)}天，未见完成报道{reported}"


def _behind(how: Standing) -> str:
    gap = points_behind(how)
    if gap is None or how.percent is None:
        return "红灯"
    day = how.paces[0].as_of
    words = f"差{_plain(gap)}个百分点" if gap > 0 else f"超{_plain(-gap)}个百分点" if gap < 0 else "持平"
    return f"到{day.month}月{day.day}日应完成{_plain(how.paces[0].expected)}%，实际{_plain(how.percent)}%，{words}"


def _plain(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

"""The day that a reported figure stands at, where the sentence says one: 截至9月底, 今年上半年, 前三季度."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_SAID = re.compile(
    r"截[至止](?:到)?(?:(20\d\d)年)?(?P<until>\d{1,2})月(?:份)?(?:(\d{1,2})日|底|末)?"
    r"|(?:(20\d\d)年|今年)?(?P<half>上半年)|(?:(20\d\d)年|今年)?(?:前三季度|1[—-]9月)|(?:(20\d\d)年|今年)?(?P<quarter>[一1]季度)"
    r"|(?:(20\d\d)年|今年)?(?:1[—-]|前)(?P<month>\d{1,2})(?:个)?月"
)
_NO_END = re.compile(r"(?:以来|起)")


def as_of_day(sentence: str, published: date, year: int | None) -> tuple[date | None, str]:
    """(day, words) that the figures of a progress sentence stand at; (None, "") means the day of print.

    Only days up to the day of print count: 今年上半年 in a page of September is 30 June, in a page of January nothing.
    """
    found = _SAID.search(sentence)
    if not found or _NO_END.match(sentence, found.end()):
        return None, ""
    said = next((int(y) for y in found.groups() if y and len(y) == 4 and y.isdigit()), None)
    base = said or (year if year and year <= published.year else published.year)
    if found["until"]:
        month, day = int(found["until"]), found.group(3)
    elif found["half"]:
        month, day = 6, None
    elif found["quarter"]:
        month, day = 3, None
    elif found["month"]:
        month, day = int(found["month"]), None
    else:
        month, day = 9, None
    if not 1 <= month <= 12:
        return None, ""
    last = monthrange(base, month)[1]
    when = date(base, month, min(int(day), last) if day and int(day) else last)
    return (when, found.group()) if when <= published else (None, "")

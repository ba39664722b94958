"""A month as people name it: 9月, 2024年9月, 2024-09, 九月, 上月, 本月."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from commitments.numerals import parse_number

_NAMED = re.compile(r"(?:(?P<year>[12]\d{3})[年./-]?)?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月?(?:份)?")
_WORDS = {"": 1, "上月": 1, "上个月": 1, "本月": 0, "这个月": 0, "当月": 0}
LONGEST = 12  # characters


def read_month(text: str, today: date) -> date | None:
    """The first day of the month that the words name, None where they name none.

    Nothing means last month; 9月 is the last September that has begun by `today`.
    """
    words = "".join(normalize("NFKC", text[: LONGEST * 2]).split())
    if words in _WORDS:
        return _before(today, _WORDS[words])
    found = _NAMED.fullmatch(words)
    if found is None or len(words) > LONGEST:
        return None
    month = int(found["month"]) if found["month"].isdigit() else int(parse_number(found["month"]) or 0)
    if not 1 <= month <= 12:
        return None
    year = int(found["year"]) if found["year"] else today.year - (month > today.month)
    return date(year, month, 1)


def _before(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)

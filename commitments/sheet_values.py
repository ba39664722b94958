"""What the cells of a ledger say: days, shares and figures, read as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from unicodedata import category, normalize

from commitments.model import Quantity
from commitments.quantities import find_amounts
from commitments.timelimits import find_time_limits

_DAY = re.compile(
    r"^(20[0-9]{2}|19[0-9]{2})[-/.年](1[0-2]|0?[1-9])[-/.月](3[01]|[12][0-9]|0?[1-9])日?(?:[ T][0-9:.]+)?前?$"
)
_SERIAL = re.compile(r"^[3-6][0-9]{4}(?:\.0+)?$")
_FIRST_SERIAL = date(1899, 12, 30)  # day 0 of a spreadsheet's calendar
_SHARE = re.compile(r"^(?:约|已|完成|达到?)*([0-9]{1,4}(?:\.[0-9]+)?)(%)?$")
_DONE = re.compile(
    r"^(?:已|均已|已经|全部|全面|已全部|如期|提前|按期)*(?:完成|办结|销号|完工|竣工|建成|投用|办理完毕|整改到位|整改完成|落实到位)(?:整改|任务|投用)?[。.]?$|^是$"
)
_LEFT = re.compile("未|没|部分|基本|即将|尚|陆续|不")
_AMOUNT = re.compile(r"^(约)?(-?[0-9]+(?:\.[0-9]+)?)(万亿|亿|万)?([^0-9（）()；;]{0,12}?)(以上|以内)?$")
_SIZES = {None: 1.0, "万": 1e4, "亿": 1e8, "万亿": 1e12}
WORKED_OUT = "（推算）"  # behind a figure that is no source's
_SEPARATOR = "；"


def read_day(cell: str, ref: date, year: int | None = None) -> date | None:
    """The day that a cell names: 2024-12-31, 2024/12/31, 45657 (a spreadsheet's day), 12月底前, 年底; None for no day.

    `ref` is the day that the table stands at, `year` the year that it plans.
    """
    text = " ".join(normalize("NFKC", cell[:60]).split())
    if found := _DAY.match(text):
        try:
            return date(*(int(part) for part in found.groups()))
        except ValueError:
            return None
    if _SERIAL.match(text):
        return _FIRST_SERIAL + timedelta(days=int(float(text)))
    for words in (text, f"{text}前"):
        limits = [limit for limit in find_time_limits(words, ref, year, past_ok=True) if limit.end is not None]
        if limits:
            return limits[-1].end
    return None


def read_shares(cells: Sequence[str]) -> list[float | None]:
    """The percents of one column: “26.6%” → 26.6; of bare numbers, 0.266 is 26.6 where at least half of the column are
    at most 1 (a spreadsheet keeps 26.6% as 0.266). None for a cell without a number; 已完成 is 100."""
    found = [_SHARE.match("".join(normalize("NFKC", cell[:40]).split())) for cell in cells]
    bare = [float(one[1]) for one in found if one and not one[2]]
    times = 100.0 if 2 * sum(value <= 1 for value in bare) >= len(bare) else 1.0
    shares: list[float | None] = []
    for cell, one in zip(cells, found, strict=True):
        if one is None:
            shares.append(100.0 if says_done(cell) else None)
        else:
            shares.append(round(float(one[1]) * (1.0 if one[2] else times), 4))
    return shares


def says_done(cell: str) -> bool:
    """Whether a cell says no more than that all is done: 已完成, 已全部办结."""
    words = "".join(cell[:40].split())
    return bool(_DONE.match(words)) and not _LEFT.search(words)


def read_figures(cell: str, item: str = "") -> tuple[Quantity, ...]:
    """What a cell counts: “188个小区；3.7万户” → 188个 and 37000户; what is worked out (推算) is left out.

    `item` is what is counted where the cell does not say.
    """
    found: list[Quantity] = []
    for part in cell[:500].split(_SEPARATOR):
        words = "".join(part.split())
        if not words or WORKED_OUT in words:
            continue
        amounts = find_amounts(words)
        if amounts:
            for amount in amounts:
                what = _noun(words[amount.what_at :]) if amount.what_at >= 0 else ""
                found += [
                    Quantity(one.value, one.unit, what or item[:40], one.op, one.measure) for one in amount.quantities
                ]
        elif plain := _AMOUNT.match(words):
            about, value, size, unit, bound = plain.groups()
            op = "~" if about else {"以上": ">=", "以内": "<=", None: "="}[bound]
            found.append(Quantity(round(float(value) * _SIZES[size], 6), unit or "", item[:40], op))  # type: ignore[arg-type]
    return tuple(found)


def _noun(words: str) -> str:
    found = re.match("[\u4e00-\u9fff“”A-Za-z]{1,20}", words)
    return found[0] if found else ""


LONGEST_CELL = 32_000  # characters; a spreadsheet takes 32,767
_SIGNS = "=+-@"
_UNSEEN = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def inert(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula, whatever it begins with; at most 32,000 characters.

    What begins like a formula (= + - @, full-width ones too, behind blanks or not) gets an apostrophe before it. Left
    out are control characters, half surrogates and what turns the reading direction; line breaks stay.
    """
    kept = "".join(
        character
        for character in text[:LONGEST_CELL].replace("\r\n", "\n").replace("\r", "\n")
        if character in "\n\t" or (category(character) not in ("Cc", "Cs", "Cn") and character not in _TURNING)
    )
    return f"'{kept}"[:LONGEST_CELL] if _begins_like_a_formula(kept) else kept


def as_typed(cell: str) -> str:
    """What a cell says: without the apostrophe that `inert` put before it."""
    return cell[1:] if cell[:1] == "'" and _begins_like_a_formula(cell[1:]) else cell


def _begins_like_a_formula(text: str) -> bool:
    if text[:1] in ("\t", "\n"):
        return True
    for character in text:
        if not (character.isspace() or character in _UNSEEN):
            return normalize("NFKC", character)[:1] in _SIGNS
    return False

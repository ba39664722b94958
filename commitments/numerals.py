"""Numbers as Chinese documents write them: 37297, 3.7万, １２, 五十, 两百三十, 千亿."""

from __future__ import annotations

import re

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
MULTIPLIERS = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "十亿": 1e9, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5,
    "万": 1e4, "千": 1e3, "百": 1e2,
}  # fmt: skip

# 千米, 千瓦, 千克, 千伏 and 千卡 are units of their own: the 千 belongs to them, not to the number.
_THOUSAND = "千(?![米瓦克伏卡])"
_MULTIPLIER = f"(?:万亿|[千百十]亿|亿|[百十]万|千万|万|{_THOUSAND}|百(?!分))"
ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
CHINESE = f"(?:[零〇○一二两三四五六七八九十百万亿]|{_THOUSAND})+(?:点[零〇一二三四五六七八九]+[万亿]?)?"
NUMBER = re.compile(
    f"(?P<arabic>{ARABIC})(?P<early>[余多])?(?P<times>{_MULTIPLIER})?(?P<loose>[余多])?"
    f"|(?P<chinese>{CHINESE})(?P<vague>[余多几])?(?P<more>[万亿])?"
)

_FULL_WIDTH = {ord(full): half for full, half in zip("０１２３４５６７８９．％﹪", "0123456789.%%", strict=True)}
_HAS_FULL_WIDTH = re.compile("[０-９．％﹪]")
_LONGEST = 24  # characters; no document writes a longer number, hostile text does


def half_width(text: str) -> str:
    """The text with full-width digits, points and percent signs made half-width; its length does not change."""
    return text.translate(_FULL_WIDTH) if _HAS_FULL_WIDTH.search(text) else text


def parse_number(text: str) -> float | None:
    """The value of a written number, or None where the text is not one number.

    “3.7万” → 37000, “五十” → 50, “两” → 2, “１２” → 12, “百” → 100, “1,200” → 1200, “1500多” → 1500.
    """
    found = NUMBER.fullmatch(half_width(text).strip())
    return number_value(found) if found else None


def number_value(found: re.Match[str]) -> float | None:
    """The value of a match of NUMBER, None where it is no number (两三, 百千) or longer than any real one."""
    if found.end() - found.start() > _LONGEST:
        return None
    if found["arabic"]:
        value = float(found["arabic"].replace(",", ""))
        return _tidy(value * MULTIPLIERS[found["times"]]) if found["times"] else value
    value_or_none = _chinese_value(found["chinese"])
    if value_or_none is None or not found["more"]:
        return value_or_none
    return value_or_none * MYRIADS[found["more"]]


def _tidy(value: float) -> float:
    """Without the dust of binary fractions: 12.28 × 1e8 is 1228000000."""
    return round(value, 4)


def _chinese_value(text: str) -> float | None:
    """三百二十万 → 3200000. Digits without 十百千 between them are read one by one if four or more (二〇二四)."""
    whole, point, fraction = text.partition("点")
    if point:
        last = MYRIADS.get(fraction[-1], 1)
        base = _chinese_value(whole)
        decimals = "".join(str(DIGITS[c]) for c in fraction if c in DIGITS)
        return None if base is None else _tidy(float(f"{base:.0f}.{decimals}") * last)
    if all(c in DIGITS for c in whole):
        if len(whole) in (2, 3):  # 两三个, 一二三产: not twenty-three
            return None
        return float("".join(str(DIGITS[c]) for c in whole))
    total, section = 0, 0
    digit: int | None = None
    smallest = 10_000
    for char in whole:
        if char in DIGITS:
            if digit:
                return None
            digit = DIGITS[char]
        elif char in TENS:
            if TENS[char] >= smallest:  # 百千, 十百: no number
                return None
            smallest = TENS[char]
            section += (digit or 1) * TENS[char]
            digit = None
        else:
            section += digit or 0
            # 千亿, 万亿: a myriad after a myriad multiplies what stands before it
            total = (total + section or 1) * MYRIADS[char] if char == "亿" else total + (section or 1) * MYRIADS[char]
            section, digit, smallest = 0, None, 10_000
    return float(total + section + (digit or 0))

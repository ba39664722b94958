"""Amounts as people write them (3.7万户) and as programs read them (37000, 户), and when two say the same."""

from __future__ import annotations

import re
from math import floor, log10

from commitments.model import Op
from commitments.subjects import unit_class

# Units of one class in different size: factor to the unit that unit_class names.
_SCALE = {"米": 0.001, "平方公里": 1_000_000.0, "平方千米": 1_000_000.0}
_AMOUNT = re.compile("(?P<value>-?[0-9]+(?:\\.[0-9]+)?)(?P<size>[万亿]?)(?P<unit>[^0-9以约]{0,8})")
_SIZES = {"": 1.0, "万": 1e4, "亿": 1e8}
_OPS: dict[Op, tuple[str, str]] = {"=": ("", ""), ">=": ("", "以上"), "<=": ("", "以内"), "~": ("约", "")}


def in_class(value: float, unit: str) -> tuple[float, str]:
    """Value and unit class, comparable with another's: 986米 → (0.986, 公里), 3家 → (3, 个)."""
    return value * _SCALE.get(unit, 1.0), unit_class(unit)


def _digits(value: float, places: int) -> str:
    return f"{value:.{places}f}".rstrip("0").rstrip(".") if places else f"{value:.0f}"


def amount_text(value: float, unit: str, op: Op = "=") -> str:
    """An amount as people write it: (37000, 户) → 3.7万户, (7e10, 元, >=) → 700亿元以上, (26833, 户) → 26833户."""
    before, after = _OPS[op]
    for size in ("亿", "万"):
        scaled = value / _SIZES[size]
        if abs(scaled) >= 1 and (size == "亿" or abs(scaled * 100 - round(scaled * 100)) < 1e-6):
            return f"{before}{_digits(scaled, 4 if size == '亿' else 2)}{size}{unit}{after}"
    return f"{before}{_digits(value, 4)}{unit}{after}"


def amount_of(text: str) -> tuple[float, str] | None:
    """The first amount in a text in plain units (“3.7万户” → (37000.0, 户)), None without a number."""
    found = _AMOUNT.search(text)
    if not found:
        return None
    return round(float(found["value"]) * _SIZES[found["size"]], 6), found["unit"]


def plain(value: float) -> float | int:
    """A number for JSON: whole ones without a point."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def rounded(value: float, digits: int = 3) -> float:
    """A number to so many significant digits."""
    if value == 0:
        return 0.0
    return round(value, digits - 1 - floor(log10(abs(value))))


def agrees(a: float, b: float) -> bool:
    """Whether two numbers say the same, one of them perhaps rounded: 37297 and 37000 do, 199 and 200 do not."""
    if a == b:
        return True
    if min(abs(a), abs(b)) < 1000 or abs(a - b) > 0.01 * max(abs(a), abs(b)):
        return False
    return any(rounded(a, n) == rounded(b, n) and rounded(a, n) in (a, b) for n in (1, 2, 3, 4, 5))

"""Numbers as people write them: 37000, 户 → 3.7万户; 70000000000, 元 → 700亿元; 26.6, % → 26.6%."""

from __future__ import annotations

import math

from commitments.model import Op, Quantity

_SCALES = ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
_NEVER_SCALED = frozenset({"%", "‰", "个百分点", "百分点", "倍", "年", "天", ""})
_PLAIN_BELOW = 100_000  # 37297户 reads better than 3.7297万户
_MOST_IN_A_SCALE = 100_000  # 23456.789万元 is still read as it stands in a source; longer ones are computed
_BOUNDS: dict[Op, tuple[str, str]] = {"=": ("", ""), ">=": ("", "以上"), "<=": ("", "以内"), "~": ("约", "")}


def say_number(value: float, unit: str) -> str:
    """A value with its unit as people write it; nothing is rounded that a source would have said.

    Up to four decimals of 万 or 亿 are kept; a longer fraction (a computed value) is cut to four significant digits.
    """
    if not math.isfinite(value):
        return f"—{unit}"
    if value < 0:
        return "-" + say_number(-value, unit)
    if unit in _NEVER_SCALED or value < 1e4 or (value < _PLAIN_BELOW and value % 100):
        return _exact(value, 4) + unit if _is_exact(value, 4) else _exact(value, 2) + unit
    fitting = [(scale, word) for scale, word in _SCALES if value >= scale and (word != "万亿" or unit == "元")]
    for scale, word in fitting:
        if value / scale < _MOST_IN_A_SCALE and _is_exact(value / scale, 4):
            return f"{_exact(value / scale, 4)}{word}{unit}"
    scale, word = fitting[0]
    return f"{_significant(value / scale)}{word}{unit}"


def say_share(done: float, target: float, unit: str) -> str:
    """What is done of a target, both in one scale and short enough for a bar: 50/188个, 1.02万/3.73万户."""
    for scale, word in _SCALES[1:]:
        if target >= scale and done >= scale / 10 and unit not in _NEVER_SCALED:
            return f"{_exact(done / scale, 2)}{word}/{_exact(target / scale, 2)}{word}{unit}"
    return f"{say_number(done, unit).removesuffix(unit)}/{say_number(target, unit)}"


def say_quantity(quantity: Quantity) -> str:
    """A quantity with its bound: 700亿元以上, 约32万人, 5.5%以内, 50个."""
    before, after = _BOUNDS[quantity.op]
    return before + say_number(quantity.value, quantity.unit) + after


def _is_exact(value: float, decimals: int) -> bool:
    return math.isclose(value, round(value, decimals), rel_tol=1e-11, abs_tol=1e-12)


def _exact(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals else text


def _significant(value: float) -> str:
    """Four significant digits, whole digits always kept: 12.34, 123.5, 12346."""
    return _exact(value, max(0, 3 - math.floor(math.log10(value))))

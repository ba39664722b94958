"""Numbers are said as people write them, and keep what the source said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Op, Quantity
from commitments.quantities import find_amounts
from commitments.wording import say_number, say_quantity, say_share


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (37_000, "户", "3.7万户"),
        (10_200, "户", "1.02万户"),
        (37_297, "户", "37297户"),
        (39_428, "元", "39428元"),
        (188, "个", "188个"),
        (70_000_000_000, "元", "700亿元"),
        (233_330_000_000, "元", "2333.3亿元"),
        (1e12, "元", "1万亿元"),
        (8_344_000, "元", "834.4万元"),
        (1_353_100, "亩", "135.31万亩"),
        (135_000_000, "人次", "1.35亿人次"),
        (1_475_000_000, "斤", "14.75亿斤"),
        (26.6, "%", "26.6%"),
        (120_000, "%", "120000%"),
        (0.6, "个百分点", "0.6个百分点"),
        (4.74, "", "4.74"),
        (2.1, "吨/万元", "2.1吨/万元"),
        (0, "个", "0个"),
        (-5, "%", "-5%"),
        (17_786_000_000_000, "户", "177860亿户"),
        (-37_000, "户", "-3.7万户"),
    ],
)
def test_a_number_is_said_as_people_write_it(value: float, unit: str, said: str) -> None:
    assert say_number(value, unit) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (100 / 3, "%", "33.33%"),
        (1.2e12 / 7, "元", "1714亿元"),
        (123_456.789, "元", "12.35万元"),
        (2e4 / 3, "户", "6666.67户"),
    ],
)
def test_a_computed_number_is_cut_to_what_can_be_read(value: float, unit: str, said: str) -> None:
    assert say_number(value, unit) == said


def test_a_number_that_does_not_exist_is_a_dash() -> None:
    assert say_number(math.nan, "个") == "—个"
    assert say_number(math.inf, "%") == "—%"


@pytest.mark.parametrize(
    ("value", "unit", "op", "said"),
    [
        (70_000_000_000, "元", ">=", "700亿元以上"),
        (320_000, "人", "~", "约32万人"),
        (5.5, "%", "<=", "5.5%以内"),
        (50, "个", "=", "50个"),
    ],
)
def test_a_quantity_is_said_with_its_bound(value: float, unit: str, op: Op, said: str) -> None:
    assert say_quantity(Quantity(value, unit, op=op)) == said


@given(st.integers(1, 999_999), st.sampled_from([1, 10, 100, 10_000, 1_000_000, 100_000_000]))
def test_what_is_said_is_read_back_as_the_same_amount(digits: int, scale: int) -> None:
    value = float(digits * scale)
    (amount,) = find_amounts("建成" + say_number(value, "户"))
    assert amount.quantities[0].value == pytest.approx(value, rel=5e-4)
    assert amount.quantities[0].unit == "户"


@given(st.floats(), st.sampled_from(["元", "%", "户", ""]))
def test_no_number_raises(value: float, unit: str) -> None:
    assert say_number(value, unit).endswith(unit)


@pytest.mark.parametrize(
    ("done", "target", "unit", "text"),
    [
        (50, 188, "个", "50/188个"),
        (10200, 37297, "户", "1.02万/3.73万户"),
        (5.11e9, 5.7e9, "元", "51.1亿/57亿元"),
        (300, 20000, "户", "300/2万户"),
        (90, 100, "%", "90/100%"),
    ],
)
def test_a_share_is_said_in_one_scale(done: float, target: float, unit: str, text: str) -> None:
    assert say_share(done, target, unit) == text

"""Numbers as documents write them are read for their value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.numerals import half_width, parse_number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("188", 188),
        ("3.7万", 37_000),
        ("１２", 12),
        ("７．５万", 75_000),
        ("1,200", 1200),
        ("700亿", 7e10),
        ("1.2万亿", 1.2e12),
        ("12.28亿", 1_228_000_000),
        ("3千", 3000),
        ("1500多", 1500),
        ("10万余", 100_000),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("五十", 50),
        ("一百零五", 105),
        ("两百三十", 230),
        ("三万五千", 35_000),
        ("一亿五千万", 150_000_000),
        ("三点五", 3.5),
        ("三点五万", 35_000),
        ("百", 100),
        ("千亿", 1e11),
        ("万亿", 1e12),
        ("二〇二四", 2024),
        (" 42 ", 42),
    ],
)
def test_a_written_number_has_its_value(written: str, value: float) -> None:
    assert parse_number(written) == value


@pytest.mark.parametrize(
    "text", ["", "个", "两三", "一二三", "百千", "3个", "1-2", "abc", "1.2.3", "9" * 200, "\x00", "\ud800"]
)
def test_what_is_not_one_number_has_no_value(text: str) -> None:
    assert parse_number(text) is None


def test_half_width_keeps_every_offset() -> None:
    assert half_width("增长７％、１２．５万") == "增长7%、12.5万"


@given(st.integers(0, 10**9))
def test_every_integer_is_read_back(number: int) -> None:
    assert parse_number(str(number)) == number
    assert parse_number(f"{number}万") == pytest.approx(number * 10_000)


@given(st.text(max_size=30))
def test_no_text_raises_and_half_width_keeps_the_length(text: str) -> None:
    parse_number(text)
    assert len(half_width(text)) == len(text)

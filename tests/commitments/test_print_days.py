"""The day of print as people type it, and as names of files hold it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.print_days import day_in_name, likely_print_days, read_print_day

TODAY = date(2024, 9, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-22", date(2024, 5, 22)),
        ("２０２４年５月２２日", date(2024, 5, 22)),
        ("2024.5.22", date(2024, 5, 22)),
        ("20240522", date(2024, 5, 22)),
        ("5月22日", date(2024, 5, 22)),
        ("是5月22号的报纸", date(2024, 5, 22)),
        ("五月二十二日", date(2024, 5, 22)),
        ("5.22", date(2024, 5, 22)),
        ("5-22", date(2024, 5, 22)),
        ("12月31日", date(2023, 12, 31)),
        ("2月29日", date(2024, 2, 29)),
        ("今天", TODAY),
        ("昨天", date(2024, 9, 24)),
        ("2024-12-31", None),
        ("2月30日", None),
        ("13月1日", None),
        ("不知道", None),
        ("", None),
    ],
)
def test_a_typed_day(text: str, day: date | None) -> None:
    assert read_print_day(text, TODAY) == day


def test_without_a_year_it_is_the_one_that_the_document_speaks_of() -> None:
    assert read_print_day("5月22日", date(2026, 11, 22), 2024) == date(2024, 5, 22)
    assert read_print_day("12月30日", TODAY, 2024) == date(2023, 12, 30)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("洛阳日报20240522.docx", date(2024, 5, 22)),
        ("2024-05-22 一版.txt", date(2024, 5, 22)),
        ("报告_2024_5_22.pdf", date(2024, 5, 22)),
        ("5月22日.txt", None),
        ("IMG_202405221530.txt", None),
        ("报告20991231.txt", None),
    ],
)
def test_a_day_in_the_name_of_a_file(name: str, day: date | None) -> None:
    assert day_in_name(name, TODAY) == day


def test_likely_days_come_once_and_the_name_goes_first() -> None:
    days = likely_print_days("20240924.txt", TODAY, date(2024, 2, 1))
    assert days == (date(2024, 9, 24), date(2024, 2, 1), TODAY, date(2024, 9, 23))


@given(st.text(max_size=60), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_text_names_a_past_day_or_none(text: str, today: date) -> None:
    day = read_print_day(text, today)
    assert day is None or day <= today

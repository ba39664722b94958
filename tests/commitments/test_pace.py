"""序时进度 and the lights, at their boundaries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.pace import expected_share, light_of, pace_on

START, END = date(2023, 1, 1), date(2023, 12, 31)


@pytest.mark.parametrize(
    ("day", "percent"),
    [("2022-12-31", 0.0), ("2023-01-01", 0.3), ("2023-06-30", 49.6), ("2023-11-30", 91.5),
     ("2023-12-31", 100.0), ("2024-05-01", 100.0)],
)  # fmt: skip
def test_the_share_of_the_period_gone(day: str, percent: float) -> None:
    assert expected_share(START, END, date.fromisoformat(day)) == percent


@pytest.mark.parametrize(
    ("percent", "verdict", "light"),
    [(60.0, "ahead", "green"), (49.6, "on_pace", "green"), (39.6, "on_pace", "green"), (39.5, "behind", "yellow"),
     (19.6, "behind", "yellow"), (19.5, "behind", "red")],
)  # fmt: skip
def test_ten_points_behind_is_on_pace_thirty_yellow_more_red(percent: float, verdict: str, light: str) -> None:
    pace = pace_on(percent, START, END, date(2023, 6, 30))
    assert pace.verdict == verdict
    assert light_of(pace.verdict, percent, pace) == light


def test_overdue_is_red_and_nothing_reported_is_grey() -> None:
    assert light_of("overdue", 99.0, None) == "red"
    assert light_of("no_evidence", None, None) == "grey"
    assert light_of("done", 100.0, None) == "green"
    assert light_of("under_way", None, None) == "green"


@given(st.integers(-400, 800), st.integers(0, 1500))
def test_the_expected_share_never_leaves_its_bounds_and_never_falls(offset: int, length: int) -> None:
    end, day = START + timedelta(length), START + timedelta(offset)
    share = expected_share(START, end, day)
    assert 0 <= share <= 100
    assert expected_share(START, end, day + timedelta(1)) >= share

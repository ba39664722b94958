"""A request for more time: which matter, until when, why."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.extending import NewLimit, read_new_limit

TODAY = date(2024, 8, 1)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("老旧小区 2024-12-31 资金未到位", NewLimit(date(2024, 12, 31), "老旧小区", "资金未到位")),
        ("2024.12.31，资金未到位", NewLimit(date(2024, 12, 31), "", "资金未到位")),
        ("2024年12月31日 雨季影响施工", NewLimit(date(2024, 12, 31), "", "雨季影响施工")),
        ("延到12月底，雨季影响施工", NewLimit(date(2024, 12, 31), "", "雨季影响施工")),
        ("西工区 电梯 申请延期到2025年3月底 等审批", NewLimit(date(2025, 3, 31), "西工区 电梯", "等审批")),
        ("老旧小区", None),
        ("老旧小区 2024-02-30 资金", None),
        ("", None),
    ],
)
def test_a_request_is_read(text: str, limit: NewLimit | None) -> None:
    assert read_new_limit(text, TODAY) == limit


@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    read_new_limit(text, TODAY)

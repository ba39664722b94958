"""A unit is read where it stands, the longest first, and compared in one plain unit."""

import pytest

from commitments.units import comparable, read_unit


@pytest.mark.parametrize(
    ("text", "name", "to"),
    [
        ("个小区", "个", 1),
        ("个百分点", "个百分点", 4),
        ("人次", "人次", 2),
        ("平方公里", "平方公里", 4),
        ("km", "公里", 2),
        ("％", None, 0),
        ("大类42件", "类", 2),
        ("套（间）", "套", 4),
        ("元/斤，", "元/斤", 3),
        ("吨/万元", "吨/万元", 4),
        ("个月", None, 0),
        ("个工作日", None, 0),
        ("部门", None, 0),
        ("分钟", None, 0),
        ("P3", None, 0),
        ("项目标任务", "项", 1),
        ("", None, 0),
    ],
)
def test_a_unit_is_read_with_its_end(text: str, name: str | None, to: int) -> None:
    found = read_unit(text, 0)
    assert (found[0].name, found[1]) == (name, to) if found else name is None


@pytest.mark.parametrize(
    ("value", "unit", "same"),
    [
        (986, "米", (0.986, "公里")),
        (55, "千米", (55, "公里")),
        (2, "兆瓦", (2000, "千瓦")),
        (2, "公顷", (30, "亩")),
        (100, "度", (100, "千瓦时")),
        (188, "个", (188, "个")),
    ],
)
def test_values_are_compared_in_one_unit(value: float, unit: str, same: tuple[float, str]) -> None:
    assert comparable(value, unit) == same

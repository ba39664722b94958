"""When a person wants to be reminded, read from a Wednesday at 11:00."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.moments import read_moment

NOW = datetime(2024, 9, 25, 11, 0)  # noqa: DTZ001 - the person's own time


@pytest.mark.parametrize(
    ("text", "at", "rest"),
    [
        ("下周三 上午9点 催报 老旧小区", "2024-10-02 09:00", "催报 老旧小区"),
        ("明天 交周报", "2024-09-26 09:00", "交周报"),
        ("后天中午12点 座谈", "2024-09-27 12:00", "座谈"),
        ("大后天下午三点半 报数", "2024-09-28 15:30", "报数"),
        ("下午3点 开会", "2024-09-25 15:00", "开会"),
        ("上午9点 开会", "2024-09-26 09:00", "开会"),
        ("十点二十 汇报", "2024-09-26 10:20", "汇报"),
        ("今晚8点 值班", "2024-09-25 20:00", "值班"),
        ("明晚 值班", "2024-09-26 20:00", "值班"),
        ("星期五晚上7点一刻 值班", "2024-09-27 19:15", "值班"),
        ("10月8日 9：05 例会", "2024-10-08 09:05", "例会"),
        ("１０月８日 例会", "2024-10-08 09:00", "例会"),
        ("3天后 14:30 看现场", "2024-09-28 14:30", "看现场"),
        ("两周后 复查", "2024-10-09 09:00", "复查"),
        ("2个月后 复查", "2024-11-25 09:00", "复查"),
        ("半小时后 打电话", "2024-09-25 11:30", "打电话"),
        ("二十分钟后 打电话", "2024-09-25 11:20", "打电话"),
        ("月底 汇总", "2024-09-30 09:00", "汇总"),
    ],
)
def test_a_moment_and_what_it_is_for(text: str, at: str, rest: str) -> None:
    moment = read_moment(text, NOW)
    assert moment is not None
    assert (f"{moment.at:%Y-%m-%d %H:%M}", moment.rest) == (at, rest)


@pytest.mark.parametrize(
    "text",
    ["", "老旧小区", "昨天", "今天上午9点 开会", "25点 开会", "1:99", "点点点", "半", "2月30日 催报", "11月31号"],
)
def test_what_names_no_moment_to_come(text: str) -> None:
    assert read_moment(text, NOW) is None


@given(st.text(max_size=60) | st.text("一二三十百半点时分天后周月日0123456789:上下午晚今明 ", max_size=40))
def test_any_text_gives_a_moment_to_come_or_none(text: str) -> None:
    moment = read_moment(text, NOW)
    assert moment is None or moment.at > NOW

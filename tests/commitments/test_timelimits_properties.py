"""What holds for any text at all: nothing raises, offsets are inside, limits are in order and in time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.timelimits import find_time_limits

# fmt: off
PIECES = [
    "今年", "明年", "去年", "全年", "每年", "2024年", "2025年", "二〇二五年", "９", "8月", "十二月", "本月", "月底",
    "年底", "年内", "上半年", "一季度", "中旬", "28日", "31日", "2月30日", "2024.13.45", "2024/10/31",
    "20241399", "0000年", "2199年", "9999年", "前", "之前", "内", "底", "起", "至", "—", "到", "自", "截至",
    "以来", "已", "了", "将", "的", "，", "。", "；", "：", "、", "春节前", "汛期前", "“十四五”末", "三年内",
    "9999个工作日内", "9999周内", "一百年时间", "百十百天内", "下周五前", "国庆期间", "次年", "同月", "18时",
    "（周五）", "《", "》", "“", "”", "<b>", "😀",
    "\x00", "\ud800", "\u202e", "\n", " ",
]
# fmt: on
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2198, 12, 31))
YEARS = st.none() | st.integers(min_value=1990, max_value=2100)


@settings(max_examples=400, deadline=None)
@given(TEXTS, DAYS, YEARS, st.booleans())
def test_any_text_gives_limits_inside_it_in_order(text: str, ref: date, year: int | None, past_ok: bool) -> None:
    found = find_time_limits(text, ref, year, past_ok)
    for limit in found:
        assert 0 <= limit.at < limit.to <= len(text)
        assert text[limit.at : limit.to] == limit.text
        assert limit.end is not None
        assert limit.start is None or limit.start <= limit.end
        assert past_ok or limit.end >= ref
    assert all(one.to <= other.at for one, other in pairwise(found))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.dates())
def test_any_day_of_print_is_taken(text: str, ref: date) -> None:
    find_time_limits(text + "8月底前，三年内，每月底前，15个工作日内，春节前，下周五前。", ref)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), DAYS)
def test_reading_again_gives_the_same(text: str, ref: date) -> None:
    assert find_time_limits(text, ref) == find_time_limits(text, ref)


def test_a_crowd_of_dates_is_no_sentence() -> None:
    """Repeated words stop being read after a few, so that hostile text costs no more than other text."""
    assert len(find_time_limits("今年" * 1000, date(2024, 5, 22))) < 20

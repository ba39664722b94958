"""What people answer in the weekly dispatch, how it is read, what is asked back, and what is no answer at all."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Figure
from commitments.reports import Report, is_unreadable_figure, read_report
from commitments.settling import fits, settle

TARGET, LAST = Figure(188, "个", what="小区"), Figure(50, "个", what="小区")
LINES = {1, 2, 3}


def said(report: Report | None) -> dict[str, Any] | None:
    """What a report says, without what it leaves unsaid."""
    plain = Report()
    return report and {
        f.name: getattr(report, f.name) for f in fields(report) if getattr(report, f.name) != getattr(plain, f.name)
    }


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("138/188 已完工", {"value": 138, "of": 188}),
        ("１３８／１８８", {"value": 138, "of": 188}),
        ("138个/188个", {"value": 138, "of": 188, "unit": "个"}),
        ("188/188 已完工", {"value": 188, "of": 188, "done": True}),
        ("已完成138个", {"value": 138, "unit": "个"}),
        ("目前累计完成138个小区改造", {"value": 138, "unit": "个", "what": "小区"}),
        ("138", {"value": 138}),
        ("73%", {"value": 73, "unit": "%"}),
        ("百分之七十三", {"value": 73, "unit": "%"}),
        ("3.7万户", {"value": 37000, "unit": "户"}),
        ("一百三十八个", {"value": 138, "unit": "个"}),
        ("138个，其余年底前完成", {"value": 138, "unit": "个", "note": "其余年底前完成"}),
        ("138个（含12个提前）", {"value": 138, "unit": "个", "note": "含12个提前"}),
        ("还剩50个", {"value": 50, "unit": "个", "how": "left"}),
        ("50个未完成", {"value": 50, "unit": "个", "how": "left"}),
        ("本周新增5个", {"value": 5, "unit": "个", "how": "added"}),
        ("2 138", {"line": 2, "value": 138}),
        ("2. 完成", {"line": 2, "done": True}),
        ("2 主体完工", {"line": 2, "note": "主体完工"}),
        ("第3项 没有进展", {"line": 3, "none": True}),
        ("3.5", {"value": 3.5}),
        ("全部完成", {"done": True}),
        ("完成了", {"done": True}),
        ("已完工", {"done": True}),
        ("已竣工，正在验收", {"done": True, "note": "正在验收"}),
        ("无进展", {"none": True}),
        ("没有变化", {"none": True}),
        ("本周无进展，等资金", {"none": True, "note": "等资金"}),
        ("还没开工", {"none": True, "note": "还没开工"}),
        ("没有完成", {"none": True, "note": "没有完成"}),
    ],
)
def test_an_answer_is_read(text: str, read: dict[str, Any]) -> None:
    assert said(read_report(text, lines=LINES)) == read


@pytest.mark.parametrize(
    ("words", "unreadable"),
    [
        ("-5", True),
        ("−5个", True),
        ("138/", True),
        ("138/188", False),
        ("5", False),
        ("2024年", False),
        ("老旧", False),
    ],
)
def test_a_number_that_no_report_can_be_is_known(words: str, unreadable: bool) -> None:
    assert is_unreadable_figure(words) is unreadable


@pytest.mark.parametrize(
    "text",
    [
        "老旧小区 进度", "188个小区 进度", "没有进展的", "完成情况", "完成的有哪些", "完成了吗", "逾期的", "西工区",
        "2024年", "8月底前到期的", "2024", "10月", "12个月", "138 188", "完成率", "基本完成", "2 老旧小区", "138个？",
    ],
)  # fmt: skip
def test_a_question_is_no_answer(text: str) -> None:
    assert read_report(text, lines=LINES) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("主体已封顶，正在做外墙", {"note": "主体已封顶，正在做外墙"}),
        ("基本完成", {"note": "基本完成"}),
        ("138个还有十个在建", {"value": 138, "unit": "个", "note": "还有十个在建"}),
        ("无", {"none": True}),
        ("2 正在招标", {"line": 2, "note": "正在招标"}),
        ("完成了吗", None),
        ("老旧小区改造什么时候到期？", None),
    ],
)
def test_words_are_an_answer_only_to_a_question(text: str, read: dict[str, Any] | None) -> None:
    assert said(read_report(text, lines=LINES, asked=True)) == read


@pytest.mark.parametrize(
    ("text", "value", "unit", "reached", "doubts"),
    [
        ("138", 138, "个", False, ()),
        ("138/188", 138, "个", False, ()),
        ("188", 188, "个", True, ()),
        ("73%", 73, "%", False, ()),
        ("138家", 138, "个", False, ()),
        ("30", 30, "个", False, ("比上次的50个少",)),
        ("20%", 20, "%", False, ("比上次的50个少",)),
        ("200个", 200, "个", True, ("比目标188个多",)),
        ("120%", 120, "%", True, ("超过了100%",)),
        ("138/200", 138, "个", False, ("台账的目标是188个，您写的是200个",)),
        ("3.7万户", 37000, "户", False, ("台账按“个”计，您报的是3.7万户",)),
        ("还剩50个", 138, "个", False, ("目标188个，还差50个，即已完成138个",)),
        ("本周新增5个", 55, "个", False, ("上次50个，加上新增的5个，共55个",)),
    ],
)
def test_a_figure_is_held_against_what_is_known(
    text: str, value: float, unit: str, reached: bool, doubts: tuple[str, ...]
) -> None:
    report = read_report(text)
    assert report is not None
    found = settle(report, TARGET, LAST)
    assert (found.kind, found.value, found.unit, found.reached, found.doubts) == (
        "figure",
        value,
        unit,
        reached,
        doubts,
    )


def test_a_length_is_kept_in_the_unit_of_the_ledger() -> None:
    report = read_report("已完成5000米")
    assert report is not None
    found = settle(report, Figure(20, "公里"), None)
    assert (found.value, found.unit, found.doubts) == (5, "公里", ())


def test_a_figure_without_any_unit_cannot_be_kept() -> None:
    assert settle(Report(value=138), None, None).kind == "unclear"
    share = settle(Report(value=3, of=4), None, None)
    assert (share.value, share.unit, share.doubts) == (75, "%", ("台账里没有目标数，按75%记录",))


def test_of_several_matters_the_one_with_that_target_is_meant() -> None:
    report = read_report("138/188")
    assert report is not None
    assert fits(report, TARGET)
    assert not fits(report, Figure(300, "个", what="小区"))
    wells = read_report("138口")
    assert wells is not None
    assert not fits(wells, Figure(20, "公里"))
    assert fits(wells, None)
    bare = read_report("138")
    assert bare is not None
    assert fits(bare, TARGET)
    assert not fits(bare, Figure(90, "%"))
    assert not fits(bare, None)  # a number without a unit, of what counts nothing


@given(st.text(max_size=400), st.booleans())
def test_no_text_raises(text: str, asked: bool) -> None:
    report = read_report(text, lines=LINES, asked=asked)
    if report is not None:
        settle(report, TARGET, LAST)
        settle(report, None, None)


@given(st.text("0123456789.万亿个/%百十完成没有进展已，。 第项还剩新增了的吗", max_size=40), st.booleans())
def test_nor_does_one_made_of_the_words_of_reports(text: str, asked: bool) -> None:
    test_no_text_raises.hypothesis.inner_test(text, asked)  # type: ignore[attr-defined]

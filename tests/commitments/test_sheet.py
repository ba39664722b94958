"""The heads, cells and rows of ledgers that people keep as spreadsheets."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Quantity
from commitments.reader import read
from commitments.sheet import HEADINGS, SUPERVISION, column_of, find_head
from commitments.sheet_cells import quantity_text
from commitments.sheet_text import MARK, text_of
from commitments.sheet_values import as_typed, inert, read_day, read_figures, read_shares, says_done

DAY = date(2024, 9, 25)
CITY = "洛阳市"


# --- heads ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("责任部门", "unit"),
        ("牵头单位", "unit"),
        ("分管领导", "leader"),
        ("市级领导", "leader"),
        ("时限", "due"),
        ("完成时间", "due"),
        ("完成时限（月底前）", "due"),
        ("重点任务", "title"),
        ("项目 名称", "title"),
        ("具体内容", "content"),
        ("目前进展情况", "progress"),
        ("截至8月底进展情况", "progress"),
        ("完成率（%）", "percent"),
        ("存在的问题", "problems"),
        ("下一步工作打算", "next"),
        ("联系人及电话", "contact"),
        ("No.", "number"),
        ("备注", None),
        ("", None),
    ],
)
def test_headings_are_known_by_what_others_call_them(heading: str, column: str | None) -> None:
    assert column_of(heading) == column


def test_every_heading_names_one_column() -> None:
    assert {column_of(name) for names in HEADINGS.values() for name in names} == set(HEADINGS)
    assert all(column_of(name) == key for key, names in HEADINGS.items() for name in names)


def test_the_first_columns_are_those_that_every_ledger_has() -> None:
    assert [HEADINGS[key][0] for key in SUPERVISION] == [
        "序号",
        "事项",
        "内容",
        "目标值",
        "完成时限",
        "责任单位",
        "牵头领导",
        "进展",
        "完成比例",
        "是否达序时",
        "存在问题",
        "下一步",
        "出处",
    ]


def test_a_head_is_found_below_a_title_with_its_columns_in_any_order() -> None:
    rows = [
        ["洛阳市重点工作台账"],
        ["填报单位：督查室"],
        ["备注", "完成时间", "责任单位", "任务"],
        ["", "9月底", "住建局", "x"],
    ]
    head = find_head(rows)
    assert head is not None
    assert (head.row, dict(head.columns), head.unknown) == (2, {"due": 1, "unit": 2, "title": 3}, ("备注",))


def test_a_table_without_a_head_is_none() -> None:
    assert find_head([["姓名", "电话"], ["张三", "123"]]) is None
    assert find_head([]) is None


# --- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-12-31", date(2024, 12, 31)),
        ("2024/12/31", date(2024, 12, 31)),
        ("2024.9.30", date(2024, 9, 30)),
        ("2024年9月30日前", date(2024, 9, 30)),
        ("45657", date(2024, 12, 31)),
        ("12月底前", date(2024, 12, 31)),
        ("年底", date(2024, 12, 31)),
        ("8月底", date(2024, 8, 31)),
        ("2024-12-31 00:00:00", date(2024, 12, 31)),
        ("尽快", None),
        ("长期", None),
        ("2024-13-45", None),
        ("2024-02-31", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_type_them(cell: str, day: date | None) -> None:
    assert read_day(cell, DAY, 2024) == day


@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        (["26.6%", "100%"], [26.6, 100]),
        (["0.266", "1", "0.5"], [26.6, 100, 50]),  # as a spreadsheet keeps percents
        (["30", "45.5", "1"], [30, 45.5, 1]),
        (["已完成", "约60%", "基本完成", ""], [100, 60, None, None]),
    ],
)
def test_shares_are_read_by_their_column(cells: list[str], shares: list[float | None]) -> None:
    assert read_shares(cells) == shares


@pytest.mark.parametrize("cell", ["已完成", "已全部完成", "全部竣工", "已销号", "完工", "是"])
def test_done_is_said_in_so_many_words(cell: str) -> None:
    assert says_done(cell)


@pytest.mark.parametrize(
    "cell", ["未完成", "基本完成", "部分完成", "推进中", "已逾期，未见完成报道", "完成投资3亿元", "", "否"]
)
def test_what_is_less_than_done_is_not_done(cell: str) -> None:
    assert not says_done(cell)


FIGURES = [
    Quantity(188, "个", "小区"),
    Quantity(37300, "户"),
    Quantity(7e10, "元", op=">="),
    Quantity(7, "%", measure="growth"),
    Quantity(5.5, "%", op="<=", measure="ceiling"),
    Quantity(338, "个", measure="cumulative"),
    Quantity(97, "%", measure="share"),
    Quantity(320000, "人", op="~"),
    Quantity(246, "天"),
    Quantity(145.2, "%", measure="ratio"),
]


@pytest.mark.parametrize("figure", FIGURES, ids=str)
def test_a_figure_is_written_so_that_it_reads_back(figure: Quantity) -> None:
    assert read_figures(quantity_text(figure)) == (figure,)


def test_what_was_worked_out_is_no_promise() -> None:
    assert read_figures("约35.2亿元（推算）；12个") == (Quantity(12, "个"),)


# --- formulas ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "\u200b=1", "\n=1", "﹣1"],
)
def test_what_begins_like_a_formula_is_made_inert(text: str) -> None:
    assert inert(text).startswith("'")


@pytest.mark.parametrize("text", ["改造188个", "a=b", "“=1”", "3-5个", "", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(st.text(max_size=60))
def test_an_inert_cell_reads_back_as_what_was_typed(text: str) -> None:
    cell = inert(text)
    assert not cell[:1] or cell[0] not in "=+-@\t\r"
    assert inert(as_typed(cell)) == cell


# --- rows as a document -----------------------------------------------------------------------------------------------

ROW = {
    "title": "老旧小区改造",
    "content": "确保年底前188个小区全部完成改造",
    "target": "188个小区",
    "due": "2024-12-31",
    "place": "西工",
    "year": "2024",
    "progress": "已完工50个小区",
    "reported": "50个小区",
    "as_of": "2024-06-30",
    "problems": "资金未到位",
}


def test_a_row_promises_and_reports_in_its_own_words() -> None:
    text = text_of("台账.xlsx", [ROW])
    promise, report = read(text, DAY, CITY).statements
    assert (promise.kind, promise.item, promise.quote) == (
        "commitment",
        "老旧小区改造",
        "确保年底前188个小区全部完成改造",
    )
    assert promise.quantities == (Quantity(188, "个", "小区"),)
    assert promise.deadline is not None
    assert promise.deadline.end == date(2024, 12, 31)
    assert promise.places == ("西工区",)
    assert promise.doubts == ("台账所列问题：资金未到位",)
    assert (report.kind, report.quote, report.as_of) == ("progress", "已完工50个小区", date(2024, 6, 30))
    assert [text[one.start : one.end] for one in (promise, report)] == [promise.quote, report.quote]


def test_a_row_without_target_and_limit_is_read_by_its_words() -> None:
    row = {"title": "口袋公园", "content": "新建口袋公园20个，9月底前建成", "year": "2024"}
    (promise,) = read(text_of("a.xlsx", [row]), date(2024, 3, 1), CITY).statements
    assert [(one.value, one.unit) for one in promise.quantities] == [(20, "个")]
    assert promise.deadline is not None
    assert promise.deadline.end == date(2024, 9, 30)


def test_a_figure_always_stands_in_the_words_that_are_its_source() -> None:
    row = {
        "title": "老旧小区改造",
        "content": "加快老旧小区改造",
        "target": "200个",
        "reported": "50个",
        "progress": "正在施工",
    }
    promise, report = read(text_of("a.xlsx", [row]), DAY, CITY).statements
    assert promise.quote == "老旧小区改造｜200个｜｜加快老旧小区改造"
    assert report.quote == "50个｜正在施工"


@pytest.mark.parametrize(
    ("place", "places"),
    [
        ("西工", ("西工区",)),
        ("西工区、涧西区", ("西工区", "涧西区")),
        ("市本级", ()),
        ("全市", ()),
        ("洛阳市", ()),
        ("某某镇", ("某某镇",)),
    ],
)
def test_places_are_called_by_their_official_names(place: str, places: tuple[str, ...]) -> None:
    (promise,) = read(text_of("a.xlsx", [{"title": "口袋公园", "place": place}]), DAY, CITY).statements
    assert promise.places == places


@pytest.mark.parametrize(
    ("cell", "topics"), [("养老", ("养老",)), ("民生实事", ("老旧小区", "民生")), ("", ("老旧小区",))]
)
def test_a_category_that_is_none_of_ours_leaves_the_words_to_say(cell: str, topics: tuple[str, ...]) -> None:
    (promise,) = read(text_of("a.xlsx", [{"title": "老旧小区改造", "topics": cell}]), DAY, CITY).statements
    assert promise.topics == topics


def test_a_row_that_only_reports_promises_nothing() -> None:
    (report,) = read(text_of("a.xlsx", [{"title": "5G基站", "progress": "新建5G基站3415个"}]), DAY, CITY).statements
    assert report.kind == "progress"
    assert [(one.value, one.unit) for one in report.quantities] == [(3415, "个")]


def test_a_row_that_is_only_a_name_is_a_promise() -> None:
    (promise,) = read(text_of("a.xlsx", [{"title": "智慧停车平台建设"}]), DAY, CITY).statements
    assert (promise.kind, promise.item, promise.deadline) == ("commitment", "智慧停车平台建设", None)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(HEADINGS)), st.text(max_size=40), max_size=8), max_size=3))
def test_any_cells_make_a_document_that_reads(rows: list[dict[str, str]]) -> None:
    text = text_of("a.xlsx", rows)
    for one in read(text, DAY, CITY).statements:
        assert one.quote == "".join(text[one.start : one.end].split())


@given(st.text(max_size=200))
def test_whatever_follows_the_mark_is_read_without_an_error(text: str) -> None:
    read(MARK + text, DAY, CITY)

"""Pages as printed become a text as written: paragraphs whole, without what printers add."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from commitments.layout import Line, width
from commitments.pages import join_pages, unify

SIZE = 16.0  # points of a character on these pages


def page(*lines: str) -> list[Line]:
    """Lines of print: each ideographic space at the beginning moves a line to the right by one character."""
    placed = []
    for line in lines:
        words = line.lstrip("\u3000")
        left = 80 + SIZE * (len(line) - len(words))
        placed.append(Line(words, left, left + SIZE * width(words), SIZE))
    return placed


def bare(*lines: str) -> list[Line]:
    """Lines of which nobody knows where they stand."""
    return [Line.of(line) for line in lines]


PRINTED = (
    "　　全市188个老旧小区年底前全",
    "部完成改造，涉及3.7万户居民；",
    "同步加装电梯200部。",
    "　　建成口袋公园50个、社区体育",
    "公园30个，新增充电桩5000个。",
    "二、保障措施",
    "　　各县区每周调度一次，市督查",
    "室每月督查一次。",
)
WRITTEN = [
    "全市188个老旧小区年底前全部完成改造，涉及3.7万户居民；同步加装电梯200部。",
    "建成口袋公园50个、社区体育公园30个，新增充电桩5000个。",
    "二、保障措施",
    "各县区每周调度一次，市督查室每月督查一次。",
]


def test_lines_that_the_paper_broke_are_joined_and_paragraphs_kept() -> None:
    assert join_pages([page(*PRINTED)]).split("\n") == WRITTEN


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert join_pages([page(*PRINTED[:4], "— 3 —"), page(*PRINTED[4:], "— 4 —")]).split("\n") == WRITTEN


def test_where_places_are_unknown_full_lines_go_on() -> None:
    lines = [line.lstrip("\u3000") for line in PRINTED]
    joined = join_pages([bare(*lines)]).split("\n")
    assert (
        joined[0] == "全市188个老旧小区年底前全部完成改造，涉及3.7万户居民；"
    )  # a sentence that ends where the line ends
    assert joined[2:] == WRITTEN[1:]


def test_headings_items_and_cells_stay_lines() -> None:
    lines = ["序号", "项目", "1", "老旧小区", "2", "加装电梯", "（一）目标", "● 建成公园", "1. 新建学校"]
    assert join_pages([bare(*lines)]).split("\n") == lines


def test_english_words_keep_their_space() -> None:
    lines = ["　　The city will build", "another park by June", "and a school. 全市建成", "公园。"]
    assert join_pages([page(*lines)]) == "The city will build another park by June and a school. 全市建成公园。"


def body(number: int) -> str:
    """A line of text, another on every page."""
    return f"第{number}项任务由{'市' * number}有关部门按期完成，并报市委督查室备案。"


@pytest.mark.parametrize(
    "shape",
    ["— {} —", "-{}-", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9", "Page {} of 9", "·{}·"],
)
@pytest.mark.parametrize("edge", ["head", "foot"])
def test_page_numbers_are_left_out(shape: str, edge: str) -> None:
    pages = []
    for number in (7, 8, 9):
        lines = [body(number)]
        lines.insert(0 if edge == "head" else 1, shape.format(number))
        pages.append(bare(*lines))
    assert join_pages(pages).split("\n") == [body(7), body(8), body(9)]


def test_a_number_that_does_not_grow_with_the_pages_is_a_cell() -> None:
    pages = [bare("项目", "188"), bare("公园", "12"), bare("学校", "40")]
    assert join_pages(pages).split("\n") == ["项目", "188", "公园", "12", "学校", "40"]


def test_of_a_running_head_the_first_stays() -> None:
    pages = [bare("洛阳日报 2024年9月22日", body(number), "责任编辑：王某") for number in (1, 2, 3)]
    assert join_pages(pages).split("\n") == ["洛阳日报 2024年9月22日", body(1), body(2), body(3)]


def test_a_date_at_the_foot_is_kept_at_the_beginning() -> None:
    pages = [bare(body(number), f"2024年9月22日印发 {number}/3") for number in (1, 2, 3)]
    assert join_pages(pages).split("\n") == ["2024年9月22日印发 1/3", body(1), body(2), body(3)]


def test_sentences_that_are_alike_are_no_running_heads() -> None:
    pages = [bare(body(number), f"全年完成{number}88个老旧小区改造") for number in (1, 2, 5)]
    assert len(join_pages(pages).split("\n")) == 6


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("⽼旧⼩区", "老旧小区"),
        ("3.7万⼾", "3.7万户"),
        ("⻓效机制", "长效机制"),
        ("ﬁle ﬂow", "file flow"),
        ("老旧", "老旧"),
    ],
)
def test_characters_that_only_look_like_others_are_those(shown: str, meant: str) -> None:
    assert unify(shown) == meant


LINES = st.builds(
    Line, st.text(max_size=40), *[st.floats(-1e6, 1e6) for _ in range(2)], st.sampled_from([0.0, 1.0, 16.0, 1e-9, 1e9])
)


@given(st.lists(st.lists(LINES, max_size=12), max_size=8))
@hypothesis_settings(max_examples=200, deadline=None)
def test_any_lines_become_a_text_and_nothing_is_added(pages: list[list[Line]]) -> None:
    said = Counter("".join(line.words for one in pages for line in one))
    assert Counter("".join(join_pages(pages).split())) <= said

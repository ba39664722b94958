"""Titles as people write them in a ledger: noun phrases, nothing before and nothing behind."""

from __future__ import annotations

import pytest

from commitments.titles import title_of
from tests.commitments.sayings import promised, reported

TITLES = [
    ("提出将改造老旧小区", "改造", "提出将改造老旧小区", "老旧小区改造"),
    ("瓶装燃气经营企业由整合", "", "全市瓶装燃气经营企业由63家整合为18家", "瓶装燃气经营企业"),
    ("有诉即办问题处理满意率保持", "", "“有诉即办”问题处理满意率保持98%", "有诉即办问题处理满意率"),
    ("项目", "", "获得政策性银行专项借款的项目23个", "政策性银行专项借款的项目"),
    ("了重特大疾病医疗保险制度", "制定", "制定实施了重特大疾病医疗保险制度", "重特大疾病医疗保险制度"),
    ("成为全国首个示范市", "", "成为全国首个示范市", "全国首个示范市"),
    ("研发投入提升了", "", "研发投入提升了15%", "研发投入"),
    ("10亿元以上项目", "招引", "招引10亿元以上项目100个", "10亿元以上项目"),
    ("5G基站", "新建", "新建5G基站2000个", "5G基站"),
    ("400万千瓦新能源送出工程", "投运", "400万千瓦新能源送出工程投运", "新能源送出工程"),
    ("可再生能源发电装机", "", "可再生能源发电装机达到300万千瓦", "可再生能源发电装机"),
    ("对外投资", "", "对外投资增长11%", "对外投资"),
    ("所有者权益", "", "所有者权益308亿元", "所有者权益"),
    ("及时受理率", "", "及时受理率100%", "及时受理率"),
    ("招商签约", "", "招商签约120亿元", "招商签约"),
    ("水土保持", "", "水土保持率达到80%", "水土保持"),
    ("人居环境整治提升", "", "人居环境整治提升30个村", "人居环境整治提升"),
    ("老旧供水管网", "改造", "改造老旧供水管网87公里", "老旧供水管网改造"),
    ("电梯", "加装", "加装电梯40部", "加装电梯"),
]  # fmt: skip


@pytest.mark.parametrize(("item", "action", "quote", "title"), TITLES, ids=[row[0] for row in TITLES])
def test_a_title_is_a_noun_phrase(item: str, action: str, quote: str, title: str) -> None:
    assert title_of([promised(item, "2024-01-30", quote=quote, action=action)]) == title


def test_the_wording_that_most_statements_use_is_the_title() -> None:
    first = promised("城镇老旧小区改造", "2024-01-30")
    others = [reported("老旧小区改造", f"2024-0{month}-20") for month in (5, 9)]
    assert title_of([first, *others]) == "老旧小区改造"


def test_a_bare_word_gives_way_to_a_fuller_name() -> None:
    assert (
        title_of([reported("主体", "2024-05-20", quote="主体"), promised("市博物馆新馆", "2024-01-30")])
        == "市博物馆新馆"
    )


@pytest.mark.parametrize("words", ["", "的", "\x00", "，。", "3", "\ud800", "了" * 5000, "(" * 300])
def test_any_words_give_a_title_of_some_length(words: str) -> None:
    assert len(title_of([promised(words, "2024-01-30", quote=words or "x")])) <= 20

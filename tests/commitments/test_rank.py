"""How well a statement fits a question: the right one comes first, and another subject does not pass."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.asked import terms
from commitments.rank import Ranker, abbreviates, chinese_number, number_pattern
from commitments.synonyms import spelled_out, synonym_groups, wordings
from commitments.tokens import index_tokens, written

STATEMENTS = (
    "汉魏故城遗址博物馆10月全面建成开放",
    "九洲池二期上半年具备开园条件",
    "新建65个邻里中心",
    "纳入改造计划的188个老旧小区全部完工",
    "为老旧小区加装电梯141部",
    "完成户厕改造6万户",
    "河科大一附院肿瘤大楼建成投用",
    "持续打通华夏路等16条断头路",
    "治理水土流失面积200平方公里以上",
    "伊川至新郑天然气长输管道6月底前贯通",
    "新增保障性租赁住房1.29万套",
    "社会面流动焊机的“加芯赋码”改造",
    "力争嵩县至汝阳等多条高速公路年底前开工建设",
    "为劳动模范免费体检近10万人次",
    "百万吨乙烯项目年底前投产",
)
FORMS = [written(text) for text in STATEMENTS]
COUNTS = Counter(token for form in FORMS for token in index_tokens(form))


def fits(question: str, *numbers: float) -> list[float]:
    rankers = [Ranker(terms(words, numbers), COUNTS, len(FORMS)) for words in wordings(question)]
    return [max(ranker.score(form) for ranker in rankers) for form in FORMS]


def first(question: str, *numbers: float) -> str:
    scores = fits(question, *numbers)
    return STATEMENTS[scores.index(max(scores))]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("汉魏博物馆", "汉魏故城"),  # abbreviation
        ("汉魏古城遗址博物馆", "汉魏故城"),  # typo
        ("九州迟", "九洲池"),  # homophone
        ("里中新 建", "邻里中心"),  # homophone, missing character
        ("焊鸡加新赋码", "加芯赋码"),
        ("户侧改造", "户厕"),
        ("邻中心", "邻里中心"),  # missing character
        ("开工 嵩汝 高速", "嵩县至汝阳"),  # other order
        ("鄰里中心", "邻里中心"),  # traditional
        ("hanwei bowuguan", "汉魏"),  # pinyin
        ("llzx", "邻里中心"),  # initials
        ("一附院肿瘤楼", "肿瘤大楼"),
        ("保租房", "保障性租赁住房"),  # synonym
        ("旧改 电梯", "加装电梯"),
        ("水土流矢", "水土流失"),
        ("百万吨乙烯", "百万吨乙烯"),  # a name, no number to count by
    ],
)
def test_the_right_statement_comes_first(question: str, wanted: str) -> None:
    assert wanted in first(question)


@pytest.mark.parametrize(("number", "wanted"), [(188.0, "188个"), (60000.0, "6万户"), (12900.0, "1.29万套")])
def test_a_number_finds_the_statement_that_holds_it(number: float, wanted: str) -> None:
    assert wanted in first("", number)


@pytest.mark.parametrize(
    "question", ["asdfghjkl", "海水淡化", "地铁", "太空电梯井", "天气", "跨海大桥", "lljz", "😀", ""]
)
def test_another_subject_does_not_pass(question: str) -> None:
    assert max(fits(question)) < 0.63


@pytest.mark.parametrize(
    "question",
    [
        "断头桥",  # of three characters all must be there
        "老旧校舍",  # 老旧 is not enough of four
        "户厕保洁",
        "高速铁路口岸",
        "公心",  # two characters that only sound like 中心
        "加装 路灯",
    ],
)
def test_a_statement_that_leaves_out_too_much_does_not_pass(question: str) -> None:
    assert 0.0 < max(fits(question)) < 0.63


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("户厕 造改", "户厕改造"),  # a word the other way round
        ("水土流失治里", "水土流失"),  # two in a row that sound right, elsewhere in the sentence
        ("华夏路断头路 16条", "华夏路"),
        ("社会流动焊机登记", "流动焊机"),  # two of eight are not there
    ],
)
def test_a_statement_may_leave_out_a_little(question: str, wanted: str) -> None:
    scores = fits(question)
    assert max(scores) >= 0.63
    assert wanted in STATEMENTS[scores.index(max(scores))]


def test_two_characters_with_one_between_are_another_word() -> None:
    assert fits("天气")[9] < fits("天然气")[9]


@pytest.mark.parametrize(
    ("short", "text", "is_one"),
    [
        ("汉魏博物馆", "汉魏故城遗址博物馆", True),
        ("食安总监", "企业食品安全总监", True),
        ("馆物博", "汉魏故城遗址博物馆", False),
        ("河楼", "河科大大楼", False),
        ("断路口", "断开的道路从这里一直通到很远很远的一个路口", False),
    ],
)
def test_an_abbreviation_keeps_the_order_of_the_name(short: str, text: str, is_one: bool) -> None:
    assert abbreviates(short, text) is is_one


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        (37000, "3.7万户", True),
        (37000, "37,000户", True),
        (188, "一百八十八个", True),
        (16, "十六个", True),
        (16, "二百一十六个", False),
        (65, "165个", False),
        (65, "65.5公里", False),
        (5e8, "5亿元", True),
        (3, "3万户", False),
    ],
)
def test_a_number_is_found_however_it_is_written(value: float, text: str, found: bool) -> None:
    assert bool(number_pattern(value).search(text)) is found


@pytest.mark.parametrize(
    ("value", "said"), [(10, "十"), (16, "十六"), (50, "五十"), (205, "二百零五"), (1200, "一千二百")]
)
def test_numbers_in_chinese(value: int, said: str) -> None:
    assert chinese_number(value) == said


@pytest.mark.parametrize(
    ("subject", "wording"),
    [
        ("旧改 电梯", "老旧小区改造"),
        ("供暖面积", "供热"),
        ("抽蓄", "抽水蓄能电站"),
        ("物管会", "物业管理委员会"),
        ("规上工业", "规模以上"),
    ],
)
def test_a_synonym_gives_another_wording(subject: str, wording: str) -> None:
    assert any(wording in words for words in wordings(subject))


def test_an_editors_alias_comes_first() -> None:
    assert wordings("三改", [("三改", "老旧小区改造")])[:2] == ("三改", "老旧小区改造")


@pytest.mark.parametrize(
    ("subject", "spelled"),
    [
        ("三改电梯", "老旧小区改造 电梯"),
        ("三改 萌芽", "老旧小区改造 幼儿园"),  # each of two
        ("老旧小区", "老旧小区"),  # 小区 stands in a longer word that is known
        ("老旧小区改造 三改", "老旧小区改造 三改"),  # said already
        ("电梯", "电梯"),
        ("", ""),
    ],
)
def test_words_that_an_editor_taught_are_spelled_out(subject: str, spelled: str) -> None:
    taught = [("三改", "老旧小区改造"), ("萌芽", "幼儿园"), ("小区", "住宅区")]
    assert spelled_out(subject, taught) == spelled


def test_what_an_editor_taught_is_not_crowded_out_by_the_table() -> None:
    taught = [("三改", "暖巢")]
    assert wordings("老旧小区 保障性租赁住房 三改", taught)[1] == "老旧小区 保障性租赁住房 暖巢"


def test_no_word_is_in_two_groups_as_another_thing() -> None:
    words = [word for group in synonym_groups() for word in group]
    assert len(words) == len(set(words))


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40))
def test_the_fit_of_any_text_is_from_0_to_1(question: str, text: str) -> None:
    assert 0.0 <= Ranker(terms(question), COUNTS, len(FORMS)).score(written(text)) <= 1.0

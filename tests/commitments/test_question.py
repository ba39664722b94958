"""A question in chat → what it is about and what it asks for, read around 洛阳 as of 25 September 2024."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.model import Filters
from commitments.places import Home, infer_home
from commitments.question import LONGEST, is_cut, leans, read_question
from commitments.question_places import place_stem
from commitments.question_words import OPEN

TODAY = date(2024, 9, 25)
Ask = Callable[..., Filters]


@pytest.fixture(scope="module")
def home() -> Home:
    found, _ = infer_home("", "洛阳市")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def asked(home: Home) -> Ask:
    def ask(question: str, today: date = TODAY) -> Filters:
        return read_question(question, today, home)

    return ask


@pytest.mark.parametrize(
    ("question", "subject", "intent"),
    [
        ("老旧小区 进度", "老旧小区", "progress"),
        ("老旧小区改造干到哪一步了？", "老旧小区改造", "progress"),
        ("请问一下汉魏博物馆什么时候开放", "汉魏博物馆 开放", "deadline"),
        ("集中供热面积 完成情况", "集中供热面积", "progress"),
        ("邻里中心完成了多少", "邻里中心", "progress"),
        ("老旧小区改造目标是多少", "老旧小区改造", "target"),
        ("全市改造多少老旧小区", "改造 老旧小区", "target"),
        ("老旧小区目标有没有变化", "老旧小区", "change"),
        ("老旧小区谁负责", "老旧小区", "who"),
        ("焦洛平高铁 开工没", "焦洛平高铁 开工", "progress"),
        ("断头路有哪些", "断头路", "list"),
        ("燃气企业整合什么时候完成", "燃气企业整合", "deadline"),
        ("呼南高铁开工时间", "呼南高铁开工", "deadline"),
        ("科大附中完成时间", "科大附中", "deadline"),
        ("老旧小区改造完成了吗", "老旧小区改造", "progress"),
        ("老旧小区有没有完成", "老旧小区", "progress"),
        ("老旧小区是否完工", "老旧小区 完工", "progress"),
        ("老旧小区改造了多少户", "老旧小区改造", "progress"),
        ("邻里中心啥情况", "邻里中心", "progress"),
        ("断头路打通几条", "断头路打通", "target"),
        ("邻里中心数量", "邻里中心", "target"),
        ("换电站", "换电站", "any"),
        ("鄰里中心", "邻里中心", "any"),
        ("有轨电车", "有轨电车", "any"),
        ("国有企业改革", "国有企业改革", "any"),
        ("社会保障", "社会保障", "any"),
        ("百万吨乙烯项目", "百万吨乙烯项目", "any"),
        ("地铁5号线", "地铁5号线", "any"),
        ("你好", "", "any"),
        ("", "", "any"),
    ],
)
def test_subject_and_intent(asked: Ask, question: str, subject: str, intent: str) -> None:
    filters = asked(question)
    assert (filters.subject, filters.intent) == (subject, intent)


@pytest.mark.parametrize(
    ("question", "today", "first", "last"),
    [
        ("8月底前要完成哪些", "2024-07-20", "2024-07-20", "2024-08-31"),
        ("6月底前到期的项目", "2024-06-01", "2024-06-01", "2024-06-30"),
        ("6月底前到期的", "2024-09-25", "2024-01-01", "2024-06-30"),
        ("8月底前要完成哪些", "2024-09-25", "2024-01-01", "2024-08-31"),
        ("1月底前到期的", "2024-12-20", "2024-12-20", "2025-01-31"),
        ("本月到期", "2024-09-21", "2024-09-01", "2024-09-30"),
        ("这个月到期的", "2024-09-21", "2024-09-01", "2024-09-30"),
        ("下个月到期的有哪些", "2024-12-21", "2025-01-01", "2025-01-31"),
        ("本周要完成什么", "2024-09-25", "2024-09-23", "2024-09-29"),
        ("三季度有哪些任务", "2024-09-25", "2024-07-01", "2024-09-30"),
        ("第四季度到期的", "2024-09-25", "2024-10-01", "2024-12-31"),
        ("年底前要完成哪些", "2024-09-25", "2024-09-25", "2024-12-31"),
        ("明年6月底前要完成的", "2024-09-25", "2025-01-01", "2025-06-30"),
        ("2025年要完成的", "2024-09-25", "2025-01-01", "2025-12-31"),
        ("快到期的", "2024-09-25", "2024-09-25", "2024-10-25"),
        ("10天内到期的", "2024-09-25", "2024-09-25", "2024-10-05"),
        ("今天到期的", "2024-09-25", "2024-09-25", "2024-09-25"),
    ],
)
def test_a_question_about_a_time_alone_is_a_list(
    asked: Ask, question: str, today: str, first: str | None, last: str
) -> None:
    filters = asked(question, date.fromisoformat(today))
    assert filters.subject == ""
    assert filters.intent == "list"
    assert filters.due is not None
    assert [day and day.isoformat() for day in filters.due] == [first, last]
    assert filters.due_text


@pytest.mark.parametrize(
    ("question", "statuses"),
    [
        ("逾期的有哪些", ("overdue",)),
        ("没完成的", OPEN),
        ("还没开工的", OPEN),
        ("滞后的项目", ("behind", "overdue")),
        ("挂牌督办的", ("behind", "overdue")),
        ("已完成的有哪些", ("done",)),
        ("没有进展的", ("no_evidence",)),
    ],
)
def test_a_question_about_how_matters_stand_is_a_list(asked: Ask, question: str, statuses: tuple[str, ...]) -> None:
    filters = asked(question)
    assert (filters.subject, filters.intent, filters.statuses) == ("", "list", statuses)


@pytest.mark.parametrize(
    ("question", "places", "subject"),
    [
        ("西工区", ("西工区",), ""),
        ("西工 老旧小区", ("西工区",), "老旧小区"),
        ("西工老旧小区", ("西工区",), "老旧小区"),
        ("瀍河 加装电梯", ("瀍河区",), "加装电梯"),
        ("漯河区 电梯", ("瀍河区",), "电梯"),
        ("那涧西呢", ("涧西区",), ""),
        ("洛阳人才集团", (), "洛阳人才集团"),
        ("老旧小区", (), "老旧小区"),
        ("城市更新", (), "城市更新"),
    ],
)
def test_places_in_full_in_short_and_garbled(asked: Ask, question: str, places: tuple[str, ...], subject: str) -> None:
    filters = asked(question)
    assert (filters.places, filters.subject) == (places, subject)


@pytest.mark.parametrize(
    ("question", "numbers", "subject"),
    [
        ("188个", (188.0,), ""),
        ("五十个社区体育公园", (50.0,), "社区体育公园"),
        ("老旧小区37297完工", (37297.0,), "老旧小区 完工"),
        ("户厕改造 6万户", (60000.0,), "户厕改造"),
        ("G208改建", (), "g208改建"),
        ("一件事一次办", (), "一件事一次办"),
    ],
)
def test_numbers_that_count_something(asked: Ask, question: str, numbers: tuple[float, ...], subject: str) -> None:
    filters = asked(question)
    assert (filters.numbers, filters.subject) == (numbers, subject)


def test_all_filters_of_one_question(asked: Ask) -> None:
    filters = asked("西工区10月底前要完成的邻里中心有哪些没完成的")
    assert filters.places == ("西工区",)
    assert filters.due == (TODAY, date(2024, 10, 31))
    assert filters.statuses == OPEN
    assert filters.subject == "邻里中心"


def test_a_topic_alone_is_a_filter_and_with_other_words_a_subject(asked: Ask) -> None:
    assert asked("教育方面有哪些承诺").topics == ("教育",)
    assert asked("教育基地").topics == ()


@pytest.mark.parametrize(
    ("question", "year"), [("2023年 老旧小区", 2023), ("去年老旧小区", 2023), ("今年老旧小区", 2024)]
)
def test_a_year_beside_a_subject_is_no_window(asked: Ask, question: str, year: int) -> None:
    filters = asked(question)
    assert (filters.year, filters.due, filters.subject) == (year, None, "老旧小区")


@pytest.mark.parametrize(
    ("question", "is_leaning"),
    [
        ("那涧西呢", True),
        ("其中逾期的", True),
        ("进度呢？", True),
        ("换成瀍河", True),
        ("西工区", False),
        ("这个月到期的", False),
        ("那里", False),
    ],
)
def test_words_that_lean_on_the_question_before(question: str, is_leaning: bool) -> None:
    assert leans(question) is is_leaning


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("瀍河回族区", "瀍河"),
        ("西工区", "西工"),
        ("嵩县", "嵩县"),
        ("洛阳市", "洛阳"),
        ("恩施土家族苗族自治州", "恩施"),
    ],
)
def test_a_place_as_people_say_it(name: str, stem: str) -> None:
    assert place_stem(name) == stem


def test_a_pasted_page_is_read_at_its_beginning(asked: Ask) -> None:
    page = "改造老旧小区，加装电梯；" * 400
    assert is_cut(page)
    assert len(asked("".join(chr(0x4E00 + number) for number in range(1000))).subject) <= LONGEST


def test_what_is_said_again_and_again_is_asked_once(asked: Ask) -> None:
    assert asked("老旧小区" * 1000).subject.startswith("老旧小区")
    assert len(asked("老旧小区" * 1000).subject) <= len("老旧小区") * 2


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80) | st.text("0123456789年月日底前个逾期没完成西工区一二十百万亿 ", max_size=60))
def test_any_text_is_a_question(question: str) -> None:
    assert isinstance(read_question(question, TODAY), Filters)


@pytest.mark.parametrize(
    ("text", "subject", "order", "statuses"),
    [
        ("逾期最久的", "", "longest", ("overdue",)),
        ("完成率最低的", "", "slowest", OPEN),
        ("老旧小区 进度最快的区", "老旧小区", "fastest", ()),
        ("西工区 推进得最慢的项目", "", "slowest", OPEN),
        ("最低生活保障标准", "最低生活保障标准", "", ()),
        ("最高人民法院", "最高人民法院", "", ()),
    ],
)
def test_a_question_may_want_one_end_of_the_list(
    asked: Ask, text: str, subject: str, order: str, statuses: tuple[str, ...]
) -> None:
    found = asked(text)
    assert (found.subject, found.order, found.statuses) == (subject, order, statuses)


@pytest.mark.parametrize(
    ("text", "subject", "intent"),
    [
        ("老旧小区改完了吗", "老旧小区", "progress"),
        ("电梯装了多少", "电梯", "progress"),
        ("市里的养老设施", "养老设施", "any"),
    ],
)
def test_words_of_asking_are_no_subject(asked: Ask, text: str, subject: str, intent: str) -> None:
    found = asked(text)
    assert (found.subject, found.intent) == (subject, intent)

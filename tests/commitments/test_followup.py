"""Follow-ups as dialogues: a question, the one after it, and what the second one is taken to ask."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.followup import followed
from commitments.model import Filters
from commitments.places import infer_home
from commitments.question import leans, read_question

TODAY = date(2024, 9, 25)
HOME = infer_home("", "洛阳市")[0]


def dialogue(*questions: str) -> Filters:
    """The filters of the last question of a chat."""
    filters = Filters()
    for question in questions:
        filters = followed(read_question(question, TODAY, HOME), filters, leans(question))
    return filters


@pytest.mark.parametrize(
    ("questions", "subject", "places", "intent"),
    [
        (("西工区 老旧小区 进度", "那涧西呢"), "老旧小区", ("涧西区",), "progress"),
        (("西工区 老旧小区", "涧西区"), "老旧小区", ("涧西区",), "any"),
        (("西工区 老旧小区", "什么时候到期"), "老旧小区", ("西工区",), "deadline"),
        (("西工区 老旧小区", "进度呢"), "老旧小区", ("西工区",), "progress"),
        (("西工区 老旧小区", "目标有没有变化"), "老旧小区", ("西工区",), "change"),
        (("西工区 老旧小区", "完成了吗"), "老旧小区", ("西工区",), "progress"),
        (("西工区 老旧小区", "那涧西呢", "什么时候完成"), "老旧小区", ("涧西区",), "deadline"),
        (("汉魏博物馆什么时候开放", "谁负责"), "汉魏博物馆 开放", (), "who"),
        (("西工区 老旧小区", "汉魏博物馆"), "汉魏博物馆", (), "any"),
        (("西工区 老旧小区", "8月底前要完成哪些"), "", (), "list"),
        (("西工区 老旧小区", "逾期的有哪些"), "", (), "list"),
        (("西工区 老旧小区", "你好"), "", (), "any"),
    ],
)
def test_a_follow_up_keeps_what_it_does_not_name(
    questions: tuple[str, ...], subject: str, places: tuple[str, ...], intent: str
) -> None:
    filters = dialogue(*questions)
    assert (filters.subject, filters.places, filters.intent) == (subject, places, intent)


def test_a_follow_up_narrows_a_list() -> None:
    filters = dialogue("年底前到期的", "其中西工区的")
    assert (filters.places, filters.due_text, filters.intent) == (("西工区",), "年底前", "list")
    assert dialogue("逾期的有哪些", "那涧西呢").statuses == ("overdue",)


def test_a_follow_up_narrows_a_subject_by_status_only_if_it_says_so() -> None:
    assert dialogue("老旧小区", "其中没完成的").subject == "老旧小区"
    assert dialogue("老旧小区", "没完成的").subject == ""


def test_a_place_after_a_list_is_a_question_of_its_own() -> None:
    assert dialogue("逾期的有哪些", "西工区").statuses == ()


def test_a_follow_up_about_another_year_is_no_window() -> None:
    filters = dialogue("老旧小区改造 188个", "那去年呢")
    assert (filters.subject, filters.year, filters.due, filters.numbers) == ("老旧小区改造", 2023, None, ())

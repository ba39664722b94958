"""Questions and answers: given these documents and this day, what comes first, what is listed, what is left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commitments.model import Reply
from commitments.question import LONGEST
from store.answers import answer
from store.files import Metadata
from store.ingest import ingest, ingest_text
from store.ledger import Ledger

TODAY = date(2024, 9, 25)
SEEDS = Path(__file__).parents[2] / "seeds"

OTHER_CITY = """
# 市政府工作报告

今年要办好以下实事。改造城镇老旧小区120个，6月底前开工，11月底前全部完工。新建公办幼儿园12所，8月底前全部投用。
云龙湖隧道9月底前建成通车。鼓楼区改造老旧小区30个。新增停车泊位5000个。
"""


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("answers") / "ledger.db") as ledger:
        for path in sorted(SEEDS.glob("*.txt")):
            ingest(ledger, path)
        yield ledger


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(tmp_path_factory.mktemp("answers") / "ledger.db") as ledger:
        given = Metadata(published=date(2025, 2, 10), city="徐州市")
        ingest_text(ledger, "report.txt", OTHER_CITY, given=given)
        yield ledger


def quotes(reply: Reply) -> list[str]:
    return ["".join(sighting.statement.quote for sighting in found.evidence) for found in reply.answers]


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("汉魏博物馆什么时候开放", "汉魏故城遗址博物馆10月全面建成开放"),
        ("hanwei bowuguan", "汉魏故城遗址博物馆"),
        ("九州迟", "九洲池"),
        ("断头道", "断头路"),
        ("五十个社区体育公园", "50个社区体育公园"),
        ("燃气企业整合什么时候完成", "2025年6月底前整合到位"),
        ("課大附中", "科大附中"),
    ],
)
def test_the_matter_meant_comes_first(seeds: Ledger, question: str, evidence: str) -> None:
    assert evidence in quotes(answer(seeds, question, TODAY))[0]


@pytest.mark.parametrize("question", ["asdfghjkl", "海水淡化", "太空电梯井", "跨海大桥", "马拉松"])
def test_what_the_ledger_does_not_have_has_no_answer_but_near_misses(seeds: Ledger, question: str) -> None:
    reply = answer(seeds, question, TODAY)
    assert reply.answers == ()
    assert not reply.certain
    assert len(reply.near) <= 3


def test_a_place_keeps_to_the_place(seeds: Ledger) -> None:
    reply = answer(seeds, "西工区 老旧小区", TODAY)
    assert reply.filters.places == ("西工区",)
    assert all(
        "西工" in "".join((*found.matter.places, text))
        for found, text in zip(reply.answers, quotes(reply), strict=True)
    )


def test_an_answer_without_a_place_is_about_the_whole_city_and_this_year(seeds: Ledger) -> None:
    first = answer(seeds, "老旧小区 进度", TODAY).answers[0].matter
    assert (first.places, first.year) == ((), 2024)


def test_a_window_lists_what_is_due_in_it_and_nothing_else(seeds: Ledger) -> None:
    reply = answer(seeds, "8月底前要完成哪些", date(2024, 7, 20), limit=50)
    ends = [found.standing.deadline.end for found in reply.answers if found.standing.deadline]
    assert len(ends) == len(reply.answers) > 0
    assert all(date(2024, 7, 20) <= end <= date(2024, 8, 31) for end in ends if end)
    assert ends == sorted(ends)
    assert any("科大附中" in text for text in quotes(reply))


def test_overdue_means_that_no_completion_was_reported(seeds: Ledger) -> None:
    reply = answer(seeds, "逾期的有哪些", date(2024, 8, 15), limit=50)
    assert {found.standing.status for found in reply.answers} == {"overdue"}
    assert any("城市文化客厅" in text for text in quotes(reply))


def test_what_was_printed_later_is_not_known(seeds: Ledger) -> None:
    reply = answer(seeds, "汉魏故城遗址博物馆", date(2024, 5, 30))
    assert reply.answers
    assert all(s.source.published <= date(2024, 5, 30) for found in reply.answers for s in found.evidence)


def test_a_question_that_leans_on_the_one_before_keeps_its_subject(seeds: Ledger) -> None:
    before = answer(seeds, "西工区 老旧小区", TODAY).filters
    there = answer(seeds, "那涧西呢", TODAY, previous=before).filters
    assert (there.subject, there.places) == ("老旧小区", ("涧西区",))
    when = answer(seeds, "什么时候到期", TODAY, previous=before).filters
    assert (when.subject, when.places, when.intent) == ("老旧小区", ("西工区",), "deadline")
    new = answer(seeds, "汉魏博物馆", TODAY, previous=before).filters
    assert (new.subject, new.places) == ("汉魏博物馆", ())


def test_a_window_that_no_matter_of_the_subject_is_in_is_dropped_with_a_note(seeds: Ledger) -> None:
    reply = answer(seeds, "汉魏博物馆 6月底前", TODAY)
    assert "汉魏" in quotes(reply)[0]
    assert any("6月底前" in note for note in reply.notes)


def test_the_evidence_that_matches_comes_first(seeds: Ledger) -> None:
    reply = answer(seeds, "汉魏故城遗址博物馆 工程量", TODAY)
    assert "工程量" in reply.answers[0].evidence[0].statement.quote


def test_limit_bounds_the_answers_and_total_counts_all(seeds: Ledger) -> None:
    reply = answer(seeds, "年底前要完成哪些", TODAY, limit=3)
    assert len(reply.answers) == 3
    assert reply.total > 3


@pytest.mark.parametrize("question", ["", "   ", "\0", "😀", "你好", "请问", "???", "<>", '"'])
def test_a_question_without_words_is_told_what_to_type(seeds: Ledger, question: str) -> None:
    reply = answer(seeds, question, TODAY)
    assert reply.answers == ()
    assert any("请输入" in note for note in reply.notes)


def test_a_pasted_page_is_cut_and_says_so(seeds: Ledger) -> None:
    reply = answer(seeds, "老旧小区改造" * 900, TODAY)
    assert any(str(LONGEST) in note for note in reply.notes)
    assert reply.answers


@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("老旧小去", "老旧小区120个"),
        ("鼓楼 老旧小区", "鼓楼区改造老旧小区30个"),
        ("公办幼儿元", "幼儿园12所"),
        ("云龙胡隧道", "云龙湖隧道"),
        ("五千个停车位", "停车泊位5000个"),
    ],
)
def test_another_city_is_answered_the_same_way(other: Ledger, question: str, evidence: str) -> None:
    assert evidence in quotes(answer(other, question, date(2025, 5, 1)))[0]


def test_an_empty_ledger_answers_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        for question in ("老旧小区", "西工区", "逾期的", "8月底前"):
            assert answer(ledger, question, TODAY).answers == ()

"""What people decide about doubts: which choices a doubt has, what they come to, and a reading as it was decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Deadline, Reading, Statement
from commitments.reader import read
from commitments.verdicts import ACCEPTED, LEFT_OUT, LITERAL, Verdict, apply, decided, questions, with_decision

GUESSED = "原文未写明是计划还是已完成，按进展读取"


def statement(doubt: str, quote: str = "完成改造", **said: object) -> Statement:
    limit = Deadline("汛期前", date(2024, 5, 14), None, "event")
    whole: dict[str, object] = {"deadline": limit, "places": ("瀍河区",), "doubts": (doubt,)} | said
    return Statement("progress", "项目", "完成", quote, 0, len(quote), **whole)  # type: ignore[arg-type]


def reading(*statements: Statement, doubts: tuple[str, ...] = ()) -> Reading:
    return Reading("题", "洛阳市", date(2024, 1, 30), "", 2024, "", (), statements, doubts)


@pytest.mark.parametrize(
    ("doubt", "accepted", "literal"),
    [
        ("漯河区 疑为 瀍河区", "瀍河区", "漯河区"),
        (GUESSED, "是进展", "是承诺"),
        ("2024年汛期前按惯例取5月14日", "5月14日", "不定日期"),
        ("年初按一季度算，取3月31日", "3月31日", "不定日期"),
        ("6月没有31日，按30日算", "30日", "不定日期"),
        ("“12月前”按不含当期算，取2024-11-30", "2024-11-30", "2024-12-31"),
        ("“2月前”按不含当期算，取2024-01-31", "2024-01-31", "2024-02-29"),
        ("“1月前”按不含当期算，取2023-12-31", "2023-12-31", "2024-01-31"),
        ("“2030年前”按不含当期算，取2029-12-31", "2029-12-31", "2030-12-31"),
        ("没有写年份，按2025年算", "2025年", "2024年"),
        ("2027年放假安排未公布，按周一至周五算工作日", "按周一至周五", "不定日期"),
        ("以后才有的存疑", "", ""),
    ],
)
def test_a_doubt_says_what_each_choice_comes_to(doubt: str, accepted: str, literal: str) -> None:
    (question,) = questions(reading(statement(doubt)))
    assert (question.accepted, question.literal) == (accepted, literal)


def only(found: Reading) -> Statement:
    (one,) = found.statements
    return one


def test_by_the_letter() -> None:
    def literal(doubt: str) -> Statement:
        return only(apply(reading(statement(doubt)), [Verdict(doubt, LITERAL)]))

    assert literal("漯河区 疑为 瀍河区").places == ("漯河区",)
    assert literal(GUESSED).kind == "commitment"
    assert literal("2024年汛期前按惯例取5月14日").deadline == Deadline("汛期前", None, None, "event")
    assert literal("“12月前”按不含当期算，取2024-11-30").deadline.end == date(2024, 12, 31)  # type: ignore[union-attr]
    assert literal("没有写年份，按2025年算").deadline.end == date(2023, 5, 14)  # type: ignore[union-attr]


def test_what_is_decided_is_no_doubt_any_more_and_the_rest_stays() -> None:
    first, other = statement("漯河区 疑为 瀍河区"), statement(GUESSED, "建成")
    found = apply(reading(first, other, doubts=("刊发日期为推定",)), [Verdict("漯河区 疑为 瀍河区", ACCEPTED)])
    assert found.statements == (replace(first, doubts=()), other)
    assert apply(found, [Verdict("刊发日期为推定", ACCEPTED)]).doubts == ()


def test_a_day_that_a_person_names_is_the_deadline() -> None:
    doubt = "2024年汛期前按惯例取5月14日"
    found = apply(reading(statement(doubt)), [Verdict(doubt, "2024-06-01")])
    assert only(found).deadline == Deadline("汛期前", date(2024, 6, 1), None, "event")


def test_a_doubt_with_one_answer_comes_once_and_one_to_judge_comes_each_time() -> None:
    place = "漯河区 疑为 瀍河区"
    asked = questions(
        reading(*(statement(place, f"第{n}条") for n in range(3)), statement(GUESSED), statement(GUESSED, "又"))
    )
    assert [(one.doubt, one.count, one.may_leave_out) for one in asked] == [
        (place, 3, False),
        (GUESSED, 1, True),
        (GUESSED, 1, True),
    ]


def test_a_statement_that_is_left_out_is_gone_and_can_be_taken_back() -> None:
    doubt = "2024年汛期前按惯例取5月14日"
    raw = reading(statement(doubt), statement(GUESSED, "又"))
    (question, _) = questions(raw)
    verdicts = with_decision((), question, LEFT_OUT)
    assert [one.quote for one in apply(raw, verdicts).statements] == ["又"]
    again = with_decision(verdicts, question, ACCEPTED)
    assert [one.quote for one in apply(raw, again).statements] == ["完成改造", "又"]
    assert decided(question, again) == Verdict(doubt, ACCEPTED)


def test_a_page_that_garbles_a_district_is_decided_once_for_all() -> None:
    page = "瀍河区政府工作报告\n2023年4月6日，漯河区第十六届人民代表大会召开，洛阳市瀍河回族区。" + "".join(
        f"漯河区将建成{n}个社区，改造{n}条道路。\n" for n in range(11, 19)
    )
    raw = read(page, date(2023, 4, 11), "洛阳市")
    asked = [one for one in questions(raw) if one.doubt == "漯河区 疑为 瀍河区"]
    assert [one.count > 1 for one in asked] == [True]
    found = apply(raw, with_decision((), asked[0], ACCEPTED))
    assert all(one.doubts == () for one in found.statements)
    assert len(found.statements) == len(raw.statements)


def test_a_verdict_holds_when_the_statement_is_called_otherwise() -> None:
    verdict = Verdict(GUESSED, LITERAL, "完成改造", "从前的名称")
    assert only(apply(reading(statement(GUESSED)), [verdict])).kind == "commitment"
    two = (statement(GUESSED), replace(statement(GUESSED), item="另一项"))
    assert [one.kind for one in apply(reading(*two), [verdict]).statements] == ["progress", "progress"]


decisions = st.sampled_from([ACCEPTED, LITERAL, LEFT_OUT])
verdict_lists = st.lists(st.builds(Verdict, st.just(GUESSED) | st.text(max_size=9), decisions, st.text(max_size=3)))


@given(verdict_lists, st.text(max_size=40))
def test_any_verdict_over_any_doubt_gives_a_reading(verdicts: list[Verdict], doubt: str) -> None:
    raw = reading(statement(doubt), statement(GUESSED, "又"), doubts=(doubt,))
    found = apply(raw, verdicts)
    assert {one.quote for one in found.statements} <= {"完成改造", "又"}
    assert apply(raw, ()) == raw
    for question in questions(raw):
        for decision in (ACCEPTED, LITERAL, "2024-06-01"):
            assert all(not question.is_meant(v) or decided(question, verdicts) for v in verdicts)
            assert apply(raw, [question.verdict(decision)]).statements

"""评定: the written formula, with its arithmetic, and what it leaves out and says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.model import Change, Deadline, Matter, Pace, Sighting, Source, Standing, Statement, Status
from commitments.ratings import Formula, rating

TODAY = date(2024, 9, 30)
LIMIT = Deadline("9月", date(2024, 9, 20))
FORMULA = Formula(least=1)
Known = tuple[Matter, Standing]


def matter(*files: str, grade: str = "published") -> Matter:
    said = Statement("commitment", "甲", "建成", "甲建成", 0, 3)
    seen = tuple(Sighting(Source(file, file, TODAY, grade=grade), said) for file in files)  # type: ignore[arg-type]
    return Matter("m", "甲", "洛阳市", ("西工区",), 2024, (), seen)


def one(status: Status, *, verdict: str = "", basis: str = "explicit", limit: bool = True) -> Known:
    paces = (Pace(50, verdict, TODAY),) if verdict else ()  # type: ignore[arg-type]
    deadline = replace(LIMIT, basis=basis) if limit else None  # type: ignore[arg-type]
    return matter("a"), Standing(TODAY, status, "grey", paces=paces, deadline=deadline)


def open_(status: Status, verdict: str = "") -> Known:
    known, how = one(status, verdict=verdict)
    return known, replace(how, deadline=Deadline("年底", date(2024, 12, 31)))


def put_off(grade: str) -> Known:
    change = Change("deadline_later", "2024-06-30", "2024-12-31", TODAY, ("a", "b"))
    _, how = open_("under_way")
    return matter("a", "b", grade=grade), replace(how, changes=(change,))


@pytest.mark.parametrize(
    ("known", "answers", "said"),
    [
        ([one("done"), one("done")], (9, 10), "西工区 98.6 = （完成2/2×40 + 时限2/2×20 + 应答9/10×10）÷70×100"),
        (
            [one("done"), one("overdue"), open_("ahead", "ahead"), open_("behind", "behind")],
            (1, 2),
            "西工区 50 = 完成1/2×40 + 进度1/2×30 + 时限1/2×20 + 应答1/2×10",
        ),
        ([open_("on_pace", "on_pace")], (0, 0), "西工区 100 = （进度1/1×30）÷30×100"),
        ([open_("ahead"), put_off("published")], (0, 0), "西工区 60 = （进度1/1×30 + 时限0/1×20）÷50×100"),
    ],
)
def test_the_arithmetic_of_a_score_is_shown(known: list[Known], answers: tuple[int, int], said: str) -> None:
    assert rating("西工区", known, FORMULA, *answers).arithmetic().startswith(said)


def test_a_part_without_anything_to_compare_is_left_out_and_said() -> None:
    said = rating("西工区", [one("done", limit=False)], FORMULA).arithmetic()
    assert said == "西工区 100 = （完成1/1×40）÷40×100，进度、时限、应答没有可比的，权重由其余分担"


def test_no_report_never_counts_as_not_done_without_saying_so() -> None:
    silent, due = open_("no_evidence"), one("overdue")
    made = rating("西工区", [silent, silent, one("done"), due], FORMULA)
    assert "完成1/2×40" in made.arithmetic()
    assert "完成一项中1项到期未见完成报道，按未完成计，不等于没有完成" in made.arithmetic()
    assert "未到期的2项（其中2项未见报道）不计入完成" in made.arithmetic()


def test_who_has_too_few_matters_that_can_be_compared_is_not_scored() -> None:
    made = rating("伊川县", [one("overdue"), open_("no_evidence")], Formula())
    assert (made.score, made.grade) == (None, "")
    assert made.arithmetic() == "伊川县：2项中可比的1项，不足3项，不评分"


def test_an_extension_that_was_recorded_keeps_the_deadline_and_a_later_document_does_not() -> None:
    granted = rating("西工区", [put_off("verified"), one("done")], FORMULA)
    moved = rating("西工区", [put_off("published"), one("done")], FORMULA)
    assert [(part.met, part.out_of) for part in granted.parts if part.name == "时限"] == [(1, 1)]
    assert [(part.met, part.out_of, part.note) for part in moved.parts if part.name == "时限"] == [
        (1, 2, "时限一项中1项时限推后")
    ]


@pytest.mark.parametrize(
    ("met", "grade"), [(100, "优秀"), (90, "优秀"), (89, "良好"), (75, "良好"), (74, "一般"), (59, "较差")]
)
def test_grades_follow_the_least_scores(met: int, grade: str) -> None:
    formula = replace(FORMULA, done=0, time=0, pace=0)
    assert rating("西工区", [one("done")], formula, met, 100).grade == grade


@given(
    st.lists(
        st.sampled_from([one("done"), one("overdue"), open_("ahead", "ahead"), open_("behind"), open_("no_evidence")]),
        max_size=12,
    ),
    st.integers(0, 5),
)
def test_a_score_is_what_its_shown_parts_come_to(known: list[Known], answered: int) -> None:
    made = rating("西工区", known, FORMULA, answered, 5)
    if made.score is None:
        assert made.counted == 0
        return
    used = [part for part in made.parts if part.counts]
    share = sum(part.met / part.out_of * part.weight for part in used) / sum(part.weight for part in used)
    assert 0 <= made.score <= 100
    assert made.score == pytest.approx(share * 100, abs=0.051)
    assert all(f"{part.name}{part.met}/{part.out_of}×{part.weight}" in made.arithmetic() for part in used)

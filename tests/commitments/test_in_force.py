"""Which deadline is in force: the one stated last, and of milestones the first that no report has reached."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.in_force import deadlines_of
from commitments.model import Matter, Sighting, Source
from commitments.reader import read
from commitments.standing import standing

SAID = {
    "开工": "推动第三水厂6月底前开工建设。",
    "竣工": "第三水厂年底前建成投用。",
    "推迟": "第三水厂10月底前建成投用。",
    "在建": "截至6月底，第三水厂已进入主体施工阶段。",
    "建成": "目前，第三水厂已建成投用。",
}


def said(word: str, day: str) -> list[Sighting]:
    published = date.fromisoformat(day)
    reading = read(f"第三水厂建设情况\n\n{SAID[word]}\n", published, "某市")
    return [Sighting(Source(f"{day}.txt", "日报", published), one) for one in reading.statements]


def matter(*words: tuple[str, str]) -> Matter:
    return Matter("m", "第三水厂", "某市", (), 2024, (), tuple(one for word in words for one in said(*word)))


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ([("开工", "2024-02-01")], ["2024-06-30"]),
        ([("推迟", "2024-02-01"), ("竣工", "2024-05-01")], ["2024-12-31"]),
        ([("开工", "2024-02-01"), ("竣工", "2024-05-01")], ["2024-06-30", "2024-12-31"]),
        ([("竣工", "2024-02-01"), ("开工", "2024-05-01")], ["2024-06-30", "2024-12-31"]),
        ([("开工", "2024-02-01"), ("竣工", "2024-05-01"), ("在建", "2024-07-10")], ["2024-12-31"]),
        ([("开工", "2024-02-01"), ("竣工", "2024-05-01"), ("推迟", "2024-05-20")], ["2024-06-30", "2024-10-31"]),
        ([], []),
    ],
)
def test_the_first_milestone_without_a_report_is_in_force(words: list[tuple[str, str]], ends: list[str]) -> None:
    assert [str(deadline.end) for deadline in deadlines_of(matter(*words))] == ends


def test_a_missed_milestone_is_told_and_the_next_one_named() -> None:
    how = standing(matter(("开工", "2024-02-01"), ("竣工", "2024-05-01")), date(2024, 7, 10))
    assert how.status == "overdue"
    assert "下一节点：2024-12-31（“年底前”）" in how.notes


def test_who_reports_the_whole_has_passed_every_milestone() -> None:
    words = ("开工", "2024-02-01"), ("竣工", "2024-05-01"), ("建成", "2024-11-01")
    how = standing(matter(*words), date(2024, 12, 1))
    assert (how.status, how.notes) == ("done", ())

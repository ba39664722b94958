"""188个老旧小区已完工150个: the whole beside its part, what was only begun, what is not done, in the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.linking import link
from commitments.model import Sighting, Source, Standing
from commitments.reader import read
from commitments.standing import standing

PLAN = "今年重点工作安排\n\n年底前完成改造188个老旧小区。年底前建成65个邻里中心。年底前改造雨污管网300公里。\n"
TODAY = date(2024, 9, 26)


def after(text: str) -> dict[str, Standing]:
    """Title → how each matter stands after a report of September."""
    documents = [
        (Source("计划.txt", "日报", date(2024, 2, 1), "洛阳市"), PLAN),
        (Source("进展.txt", "日报", TODAY, "洛阳市"), f"重点工作进展情况\n\n{text}\n"),
    ]
    seen = [
        Sighting(source, one) for source, page in documents for one in read(page, source.published, "洛阳市").statements
    ]
    return {matter.title: standing(matter, TODAY) for matter in link(seen)}


def one(text: str, thing: str) -> Standing:
    (found,) = [how for title, how in after(text).items() if thing in title]
    return found


@pytest.mark.parametrize(
    ("text", "thing", "done"),
    [
        ("全市188个老旧小区已完工150个。", "老旧小区", 150),
        ("188个老旧小区中，150个已完工。", "老旧小区", 150),
        ("188个老旧小区，已完工150个。", "老旧小区", 150),
        ("65个邻里中心已建成20个。", "邻里中心", 20),
        ("65个邻里中心建成31个，34个在建。", "邻里中心", 31),
        ("雨污管网改造已完成187公里，未完成113公里。", "雨污管网", 187),
    ],
)
def test_the_part_is_what_was_done_of_the_whole(text: str, thing: str, done: float) -> None:
    how = one(text, thing)
    assert how.done is not None
    assert (how.done.value, how.status == "done") == (done, False)


@pytest.mark.parametrize(
    "text", ["188个老旧小区已全部开工。", "188个老旧小区改造全部启动。", "188个老旧小区正在改造。"]
)
def test_what_was_only_begun_is_not_done(text: str) -> None:
    assert one(text, "老旧小区").status != "done"


@pytest.mark.parametrize("text", ["188个老旧小区已全部完工。", "188个老旧小区改造全部完成。"])
def test_what_is_all_done_is_done(text: str) -> None:
    assert one(text, "老旧小区").status == "done"


def test_what_is_reported_as_not_done_finishes_nothing() -> None:
    for text in ("邻里中心尚未开工，未能按期于6月底建成。", "65个邻里中心未完成34个。"):
        assert {how.status for how in after(text).values()} & {"done"} == set(), text

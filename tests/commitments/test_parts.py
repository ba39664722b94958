"""The districts' parts of a city's programme, and what is in no part."""

from __future__ import annotations

from commitments.linking import link
from commitments.parts import REST, accounted, parts_table
from tests.commitments.sayings import JIANXI, OLD_QUARTERS, XIGONG, day, promised, q, reported

MATTERS = link((*OLD_QUARTERS, *XIGONG, *JIANXI))
CITY = next(matter for matter in MATTERS if not matter.places)
TODAY = day("2024-09-25")


def test_each_district_is_a_line_and_what_is_in_none_the_last() -> None:
    lines = parts_table(CITY, MATTERS, TODAY)
    assert [(line.place, line.target and line.target.value) for line in lines] == [
        ("涧西区", 51), ("西工区", 27), (REST, 65),
    ]  # fmt: skip
    jianxi, xigong, rest = lines
    assert (xigong.percent, xigong.done and xigong.done.value, xigong.status) == (96.3, 26, "on_pace")
    assert (jianxi.done, jianxi.status, rest.status, rest.matter) == (None, "no_evidence", None, "")
    assert {jianxi.matter, xigong.matter} < {matter.id for matter in MATTERS}


def test_only_what_was_printed_is_in_the_table() -> None:
    assert parts_table(CITY, MATTERS, day("2024-01-29")) == ()
    (_, xigong, _) = parts_table(CITY, MATTERS, day("2024-02-01"))
    assert (xigong.place, xigong.done) == ("西工区", None)


def test_a_matter_without_parts_has_no_table() -> None:
    assert parts_table(MATTERS[-1], (), TODAY) == ()
    assert accounted(CITY, ()) is None


def test_parts_that_come_to_the_whole_or_more_leave_nothing_over() -> None:
    whole = promised("口袋公园", "2024-01-30", q(30, "个"))
    shares = [
        promised("口袋公园", "2024-01-30", q(n, "个"), places=[place]) for n, place in ((20, "西工区"), (15, "涧西区"))
    ]
    matters = link([whole, *shares])
    found = accounted(next(m for m in matters if not m.places), [m for m in matters if m.places])
    assert found is not None
    assert found.rest == -5
    assert REST not in [line.place for line in parts_table(next(m for m in matters if not m.places), matters, TODAY)]


def test_a_district_that_only_reports_is_a_line_too() -> None:
    whole = promised("口袋公园", "2024-01-30", q(30, "个"))
    matters = link([whole, reported("口袋公园", "2024-06-30", q(8, "个"), places=["西工区"])])
    assert [(line.place, line.target, line.status) for line in parts_table(
        next(m for m in matters if not m.places), matters, TODAY
    )] == [("西工区", None, "under_way")]  # fmt: skip

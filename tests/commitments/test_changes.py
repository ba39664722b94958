"""What became different between two documents, and what did not."""

from __future__ import annotations

from commitments.changes import changes
from commitments.linking import link
from commitments.model import Change, Matter, Sighting
from tests.commitments.sayings import OLD_QUARTERS, XIGONG, YEAR_END, by, day, promised, q, reported


def matter(*sightings: Sighting) -> Matter:
    (only,) = link(sightings)
    return only


def told(*sightings: Sighting) -> list[tuple[str, str | None, str | None]]:
    return [(change.kind, change.before, change.after) for change in changes(matter(*sightings))]


def test_a_programme_is_new_then_raised_then_reported_on_with_both_sources() -> None:
    found = changes(matter(*OLD_QUARTERS))
    assert [(c.kind, c.before, c.after) for c in found] == [
        ("new", None, "143个、26833户"), ("target_raised", "143个", "188个"), ("progress", None, "50个"),
    ]  # fmt: skip
    assert found[1] == Change(
        "target_raised", "143个", "188个", day("2024-05-22"), ("2024-02-18.txt", "2024-05-22.txt")
    )


def test_a_deadline_put_off_is_told_with_both_days() -> None:
    assert ("deadline_later", "2024-06-30", "2024-09-30") in told(*XIGONG)


def test_a_deadline_put_off_for_the_same_stage() -> None:
    first = promised("动力电池项目第一产线", "2024-02-18", limit=by("2024-06-30", "6月底前"), action="投产")
    then = promised("动力电池项目第一产线", "2024-05-22", limit=by("2024-12-31", "年底前"), action="生产")
    assert ("deadline_later", "2024-06-30", "2024-12-31") in told(first, then)
    assert ("deadline_earlier", "2024-12-31", "2024-06-30") in told(
        promised("滨江公园", "2024-02-18", limit=by("2024-12-31"), action="建成"),
        promised("滨江公园", "2024-05-22", limit=by("2024-06-30"), action="建成"),
    )


def test_the_next_stage_has_its_own_deadline() -> None:
    started = promised("滨江公园", "2024-02-18", limit=by("2024-06-30"), action="开工")
    built = promised("滨江公园", "2024-05-22", limit=by("2024-12-31"), action="建成")
    assert [kind for kind, _, _ in told(started, built)] == ["new"]


def test_a_years_end_made_precise_or_left_out_again_is_no_move() -> None:
    frame = promised("滨江公园", "2024-02-18", limit=YEAR_END, action="建成")
    stated = promised("滨江公园", "2024-05-22", limit=by("2024-10-31", "10月"), action="建成")
    again = promised("滨江公园", "2024-09-20", limit=YEAR_END, action="建成")
    assert [kind for kind, _, _ in told(frame, stated, again)] == ["new"]


def test_a_cut_and_a_softened_promise() -> None:
    first = promised("口袋公园", "2024-02-18", q(30, "个"), firm="确保")
    then = promised("口袋公园", "2024-05-22", q(20, "个"), firm="力争")
    assert told(first, then)[1:] == [("target_cut", "30个", "20个"), ("softened", "确保", "力争")]
    assert ("firmed", "力争", "确保") in told(
        promised("口袋公园", "2024-02-18", firm="力争"), promised("口袋公园", "2024-05-22", firm="确保")
    )


def test_a_headline_and_its_sentence_are_one_saying() -> None:
    headline = promised("口袋公园", "2024-02-18", q(30, "个"), firm="确保", limit=by("2024-06-30"))
    sentence = promised("口袋公园", "2024-02-18", q(30, "个"), firm="力争", limit=by("2024-12-31"), start=90)
    assert [kind for kind, _, _ in told(headline, sentence)] == ["new"]


def test_rounding_is_no_change() -> None:
    assert (
        len(
            told(
                promised("老旧小区改造", "2024-02-18", q(37297, "户")),
                promised("老旧小区改造", "2024-05-22", q(37000, "户")),
            )
        )
        == 1
    )


def test_reports_go_on_until_completed() -> None:
    plan = promised("口袋公园", "2024-02-18", q(30, "个"))
    june, december = reported("口袋公园", "2024-06-20", q(12, "个")), reported("口袋公园", "2024-12-20", q(30, "个"))
    assert told(plan, june, december)[1:] == [
        ("progress", None, "12个"), ("progress", "12个", "30个"), ("completed", None, "30个"),
    ]  # fmt: skip


def test_a_later_report_of_less_is_a_contradiction() -> None:
    plan = promised("口袋公园", "2024-02-18", q(30, "个"))
    first, less = reported("口袋公园", "2024-06-20", q(20, "个")), reported("口袋公园", "2024-09-20", q(12, "个"))
    assert told(plan, first, less)[-1] == ("conflict", "20个", "12个")


def test_two_targets_printed_on_one_day_contradict_each_other() -> None:
    one = promised("口袋公园", "2024-02-18", q(30, "个"), file="a.txt")
    assert told(one, promised("口袋公园", "2024-02-18", q(40, "个"), file="b.txt"))[-1] == ("conflict", "30个", "40个")


def test_another_unit_for_the_same_thing_is_another_scope() -> None:
    first = promised("口袋公园", "2024-02-18", q(30, "个"))
    bare = promised("口袋公园", "2024-03-18")
    rate = promised("口袋公园", "2024-05-22", q(100, "%", "", "share"))
    assert "scope_changed" not in [kind for kind, _, _ in told(first, bare, rate)]


def test_another_measure_of_one_named_thing_is_another_scope() -> None:
    miles = promised("环湖绿道二期工程", "2024-01-30", q(12, "公里"), action="建成")
    square = promised("环湖绿道二期工程", "2024-05-22", q(30_000, "平方米"), action="建成")
    money = promised("环湖绿道二期工程", "2024-05-22", q(5e8, "元"), action="建成")
    assert ("scope_changed", "12公里", "3万平方米") in told(miles, square)
    assert "scope_changed" not in [kind for kind, _, _ in told(miles, money)], "what it costs is no other measure of it"

"""The status of a matter on any day, by the written rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.linking import link
from commitments.model import Matter, Sighting, Standing
from commitments.standing import known, previous_id, standing
from tests.commitments.sayings import EVERYTHING, JIANXI, OLD_QUARTERS, XIGONG, YEAR_END, by, day, promised, q, reported


def on(today: str, *sightings: Sighting) -> Standing:
    (matter,) = link(sightings)
    return standing(matter, day(today))


MUSEUM = promised("汉魏故城遗址博物馆", "2024-05-22", limit=by("2024-10-31", "10月"), action="全面建成开放")
NINETY = reported(
    "汉魏故城遗址博物馆", "2024-09-20", q(90, "%", "工程量", "share"), quote="汉魏故城遗址博物馆已完成工程量的90%"
)
OPEN = reported("汉魏故城遗址博物馆", "2024-10-30", action="开放", quote="汉魏故城遗址博物馆正式开放")


@pytest.mark.parametrize(
    ("today", "status", "light", "days_left"),
    [
        ("2024-05-21", "no_evidence", "grey", None),  # nothing is known yet
        ("2024-05-22", "no_evidence", "grey", 162),
        ("2024-09-20", "ahead", "green", 41),
        ("2024-10-31", "done", "green", None),
    ],
)
def test_a_museum_through_its_year(today: str, status: str, light: str, days_left: int | None) -> None:
    found = on(today, MUSEUM, NINETY, OPEN)
    assert (found.status, found.light, found.days_left) == (status, light, days_left)


def test_overdue_wins_over_pace_and_says_that_no_report_was_seen() -> None:
    found = on("2024-11-03", MUSEUM, NINETY)
    assert (found.status, found.light, found.days_left, found.percent) == ("overdue", "red", -3, 90)
    assert any("未见完成报道" in note for note in found.notes)


def test_the_programme_of_the_city_with_both_readings_of_its_day() -> None:
    found = on("2024-09-25", *OLD_QUARTERS)
    assert found.target is not None
    assert found.done is not None
    assert (found.target.value, found.done.value, found.percent) == (188, 50, 26.6)
    assert [(pace.expected, pace.verdict, pace.as_of) for pace in found.paces] == [
        (49.7, "behind", date(2024, 6, 30)), (72.1, "behind", date(2024, 9, 20)),
    ]  # fmt: skip
    assert (found.status, found.light, found.days_left) == ("behind", "yellow", 97)
    assert [(f.value, f.unit) for f in found.dones] == [(50, "个"), (10200, "户")]


def test_only_what_was_printed_is_known() -> None:
    found = on("2024-03-01", *OLD_QUARTERS)
    assert found.target is not None
    assert (found.target.value, found.done, found.status) == (143, None, "no_evidence")
    assert [change.kind for change in found.changes] == ["new"]


def test_the_citys_card_says_what_the_districts_account_for() -> None:
    matters = link((*OLD_QUARTERS, *XIGONG, *JIANXI))
    whole = next(matter for matter in matters if not matter.places)
    parts = [matter for matter in matters if matter.whole == whole.id]
    assert len(parts) == 2
    notes = standing(whole, day("2024-09-25"), parts).notes
    assert "涧西区51个、西工区27个，合计78个；当时全市目标143个，其余65个未见分解到区" in notes


def test_a_district_whose_deadline_moved() -> None:
    found = on("2024-09-25", *XIGONG)
    assert found.deadline is not None
    assert (found.deadline.end, found.percent) == (date(2024, 9, 30), 96.3)
    assert any("579个" in note for note in found.notes)


def test_a_total_over_the_years_is_shown_beside_the_target() -> None:
    plan = promised("邻里中心", "2024-02-18", q(65, "个"), limit=YEAR_END)
    total = reported("邻里中心", "2024-09-20", q(338, "个", "", "cumulative"), quote="全市累计建成邻里中心338个")
    found = on("2024-09-25", plan, total)
    assert (found.status, found.done, found.percent) == ("under_way", None, None)
    assert any("累计338个" in note for note in found.notes)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("滨江公园建成开放", "done"),
        ("滨江公园即将建成开放", "under_way"),
        ("滨江公园基本建成", "under_way"),
        ("滨江公园已开工", "under_way"),
        ("滨江公园部分建成开放", "under_way"),
    ],
)
def test_done_only_by_a_report_of_the_promised_result(words: str, status: str) -> None:
    plan = promised("滨江公园", "2024-02-18", limit=YEAR_END, action="建成开放")
    assert on("2024-09-25", plan, reported("滨江公园", "2024-09-20", quote=words)).status == status


def test_preparation_is_no_start() -> None:
    plan = promised("呼南高铁焦洛平段", "2024-02-18", limit=YEAR_END, action="开工")
    prepared = reported("呼南高铁焦洛平段", "2024-09-20", quote="呼南高铁焦洛平段已完成立项、初设、环评工作")
    assert on("2024-09-25", plan, prepared).status == "under_way"
    begun = reported("呼南高铁焦洛平段", "2024-11-20", quote="呼南高铁焦洛平段全线开工")
    assert on("2024-11-25", plan, prepared, begun).status == "done"


def test_a_count_reached_or_all_of_it_reported_is_done_a_part_is_not() -> None:
    plan = promised("口袋公园", "2024-02-18", q(30, "个"), limit=YEAR_END)
    assert on("2024-12-01", plan, reported("口袋公园", "2024-11-20", q(31, "个"))).status == "done"
    assert on("2024-12-01", plan, reported("口袋公园", "2024-11-20", quote="口袋公园建设任务全部完成")).status == "done"
    assert (
        on("2024-12-01", plan, reported("口袋公园", "2024-11-20", q(12, "个"), quote="12个口袋公园全部建成")).status
        == "behind"
    )


def test_a_share_of_the_work_is_not_the_whole() -> None:
    half = reported("上海市场", "2024-09-20", q(50, "%", "总工程量", "share"), quote="上海市场改造已完成总工程量的50%")
    found = on("2024-09-25", half)
    assert (found.status, found.percent) == ("under_way", 50)


def test_a_report_without_a_target_says_its_figure() -> None:
    built = reported("5G基站", "2024-02-18", q(3415, "个"), quote="新建5G基站3415个")
    found = on("2024-09-25", built)
    assert (found.done and found.done.value, found.percent, found.status) == (3415, None, "under_way")
    merged = reported("燃气企业", "2024-09-20", q(63, "家"), q(18, "家"), quote="燃气企业由63家整合为18家")
    assert on("2024-09-25", merged).done is None


def test_growth_is_judged_by_growth_and_a_ceiling_by_its_height() -> None:
    growth = promised("固定资产投资", "2024-02-18", q(7, "%", "", "growth"), limit=YEAR_END)
    half = reported("固定资产投资", "2024-07-20", q(5, "%", "", "growth"))
    assert on("2024-08-01", growth, half).status == "behind"
    assert on("2024-08-01", growth, half).percent is None
    full = reported("固定资产投资", "2025-02-01", q(7.2, "%", "", "growth"), year=2024)
    assert on("2025-03-01", growth, half, full).status == "done"
    ceiling = promised("城镇调查失业率", "2024-02-18", q(5.5, "%", "", "ceiling"), limit=YEAR_END)
    assert (
        on("2024-08-01", ceiling, reported("城镇调查失业率", "2024-07-20", q(5.1, "%", "", "ceiling"))).status
        == "on_pace"
    )


def test_growth_and_the_absolute_target_are_checked_on_last_years_figure() -> None:
    this = [
        promised("牛饲养量", "2024-02-18", q(7, "%", "", "growth"), limit=YEAR_END),
        promised("牛饲养量", "2024-05-22", q(530_000, "头"), limit=YEAR_END),
    ]
    last = reported("牛饲养量", "2024-02-18", q(496_000, "头"), year=2023)
    matters = {matter.year: matter for matter in link([*this, last])}
    assert previous_id(matters[2024]) == matters[2023].id
    found = standing(matters[2024], day("2024-09-25"), [matters[2023]])
    assert found.target is not None
    assert found.target.value == 530_000
    assert found.targets[-1].derived == "49.6万头 × 1.07 = 53.07万头"
    assert any("相符" in note for note in found.notes)
    assert "conflict" not in [change.kind for change in found.changes]


def test_a_districts_share_that_implies_another_total_is_a_contradiction() -> None:
    city = reported("城市民宿经营主体", "2024-09-20", q(1248, "家"), start=10)
    part = reported("城市民宿", "2024-09-20", q(392, "家"), q(64.6, "%", "占全市", "share"), places=["老城区"],
                    quote="目前全区城市民宿达到392家，占全市城市区民宿的64.6%", start=90)  # fmt: skip
    matters = link([city, part])
    whole = next(matter for matter in matters if not matter.places)
    found = standing(whole, day("2024-09-25"), matters)
    assert [change.kind for change in found.changes] == ["progress", "conflict"]
    assert any("统计范围可能不同" in note for note in found.notes)


def test_a_result_in_excess_of_a_target_known_by_ratio_only() -> None:
    said = reported("省、市重点项目", "2023-04-11", q(12, "个"), q(5.11e9, "元"), q(145.2, "%", "", "ratio"), year=2022)
    found = on("2023-05-01", said)
    assert found.target is not None
    assert (found.target.value, found.percent, found.status) == (3.52e9, 145.2, "done")


@given(st.integers(0, 900), st.sampled_from(range(len(link(EVERYTHING)))))
def test_every_day_has_a_status_that_fits_its_evidence(days: int, index: int) -> None:
    matter: Matter = link(EVERYTHING)[index]
    today = date(2023, 3, 1) + timedelta(days)
    found, now = standing(matter, today), known(matter, today)
    if now is None:
        assert found == Standing(today, "no_evidence", "grey")
        return
    assert all(sighting.source.published <= today for sighting in now.sightings)
    assert all(change.on <= today for change in found.changes)
    assert (found.status == "overdue") <= bool(found.deadline and found.deadline.end and found.deadline.end < today)
    assert (found.light == "grey") == (found.status == "no_evidence")

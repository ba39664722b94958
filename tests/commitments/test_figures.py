"""Which figures lead, which may be compared, and what is worked out from others, with its arithmetic."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.amounts import agrees, amount_of, amount_text, plain
from commitments.figures import as_of, readings, reports, target_figures
from commitments.linking import link
from commitments.model import Matter, Sighting
from commitments.worked_out import target_from_growth, target_from_ratio
from tests.commitments.sayings import OLD_QUARTERS, XIGONG, YEAR_END, promised, q, reported


def matter(*sightings: Sighting) -> Matter:
    (only,) = link(sightings)
    return only


def percents(found: Matter) -> list[float | None]:
    return [report.percent for report in reports(found, target_figures(found)[0])]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (188, "个", "188个"), (37000, "户", "3.7万户"), (26833, "户", "26833户"), (7e10, "元", "700亿元"),
        (24.53, "公里", "24.53公里"),
        (530_700, "头", "53.07万头"), (5.11e9, "元", "51.1亿元"), (90, "%", "90%"), (0.6, "个百分点", "0.6个百分点"),
    ],
)  # fmt: skip
def test_amounts_are_written_as_people_write_them_and_read_back(value: float, unit: str, text: str) -> None:
    assert amount_text(value, unit) == text
    assert amount_of(text) == (pytest.approx(value), unit)


@given(st.integers(0, 10**12), st.sampled_from(["个", "户", "元", "平方米"]))
def test_no_whole_amount_loses_more_than_a_millionth_in_writing(value: int, unit: str) -> None:
    read = amount_of(amount_text(value, unit))
    assert read is not None
    assert read[0] == pytest.approx(value, rel=1e-4)
    assert plain(float(value)) == value


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [(37297, 37000, True), (26833, 26800, True), (143, 188, False), (199, 200, False), (10000, 10200, False)],
)
def test_a_rounded_number_says_the_same(a: float, b: float, same: bool) -> None:
    assert agrees(a, b) is agrees(b, a) is same


def test_the_last_promise_in_each_unit_is_the_target_and_what_most_count_in_leads() -> None:
    assert [(f.value, f.unit) for f in target_figures(matter(*OLD_QUARTERS))] == [(188, "个"), (37297, "户")]


def test_what_remains_is_no_target_but_gives_what_is_done() -> None:
    found = matter(*XIGONG)
    assert [(f.value, f.unit) for f in target_figures(found)] == [(27, "个")]
    (report,) = reports(found, target_figures(found)[0])
    assert report.figure is not None
    assert (report.figure.value, report.figure.derived) == (26, "27个 − 1个 = 26个")


def test_a_plan_repeated_in_a_report_is_not_taken_for_the_result() -> None:
    plan = promised("老旧小区改造", "2024-01-30", q(188, "个", "老旧小区"))
    report = reported("老旧小区改造", "2024-09-20", q(188, "个", "老旧小区"), q(50, "个", "小区"))
    assert percents(matter(plan, report)) == [26.6]


@pytest.mark.parametrize(
    ("report", "why"),
    [
        (reported("邻里中心", "2024-09-20", q(338, "个", "", "cumulative"), quote="全市累计建成邻里中心338个"), "累计"),
        (reported("邻里中心", "2024-09-20", q(60, "个"), quote="近年来，新增邻里中心60个"), "近年"),
        (reported("邻里中心", "2024-09-20", q(50, "个"), quote="自2021年以来，建成邻里中心50个"), "自2021年"),
        (reported("邻里中心", "2024-09-20", q(271, "个")), "far above"),
        (reported("邻里中心", "2024-09-20", q(12, "%", "", "growth")), "growth"),
    ],
)
def test_another_scope_is_never_divided_by_the_years_target(report: Sighting, why: str) -> None:
    assert percents(matter(promised("邻里中心", "2024-02-18", q(65, "个")), report)) == []


def test_a_total_of_this_year_is_compared() -> None:
    report = reported("邻里中心", "2024-09-20", q(39, "个", "", "cumulative"), quote="今年以来，累计建成邻里中心39个")
    assert percents(matter(promised("邻里中心", "2024-02-18", q(65, "个")), report)) == [60.0]


def test_what_is_added_is_no_part_of_a_level() -> None:
    level = promised("高新技术企业", "2024-02-18", q(800, "家", "", "cumulative"), quote="高新技术企业达到800家")
    added = reported("高新技术企业", "2024-09-20", q(200, "家"), quote="新增高新技术企业200家")
    reached = reported(
        "高新技术企业", "2024-09-20", q(780, "家", "", "cumulative"), quote="高新技术企业达到780家", start=50
    )
    assert percents(matter(level, added)) == []
    assert percents(matter(level, reached)) == [97.5]


def test_kilometres_and_metres_are_one_unit() -> None:
    report = reported("花墙", "2024-09-20", q(5500, "米"))
    assert percents(matter(promised("花墙", "2024-02-18", q(55, "公里")), report)) == [10.0]


def test_money_leads_where_it_is_to_be_spent_on_so_many_projects() -> None:
    plan = promised(
        "省、市重点项目",
        "2023-04-11",
        q(12, "个"),
        q(5.7e9, "元"),
        quote="突出抓好12个省、市重点项目，完成投资57亿元以上",
    )
    assert target_figures(matter(plan))[0].unit == "元"


def test_a_ratio_gives_the_missing_target() -> None:
    said = reported("省、市重点项目", "2023-04-11", q(12, "个"), q(5.11e9, "元"), q(145.2, "%", "", "ratio"), year=2022)
    found = target_from_ratio(matter(said))
    assert found is not None
    target, report = found
    assert (target.value, target.derived) == (3.52e9, "51.1亿元 ÷ 145.2% = 35.2亿元")
    assert report.percent == 145.2


def test_a_ratio_of_a_known_target_gives_the_missing_result() -> None:
    plan = promised("农村公路改造", "2024-02-18", q(200, "公里"))
    said = reported(
        "农村公路改造", "2024-09-20", q(65, "%", "年度目标", "ratio"), quote="农村公路改造完成年度目标的65%"
    )
    (report,) = reports(matter(plan, said), target_figures(matter(plan))[0])
    assert report.figure is not None
    assert (report.percent, report.figure.derived) == (65, "200公里 × 65% = 130公里")


def test_growth_on_last_years_figure_is_worked_out() -> None:
    growth = matter(promised("牛饲养量", "2024-02-18", q(7, "%", "", "growth"), limit=YEAR_END))
    base = matter(reported("牛饲养量", "2024-02-18", q(496_000, "头"), year=2023))
    found = target_from_growth(growth, base)
    assert found is not None
    assert (found.value, found.derived) == (530_700, "49.6万头 × 1.07 = 53.07万头")
    assert target_from_growth(base, growth) is None


def test_the_share_of_the_work_is_a_percent_without_a_target() -> None:
    thing = promised("汉魏故城遗址博物馆", "2024-05-22", limit=YEAR_END, action="建成开放")
    done = reported(
        "汉魏故城遗址博物馆", "2024-09-20", q(90, "%", "工程量", "share"), quote="汉魏故城遗址博物馆已完成工程量的90%"
    )
    assert target_figures(matter(thing, done)) == ()


def test_the_day_a_report_stands_at() -> None:
    assert as_of(reported("公园", "2024-09-20")) == date(2024, 9, 20)
    assert as_of(reported("公园", "2024-02-18", year=2023)) == date(2023, 12, 31)
    half = reported("公园", "2024-09-20", as_of="2024-06-30")
    assert readings(half) == (date(2024, 6, 30), date(2024, 9, 20))

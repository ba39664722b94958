"""不再提及: what one year's plan promised and the next one of its kind does not speak of."""

from __future__ import annotations

import pytest

from commitments.linking import link
from commitments.model import Matter, Sighting, Source
from commitments.plans import dropped, next_plan, plan_kind
from tests.commitments.sayings import CITY, day, promised, q, reported

TITLE = "2023年政府工作报告"
RAILWAY = promised("呼南高铁焦洛平段", "2023-02-01", action="开工", file="2023.txt", title=TITLE)


def report_of(year: int, city: str = CITY) -> Source:
    return Source(f"{year}.txt", f"{year}年政府工作报告", day(f"{year}-02-01"), city)


def matter(*sightings: Sighting) -> Matter:
    (one,) = link(sightings)
    return one


def test_a_plan_that_no_longer_speaks_of_it_drops_it() -> None:
    plan = next_plan(matter(RAILWAY), [report_of(2025), report_of(2023), report_of(2024)])
    assert plan == report_of(2024)
    found = dropped(matter(RAILWAY), report_of(2024), "今年将建成口袋公园30个，新建高标准农田10万亩。")
    assert found is not None
    assert (found.kind, found.before, found.after) == ("dropped", "开工", None)
    assert (found.on, found.files) == (day("2024-02-01"), ("2023.txt", "2024.txt"))


@pytest.mark.parametrize(
    "text", ["推进呼南高铁洛平段、\n焦洛平段前期工作。", "呼南高速铁路焦洛平段", "加快呼南高铁（焦洛平\n段）建设"]
)
def test_a_plan_that_names_it_in_other_words_drops_nothing(text: str) -> None:
    assert dropped(matter(RAILWAY), report_of(2024), text) is None


def test_a_programme_of_last_year_that_goes_on_is_not_dropped() -> None:
    parks = promised("口袋公园", "2023-02-01", q(30, "个"), file="2023.txt", title=TITLE)
    assert dropped(matter(parks), report_of(2024), "今年新建口袋公园40个") is None
    assert dropped(matter(parks), report_of(2024), "今年新建社区食堂40个") is not None


def test_what_is_done_or_said_again_is_not_dropped() -> None:
    again = promised("呼南高铁焦洛平段", "2024-02-01", action="开工", file="2024.txt", title="2024年政府工作报告")
    begun = reported("呼南高铁焦洛平段", "2023-09-01", action="开工")
    assert dropped(matter(RAILWAY, again), again.source, "") is None
    assert dropped(matter(RAILWAY, begun), report_of(2024), "") is None


def test_only_the_next_plan_of_the_same_kind_city_and_body_counts() -> None:
    others = [
        Source("news.txt", "重点工程加快推进", day("2024-02-01"), CITY),
        Source("list.txt", "2024年民生实事", day("2024-01-10"), CITY),
        Source("school.txt", "2024年教育局工作要点", day("2024-01-10"), CITY),
        Source("again.txt", "2023年政府工作报告", day("2023-03-01"), CITY),
        report_of(2024, "焦作市"),
    ]
    assert next_plan(matter(RAILWAY), others) is None
    assert next_plan(matter(reported("口袋公园", "2023-02-01", title=TITLE)), [report_of(2024)]) is None


def test_the_kind_of_a_plan_is_in_its_title() -> None:
    assert plan_kind(report_of(2024)) == "政府工作报告"
    assert plan_kind(Source("x", "今年要办的十件民生实事", day("2024-01-01"))) == "民生实事"
    assert plan_kind(Source("x", "老旧小区改造进展顺利", day("2024-01-01"))) == ""

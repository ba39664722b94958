"""What concerns those who follow a place or a topic."""

from __future__ import annotations

from datetime import date

import pytest

from commitments.following import change_concerns_place, concerns_place, concerns_topic, telling_order
from commitments.model import Change, Deadline, Matter, Sighting, Source, Statement

DAY = date(2024, 5, 22)


def statement(quote: str, places: tuple[str, ...] = (), kind: str = "commitment", basis: str = "frame") -> Sighting:
    limit = Deadline("年底前", date(2024, 12, 31), basis=basis)  # type: ignore[arg-type]
    said = Statement(kind, "老旧小区改造", "改造", quote, 0, len(quote), places=places, deadline=limit)  # type: ignore[arg-type]
    return Sighting(Source("a.txt", "甲", DAY, "洛阳市"), said)


def matter(*sightings: Sighting, places: tuple[str, ...] = (), id_: str = "m") -> Matter:
    return Matter(id_, "老旧小区改造", "洛阳市", places, 2024, ("住房",), sightings)


@pytest.mark.parametrize(
    ("place", "one", "concerned"),
    [
        ("洛阳市", matter(statement("改造188个")), True),
        ("西工区", matter(statement("改造188个")), False),
        ("西工区", matter(statement("改造188个"), places=("西工区",)), True),
        ("西工区", matter(statement("涧西区51个、西工区27个")), True),
        ("西工区", matter(statement("西工完成27个")), True),
        ("瀍河回族区", matter(statement("瀍河完成3个")), True),
        ("西工区", matter(statement("完成27个", ("西工区",))), True),
        ("郑州市", matter(statement("改造188个")), False),
    ],
)
def test_a_place_is_concerned_by_what_is_about_it_or_names_it(place: str, one: Matter, concerned: bool) -> None:
    assert concerns_place(place, one) is concerned


def test_a_topic_is_concerned_by_its_matters() -> None:
    assert concerns_topic("住房", matter())
    assert not concerns_topic("教育", matter())


def test_a_district_hears_of_a_change_in_the_citys_matter_only_where_it_is_named() -> None:
    named, other = statement("西工区27个"), statement("全市188个")
    whole = matter(named, other)
    assert change_concerns_place("西工区", whole, named)
    assert not change_concerns_place("西工区", whole, other)
    assert change_concerns_place("洛阳市", whole, other)
    assert not change_concerns_place("西工区", whole, None)


def test_contradictions_come_first_then_changes_between_documents_then_promises_by_their_deadline() -> None:
    def change(kind: str, *files: str) -> Change:
        return Change(kind, None, "1个", DAY, files)  # type: ignore[arg-type]

    report = matter(statement("完成1个", kind="progress"), id_="report")
    stated = matter(statement("改造1个", basis="explicit"), id_="stated")
    implied = matter(statement("改造1个"), id_="implied")
    ordered = [
        (report, change("conflict", "a", "b")), (implied, change("target_cut", "a", "b")),
        (implied, change("target_raised", "a", "b")), (implied, change("progress", "a")), (stated, change("new", "a")),
        (implied, change("new", "a")), (report, change("progress", "a")),
    ]  # fmt: skip
    assert sorted(ordered, key=lambda pair: telling_order(*pair)) == ordered

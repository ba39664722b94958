"""The five seed pages as they are read: what a newcomer finds in the ledger, in whatever order they come."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from itertools import permutations
from pathlib import Path

from commitments.linking import link
from commitments.model import Matter, Sighting, Source
from commitments.reader import read
from commitments.standing import standing

SEEDS = Path(__file__).parents[2] / "seeds"
TODAY = date(2024, 9, 25)


@cache
def documents() -> dict[str, tuple[Sighting, ...]]:
    """File → its sightings."""
    described = tomllib.loads((SEEDS / "seeds.toml").read_text("utf-8"))
    found = {}
    for seed in next(value for value in described.values() if isinstance(value, list)):
        published = date.fromisoformat(str(seed["published"]))
        text = (SEEDS / seed["file"]).read_bytes().decode("utf-8")
        source = Source(seed["file"], seed["title"], published, seed["city"], seed["publisher"])
        found[seed["file"]] = tuple(Sighting(source, s) for s in read(text, published, seed["city"]).statements)
    return found


@cache
def matters() -> tuple[Matter, ...]:
    return tuple(link(sighting for page in documents().values() for sighting in page))


def holding(words: str) -> Matter:
    """The matter with the statement that has these words."""
    (found,) = [m for m in matters() if any(words in s.statement.quote for s in m.sightings)]
    return found


def test_all_120_orders_of_reading_give_one_ledger() -> None:
    for order in permutations(documents()):
        # Dictionaries and sets keep the order of insertion: a linking that looked at it would differ.
        if link(sighting for file in order for sighting in documents()[file]) != list(matters()):
            raise AssertionError(order)


def test_the_programme_of_the_city_is_one_row_from_january_to_september() -> None:
    programme = holding("项目143个")
    for words in ("143个、2.68万户", "188个小区37297户", "已完工50个小区", "188个小区、3.7万户全部完成"):
        assert holding(words) == programme
    assert not any("587" in s.statement.quote or "电梯" in s.statement.quote for s in programme.sightings)
    found = standing(programme, TODAY, [m for m in matters() if m.whole == programme.id])
    assert found.target is not None
    assert found.done is not None
    assert (programme.title, found.target.value, found.done.value, found.percent) == ("老旧小区改造", 188, 50, 26.6)
    assert ("target_raised", "143个", "188个") in [(c.kind, c.before, c.after) for c in found.changes]
    assert any("涧西区51个" in note and "其余65个" in note for note in found.notes)


def test_districts_keep_their_own_rows_under_the_citys() -> None:
    programme = holding("项目143个")
    shares = {holding("改造51个").id, holding("改造27个").id}
    assert len(shares) == 2
    assert {m.id for m in matters() if m.whole == programme.id} == shares


def test_projects_are_followed_through_other_words() -> None:
    assert holding("呼南高铁洛平段及早开工") == holding("已完成立项、初设、环评")
    assert holding("城市阳台一期主体施工") == holding("城市阳台一期正在加紧收尾")
    assert holding("城市阳台二期") != holding("城市阳台一期主体施工")
    assert holding("汉魏故城遗址博物馆10月") == holding("汉魏故城遗址博物馆已完成工程量的90%")
    assert holding("新增贷款余额700亿元") == holding("金融机构全年新增贷款700亿元")

"""Linking anew touches what is connected with the change, and gives what linking everything would give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.model import Matter, Sighting
from store.ingest import Tools, ingest_text, withdraw
from store.ledger import Ledger
from tests.store.conftest import link_by_item


def page(day: str, *items: str) -> str:
    return f"刊发 {day}\n城市 洛阳市\n" + "".join(f"承诺 {item}：{item}在{day}\n" for item in items)


def letters(sighting: Sighting) -> frozenset[str]:
    return frozenset(sighting.statement.item)


def link_chains(sightings: Iterable[Sighting]) -> list[Matter]:
    """Statements are one matter if their items share a letter, directly or over others."""
    groups: list[tuple[set[str], list[Sighting]]] = []
    for seen in sorted(sightings, key=lambda s: (s.source.published, s.source.file, s.statement.start)):
        mine = set(seen.statement.item)
        touching = [group for group in groups if group[0] & mine]
        groups = [group for group in groups if group not in touching]
        groups.append((mine.union(*(g[0] for g in touching)), [s for g in touching for s in g[1]] + [seen]))
    matters = []
    for _, members in groups:
        members.sort(key=lambda s: (s.source.published, s.source.file, s.statement.start))
        first = members[0]
        name = f"{first.source.file}-{first.statement.start}"
        matters.append(Matter(name, first.statement.item, "洛阳市", (), None, (), tuple(members)))
    return matters


@pytest.fixture
def chained(tools: Tools) -> Tools:
    return replace(tools, block_keys=letters, link=link_chains)


def test_only_the_neighbourhood_of_a_change_is_linked_anew(ledger: Ledger, chained: Tools) -> None:
    linked: list[int] = []

    def counted(sightings: Sequence[Sighting]) -> list[Matter]:
        linked.append(len(sightings))
        return link_chains(sightings)

    tools = replace(chained, link=counted)
    for number, items in enumerate((("ab", "bc"), ("x", "y"), ("cd",), ("z",))):
        ingest_text(ledger, f"{number}.txt", page(f"2024-01-0{number + 1}", *items), tools=tools)
    withdraw(ledger, "2.txt", tools=tools)
    assert linked == [2, 2, 3, 1, 2]


def test_a_matter_that_grows_together_with_another_leaves_its_id_behind(ledger: Ledger, chained: Tools) -> None:
    ingest_text(ledger, "2.txt", page("2024-01-02", "ab"), tools=chained)
    ingest_text(ledger, "3.txt", page("2024-01-03", "cd"), tools=chained)
    former = [matter.id for matter in ledger.matters()]
    told = ingest_text(ledger, "1.txt", page("2024-01-01", "bc"), tools=chained)
    [one] = ledger.matters()
    assert one.id not in former
    assert [ledger.matter(id_) for id_ in former] == [one, one]
    assert told.matters_new == 1
    withdraw(ledger, "1.txt", tools=chained)
    assert [matter.id for matter in ledger.matters()] == former
    assert [matter.id for matter in ledger.matters(ids=former)] == former, "an id that is back is its own again"


def test_a_former_id_follows_over_several_steps(ledger: Ledger, chained: Tools) -> None:
    ingest_text(ledger, "3.txt", page("2024-01-03", "ab"), tools=chained)
    [first] = ledger.matters()
    for name, day, item in (("2.txt", "2024-01-02", "bc"), ("1.txt", "2024-01-01", "cd")):
        ingest_text(ledger, name, page(day, item), tools=chained)
    assert ledger.matter(first.id) == ledger.matters()[0]


def test_two_matters_of_one_id_are_refused_rather_than_mixed(ledger: Ledger, tools: Tools) -> None:
    same = replace(tools, link=lambda found: [replace(matter, id="m") for matter in link_by_item(found)])
    ingest_text(ledger, "1.txt", page("2024-01-01", "甲"), tools=same)
    with pytest.raises(ValueError, match="gave the ids"):
        ingest_text(ledger, "2.txt", page("2024-01-02", "乙"), tools=same)
    assert len(ledger.matters()) == 1


pages = st.dictionaries(
    st.sampled_from(["1.txt", "2.txt", "3.txt", "4.txt"]),
    st.lists(st.text("abcdefgh", min_size=1, max_size=2), min_size=1, max_size=4),
    min_size=1,
)


@given(st.lists(pages, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_reading_correcting_and_withdrawing_in_any_order_equals_linking_everything(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[dict[str, list[str]]]
) -> None:
    from tests.store.conftest import stand_ins

    tools = replace(stand_ins(), block_keys=letters, link=link_chains)
    with Ledger.open(tmp_path_factory.mktemp("any") / "ledger.db") as ledger:
        ledger.db.execute("PRAGMA synchronous = OFF")
        for texts in rounds:
            for name in {d.file for d in ledger.documents()} - texts.keys():
                withdraw(ledger, name, tools=tools)
            for name, items in texts.items():
                ingest_text(ledger, name, page(f"2024-01-0{name[0]}", *items), tools=tools)
            matters = ledger.matters()
            everything = [seen for matter in matters for seen in matter.sightings]
            assert sorted(matters, key=lambda m: m.id) == sorted(link_chains(everything), key=lambda m: m.id)
            assert ledger.integrity_check() == []

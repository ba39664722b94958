"""Linking what is tied to a change gives what linking everything gives, however many statements there are."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from commitments import pairs
from commitments.linking import block_keys, link, tied
from commitments.model import Sighting
from tests.commitments.sayings import EVERYTHING, promised, q
from tests.commitments.test_linking_seeds import documents

SEEDS = tuple(sighting for page in documents().values() for sighting in page)


def connected(changed: Iterable[Sighting], everything: Iterable[Sighting]) -> set[Sighting]:
    """All that is connected with the changed statements over ties."""
    border, left = set(changed), set(everything) - set(changed)
    found = set(border)
    while border:
        border = tied(border, left)
        left -= border
        found |= border
    return found


@pytest.mark.parametrize("seed", range(5))
def test_linking_what_is_tied_to_a_change_is_linking_everything(seed: int) -> None:
    everything = sorted({*SEEDS, *EVERYTHING}, key=repr)
    changed = random.Random(seed).sample(everything, 12)
    near = connected(changed, everything)
    assert len(near) < len(everything) / 2
    touched = [matter for matter in link(everything) if set(changed) & set(matter.sightings)]
    again = {matter.id: matter for matter in link(near)}
    assert all(again[matter.id] == matter for matter in touched)


def test_statements_that_are_tied_share_a_key() -> None:
    one, *others = sorted(SEEDS, key=repr)[::40]
    for other in others:
        if tied([one], [other]):
            assert block_keys(one) & block_keys(other)


def test_a_district_is_tied_to_the_city_whose_share_it_has() -> None:
    city, district = (
        promised("口袋公园", "2024-01-30", q(30, "个")),
        promised("口袋公园", "2024-01-30", places=["西工区"]),
    )
    assert tied([city], [district]) == {district}


def test_in_a_large_block_the_names_that_are_alike_are_found_without_comparing_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = link(SEEDS)
    monkeypatch.setattr(pairs, "_ALL_PAIRS", 0)
    assert link(SEEDS) == expected

"""Several years of invented cities' reports, through the real reader: at least so many pairs joined, none wrongly."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations

import pytest

from commitments.linking import link
from tests.commitments.chains import CHAINS, sentences
from tests.commitments.more_chains import MORE, OTHERS

# Of the pairs of sentences about one matter; 0.9 where not given. The rules are older than the sentences of 定远州.
# Those of MORE count the pairs with a sentence that nothing is read from, too.
JOINED = {"定远州": 0.75, "滨阳市": 0.8, "洮源市": 0.85, "岚江市": 0.75, "榆关市": 0.7, "泊川市": 0.85, "清浦市": 0.85}
CITIES = (*CHAINS, *MORE)


@cache
def homes(city: str) -> list[tuple[str, str, frozenset[str]]]:
    """(matter meant, sentence, ids of the matters that its statements are in)."""
    rows = sentences(city, (CHAINS | MORE)[city])
    matters = link(sighting for _, _, found in rows for sighting in found)
    home = {sighting: matter.id for matter in matters for sighting in matter.sightings}
    return [(meant, sentence, frozenset(home[one] for one in found)) for meant, sentence, found in rows]


@pytest.mark.parametrize("city", CITIES)
def test_sentences_about_one_thing_are_one_matter_over_the_years(city: str) -> None:
    pairs = [(a, b) for a, b in combinations(homes(city), 2) if a[0] == b[0]]
    split = [(a[1], b[1]) for a, b in pairs if not a[2] & b[2]]
    assert len(split) <= (1 - JOINED.get(city, 0.9)) * len(pairs), split


@pytest.mark.parametrize("city", CITIES)
def test_another_thing_or_another_years_programme_is_another_matter(city: str) -> None:
    wrong = [(a[1], b[1]) for a, b in combinations(homes(city), 2) if a[0] != b[0] and a[2] & b[2]]
    assert wrong == []


@pytest.mark.parametrize(("planned", "reported"), OTHERS)
def test_a_thing_alone_with_one_of_like_name_is_not_taken_for_it(planned: str, reported: str) -> None:
    rows = (("planned", "plan24", planned), ("reported", "done24", reported))
    found = [seen for _, _, seen in sentences("泊川市", rows)]
    assert all(found)
    matters = link(one for seen in found for one in seen)
    assert not any(all(set(matter.sightings) & set(seen) for seen in found) for matter in matters)


def test_the_chains_are_many_and_of_many_kinds() -> None:
    by_matter = defaultdict(set)
    for city, rows in CHAINS.items():
        for matter, document, _ in rows:
            by_matter[city, matter].add(document)
    assert sum(len(documents) > 1 for documents in by_matter.values()) >= 24

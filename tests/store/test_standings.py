"""How a matter stands takes in what its own statements do not say: districts, last year, and the plan after."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from store.files import Metadata
from store.ingest import ingest_text
from store.ledger import Ledger
from store.standings import standings

CITY = "临川市"
LAST = "政府工作报告\n2023年，我们将建成汇文路跨河大桥，新建口袋公园30个。\n"
NEXT = "政府工作报告\n2024年，我们将新建口袋公园40个。\n"
GIVEN = {
    "2023.txt": (LAST, Metadata(title="2023年政府工作报告", city=CITY, published=date(2023, 2, 1))),
    "2024.txt": (NEXT, Metadata(title="2024年政府工作报告", city=CITY, published=date(2024, 2, 1))),
}


def read(ledger: Ledger, file: str) -> list[tuple[str, str]]:
    text, given = GIVEN[file]
    told = ingest_text(ledger, file, text, given=given)
    titles = {matter.id: matter.title for matter in ledger.matters()}
    return [(titles[id_], change.kind) for id_, change in told.changes]


def dropped(ledger: Ledger, today: date) -> list[str]:
    matters = ledger.matters(today)
    found = zip(matters, standings(ledger, matters, today), strict=True)
    return [one.title for one, how in found if "dropped" in [change.kind for change in how.changes]]


@pytest.mark.parametrize("order", [*permutations(GIVEN)], ids=" ".join)
def test_what_the_next_report_does_not_speak_of_is_dropped_in_whatever_order_they_are_read(
    ledger: Ledger, order: tuple[str, ...]
) -> None:
    for file in order:
        read(ledger, file)
    (bridge,) = dropped(ledger, date(2024, 3, 1))
    assert "跨河大桥" in bridge
    assert dropped(ledger, date(2024, 1, 1)) == []


def test_the_report_that_drops_it_says_so_when_it_is_read(ledger: Ledger) -> None:
    read(ledger, "2023.txt")
    kinds = [kind for title, kind in read(ledger, "2024.txt") if "跨河大桥" in title]
    assert kinds == ["dropped"]

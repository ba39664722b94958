"""The five seeds make the same ledger in whatever order they are read, and what linking them all at once gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commitments.linking import link
from commitments.model import Matter, Reading
from store.files import find_documents, read_text, seed_metadata
from store.ingest import Tools, default_tools, ingest_text, withdraw
from store.ledger import Ledger
from store.reread import read_again

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {path.name: read_text(path) for path in find_documents([SEEDS])}
GIVEN = seed_metadata(SEEDS)


@pytest.fixture(scope="module")
def tools() -> Tools:
    """The product's own reader and linking; each seed is read once."""
    real = default_tools()
    readings: dict[str, Reading] = {}

    def read(text: str, *said: object) -> Reading:
        if text not in readings:
            readings[text] = real.read(text, *said)  # type: ignore[arg-type]
        return readings[text]

    return replace(real, read=read, changes=lambda *_: [], index=lambda *_: None, unindex=lambda *_: None)


@pytest.fixture
def new_ledger(tmp_path: Path) -> Iterator[Callable[[], Ledger]]:
    """Opens an empty ledger; what is promised on a power cut is not at stake here."""
    opened: list[Ledger] = []

    def open_one() -> Ledger:
        ledger = Ledger.open(tmp_path / f"{len(opened)}.db")
        ledger.db.execute("PRAGMA synchronous = OFF")
        opened.append(ledger)
        return ledger

    yield open_one
    for ledger in opened:
        ledger.close()


def read_seed(ledger: Ledger, name: str, tools: Tools) -> None:
    ingest_text(ledger, name, TEXTS[name], given=GIVEN[name], tools=tools)


def in_every_order(ledger: Ledger, left: frozenset[str], tools: Tools) -> Iterator[list[Matter]]:
    """The matters after each order of reading `left`; each reading is taken back before the next is tried."""
    if not left:
        yield ledger.matters()
    for name in sorted(left):
        ledger.db.execute(f"SAVEPOINT at_{len(left)}")
        read_seed(ledger, name, tools)
        yield from in_every_order(ledger, left - {name}, tools)
        ledger.db.execute(f"ROLLBACK TO at_{len(left)}")
        ledger.db.execute(f"RELEASE at_{len(left)}")


def test_all_120_orders_of_reading_the_seeds_give_one_ledger(new_ledger: Callable[[], Ledger], tools: Tools) -> None:
    ledger = new_ledger()
    first, *others = in_every_order(ledger, frozenset(TEXTS), tools)
    assert len(others) == 119
    assert all(other == first for other in others)
    everything = [seen for matter in first for seen in matter.sightings]
    assert sorted(first, key=lambda m: m.id) == sorted(link(everything), key=lambda m: m.id)
    assert ledger.documents() == [], "every reading was taken back"


def test_a_seed_withdrawn_and_read_again_leaves_the_ledger_as_it_was(
    new_ledger: Callable[[], Ledger], tools: Tools
) -> None:
    ledger = new_ledger()
    for name in TEXTS:
        read_seed(ledger, name, tools)
    whole = ledger.matters()
    for name in TEXTS:
        withdraw(ledger, name, tools=tools)
        without = new_ledger()
        for other in TEXTS.keys() - {name}:
            read_seed(without, other, tools)
        assert ledger.matters() == without.matters() != whole
        read_seed(ledger, name, tools)
        assert ledger.matters() == whole
    assert [told.outcome for told in read_again(ledger, tools=tools)] == ["same"] * len(TEXTS)
    assert ledger.matters() == whole
    assert ledger.integrity_check() == []

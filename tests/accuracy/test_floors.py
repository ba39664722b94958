"""Figures on the gold do not fall: floors.toml holds what was reached, and is raised when more is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.accuracy import figures

FLOORS = tomllib.loads((figures.HERE / "floors.toml").read_text(encoding="utf-8"))
DOCUMENTS = {name: (gold, text) for name, gold, text in figures.documents() if name in FLOORS["reading"]}


def below(found: figures.Figures, floors: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Figure → (reached, floor) for those that fell; a floor named `most_…` is a ceiling."""
    fallen = {}
    for name, floor in floors.items():
        is_ceiling, figure = name.startswith("most_"), name.removeprefix("most_")
        reached = found[figure]
        if reached is None or (reached > floor if is_ceiling else reached < floor):
            fallen[figure] = (reached, floor)
    return fallen


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the seeds."""
    return figures.seeds_database(tmp_path_factory.mktemp("seeds"))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_statements_of_a_document_are_found_as_well_as_before(name: str) -> None:
    assert below(figures.reading(name, *DOCUMENTS[name]), FLOORS["reading"][name]) == {}


def test_every_seed_with_gold_has_a_floor() -> None:
    assert {gold.stem for gold in (figures.HERE / "gold").glob("*.jsonl")} == set(FLOORS["reading"])


def test_time_limits_are_read_as_well_as_before() -> None:
    assert below(figures.time_limits(), FLOORS["time_limits"]) == {}


def test_matters_are_joined_as_well_as_before(database: Path, tmp_path: Path) -> None:
    assert below(figures.linking(database, tmp_path), FLOORS["linking"]) == {}


@pytest.mark.parametrize("questions", ["questions", "noisy"])
def test_questions_are_answered_as_well_as_before(database: Path, questions: str) -> None:
    assert below(figures.answers(database, f"{questions}.jsonl"), FLOORS[questions]) == {}

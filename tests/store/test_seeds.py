"""The seeds are byte for byte as they came, and seeds.toml describes each of them."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from store.files import find_documents, seed_metadata

SEEDS = Path(__file__).parents[2] / "seeds"
SHA256 = {
    "000_fe42a3667c6bd0e4.txt": "fddc4eac1192ea1d0b5347e4095cecc3e925f55ce5c8605366f82d95d8e08a6d",
    "001_07fbc007eb1dbc0e.txt": "bf2ed1fd6c924fba20c022802c2dffa33c8b12fedbadf0d3d7cf996b2a3c3ae6",
    "002_72280f6944ee79bd.txt": "2d0fb4f6e4df63d90053e4a33ef6c59ba5bdd2aeed0648f12f23380e583f8aeb",
    "003_06383a16a4ca8ce9.txt": "5a45d1887013cfeaa0a320c5f3290f66200111eccd2befb3d375a46eab848e8d",
    "004_5c5b8542f0a6334b.txt": "3782bf53fa324a24a154598d187cc3e2b005529e53abca8840300396a070b54c",
}
PUBLISHED = {
    "000": date(2024, 5, 22),
    "001": date(2024, 9, 20),
    "002": date(2023, 4, 11),
    "003": date(2024, 2, 18),
    "004": date(2024, 1, 30),
}


@pytest.mark.parametrize("name", SHA256)
def test_a_seed_is_byte_for_byte_as_it_came(name: str) -> None:
    assert hashlib.sha256((SEEDS / name).read_bytes()).hexdigest() == SHA256[name]


def test_the_folder_holds_these_documents_and_no_other() -> None:
    assert [path.name for path in find_documents([SEEDS])] == list(SHA256)


def test_every_seed_is_described_in_full() -> None:
    described = seed_metadata(SEEDS)
    assert described.keys() == SHA256.keys()
    assert {name[:3]: entry.published for name, entry in described.items()} == PUBLISHED
    for entry in described.values():
        assert entry.title
        assert entry.source
        assert (entry.publisher, entry.city) == ("洛阳日报", "洛阳市")

"""`jiannuo replay` on the seeds: what would have been sent in 2024, to read and for programs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commitments.calendar import is_workday
from handlers.card import SCREEN_ROWS, rows
from store.ingest import find_documents, ingest
from store.ledger import Ledger
from tests.bot.cli.conftest import Command, Ended

SEEDS = Path(__file__).parent.parent.parent.parent / "seeds"
PERIOD = ("--from", "2024-05-22", "--to", "2025-01-15")


@pytest.fixture(scope="module")
def seeds_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five seeds in a ledger."""
    path = tmp_path_factory.mktemp("seeds") / "seeds.db"
    with Ledger.open(path) as ledger:
        for document in find_documents((SEEDS,)):
            ingest(ledger, document)
    return path


@pytest.fixture
def replay(command: Command, seeds_db: Path) -> Callable[..., Ended]:
    """Replays the period: replay("--follow", "西工区")."""
    return lambda *arguments: command("replay", "--db", str(seeds_db), *PERIOD, *arguments)


@pytest.fixture
def whole_city(replay: Callable[..., Ended]) -> list[dict[str, Any]]:
    """What a follower of the city and of a district is sent."""
    return replay("--follow", "洛阳市", "--follow", "西工", "--json").objects()


def test_every_message_has_the_keys_of_the_contract(whole_city: list[dict[str, Any]]) -> None:
    assert {tuple(said) for said in whole_city} == {("date", "time", "to", "kind", "text", "matters")}
    assert {said["to"] for said in whole_city} == {"洛阳市、西工区"}
    assert {said["kind"] for said in whole_city} == {"update", "digest"}
    assert all(said["matters"] for said in whole_city)


def test_messages_come_in_order_on_workdays_one_digest_a_day_and_each_once(whole_city: list[dict[str, Any]]) -> None:
    moments = [(said["date"], said["time"], said["kind"]) for said in whole_city]
    assert moments == sorted(moments)
    assert len(set(moments)) == len(moments)
    assert all(is_workday(date.fromisoformat(day)) for day, _, _ in moments)
    assert len({said["text"] for said in whole_city}) == len(whole_city)


def test_a_city_is_told_little_enough_to_be_read(whole_city: list[dict[str, Any]]) -> None:
    assert all(rows(said["text"]) <= SCREEN_ROWS for said in whole_city)
    assert 20 < len(whole_city) < 90


def test_the_raised_target_is_told_on_the_day_of_print_with_its_sentence(whole_city: list[dict[str, Any]]) -> None:
    (update, later) = [said for said in whole_city if said["kind"] == "update"]
    assert (update["date"], later["date"]) == ("2024-05-22", "2024-09-20")
    assert "老旧小区改造：目标上调 143→188个（+31%，05-22）" in update["text"]
    assert "188个小区37297户全部完工" in update["text"]


def test_nothing_is_known_before_it_was_printed(whole_city: list[dict[str, Any]]) -> None:
    before = [said["text"] for said in whole_city if said["date"] < "2024-09-20"]
    assert not any("50/188个" in text for text in before)
    assert any("50/188个" in said["text"] for said in whole_city if said["date"] > "2024-09-20")


def test_the_year_end_is_reminded_of_by_the_steps(whole_city: list[dict[str, Any]]) -> None:
    named = [said for said in whole_city if "老旧小区改造 还差138个（50/188个）" in said["text"]]
    assert [said["date"] for said in named if said["date"] <= "2024-12-31"] == [
        "2024-11-29", "2024-12-24", "2024-12-27", "2024-12-30", "2024-12-31",
    ]  # fmt: skip


def test_a_district_hears_of_its_own_matters_only(replay: Callable[..., Ended]) -> None:
    found = replay("--follow", "西工区", "--json").objects()
    assert found
    assert not any("瀍河区" in said["text"] or "九洲池" in said["text"] for said in found)


def test_people_read_it_day_by_day(replay: Callable[..., Ended]) -> None:
    ended = replay("--follow", "西工区 老旧小区")
    assert ended.status == 0
    assert "—— 2024-09-29 09:00 → 西工区 老旧小区\n提醒 · 9月29日 周日：将到期1项" in ended.out
    assert ended.out.rstrip().endswith("条消息")


def test_the_ledger_is_left_as_it_is(replay: Callable[..., Ended], seeds_db: Path) -> None:
    before = hashlib.sha256(seeds_db.read_bytes()).digest()
    replay("--follow", "洛阳市")
    assert hashlib.sha256(seeds_db.read_bytes()).digest() == before
    assert (
        not seeds_db.with_name(seeds_db.name + "-wal").exists()
        or not seeds_db.with_name(seeds_db.name + "-wal").stat().st_size
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--from", "2024-02-01", "--to", "2024-01-01", "--follow", "洛阳市"), "before"),
        (("--from", "1024-02-01", "--to", "2024-01-01", "--follow", "洛阳市"), "days apart"),
        (("--from", "2024-01-01", "--to", "2024-02-01"), "--follow"),
        (("--from", "yesterday", "--to", "2024-02-01", "--follow", "洛阳市"), "2024-08-20"),
        (("--from", "2024-01-01", "--to", "2024-02-01", "--follow", " "), "--follow"),
    ],
)
def test_a_wrong_argument_is_one_line(command: Command, seeds_db: Path, arguments: tuple[str, ...], word: str) -> None:
    ended = command("replay", "--db", str(seeds_db), *arguments)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert word in ended.err

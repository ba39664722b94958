"""The measures in short; `make reliability` runs them in full. Each control shows that the measure can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reliability import clocks, store

DAYS = 130  # of disturbance; the rest of the year comes in one digest


def test_a_process_killed_while_sending_loses_nothing_and_sends_at_most_one_more_each_time(tmp_path: Path) -> None:
    found = store.killed_while_sending(tmp_path, messages=60, kills=5)
    assert found["killed"] > 0
    assert (found["lost"], found["unmarked"]) == (0, 0)
    assert found["extra"] <= found["killed"]
    assert found["most"] <= 3


def test_recording_before_sending_would_lose_some(tmp_path: Path) -> None:
    lost = 0
    for seed in range(8):
        (tmp_path / str(seed)).mkdir()
        lost += store.killed_while_sending(tmp_path / str(seed), messages=40, kills=6, careful=False, seed=seed)["lost"]
        if lost:
            return
    pytest.fail("the control lost nothing")


def test_writers_at_once_are_never_locked_out(tmp_path: Path) -> None:
    assert store.writers(tmp_path, processes=4, writes=25) == {"locked": 0, "rows": 100, "distinct": 100}


def test_deferred_transactions_would_be_locked_out(tmp_path: Path) -> None:
    assert store.writers(tmp_path, processes=4, writes=60, careful=False)["locked"] > 0


def test_an_invitation_that_many_claim_at_once_has_one_winner(tmp_path: Path) -> None:
    assert store.claimers(tmp_path, invitations=20, processes=8) == {"one winner": 20, "several": 0}


def test_looking_before_taking_would_have_several_winners(tmp_path: Path) -> None:
    for attempt in range(6):
        (tmp_path / str(attempt)).mkdir()
        if store.claimers(tmp_path / str(attempt), invitations=150, processes=8, careful=False)["several"]:
            return
    pytest.fail("the control had one winner each")


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> clocks.Occurrences:
    """The occurrences of a year without any disturbance."""
    found, doubled = clocks.year_of(tmp_path_factory.mktemp("steady") / "a.db", seed=1, days=366)
    assert doubled == 0
    assert len(found) > 40
    return found


@pytest.mark.parametrize("downtime", clocks.DOWNTIMES, ids=str)
def test_no_downtime_changes_what_is_reminded_of(tmp_path: Path, steady: clocks.Occurrences, downtime: object) -> None:
    assert clocks.disturbed(tmp_path / "a.db", 1, downtime, jump=False, days=DAYS) == (steady, 0)  # type: ignore[arg-type]


def test_asking_for_today_only_would_miss_what_fell_into_a_downtime(tmp_path: Path, steady: clocks.Occurrences) -> None:
    found, _ = clocks.disturbed(tmp_path / "a.db", 1, clocks.DOWNTIMES[3], jump=False, days=DAYS, careful=False)
    assert steady - found


@pytest.mark.parametrize("jump", clocks.JUMPS, ids=str)
def test_no_jump_of_the_clock_changes_what_is_reminded_of(
    tmp_path: Path, steady: clocks.Occurrences, jump: object
) -> None:
    assert clocks.disturbed(tmp_path / "a.db", 1, jump, jump=True, days=DAYS) == (steady, 0)  # type: ignore[arg-type]


def test_no_time_zone_of_the_host_changes_what_is_reminded_of(tmp_path: Path, steady: clocks.Occurrences) -> None:
    assert clocks.year_of(tmp_path / "a.db", 1, "America/New_York") == (steady, 0)

"""The inbox: an update that was taken is done once, also if the process dies."""

from __future__ import annotations

from datetime import timedelta

from store import inbox
from store.ledger import Ledger
from tests.store.promises import at

NOW = at("2024-09-25 09:00")


def test_an_update_is_taken_once_and_waits_until_it_is_done(ledger: Ledger) -> None:
    assert inbox.take(ledger, 8, '{"b": 2}', NOW)
    assert inbox.take(ledger, 7, '{"a": 1}', NOW)
    assert not inbox.take(ledger, 7, '{"a": 1}', NOW)
    assert inbox.waiting(ledger) == [(7, '{"a": 1}'), (8, '{"b": 2}')]
    assert inbox.done(ledger, 7, NOW)
    assert not inbox.done(ledger, 7, NOW)
    assert inbox.waiting(ledger) == [(8, '{"b": 2}')]
    assert not inbox.take(ledger, 7, "again", NOW)


def test_another_process_finds_what_was_taken(ledger: Ledger) -> None:
    inbox.take(ledger, 7, "x", NOW)
    with Ledger.open(ledger.path) as other:
        assert inbox.waiting(other) == [(7, "x")]


def test_what_an_update_said_is_forgotten_when_it_is_done_and_old_ones_go(ledger: Ledger) -> None:
    inbox.take(ledger, 7, "私人内容", NOW)
    inbox.take(ledger, 8, "waiting", NOW)
    inbox.done(ledger, 7, NOW)
    assert [row[0] for row in ledger.db.execute("SELECT payload FROM inbox ORDER BY 1")] == ["", "waiting"]
    assert inbox.prune(ledger, NOW + timedelta(days=6)) == 0
    assert inbox.prune(ledger, NOW + timedelta(days=8)) == 1
    assert inbox.waiting(ledger) == [(8, "waiting")]

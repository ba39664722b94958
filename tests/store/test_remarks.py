"""Personal reminders: made, listed, cancelled, put off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import remarks
from store.ledger import Ledger
from tests.store.promises import at

NOW = at("2024-09-25 09:00")
LATER = NOW + timedelta(days=1)


def add(ledger: Ledger, text: str = "催报", *, chat: int = 1, hours: int = 24) -> remarks.Remark:
    return remarks.add(ledger, chat, None, 7, NOW + timedelta(hours=hours), text, "m", NOW)


def test_reminders_of_a_chat_are_listed_the_next_first(ledger: Ledger) -> None:
    late, soon, _other = add(ledger, "后", hours=48), add(ledger, " 先 ", hours=24), add(ledger, chat=2)
    assert remarks.waiting(ledger, 1) == [soon, late]
    assert (soon.text, soon.matter_id, soon.at, soon.thread) == ("先", "m", LATER, None)
    assert remarks.remark(ledger, 1, soon.id) == soon
    assert remarks.remark(ledger, 2, soon.id) is None


@pytest.mark.parametrize(
    ("text", "hours", "why"), [("  ", 24, "没有写"), ("催报", 0, "已经过了"), ("催报", -1, "已经过了")]
)
def test_a_reminder_needs_words_and_a_time_to_come(ledger: Ledger, text: str, hours: int, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        add(ledger, text, hours=hours)
    assert remarks.waiting(ledger, 1) == []


def test_one_person_cannot_fill_the_ledger(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remarks, "MOST", 2)
    add(ledger, "甲" * 5000)
    assert len(add(ledger, "乙" * 5000).text) == remarks.LONGEST
    with pytest.raises(ValueError, match="最多"):
        add(ledger)


def test_only_a_reminder_that_waits_in_this_chat_is_cancelled(ledger: Ledger) -> None:
    one = add(ledger)
    assert not remarks.cancel(ledger, 2, one.id)
    assert remarks.cancel(ledger, 1, one.id)
    assert not remarks.cancel(ledger, 1, one.id)
    assert remarks.due(ledger, LATER) == []
    assert not remarks.snooze(ledger, 1, one.id, LATER)


def test_a_reminder_is_due_from_its_moment_on_and_can_be_put_off(ledger: Ledger) -> None:
    one = add(ledger)
    assert remarks.due(ledger, LATER - timedelta(seconds=1)) == []
    assert remarks.due(ledger, LATER) == [one]
    assert remarks.snooze(ledger, 1, one.id, LATER + timedelta(days=3))
    assert remarks.due(ledger, LATER) == []
    assert not remarks.snooze(ledger, 2, one.id, LATER)


def test_a_reminder_is_changed_by_who_made_it_or_by_who_may_change_all(ledger: Ledger) -> None:
    own, other = add(ledger), add(ledger)
    assert not remarks.cancel(ledger, 1, own.id, by=8)
    assert not remarks.snooze(ledger, 1, own.id, LATER + timedelta(days=3), by=8)
    assert remarks.waiting(ledger, 1) == [own, other]
    assert remarks.snooze(ledger, 1, own.id, LATER + timedelta(days=3), by=7)
    assert remarks.cancel(ledger, 1, own.id, by=7)
    assert remarks.cancel(ledger, 1, other.id, by=None)

"""What a chat chose: kept, checked, and used by the clock of its own zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from store.chats import ChatSettings, change, forget_reminders, settings, switch_off
from store.database import transaction
from store.follows import follow
from store.ledger import Ledger
from store.moments import to_text
from tests.store.promises import at


def test_the_defaults_hold_until_something_is_chosen(ledger: Ledger) -> None:
    assert settings(ledger, 1) == ChatSettings()
    assert settings(ledger, 1, "Asia/Urumqi").zone == "Asia/Urumqi"
    assert change(ledger, 1, hour=8, steps=(1, 7, 7, 0)) == settings(ledger, 1)
    assert (settings(ledger, 1).hour, settings(ledger, 1).steps) == (8, (7, 1, 0))
    assert settings(ledger, 2) == ChatSettings()


def test_what_was_chosen_is_kept_when_something_else_is(ledger: Ledger) -> None:
    change(ledger, 1, zone="Asia/Shanghai", weekends=True)
    change(ledger, 1, quiet=(23, 6))
    after = change(ledger, 1, weekends=False, brief="weekly", form="single")
    assert (after.zone, after.quiet, after.weekends, after.brief, after.form) == (
        "Asia/Shanghai", (23, 6), False, "weekly", "single",
    )  # fmt: skip
    assert settings(ledger, 1, "Asia/Urumqi").zone == "Asia/Shanghai"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": 24}, {"hour": -1}, {"hour": "9"}, {"hour": True}, {"steps": ()}, {"steps": [1]}, {"steps": (-1,)},
        {"steps": (400,)},
        {"steps": tuple(range(13))}, {"quiet": (22,)}, {"quiet": (22, 25)}, {"zone": "Moon"}, {"zone": ""},
        {"form": "x"}, {"brief": "daily"}, {"on": 1}, {"off_why": "x"}, {"colour": 1},
    ],
)  # fmt: skip
def test_a_wrong_choice_is_refused_and_changes_nothing(ledger: Ledger, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        change(ledger, 1, weekends=True, **wrong)
    assert settings(ledger, 1) == ChatSettings()


@pytest.mark.parametrize(
    ("quiet", "moment", "opens"),
    [
        ((22, 7), "2024-09-25 21:59", "2024-09-25 21:59"),
        ((22, 7), "2024-09-25 22:00", "2024-09-26 07:00"),
        ((22, 7), "2024-09-26 06:59", "2024-09-26 07:00"),
        ((12, 14), "2024-09-25 13:00", "2024-09-25 14:00"),
        ((0, 0), "2024-09-25 03:00", "2024-09-25 03:00"),
        ((22, 7), "2024-09-30 23:00", "2024-10-08 09:00"),
        ((22, 7), "2024-10-12 10:00", "2024-10-12 10:00"),  # a Saturday of work (调休)
    ],
)
def test_a_chat_is_not_disturbed_at_night_and_on_days_off(quiet: tuple[int, int], moment: str, opens: str) -> None:
    assert ChatSettings(quiet=quiet).open_from(at(moment)) == at(opens)


def test_a_chat_that_chose_no_zone_follows_and_changes_on_the_clock_of_the_settings(ledger: Ledger) -> None:
    now = at("2024-09-23 10:00")  # in Urumqi 08:00, before the digest of the day
    follow(ledger, 1, None, "place", "西工区", "西工区", 7, now, zone="Asia/Urumqi")
    planned = ledger.db.execute("SELECT reminded_until, next_at FROM subscribers").fetchone()
    assert planned == ("2024-09-22", to_text(at("2024-09-23 11:00")))
    assert change(ledger, 1, default_zone="Asia/Urumqi", hour=10).zone == "Asia/Urumqi"
    assert settings(ledger, 1, "Asia/Shanghai").zone == "Asia/Shanghai"
    assert change(ledger, 1, default_zone="Asia/Urumqi", zone="Asia/Shanghai").zone == "Asia/Shanghai"


def test_switching_days_off_to_and_fro_looks_back_no_farther_than_once(ledger: Ledger) -> None:
    follow(ledger, 1, None, "place", "西工区", "西工区", 7, at("2024-09-23 10:00"))
    seen = set()
    for weekends in (True, False) * 5:
        change(ledger, 1, weekends=weekends)
        seen.add(ledger.db.execute("SELECT reminded_until FROM subscribers").fetchone()[0])
    assert seen == {"2024-09-13"}


@pytest.mark.parametrize(
    "broken",
    ["", "{", "[]", "null", '"text"', '{"hour": 99}', '{"zone": "Nowhere/None"}', '{"steps": 3}', "[" * 100_000],
)
def test_settings_that_cannot_be_read_are_the_defaults_and_hold_up_nobody(ledger: Ledger, broken: str) -> None:
    change(ledger, 7, hour=8)
    change(ledger, 8, hour=8)
    ledger.db.execute("UPDATE chats SET settings = ? WHERE chat = 7", (broken,))
    assert settings(ledger, 7) == ChatSettings()
    assert settings(ledger, 8).hour == 8
    assert change(ledger, 7, weekends=True).weekends
    assert settings(ledger, 7) == ChatSettings(weekends=True)
    ledger.db.execute("UPDATE chats SET settings = ? WHERE chat = 7", (broken,))
    with transaction(ledger.db):
        switch_off(ledger.db, 7, "why", datetime(2024, 9, 25, tzinfo=UTC))
    assert not settings(ledger, 7).on


def test_only_the_setting_that_is_broken_is_the_default(ledger: Ledger) -> None:
    change(ledger, 7, hour=8, on=False)
    ledger.db.execute("UPDATE chats SET settings = replace(settings, '8', '99') WHERE chat = 7")
    assert settings(ledger, 7) == ChatSettings(on=False)


def test_reminders_of_long_ago_are_forgotten_but_for_the_last_of_each_chat(ledger: Ledger) -> None:
    rows = [(7, "a", "2023-01-02"), (7, "b", "2023-01-03"), (7, "c", "2024-09-01"), (8, "d", "2022-05-05")]
    for chat, occurrence, day in rows:
        ledger.db.execute("INSERT INTO reminded VALUES (?, 0, 'm1', ?, ?)", (chat, occurrence, day))
    assert forget_reminders(ledger, datetime(2024, 9, 25, tzinfo=UTC)) == 2
    left = ledger.db.execute("SELECT occurrence FROM reminded ORDER BY occurrence").fetchall()
    assert [row[0] for row in left] == ["c", "d"]
    assert forget_reminders(ledger, datetime(2024, 9, 25, tzinfo=UTC)) == 0

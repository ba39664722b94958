"""The outbox: one message each, claimed by one, never lost, never sent a third time where it may have arrived."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from store import chats, outbox
from store.database import transaction
from store.follows import follow, follows
from store.ledger import Ledger
from store.outbox import AMBIGUOUS_TRIES, FAILURES, LEASE, PUSHED_AWAY
from tests.store.promises import at

NOW = at("2024-09-25 09:00")
DAY = date(2024, 9, 25)


def put(ledger: Ledger, *keys: str, chat: int = 1) -> None:
    with transaction(ledger.db):
        for key in keys:
            outbox.put(
                ledger.db,
                chat,
                None,
                "digest",
                key,
                f"<b>{key}</b>",
                day=DAY,
                at=NOW,
                buttons=((("详情", "card;0;m;-"),),),
            )


def claim(ledger: Ledger, owner: str = "a", limit: int = 10, **more: object) -> list[str]:
    return [m.key for m in outbox.claim(ledger, more.pop("now", NOW), limit, owner=owner, **more)]  # type: ignore[arg-type]


def only(ledger: Ledger, owner: str = "a", now: object = NOW) -> outbox.Message:
    (message,) = outbox.claim(ledger, now, 10, owner=owner)  # type: ignore[arg-type]
    return message


def test_a_message_comes_out_as_it_went_in(ledger: Ledger) -> None:
    put(ledger, "k")
    message = only(ledger)
    assert (message.chat, message.thread, message.kind, message.text) == (1, None, "digest", "<b>k</b>")
    assert (message.buttons, message.day, message.attempts) == (((("详情", "card;0;m;-"),),), DAY, 1)
    assert not message.possibly_sent


def test_a_key_makes_one_message(ledger: Ledger) -> None:
    put(ledger, "k", "k")
    put(ledger, "k", chat=2)
    assert outbox.pending(ledger) == {"waiting": 2}


def test_a_message_is_claimed_by_one_and_those_tried_least_come_first(ledger: Ledger) -> None:
    put(ledger, "1", "2", "3")
    first = outbox.claim(ledger, NOW, 2, owner="a")
    assert [m.key for m in first] == ["1", "2"]
    assert claim(ledger, "b") == ["3"]
    outbox.retry(ledger, first[0].id, NOW, "no route", ambiguous=False)
    put(ledger, "4")
    assert claim(ledger) == ["4", "1"]


def test_nothing_is_claimed_before_its_time_nor_for_a_resting_chat(ledger: Ledger) -> None:
    put(ledger, "1")
    put(ledger, "2", chat=2)
    assert claim(ledger, now=NOW - timedelta(seconds=1)) == []
    assert not outbox.due(ledger, NOW - timedelta(seconds=1))
    assert claim(ledger, resting=[1]) == ["2"]
    assert outbox.due(ledger, NOW)


def test_what_was_sent_stays_sent_whatever_comes_later(ledger: Ledger) -> None:
    put(ledger, "1")
    id_ = only(ledger).id
    outbox.sent(ledger, id_, 77, NOW)
    assert outbox.retry(ledger, id_, NOW, "late answer", ambiguous=True) == "sent"
    outbox.dead(ledger, id_, "no")
    assert outbox.pending(ledger) == {"sent": 1}


def test_surely_not_sent_is_tried_for_ever(ledger: Ledger) -> None:
    put(ledger, "1")
    for number in range(20):
        message = only(ledger)
        assert (message.attempts, message.possibly_sent) == (number + 1, False)
        assert outbox.retry(ledger, message.id, NOW, "connect error", ambiguous=False) == "waiting"


def test_the_third_ambiguous_try_is_the_last_and_repeats_are_marked(ledger: Ledger) -> None:
    put(ledger, "1")
    states = []
    for number in range(AMBIGUOUS_TRIES):
        message = only(ledger)
        assert message.possibly_sent is (number > 0)
        states.append(outbox.retry(ledger, message.id, NOW, "timeout", ambiguous=True))
    assert states == ["waiting", "waiting", "uncertain"]
    assert claim(ledger) == []


def test_a_poison_message_is_pushed_away_and_dead_after_five_tries(ledger: Ledger) -> None:
    put(ledger, "poison", "good")
    now, states = NOW, []
    for _ in range(FAILURES):
        poison = next(m for m in outbox.claim(ledger, now, 10, owner="a") if m.key == "poison")
        states.append(outbox.failed(ledger, poison.id, "can't parse entities", now))
        assert claim(ledger, now=now) == []
        now += PUSHED_AWAY
    assert states == ["waiting"] * 4 + ["dead"]
    assert [m.why for m in outbox.messages(ledger, "dead")] == ["can't parse entities"]


def test_the_claim_of_a_process_that_died_comes_back_as_possibly_sent(ledger: Ledger) -> None:
    put(ledger, "1")
    only(ledger, "dead one")
    assert claim(ledger, "new one", now=NOW + LEASE / 2) == []
    assert only(ledger, "new one", NOW + LEASE).possibly_sent


def test_a_claim_that_could_not_be_recorded_comes_back_to_its_own_process_as_possibly_sent(ledger: Ledger) -> None:
    put(ledger, "1")
    only(ledger, "a")
    assert claim(ledger, "a", now=NOW + LEASE / 2) == []
    assert only(ledger, "a", NOW + LEASE).possibly_sent


def test_processes_that_die_again_and_again_send_no_message_more_than_three_times(ledger: Ledger) -> None:
    put(ledger, "1")
    times = sum(bool(claim(ledger, f"run {n}", now=NOW + n * LEASE)) for n in range(10))
    assert times == AMBIGUOUS_TRIES
    assert outbox.pending(ledger) == {"uncertain": 1}


def test_messages_that_are_over_are_forgotten_after_a_year_and_no_others(ledger: Ledger) -> None:
    put(ledger, "sent", "dead and told", "dead", "waiting")
    sent, told, dead, waiting = outbox.claim(ledger, NOW, 10, owner="a")
    outbox.sent(ledger, sent.id, 1, NOW)
    outbox.dead(ledger, told.id, "no")
    with transaction(ledger.db):
        outbox.unreported(ledger.db, NOW)
    outbox.dead(ledger, dead.id, "no")
    outbox.retry(ledger, waiting.id, NOW, "no route", ambiguous=False)
    assert outbox.prune(ledger, NOW + outbox.KEPT) == 0
    assert outbox.prune(ledger, NOW + outbox.KEPT + timedelta(days=1)) == 2
    assert outbox.pending(ledger) == {"dead": 1, "waiting": 1}


def test_a_chat_that_cannot_be_reached_is_off_and_says_why(ledger: Ledger) -> None:
    put(ledger, "1", "2")
    put(ledger, "3", chat=2)
    assert outbox.chat_off(ledger, 1, "机器人已被屏蔽", NOW) == 2
    assert outbox.pending(ledger) == {"off": 2, "waiting": 1}
    assert (chats.settings(ledger, 1).on, chats.settings(ledger, 1).off_why) == (False, "机器人已被屏蔽")
    assert chats.settings(ledger, 2).on
    assert chats.change(ledger, 1, on=True).off_why == ""


@pytest.mark.parametrize("both", [False, True])
def test_a_group_that_became_a_supergroup_keeps_everything(ledger: Ledger, both: bool) -> None:
    put(ledger, "1")
    follow(ledger, 1, None, "place", "西工区", "西工区", 7, NOW)
    if both:
        follow(ledger, 100, None, "place", "西工区", "西工区", 7, NOW)
    chats.change(ledger, 1, hour=8)
    outbox.moved(ledger, 1, 100)
    assert [one.value for one in follows(ledger, 100)] == ["西工区"]
    assert chats.settings(ledger, 100).hour == 8
    assert only(ledger).chat == 100
    assert follows(ledger, 1) == []

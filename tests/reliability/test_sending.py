"""The short forms of tests/reliability/sending.py and killed.py; `make reliability` runs the full ones."""

from __future__ import annotations

import pytest

from tests.reliability import cards, killed, sending


async def test_lost_answers_and_server_errors_lose_no_message_and_every_copy_says_so() -> None:
    found = await sending.faults(120)
    assert (found["lost"], found["unmarked"]) == (0, 0)
    assert found["again"] > 0


async def test_taking_a_lost_answer_for_sent_would_lose_messages() -> None:
    assert (await sending.faults(120, trusting=True))["lost"] > 0


async def test_messages_that_fail_by_themselves_stop_nobody_and_are_reported_once() -> None:
    assert await sending.poison(40, 3) == {"delivered": 37, "dead": 3, "told": 1}


async def test_telegrams_limits_are_kept_and_a_halt_stops_everything() -> None:
    assert sending.keeps_limits(await sending.windows(240, 28, 2))


@pytest.mark.parametrize(("chats", "sizes"), [(38, {"OVERALL": (60, 1.0)}), (4, {"CHAT": (5, 1.0)})])
async def test_with_other_limits_they_would_be_broken(chats: int, sizes: dict[str, tuple[int, float]]) -> None:
    assert not sending.keeps_limits(await sending.windows(120, chats, 1, sizes=sizes))


async def test_no_failure_writes_the_token_into_the_log() -> None:
    assert await sending.token_in_log(60) == 0
    assert await sending.token_in_log(10, masked=False) > 0


def test_a_delivery_that_is_killed_loses_nothing_and_sends_at_most_one_copy_a_kill() -> None:
    assert killed.is_kept(killed.sends_survive(40, 4))


def test_commands_outlive_the_process_that_was_killed() -> None:
    found = killed.commands_survive(40, 2)
    assert (found["lost"], found["twice"]) == (0, 0)


def test_any_title_passes_a_strict_parser_and_comes_back_as_it_went_in() -> None:
    number, refused, changed = cards.rejected(150)
    assert number > 1000
    assert (refused, changed) == (0, 0)

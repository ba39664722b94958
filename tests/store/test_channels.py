"""Channels are chats of a number of their own, which read as long as somebody answers for them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from store import outbox
from store.addresses import FIRST, is_channel, read_address
from store.channels import add_channel, channel, channels, count_as_tested, named, remove_channel
from store.database import transaction
from store.follows import follow, follows
from store.ledger import Ledger
from store.members import claim_invitation, forget_me, invite, revoke, role_of

NOW = datetime(2024, 9, 25, 1, tzinfo=UTC)
ROBOT = read_address(["wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifaab12"])
OTHER = read_address(["wecombot://00000000-7xxx-4bc4-97a0-0ec2sifaab12"])


def role(ledger: Ledger, chat: int, *admins: int, public: bool = False) -> str:
    return role_of(ledger, chat, chat, admins=frozenset(admins), public=public)


def test_a_channel_is_kept_under_a_number_that_no_chat_of_telegram_has(ledger: Ledger) -> None:
    made = add_channel(ledger, "督办群", ROBOT, 1, NOW, tested=True)
    assert is_channel(made.chat)
    assert not any(map(is_channel, (1, 2**52, -(2**52), -1001234567890, FIRST)))
    assert channels(ledger) == [made] == [channel(ledger, made.chat)]
    assert named(ledger, "督办群") == made
    assert made.address == ROBOT


def test_adding_it_twice_is_once_and_a_name_is_taken_by_one_address(ledger: Ledger) -> None:
    made = add_channel(ledger, "督办群", ROBOT, 1, NOW, tested=False)
    assert add_channel(ledger, "督办群", ROBOT, 1, NOW, tested=True).chat == made.chat
    with pytest.raises(ValueError, match="已有名为"):
        add_channel(ledger, "督办群", OTHER, 1, NOW, tested=True)
    with pytest.raises(ValueError, match="已经是渠道“督办群”"):  # else everything would arrive there twice
        add_channel(ledger, "另一个", ROBOT, 1, NOW, tested=True)
    with pytest.raises(ValueError, match="名称"):
        add_channel(ledger, "a b", OTHER, 1, NOW, tested=True)


def test_a_channel_reads_as_long_as_it_is_there_and_somebody_answers_for_it(ledger: Ledger) -> None:
    chat = add_channel(ledger, "督办群", ROBOT, 5, NOW, tested=True).chat
    assert role(ledger, chat, 5) == "viewer"
    assert role(ledger, chat) == role(ledger, chat, public=True) == "stranger"
    claim_invitation(ledger, invite(ledger, "viewer", 1, "", NOW), 5, "李", NOW)
    assert role(ledger, chat) == "viewer"
    revoke(ledger, 5, 1, NOW)
    assert role(ledger, chat) == "stranger"
    count_as_tested(ledger, chat, NOW, by=7)
    assert role(ledger, chat, 7) == "viewer"
    remove_channel(ledger, chat, 7)
    assert role(ledger, chat, 7) == "stranger"


def test_a_channel_goes_with_everything_of_it(ledger: Ledger) -> None:
    chat = add_channel(ledger, "督办群", ROBOT, 5, NOW, tested=True).chat
    follow(ledger, chat, None, "place", "西工区", "西工区", 5, NOW)
    with transaction(ledger.db):
        outbox.put(ledger.db, chat, None, "digest", "k", "text", day=date(2024, 9, 25), at=NOW)
    assert remove_channel(ledger, chat, 5)
    assert not remove_channel(ledger, chat, 5)
    assert (follows(ledger, chat), outbox.pending(ledger), channels(ledger)) == ([], {}, [])


def test_the_log_holds_no_secret_and_a_forgotten_person_no_number(ledger: Ledger) -> None:
    add_channel(ledger, "督办群", ROBOT, 5, NOW, tested=True)
    forget_me(ledger, 5, NOW)
    said = str(ledger.db.execute("SELECT * FROM audit").fetchall())
    assert "督办群" in said
    assert ROBOT.key not in said
    assert channels(ledger)[0].by == 0

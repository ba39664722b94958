"""Updates are kept until they are handled, whatever becomes of the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.clerk import Clerk
from bot.inbox import Inbox
from bot.offline import TOKEN, OfflineRequest, Person
from store import inbox

NOW = datetime(2024, 9, 25, 1, 0, tzinfo=UTC)


@pytest.fixture
async def clerk(tmp_path: Path) -> AsyncIterator[Clerk]:
    one = Clerk(tmp_path / "ledger.db")
    yield one
    await one.close()


@pytest.fixture
def person() -> Person:
    transport = OfflineRequest(lambda _: None, lambda: NOW)
    return Person(transport, Bot(TOKEN, request=transport, get_updates_request=transport))


def taking(clerk: Clerk) -> tuple[Inbox, list[Update]]:
    """An inbox, and what it hands on."""
    handed: list[Update] = []

    async def hand_on(update: Update) -> None:
        handed.append(update)

    return Inbox(clerk, hand_on, lambda: NOW), handed


async def test_an_update_is_kept_before_it_is_handed_on_and_taken_once(clerk: Clerk, person: Person) -> None:
    box, handed = taking(clerk)
    update = person.says("老旧小区")
    await box.take([update, update])
    await box.take([update])
    assert handed == [update]
    assert [number for number, _ in await clerk.run(inbox.waiting)] == [update.update_id]


async def test_what_a_process_that_died_left_is_handed_on_as_it_was(clerk: Clerk, person: Person) -> None:
    updates = [person.says("/follow 西工区"), person.says("老旧小区 <&> 👷")]
    await taking(clerk)[0].take(updates)
    after, handed = taking(clerk)
    assert await after.replay(updates[0].get_bot()) == 2
    assert [update.to_dict() for update in handed] == [update.to_dict() for update in updates]


async def test_what_was_handled_does_not_come_again(clerk: Clerk, person: Person) -> None:
    box, _ = taking(clerk)
    updates = [person.says(f"{number}") for number in range(5)]
    await box.take(updates)
    for update in updates[:4]:
        box.finish(update.update_id)
    await box.flush()
    after, handed = taking(clerk)
    await after.replay(updates[0].get_bot())
    await after.take(updates)
    assert handed == updates[4:]

"""Updates are kept until they are handled, whatever becomes of the process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from telegram import Bot, Update

from bot.app import build_application
from bot.clerk import Clerk
from bot.inbox import Inbox
from bot.offline import TOKEN, OfflineRequest, Person
from bot.run import serve
from bot.settings import Settings
from store import inbox
from store.errors import LedgerError
from store.ledger import Ledger
from tests.botapi import BotApi, Fault

NOW = datetime(2024, 9, 25, 1, 0, tzinfo=UTC)
OLD = {
    "message_id": 1, "date": 1727226000, "text": "量子计算",
    "chat": {"id": 7, "type": "private"}, "from": {"id": 7, "is_bot": False, "first_name": "王"},
}  # fmt: skip


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


def locked(_: object) -> None:
    raise LedgerError("the database is in use by another program", "…")


async def test_what_could_not_be_marked_as_done_is_marked_the_next_time(
    clerk: Clerk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, _ = taking(clerk)
    updates = [person.says("1"), person.says("2")]
    await box.take(updates)
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "done", lambda *_: locked(_))
        box.finish(updates[0].update_id)
        await box.flush()
    assert len(await clerk.run(inbox.waiting)) == 2
    box.finish(updates[1].update_id)
    await box.flush()
    assert await clerk.run(inbox.waiting) == []


async def test_a_ledger_that_cannot_be_written_to_does_not_spoil_the_stop(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, _ = taking(clerk)
    monkeypatch.setattr(inbox, "prune", lambda *_: locked(_))
    await box.flush()


async def test_what_was_left_is_handed_on_once_and_before_what_comes_new(clerk: Clerk, person: Person) -> None:
    old, new = person.says("旧"), person.says("新")
    await taking(clerk)[0].take([old])
    box, handed = taking(clerk)
    box.resume(old.get_bot())
    await box.take([new])
    box.resume(old.get_bot())
    await box.flush()
    assert [update.update_id for update in handed] == [old.update_id, new.update_id]


async def test_what_could_not_be_read_at_first_is_handed_on_later(
    clerk: Clerk, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = person.says("旧"), person.says("新")
    await taking(clerk)[0].take([old])
    box, handed = taking(clerk)
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "waiting", locked)
        box.resume(old.get_bot())
        with pytest.raises(LedgerError):
            await box.take([new])
    box.resume(old.get_bot())
    await box.take([new])
    assert [update.update_id for update in handed] == [old.update_id, new.update_id]


async def test_a_process_that_starts_beside_another_leaves_it_what_it_has_in_hand(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    update = {"update_id": 5, "message": OLD}
    with Ledger.open(path) as ledger:
        inbox.take(ledger, 5, json.dumps(update), NOW)
    with BotApi() as api:
        api.faults.add("getUpdates", *[Fault.conflict()] * 50)
        configured = Settings(telegram_token=SecretStr(api.token), telegram_api=api.url, public=True)
        stop = asyncio.Event()
        task = asyncio.create_task(serve(build_application(configured, path, today=NOW.date), stop))
        await asyncio.to_thread(api.wait_for, lambda: api.calls("getUpdates"))
        stop.set()
        await task
        assert api.calls("sendMessage") == []
    with Ledger.open(path) as ledger:
        assert [number for number, _ in inbox.waiting(ledger)] == [5]

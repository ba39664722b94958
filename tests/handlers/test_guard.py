"""Who may: strangers see nothing and change nothing, in any handler; roles and groups do what they are for."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from telegram import Update

from bot.app import build_application, running
from bot.offline import BOT, TOKEN, OfflineRequest
from bot.settings import Settings
from handlers import guard, members, table
from handlers.card import Button
from handlers.desk import desk_of
from store import members as store_members
from store import remarks
from store.ledger import Ledger
from store.members import Role, allow_group, claim_invitation, invite
from tests.handlers.conftest import Dialogue
from tests.handlers.crowd import GROUP, OPEN_GROUP, SECRET_WORDS, updates
from tests.handlers.samples import TODAY, SampleReader

STRANGER, VIEWER, EDITOR, ADMIN = 101, 102, 103, 104


class Recorder(OfflineRequest):
    """The offline transport, which writes down every call for any chat and refuses nothing."""

    def __init__(self) -> None:
        super().__init__(lambda _: None)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    async def do_request(self, url: str, method: str, request_data: Any = None, **_: Any) -> tuple[int, bytes]:  # type: ignore[override]
        """Remember the call, and answer as if it were done."""
        name, given = url.rpartition("/")[2], request_data.parameters if request_data else {}
        self.calls.append((name, given))
        if name == "getMe":
            return 200, json.dumps({"ok": True, "result": self._get_me(given)}).encode()
        if name in ("sendMessage", "editMessageText"):
            chat = {"id": int(given["chat_id"]), "type": "private"}
            result: Any = {"message_id": len(self.calls), "date": 1, "chat": chat, "from": BOT, "text": given["text"]}
        else:
            result = True
        return 200, json.dumps({"ok": True, "result": result}).encode()


@dataclass
class Told:
    """What one person was told, and what was written meanwhile."""

    texts: list[str]
    rows: dict[str, int]


TABLES = ("chats", "follows", "subscribers", "mutes", "remarks", "outbox", "members", "invitations", "groups",
          "corrections", "aliases", "audit", "channels", "assignments", "dispatches", "reports", "closures",
          "extensions", "rounds", "checks", "listings", "drafts", "verdicts", "rules")  # fmt: skip


def counts(ledger: Ledger) -> dict[str, int]:
    return {name: ledger.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}


async def told(
    user: int, count: int, *, public: bool = False, guarded: bool = True, groups: tuple[int, ...] = (GROUP, OPEN_GROUP)
) -> Told:
    """What a person is told by `count` updates of every kind, and how many rows of each table came of it."""
    transport = Recorder()
    settings = Settings(telegram_token=SecretStr(TOKEN), admins=frozenset({ADMIN}), public=public)
    application = build_application(
        settings, Path(), today=lambda: TODAY, request=transport, open_reader=lambda _: SampleReader()
    )
    if not guarded:
        del application.handlers[-2]  # the group of the guard, before all others
    async with running(application):
        desk = desk_of(application.bot_data)

        def people(ledger: Ledger) -> dict[str, int]:
            allow_group(ledger, OPEN_GROUP, ADMIN, desk.now())
            for one, role in ((VIEWER, "viewer"), (EDITOR, "editor")):
                token = invite(ledger, role, ADMIN, "", desk.now())  # type: ignore[arg-type]
                claim_invitation(ledger, token, one, "", desk.now())
            return counts(ledger)

        before = await desk.run(people)
        for content in updates(count, user, int(BOT["id"]), groups=groups):
            await application.process_update(Update.de_json(content, application.bot))
        after = await desk.run(counts)
    said = [
        str(given.get("text", "")) + json.dumps([given.get("reply_markup"), given.get("results")], ensure_ascii=False)
        for name, given in transport.calls
        if name != "getMe"
    ]
    return Told(said, {name: after[name] - before[name] for name in TABLES})


def leaks(found: Told) -> list[str]:
    return [text for text in found.texts if any(word in text for word in SECRET_WORDS)]


async def test_a_stranger_sees_no_data_and_changes_nothing() -> None:
    found = await told(STRANGER, 500, groups=(GROUP,))
    assert leaks(found) == []
    assert found.rows == dict.fromkeys(TABLES, 0)
    assert len(found.texts) > 200


async def test_in_a_group_that_is_open_a_stranger_reads_and_changes_nothing_that_others_rely_on() -> None:
    found = await told(STRANGER, 500, groups=(OPEN_GROUP,))
    assert leaks(found)
    admitting = ("members", "invitations", "groups", "corrections", "aliases", "follows", "mutes", "chats")
    assert {name: found.rows[name] for name in admitting} == dict.fromkeys(admitting, 0)


async def test_without_the_guard_the_same_updates_would_show_data() -> None:
    assert leaks(await told(STRANGER, 300, guarded=False))


@pytest.mark.parametrize("user", [VIEWER, EDITOR, ADMIN])
async def test_staff_are_answered(user: int) -> None:
    assert leaks(await told(user, 150))


@pytest.mark.parametrize("user", [VIEWER, EDITOR])
async def test_who_is_no_administrator_admits_nobody(user: int) -> None:
    rows = (await told(user, 500)).rows  # /forget_me is among the updates: the person themself may go
    assert (max(rows["members"], 0), max(rows["invitations"], 0), rows["groups"]) == (0, 0, 0)


async def test_a_viewer_records_nothing_in_the_ledger() -> None:
    rows = (await told(VIEWER, 500)).rows
    assert (rows["corrections"], rows["aliases"]) == (0, 0)


async def test_open_to_the_public_everybody_reads_and_nobody_admits() -> None:
    found = await told(STRANGER, 300, public=True)
    assert leaks(found)
    assert (found.rows["members"], found.rows["invitations"], found.rows["corrections"]) == (0, 0, 0)


def from_stranger(dialogue: Dialogue, text: str, user: int = STRANGER, chat: int | None = None) -> Update:
    message = dialogue.person.says(text).to_dict()["message"]
    chat_id = chat or user
    message["from"] = {"id": user, "is_bot": False, "first_name": "某人"}
    message["chat"] = {"id": chat_id, "type": "private" if chat_id > 0 else "supergroup", "first_name": "某人"}
    update = Update.de_json({"update_id": 9, "message": message}, dialogue.application.bot)
    assert update is not None
    return update


async def heard(dialogue: Dialogue, update: Update) -> str:
    before = len(dialogue.shown)
    await dialogue.application.process_update(update)
    return "\n".join(shown.text for shown in dialogue.shown[before:])


async def test_a_stranger_reads_one_polite_line_with_their_id(dialogue: Dialogue) -> None:
    assert await heard(dialogue, from_stranger(dialogue, "老旧小区")) == guard.STRANGER.format(id=STRANGER)


async def test_an_invitation_lets_one_person_in_once(dialogue: Dialogue) -> None:
    said = await dialogue.say("/invite 查看 李科长")
    token = said.rpartition("start=")[2]
    assert len(token) == 43
    assert "权限：查看" in await heard(dialogue, from_stranger(dialogue, f"/start {token}"))
    assert (await heard(dialogue, from_stranger(dialogue, "老旧小区"))).startswith("老旧小区改造")
    assert "用过或过期" in await heard(dialogue, from_stranger(dialogue, f"/start {token}", user=105))
    assert str(STRANGER) in await dialogue.say("/members")
    await dialogue.press("取消1")
    await dialogue.press("确定取消")
    assert await heard(dialogue, from_stranger(dialogue, "老旧小区")) == guard.STRANGER.format(id=STRANGER)


async def test_an_invitation_ends_after_ten_minutes(dialogue: Dialogue) -> None:
    token = (await dialogue.say("/invite 编辑")).rpartition("start=")[2]
    dialogue.wait(timedelta(minutes=11))
    assert "用过或过期" in await heard(dialogue, from_stranger(dialogue, f"/start {token}"))


async def test_a_group_is_closed_until_an_administrator_opens_it(dialogue: Dialogue) -> None:
    closed = guard.CLOSED_GROUP.format(id=STRANGER)
    assert await heard(dialogue, from_stranger(dialogue, "/ask 老旧小区", chat=GROUP)) == closed
    assert await heard(dialogue, from_stranger(dialogue, "/allow", chat=GROUP)) == closed
    assert "获准" in await heard(dialogue, from_stranger(dialogue, "/allow", user=2, chat=GROUP))
    assert (await heard(dialogue, from_stranger(dialogue, "/ask 老旧小区", chat=GROUP))).startswith("老旧小区改造")
    assert await heard(dialogue, from_stranger(dialogue, "/follow 西工区", chat=GROUP)) == guard.NOT_ALLOWED["editor"]
    assert "收回" in await heard(dialogue, from_stranger(dialogue, "/deny", user=2, chat=GROUP))
    assert await heard(dialogue, from_stranger(dialogue, "/ask 老旧小区", chat=GROUP)) == closed


async def test_whoever_goes_too_fast_is_told_once_and_served_again_later(dialogue: Dialogue) -> None:
    doors = dialogue.application.bot_data["doors"]
    dialogue.application.bot_data["doors"] = replace(doors, limited=True)
    said = [await dialogue.say("/help") for _ in range(25)]
    assert said[20:] == [guard.TOO_FAST, "", "", "", ""]
    assert all("怎么问" in text for text in said[:20])
    dialogue.wait(timedelta(seconds=5))
    assert "怎么问" in await dialogue.say("/help")


async def test_forget_me_leaves_nothing_of_the_person(dialogue: Dialogue) -> None:
    await dialogue.say("/follow 西工区")
    await dialogue.say("/remind 明天 交周报")
    await dialogue.say("/settings")
    await dialogue.say("/forget_me")
    await dialogue.press("确定删除")

    def traces(ledger: Ledger) -> list[str]:
        rows = {name: ledger.db.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
        ids = {2, "2", "telegram:2"}
        return [name for name, found in rows.items() for row in found if ids & set(row[1:] if name == "audit" else row)]

    assert await dialogue.run(traces) == []


async def pressed(dialogue: Dialogue, data: str, user: int, chat: int = OPEN_GROUP) -> str:
    """What somebody reads who presses a button with this data under a message in a group."""
    content = dialogue.person.presses(dialogue.last, Button("按", data)).to_dict()
    content["callback_query"]["from"] = {"id": user, "is_bot": False, "first_name": "某人"}
    content["callback_query"]["message"]["chat"] = {"id": chat, "type": "supergroup", "title": "群"}
    update = Update.de_json(content, dialogue.application.bot)
    assert update is not None
    return await heard(dialogue, update)


async def test_nobody_is_forgotten_by_a_button_in_a_group(dialogue: Dialogue) -> None:
    await dialogue.allow_group(OPEN_GROUP)
    await admit(dialogue, EDITOR, "editor")
    said = await heard(dialogue, from_stranger(dialogue, "/forget_me", chat=OPEN_GROUP))
    assert said == members.FORGET_PRIVATELY
    assert await pressed(dialogue, "fgt;1;-;-", EDITOR) == members.FORGET_PRIVATELY
    assert [one.user for one in await dialogue.run(store_members.members)] == [EDITOR]


@pytest.mark.parametrize(("user", "may"), [(STRANGER, False), (VIEWER, True), (EDITOR, True)])
@pytest.mark.parametrize(("data", "state"), [("can;0;{};-", "cancelled"), ("snz;3;{};-", "waiting")])
async def test_in_a_group_a_reminder_is_changed_by_who_made_it_and_by_editors(
    dialogue: Dialogue, user: int, may: bool, data: str, state: str
) -> None:
    await dialogue.allow_group(OPEN_GROUP)
    await admit(dialogue, EDITOR, "editor")
    await dialogue.say("/help")
    later = dialogue.clock + timedelta(hours=1)
    made = await dialogue.run(
        lambda ledger: remarks.add(ledger, OPEN_GROUP, None, VIEWER, later, "催报", None, dialogue.clock)
    )
    await pressed(dialogue, data.format(made.id), user)
    after = await dialogue.run(lambda ledger: remarks.remark(ledger, OPEN_GROUP, made.id))
    assert after is not None
    assert (after.state == state and after != made) if may else after == made


async def admit(dialogue: Dialogue, user: int, role: Role) -> None:
    def enter(ledger: Ledger) -> None:
        claim_invitation(ledger, invite(ledger, role, ADMIN, "", dialogue.clock), user, "", dialogue.clock)

    await dialogue.run(enter)


def test_every_command_and_button_says_whom_it_is_for() -> None:
    for_admins = {command.name for command in table.COMMANDS if command.needs == "administrator"}
    assert for_admins == {"invite", "members", "revoke", "allow", "deny", "channel", "rules"}
    assert {command.name for command in table.COMMANDS if command.needs == "editor"} == {
        "alias", "drafts", "review", "assign", "special", "bulletin", "closing", "reopen", "extensions",
    }  # fmt: skip
    assert table.BUTTONS["clc"].needs == "editor"
    assert table.BUTTONS["rev"].needs == "administrator"

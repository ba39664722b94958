"""Who may: roles, invitations with one winner, groups, and being forgotten."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest

from store import audit, chats, corrections, inbox, remarks
from store.follows import follow, follows, mute
from store.ledger import Ledger
from store.members import (
    Role,
    allow_group,
    claim_invitation,
    forget_me,
    invite,
    members,
    person,
    refuse_group,
    revoke,
    role_of,
)
from tests.store.promises import at, tell

NOW = at("2024-09-25 09:00")
ADMIN, ANNE, BO, GROUP = 1, 4_200_001, 4_200_002, -100


def role(ledger: Ledger, user: int, chat: int = 0, *, public: bool = False) -> Role:
    return role_of(ledger, user, chat or user, admins=frozenset({ADMIN}), public=public)


def test_roles_come_from_the_settings_membership_and_the_group(ledger: Ledger) -> None:
    claim_invitation(ledger, invite(ledger, "editor", ADMIN, "", NOW), ANNE, "安", NOW)
    allow_group(ledger, GROUP, ADMIN, NOW)
    assert role(ledger, ADMIN) == "administrator"
    assert role(ledger, ANNE) == "editor"
    assert role(ledger, BO) == "stranger"
    assert role(ledger, BO, GROUP) == "viewer"
    assert role(ledger, BO, GROUP - 1) == "stranger"
    assert role(ledger, BO, public=True) == "viewer"
    assert role(ledger, ANNE, public=True) == "editor"


def test_an_invitation_admits_one_person_once(ledger: Ledger) -> None:
    token = invite(ledger, "viewer", ADMIN, "王处", NOW)
    assert len(token) == 43
    assert claim_invitation(ledger, token, ANNE, "安", NOW) == "viewer"
    assert claim_invitation(ledger, token, BO, "博", NOW) is None
    assert [(m.user, m.role, m.name) for m in members(ledger)] == [(ANNE, "viewer", "王处")]


def test_only_the_hash_of_a_token_is_stored(ledger: Ledger) -> None:
    token = invite(ledger, "viewer", ADMIN, "", NOW)
    ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert token.encode() not in ledger.path.read_bytes()


@pytest.mark.parametrize("seconds", [600, 60])
def test_an_invitation_is_good_for_its_time(ledger: Ledger, seconds: int) -> None:
    token = invite(ledger, "viewer", ADMIN, "", NOW, seconds)
    late = invite(ledger, "viewer", ADMIN, "", NOW, seconds)
    assert claim_invitation(ledger, token, ANNE, "安", NOW + timedelta(seconds=seconds)) == "viewer"
    assert claim_invitation(ledger, late, BO, "博", NOW + timedelta(seconds=seconds + 1)) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "\udc80" * 43, "';--"])
def test_an_unknown_token_admits_nobody(ledger: Ledger, token: str) -> None:
    invite(ledger, "viewer", ADMIN, "", NOW)
    assert claim_invitation(ledger, token, ANNE, "安", NOW) is None
    assert members(ledger) == []


def test_nobody_loses_a_role_by_a_lower_invitation(ledger: Ledger) -> None:
    claim_invitation(ledger, invite(ledger, "editor", ADMIN, "", NOW), ANNE, "安", NOW)
    assert claim_invitation(ledger, invite(ledger, "viewer", ADMIN, "", NOW), ANNE, "安", NOW) == "editor"


@pytest.mark.parametrize(("role", "seconds"), [("stranger", 600), ("king", 600), ("viewer", 0)])
def test_there_are_no_other_invitations(ledger: Ledger, role: Role, seconds: int) -> None:
    with pytest.raises(ValueError, match="invitation"):
        invite(ledger, role, ADMIN, "", NOW, seconds)


def test_who_is_revoked_is_a_stranger_who_hears_nothing_more(ledger: Ledger) -> None:
    claim_invitation(ledger, invite(ledger, "editor", ADMIN, "", NOW), ANNE, "安", NOW)
    follow(ledger, ANNE, None, "place", "西工区", "西工区", ANNE, NOW)
    follow(ledger, GROUP, None, "place", "西工区", "西工区", ANNE, NOW)
    assert revoke(ledger, ANNE, ADMIN, NOW)
    assert not revoke(ledger, ANNE, ADMIN, NOW)
    assert role(ledger, ANNE) == "stranger"
    assert (len(follows(ledger, ANNE)), len(follows(ledger, GROUP))) == (0, 1)


@pytest.mark.parametrize(
    "shut_out", [lambda ledger: revoke(ledger, ANNE, ADMIN, NOW), lambda ledger: forget_me(ledger, ANNE, NOW)]
)
def test_who_is_shut_out_leaves_no_invitation_behind(ledger: Ledger, shut_out: Callable[[Ledger], object]) -> None:
    claim_invitation(ledger, invite(ledger, "administrator", ADMIN, "", NOW), ANNE, "安", NOW)
    own, others = invite(ledger, "administrator", ANNE, "", NOW), invite(ledger, "viewer", ADMIN, "", NOW)
    shut_out(ledger)
    assert claim_invitation(ledger, own, ANNE, "安", NOW) is None
    assert claim_invitation(ledger, others, BO, "博", NOW) == "viewer"


def test_a_group_is_allowed_and_refused(ledger: Ledger) -> None:
    assert allow_group(ledger, GROUP, ADMIN, NOW)
    assert not allow_group(ledger, GROUP, ADMIN, NOW)
    follow(ledger, GROUP, None, "place", "西工区", "西工区", ANNE, NOW)
    assert refuse_group(ledger, GROUP, ADMIN, NOW)
    assert role(ledger, BO, GROUP) == "stranger"
    assert follows(ledger, GROUP) == []
    assert not refuse_group(ledger, GROUP, ADMIN, NOW)


def test_every_change_stands_in_the_audit_log(ledger: Ledger) -> None:
    claim_invitation(ledger, invite(ledger, "editor", ADMIN, "", NOW), ANNE, "安", NOW)
    allow_group(ledger, GROUP, ADMIN, NOW)
    revoke(ledger, ANNE, ADMIN, NOW)
    refuse_group(ledger, GROUP, ADMIN, NOW)
    done = [entry.action for entry in reversed(audit.entries(ledger.db))]
    assert done == ["invite", "join", "allow group", "revoke", "refuse group"]


def everything(ledger: Ledger) -> str:
    """All that stands in the database, as text."""
    connection: sqlite3.Connection = ledger.db.conn
    return "\n".join(connection.iterdump())


def test_forgetting_removes_a_person_everywhere_and_leaves_what_they_did(ledger: Ledger) -> None:
    tell(ledger, "a.txt", "2024-09-20", "承诺 九洲池二期 2024-09-30 西工区：九洲池二期建成")
    matter = ledger.matters()[0].id
    claim_invitation(ledger, invite(ledger, "administrator", ADMIN, "", NOW), ANNE, "安处长", NOW)
    claim_invitation(ledger, invite(ledger, "viewer", ANNE, "", NOW), BO, "博", NOW)
    invite(ledger, "viewer", ANNE, "", NOW)
    follow(ledger, ANNE, None, "place", "西工区", "西工区", ANNE, NOW)
    follow(ledger, GROUP, None, "place", "西工区", "西工区", ANNE, NOW)
    mute(ledger, GROUP, matter, None, ANNE)
    allow_group(ledger, GROUP, ANNE, NOW)
    chats.change(ledger, ANNE, hour=8)
    remarks.add(ledger, GROUP, None, ANNE, NOW + timedelta(days=1), "催报", None, NOW)
    corrections.mark_done(ledger, matter, NOW.date(), who=person(ANNE))
    inbox.take(ledger, 5, json.dumps({"from": ANNE}), NOW)
    inbox.done(ledger, 5, NOW)
    assert str(ANNE) in everything(ledger)

    alias = forget_me(ledger, ANNE, NOW)

    left = everything(ledger)
    assert str(ANNE) not in left
    assert "安处长" not in left
    assert alias in {entry.who for entry in audit.entries(ledger.db)}
    assert len(follows(ledger, GROUP)) == 1
    assert role(ledger, BO) == "viewer"
    assert ledger.integrity_check() == []

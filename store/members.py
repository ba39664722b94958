"""Who may do what: members with roles, invitations that admit one person once, and groups that were allowed.

Only the hash of an invitation's token is stored. People stand in the audit log as `person(user)`, which `forget_me`
replaces by a name that leads to nobody.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from store.addresses import is_channel
from store.audit import record
from store.database import snapshot, transaction
from store.ledger import Ledger
from store.moments import from_text, to_text

Role = Literal["stranger", "viewer", "editor", "administrator"]
INVITED = ("viewer", "editor", "administrator")
TOKEN_BYTES = 32  # 43 characters of base64
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Member:
    """A person who was admitted, `since` when and `by` whom."""

    user: int
    role: Role
    name: str
    since: datetime
    by: int


def person(user: int) -> str:
    """How a person of the chat stands in the audit log; 0 is nobody (the terminal)."""
    return f"telegram:{user}" if user else ""


def role_of(ledger: Ledger, user: int, chat: int, *, admins: frozenset[int], public: bool) -> Role:
    """What a person may do in a chat: by the settings (`admins`, `public`), by membership, by the group it is in."""
    if user in admins:
        return "administrator"
    if is_channel(user):
        return _role_of_channel(ledger, user, admins)
    with snapshot(ledger.db):
        row = ledger.db.execute("SELECT role FROM members WHERE user = ?", (user,)).fetchone()
        if row:
            role: Role = row[0]
            return role
        allowed = ledger.db.execute("SELECT 1 FROM groups WHERE chat = ?", (chat,)).fetchone()
    return "viewer" if allowed or public else "stranger"


def _role_of_channel(ledger: Ledger, chat: int, admins: frozenset[int]) -> Role:
    """A channel may read as long as whoever answers for it is a member."""
    with snapshot(ledger.db):
        row = ledger.db.execute("SELECT by FROM channels WHERE chat = ?", (chat,)).fetchone()
    known = row is not None and role_of(ledger, row[0], row[0], admins=admins, public=False) != "stranger"
    return "viewer" if known else "stranger"


def invite(ledger: Ledger, role: Role, by: int, name: str, now: datetime, seconds: int = 600) -> str:
    """A token of 43 characters that admits one person with this role within `seconds`.

    Raises ValueError for a role that nobody can be invited to, or a time that is none.
    """
    if role not in INVITED or seconds <= 0:
        raise ValueError(f"no invitation for {role!r} and {seconds!r} seconds")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    until = to_text(now + timedelta(seconds=seconds))
    with transaction(ledger.db):
        ledger.db.execute("DELETE FROM invitations WHERE used_by IS NULL AND until < ?", (to_text(now),))
        ledger.db.execute(
            "INSERT INTO invitations (hash, role, name, by, until) VALUES (?, ?, ?, ?, ?)",
            (_hash(token), role, name[:LONGEST_NAME], by, until),
        )
        record(ledger.db, person(by), "invite", role)
    return token


def claim_invitation(ledger: Ledger, token: str, user: int, name: str, now: datetime) -> Role | None:
    """The role that the token gives to this person; None for one that is unknown, used or too old.

    Of several people with one token one wins. Nobody loses a higher role by a lower invitation.
    """
    with transaction(ledger.db):
        row = ledger.db.execute(
            "UPDATE invitations SET used_by = ?, used_at = ? WHERE hash = ? AND used_by IS NULL AND until >= ?"
            " RETURNING role, name, by",
            (user, to_text(now), _hash(token), to_text(now)),
        ).fetchone()
        if row is None:
            return None
        role, called, by = row
        known = ledger.db.execute("SELECT role FROM members WHERE user = ?", (user,)).fetchone()
        best: Role = max((role, *(known or ())), key=INVITED.index)
        ledger.db.execute(
            "INSERT INTO members (user, role, name, since, by) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET role = excluded.role, name = excluded.name",
            (user, best, (called or name)[:LONGEST_NAME], to_text(now), by),
        )
        record(ledger.db, person(user), "join", person(user), role=best)
    return best


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def members(ledger: Ledger) -> list[Member]:
    """Everybody who was admitted, in the order they came."""
    with snapshot(ledger.db):
        rows = ledger.db.execute("SELECT user, role, name, since, by FROM members ORDER BY since, user").fetchall()
    return [Member(user, role, name, from_text(since), by) for user, role, name, since, by in rows]


def revoke(ledger: Ledger, user: int, by: int, now: datetime) -> bool:
    """Whether this person was a member; now they are none, and their private chat is told nothing more."""
    with transaction(ledger.db):
        _withdraw_invitations(ledger, user)
        # They keep the post under the name that was written, but are asked nothing more.
        ledger.db.execute("UPDATE assignments SET user = 0 WHERE user = ?", (user,))
        gone = bool(ledger.db.execute("DELETE FROM members WHERE user = ?", (user,)).rowcount)
        if gone:
            forget_chat(ledger, user)
            record(ledger.db, person(by), "revoke", person(user))
    return gone


def allow_group(ledger: Ledger, chat: int, by: int, now: datetime) -> bool:
    """Let everybody in a group read in it; False where it was allowed already."""
    with transaction(ledger.db):
        query = "INSERT OR IGNORE INTO groups (chat, by, since) VALUES (?, ?, ?)"
        new = bool(ledger.db.execute(query, (chat, by, to_text(now))).rowcount)
        if new:
            record(ledger.db, person(by), "allow group", str(chat))
    return new


def refuse_group(ledger: Ledger, chat: int, by: int, now: datetime) -> bool:
    """Whether a group was allowed; it is not any more, and it is told nothing."""
    with transaction(ledger.db):
        gone = bool(ledger.db.execute("DELETE FROM groups WHERE chat = ?", (chat,)).rowcount)
        if gone:
            forget_chat(ledger, chat)
            record(ledger.db, person(by), "refuse group", str(chat))
    return gone


_OF_CHAT = ("follows", "subscribers", "mutes", "reminded", "remarks", "chats", "outbox")
# Where a person's number stands besides the rows of their own chat: table, column, what replaces it.
_NUMBERS = (
    ("follows", "by"), ("mutes", "by"), ("members", "by"), ("invitations", "by"), ("groups", "by"),
    ("channels", "by"),
    ("reports", "user"), ("drafts", "chat"),
)  # fmt: skip
# Where they stand under the name that the audit log has for them.
_NAMES = (
    ("closures", "proposed_by"), ("closures", "decided_by"), ("extensions", "asked_by"), ("extensions", "decided_by"),
    ("checks", "by"), ("listings", "by"), ("listings", "off_by"), ("assignments", "by"),
    ("drafts", "by"), ("drafts", "ended_by"), ("verdicts", "by"),
)  # fmt: skip


def forget_me(ledger: Ledger, user: int, now: datetime) -> str:
    """Remove a person's identifiers everywhere; gives back the name that stands for them in the audit log now."""
    alias = f"已注销{secrets.token_hex(4)}"
    db = ledger.db
    with transaction(db):
        forget_chat(ledger, user)
        db.execute("DELETE FROM members WHERE user = ?", (user,))
        db.execute("DELETE FROM remarks WHERE by = ?", (user,))
        db.execute("DELETE FROM invitations WHERE used_by = ?", (user,))
        _withdraw_invitations(ledger, user)
        for table, column in _NUMBERS:
            db.execute(f"UPDATE {table} SET {column} = 0 WHERE {column} = ?", (user,))  # noqa: S608 - our own names
        # The name that stands for them is theirs, whoever wrote it; the post is free again.
        db.execute(
            "UPDATE assignments SET text = ?, user = 0, until = coalesce(until, ?) WHERE user = ?",
            (alias, to_text(now), user),
        )
        for table in ("dispatches", "dispatch_turns"):
            db.execute(f"DELETE FROM {table} WHERE user = ?", (user,))  # noqa: S608 - our own names
        for name in (person(user), str(user)):
            for table, column in _NAMES:
                db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (alias, name))  # noqa: S608
            db.execute("UPDATE audit SET details = '{}' WHERE who = ? OR subject = ?", (name, name))
            db.execute("UPDATE audit SET who = ? WHERE who = ?", (alias, name))
            db.execute("UPDATE audit SET subject = ? WHERE subject = ?", (alias, name))
            db.execute("UPDATE corrections SET who = ? WHERE who = ?", (alias, name))
            db.execute("UPDATE corrections SET undone_by = ? WHERE undone_by = ?", (alias, name))
        record(db, alias, "forget", alias)
    return alias


def _withdraw_invitations(ledger: Ledger, by: int) -> None:
    # Else somebody who was shut out could come back in with a link of their own.
    ledger.db.execute("DELETE FROM invitations WHERE by = ? AND used_by IS NULL", (by,))


def forget_chat(ledger: Ledger, chat: int) -> None:
    """Remove everything of a chat, inside the caller's transaction."""
    for table in _OF_CHAT:
        ledger.db.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))  # noqa: S608 - our own names

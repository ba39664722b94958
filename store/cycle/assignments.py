"""五个一: which unit, leader, team, plan and contact a matter has, by itself, by its group of tasks or by its district.

What is said of a matter itself goes before what is said of its group, and that before what is said of its district,
each role by itself. What was said before stays as history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from commitments.model import Matter
from store.audit import record
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.ledger import Ledger
from store.loading import present_ids
from store.moments import to_text
from store.rows import id_list
from store.task_groups import all_groups, groups_of

__all__ = ["ROLES", "Assigned", "Duty", "Role", "Scope", "all_groups", "assign", "duties", "groups_of"]

Scope = Literal["matter", "group", "place"]
Role = Literal["unit", "leader", "team", "plan", "contact"]
ROLES: tuple[Role, ...] = ("unit", "leader", "team", "plan", "contact")
LONGEST = 500  # characters of a name or of a plan's words


@dataclass(frozen=True, slots=True)
class Assigned:
    """One role of a scope: `text` as it was written, the file of a plan, the Telegram user who was meant or 0."""

    scope: Scope
    value: str
    role: Role
    text: str
    file_id: str = ""
    user: int = 0


@dataclass(frozen=True, slots=True)
class Duty:
    """Who and what a matter is assigned to, by role; a role without anybody is left out."""

    roles: Mapping[Role, Assigned] = field(default_factory=dict)

    def text(self, role: Role) -> str:
        """What stands under a role, "" for nothing."""
        return self.roles[role].text if role in self.roles else ""

    @property
    def users(self) -> tuple[int, ...]:
        """The Telegram users who are assigned in any role, each once."""
        return tuple(dict.fromkeys(one.user for one in self.roles.values() if one.user))

    @property
    def responsible(self) -> int:
        """The user who is asked about the matter: the contact, else the leader; 0 for nobody."""
        asked = (self.roles[role].user for role in ("contact", "leader") if role in self.roles)
        return next((user for user in asked if user), 0)


def assign(
    ledger: Ledger,
    scope: Scope,
    value: str,
    role: Role,
    text: str,
    *,
    who: str,
    now: datetime,
    user: int = 0,
    file_id: str = "",
) -> bool:
    """Whether this changed something: the scope now has this under the role; an empty text takes the role away.

    `value` is a matter's id (former ones lead to the present), a group's name or a place's official name. LedgerError
    for a matter that is not in the ledger.
    """
    text = " ".join(text.split())[:LONGEST]
    db = ledger.db
    with transaction(db):
        if scope == "matter":
            present = present_ids(db, [value])
            if not present:
                raise LedgerError(f"there is no matter {value}", f"台账里没有事项 {value}。")
            value = present[0]
        known = db.execute(
            "SELECT text, file_id, user FROM assignments WHERE scope = ? AND value = ? AND role = ? AND until IS NULL",
            (scope, value, role),
        ).fetchone()
        if (tuple(known) if known else ("", "", 0)) == (text, file_id, user):
            return False
        db.execute(
            "UPDATE assignments SET until = ? WHERE scope = ? AND value = ? AND role = ? AND until IS NULL",
            (to_text(now), scope, value, role),
        )
        if text or file_id:
            db.execute(
                "INSERT INTO assignments (scope, value, role, text, file_id, user, since, by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (scope, value, role, text, file_id, user, to_text(now), who),
            )
        record(db, who, "assign", value, scope=scope, role=role, text=text)
    return True


def duties(ledger: Ledger, matters: Sequence[Matter]) -> dict[str, Duty]:
    """Matter id → who and what it is assigned to, for each of `matters`."""
    with snapshot(ledger.db):
        said = _said(ledger.db)
        groups = groups_of(ledger.db, [matter.id for matter in matters])
        present = _present(ledger.db, {value for scope, value in said if scope == "matter"})
    found = {}
    for matter in matters:
        scopes: list[tuple[Scope, Iterable[str]]] = [
            ("place", (matter.city, *matter.places)),
            ("group", groups.get(matter.id, ())),
            ("matter", present.get(matter.id, ())),
        ]
        roles: dict[Role, Assigned] = {}
        for scope, values in scopes:  # what comes later says more
            for value in values:
                roles |= said.get((scope, value), {})
        found[matter.id] = Duty(roles)
    return found


def _said(db: Database) -> dict[tuple[Scope, str], dict[Role, Assigned]]:
    found: dict[tuple[Scope, str], dict[Role, Assigned]] = {}
    rows = db.execute("SELECT scope, value, role, text, file_id, user FROM assignments WHERE until IS NULL ORDER BY id")
    for row in rows.fetchall():
        found.setdefault((row[0], row[1]), {})[row[2]] = Assigned(*row)
    return found


def _present(db: Database, ids: Collection[str]) -> dict[str, list[str]]:
    """Present id → the ids among `ids`, former or present, that lead to it."""
    rows = db.execute(
        "SELECT alias, matter_id FROM matter_aliases WHERE alias IN (SELECT value FROM json_each(?))", (id_list(ids),)
    )
    found: dict[str, list[str]] = {}
    for former, now in rows.fetchall():
        found.setdefault(now, []).append(former)
    for id_ in ids:
        found.setdefault(id_, []).append(id_)
    return found

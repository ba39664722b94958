"""五个一 as it holds now: which unit, leader, team, plan and contact a matter has.

What is said of a matter itself goes before what is said of its group of tasks, and that before what is said of its
district, each role by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from commitments.model import Matter
from store.database import snapshot
from store.ledger import Ledger
from store.loading import present_ids
from store.rows import id_list
from store.sqlite import Database
from store.task_groups import groups_of

Scope = Literal["matter", "group", "place"]
Role = Literal["unit", "leader", "team", "plan", "contact"]
ROLES: tuple[Role, ...] = ("unit", "leader", "team", "plan", "contact")


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


def assigned(ledger: Ledger, scope: Scope, value: str) -> Duty:
    """What is said of a scope itself, without what its group or district has."""
    db = ledger.db
    with snapshot(db):
        values = all_ids(db, value) if scope == "matter" else [value]
        said = said_of(db, values)
    roles: dict[Role, Assigned] = {}
    for one in values:
        roles |= said.get((scope, one), {})
    return Duty(roles)


def duties(ledger: Ledger, matters: Sequence[Matter], today: date | None = None) -> dict[str, Duty]:
    """Matter id → who and what it is assigned to now, for each of `matters`, in their groups as known on `today`."""
    ids = [matter.id for matter in matters]
    with snapshot(ledger.db):
        groups = groups_of(ledger.db, ids, today)
        former = _former_ids(ledger.db, ids)
        named = {value for values in (*groups.values(), *former.values()) for value in values}
        named |= {place for matter in matters for place in (matter.city, *matter.places)}
        said = said_of(ledger.db, [*ids, *named])
    found = {}
    for matter in matters:
        scopes: list[tuple[Scope, Iterable[str]]] = [
            ("place", (matter.city, *matter.places[::-1])),
            ("group", groups.get(matter.id, ())),
            ("matter", (*former.get(matter.id, ()), matter.id)),
        ]
        roles: dict[Role, Assigned] = {}
        for scope, values in scopes:  # what comes later says more
            for value in values:
                roles |= said.get((scope, value), {})
        found[matter.id] = Duty(roles)
    return found


def said_of(db: Database, values: Sequence[str]) -> dict[tuple[Scope, str], dict[Role, Assigned]]:
    """(scope, value) → what holds there now, for these values of whatever scope."""
    query = """
        SELECT scope, value, role, text, file_id, user FROM assignments
        WHERE until IS NULL AND value IN (SELECT value FROM json_each(?)) ORDER BY id
    """
    found: dict[tuple[Scope, str], dict[Role, Assigned]] = {}
    for row in db.execute(query, (id_list(values),)).fetchall():
        found.setdefault((row[0], row[1]), {})[row[2]] = Assigned(*row)
    return found


def all_ids(db: Database, value: str) -> list[str]:
    """A matter's former ids and then its present one; an unknown id stands for itself."""
    now = (present_ids(db, [value]) or [value])[0]
    return [*_former_ids(db, [now]).get(now, ()), now]


def _former_ids(db: Database, ids: Collection[str]) -> dict[str, list[str]]:
    """Present id → the former ids that lead to it, the oldest first; ids without any are left out."""
    query = """
        SELECT a.matter_id, a.alias FROM json_each(?) j CROSS JOIN matter_aliases a ON a.matter_id = j.value
        WHERE a.alias != a.matter_id ORDER BY a.rowid
    """
    found: dict[str, list[str]] = {}
    for now, former in db.execute(query, (id_list(ids),)).fetchall():
        found.setdefault(now, []).append(former)
    return found

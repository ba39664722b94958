"""五个一: which unit, leader, team, plan and contact a matter has, by itself, by its group of tasks or by its district.

What is said of a matter itself goes before what is said of its group, and that before what is said of its district,
each role by itself. What was said before stays as history. A Telegram user who is assigned follows the matter, group or
district in their private chat from then on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from commitments.model import Matter
from store.audit import record
from store.chats import ZONE
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.follows import Kind, follow
from store.ledger import Ledger
from store.loading import present_ids
from store.moments import to_text
from store.rows import id_list
from store.sqlite import Database
from store.task_groups import all_groups, groups_of, matters_in

__all__ = [
    "ROLES",
    "Assigned",
    "Duty",
    "Role",
    "Scope",
    "all_groups",
    "assign",
    "assigned",
    "duties",
    "groups_of",
    "matters_of",
    "scopes",
]

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


# How what somebody is assigned to is followed; a group of tasks is a question (store/answers.py).
_FOLLOWED: Mapping[Scope, Kind] = {"matter": "matter", "group": "question", "place": "place"}


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
    label: str = "",
    zone: str = ZONE,
) -> bool:
    """Whether this changed something: the scope now has this under the role; an empty text takes the role away.

    `value` is a matter's id (former ones lead to the present), a group's name or a place's official name; `label` is
    what a user's follow of it is called, a matter's title or `value` without it. A role that is taken away leaves the
    follow. LedgerError for a matter that is not in the ledger.
    """
    text = " ".join(text.split())[:LONGEST]
    db = ledger.db
    with transaction(db):
        values = [value]
        if scope == "matter":
            present = present_ids(db, [value])
            if not present:
                raise LedgerError(f"there is no matter {value}", f"台账里没有事项 {value}。")
            value = present[0]
            values = _all_ids(db, value)
        held = _said(db, values)
        known = next((roles[role] for one in values[::-1] if role in (roles := held.get((scope, one), {}))), None)
        wanted = (text, file_id, user)
        if (wanted == ("", "", 0) and known is None) or (known and wanted == (known.text, known.file_id, known.user)):
            return False
        db.execute(
            "UPDATE assignments SET until = ? WHERE scope = ? AND role = ? AND until IS NULL"
            " AND value IN (SELECT value FROM json_each(?))",
            (to_text(now), scope, role, id_list(values)),
        )
        if text or file_id:
            db.execute(
                "INSERT INTO assignments (scope, value, role, text, file_id, user, since, by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (scope, value, role, text, file_id, user, to_text(now), who),
            )
        # The name of a user is not written down twice, so that they can be forgotten.
        record(db, who, "assign", value, scope=scope, role=role, text="" if user else text)
        if user:
            if scope == "matter" and not label:
                label = db.execute("SELECT title FROM matters WHERE id = ?", (value,)).fetchone()[0]
            follow(ledger, user, None, _FOLLOWED[scope], value, label or value, user, now, zone=zone)
    return True


def assigned(ledger: Ledger, scope: Scope, value: str) -> Duty:
    """What is said of a scope itself, without what its group or district has."""
    db = ledger.db
    with snapshot(db):
        values = _all_ids(db, value) if scope == "matter" else [value]
        said = _said(db, values)
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
        said = _said(ledger.db, [*ids, *named])
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


def matters_of(ledger: Ledger, user: int, today: date) -> list[tuple[Matter, tuple[Role, ...]]]:
    """The matters as known on `today` that a user is assigned to, with their roles; a role that a matter has somebody
    else for does not come from its group or district."""
    query = "SELECT DISTINCT scope, value FROM assignments WHERE user = ? AND until IS NULL AND user != 0"
    of_place = (
        "SELECT id FROM matters WHERE city = :name OR EXISTS (SELECT 1 FROM json_each(places) WHERE value = :name)"
    )
    with snapshot(ledger.db):
        maybe: set[str] = set()
        for scope, value in ledger.db.execute(query, (user,)).fetchall():
            if scope == "matter":
                maybe |= set(present_ids(ledger.db, [value]))
            elif scope == "group":
                maybe |= matters_in(ledger.db, [value], today)
            else:
                maybe |= {row[0] for row in ledger.db.execute(of_place, {"name": value})}
        matters = ledger.matters(today, sorted(maybe))
        known = duties(ledger, matters, today)
    found = [(one, tuple(r for r in ROLES if (a := known[one.id].roles.get(r)) and a.user == user)) for one in matters]
    return [(matter, roles) for matter, roles in found if roles]


def scopes(ledger: Ledger, today: date | None = None) -> list[tuple[Scope, str, int]]:
    """The groups and places that something can be assigned to, each with the number of its matters."""
    query = """
        SELECT value, count(DISTINCT id) FROM (
            SELECT value, matters.id FROM matters, json_each(places) UNION ALL
            SELECT city, id FROM matters WHERE city != '' UNION ALL
            SELECT value, NULL FROM assignments WHERE scope = 'place' AND until IS NULL)
        GROUP BY value ORDER BY value
    """
    with snapshot(ledger.db):
        groups: list[tuple[Scope, str, int]] = [("group", name, count) for name, count in all_groups(ledger, today)]
        known = {name for _, name, _ in groups}
        rest = ledger.db.execute("SELECT DISTINCT value FROM assignments WHERE scope = 'group' AND until IS NULL")
        groups += [("group", name, 0) for (name,) in rest.fetchall() if name not in known]
        places: list[tuple[Scope, str, int]] = [("place", name, count) for name, count in ledger.db.execute(query)]
    return [*groups, *places]


def _said(db: Database, values: Sequence[str]) -> dict[tuple[Scope, str], dict[Role, Assigned]]:
    """(scope, value) → what holds there now, for these values of whatever scope."""
    query = """
        SELECT scope, value, role, text, file_id, user FROM assignments
        WHERE until IS NULL AND value IN (SELECT value FROM json_each(?)) ORDER BY id
    """
    found: dict[tuple[Scope, str], dict[Role, Assigned]] = {}
    for row in db.execute(query, (id_list(values),)).fetchall():
        found.setdefault((row[0], row[1]), {})[row[2]] = Assigned(*row)
    return found


def _all_ids(db: Database, value: str) -> list[str]:
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

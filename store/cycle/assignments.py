"""五个一: assigning a unit, leader, team, plan or contact to a matter, a group of tasks or a district.

What was said before stays as history. A Telegram user who is assigned follows the matter, group or
district in their private chat from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from commitments.model import Matter
from store.audit import record
from store.chats import ZONE
from store.cycle.duties import ROLES, Role, Scope, all_ids, duties, said_of
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.follows import Kind, follow
from store.ledger import Ledger
from store.loading import present_ids
from store.moments import to_text
from store.rows import id_list
from store.task_groups import all_groups, matters_in

LONGEST = 500  # characters of a name or of a plan's words


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
            values = all_ids(db, value)
        held = said_of(db, values)
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

"""Bringing a spreadsheet into the ledger: what it would change (`preview_import`), and doing it (`apply_import`).

1. Rows that fit no matter, and targets and reports in words that fit one, are kept as a document of their own: the file
   is their source, and `withdraw` takes all of it back.
2. Assignments, deadlines, figures, shares and completions of matters in the ledger are recorded one by one, each to be
   undone by itself.
Everything is one transaction; the same file again changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import PurePath

from commitments.model import Sighting
from commitments.sheet_text import text_of
from store import corrections
from store import documents as table
from store.audit import record
from store.cycle.assignments import assign
from store.cycle.duties import ROLES
from store.cycle.import_compare import Change
from store.cycle.import_plan import Plan, Unclear, preview_import
from store.cycle.sheet_rows import Row
from store.database import transaction
from store.files import Metadata
from store.ingest import ingest_text
from store.intake.names import safe_name
from store.ledger import Ledger
from store.members import members
from store.relink import members_of
from store.rows import id_list

__all__ = ["Change", "Imported", "Plan", "Unclear", "apply_import", "preview_import"]


REASON = "导入台账"
LONGEST_TITLE = 60  # characters
LONGEST_ID = 80
LONGEST_NOTE = 100
# What is stated by a row of a document, since nobody can record it by hand: the column that it stands in.
_STATED: Mapping[str, str] = {"target": "target", "report": "progress"}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the documents that it made, and how many matters are new and cells changed."""

    documents: tuple[str, ...] = ()
    matters_new: int = 0
    changed: int = 0


def apply_import(ledger: Ledger, plan: Plan, who: str, now: datetime) -> Imported:
    """Do what a plan says, all of it or nothing; what the ledger has come to know meanwhile is not written again.

    LedgerError where the database cannot be written.
    """
    users = _users(ledger)
    with transaction(ledger.db):
        plan = preview_import(ledger, plan.sheets, plan.today, name=plan.name, city=plan.city)
        if plan.is_empty:
            return Imported()
        documents: list[str] = []
        new = 0
        for city, rows in _for_documents(plan).items():
            file, ids = _keep(ledger, plan, city, rows, who)
            documents.append(file)
            for (row, wanted), matter_id in zip(rows, ids, strict=True):
                if wanted is None and matter_id is not None:
                    new += 1
                    _know(ledger, row, matter_id)
                    _assign_all(ledger, row, matter_id, users, who, now)
        changed = sum(_record(ledger, change, plan, users, who, now) for change in plan.changes)
        record(ledger.db, who, "import", plan.name, new=new, changed=changed, documents=documents)
    return Imported(tuple(documents), new, changed)


def _users(ledger: Ledger) -> Mapping[str, int]:
    """Name → member; a name that several have is nobody's, since the wrong one would be asked."""
    found: dict[str, list[int]] = defaultdict(list)
    for member in members(ledger):
        found[member.name].append(member.user)
    return {name: users[0] for name, users in found.items() if len(users) == 1}


def _for_documents(plan: Plan) -> Mapping[str, list[tuple[Row, str | None]]]:
    """City → the rows that stand in a document, each with the id of the matter that it is about, None for a new one."""
    found: dict[str, list[tuple[Row, str | None]]] = defaultdict(list)
    for row in plan.new:
        found[row.cell("city") or plan.city].append((row, None))
    for change in plan.changes:
        if change.kind in _STATED:
            matter = change.matter
            beside = {key: change.row.cell(key) for key in ("content", "due") if change.kind == "target"}
            cells = {
                **beside,
                "title": matter.title,
                _STATED[change.kind]: change.after,
                "year": str(matter.year or ""),
                "place": "、".join(matter.places),
            }
            found[matter.city].append((Row(change.row.sheet, change.row.line, cells), matter.id))
    return found


def _keep(
    ledger: Ledger, plan: Plan, city: str, rows: Sequence[tuple[Row, str | None]], who: str
) -> tuple[str, list[str | None]]:
    """Write rows as a document and see that each is one matter of its own, or the one that it is about.

    Gives the document's name, and for each row the id of its matter, None for one that states nothing.
    """
    db = ledger.db
    text = text_of(plan.name, [row.cells for row, _ in rows])
    file = _free_name(ledger, plan, text)
    given = Metadata(title=PurePath(file).stem, published=plan.today, city=city, source="由导入表格的人注明")
    ingest_text(ledger, file, text, given=given, who=who)
    stored = table.find_by_text(db, table.digest(text))
    assert stored is not None
    seen = ledger.sightings(table.statement_ids(db, stored.id))
    starts = list(accumulate(len(line) + 1 for line in text.split("\n")))[
        1:
    ]  # of the rows: the first two lines are none
    row_of = {number: bisect_right(starts, sighting.statement.start) - 1 for number, sighting in seen.items()}
    own: dict[int, list[int]] = defaultdict(list)
    for number, at in row_of.items():
        own[at].append(number)
    for at, (_, wanted) in enumerate(rows):
        if at in own:
            _gather(ledger, {number: seen[number] for number in own[at]}, row_of, wanted, who)
    matter_of = ledger.statement_matters(row_of)  # what was corrected for one row may have renumbered another's matter
    ids = [matter_of[own[at][0]] if at in own else None for at in range(len(rows))]
    titles = dict(
        db.execute(
            "SELECT id, title FROM matters WHERE id IN (SELECT value FROM json_each(?))", (id_list(filter(None, ids)),)
        )
    )
    called = {id_: row.name for (row, wanted), id_ in zip(rows, ids, strict=True) if wanted is None and id_ is not None}
    new = {id_: name[:LONGEST_TITLE] for id_, name in called.items() if name != titles[id_]}
    corrections.rename_all(ledger, new, who=who, reason=REASON)
    return stored.source.file, ids


def _gather(
    ledger: Ledger,
    own: Mapping[int, Sighting],
    row_of: Mapping[int, int],
    wanted: str | None,
    who: str,
) -> None:
    """Put all statements of a row into one matter: the one `wanted`, else one that no other row of the file is in."""
    db = ledger.db
    now = ledger.statement_matters(own)
    first = next(iter(own))
    target = wanted or now[first]
    at = row_of[first]
    if wanted is None and any(row_of.get(number, at) != at for number in members_of(db, [target])):
        target = _apart(ledger, target, [seen for number, seen in own.items() if now[number] == target], who)
    for number, seen in own.items():
        other = ledger.statement_matters([number])[number]
        if other == target:
            continue
        if set(members_of(db, [other])) - own.keys():
            other = _apart(ledger, other, [seen], who)
        corrections.merge(ledger, target, other, who=who, reason=REASON)


def _apart(ledger: Ledger, matter_id: str, sightings: Sequence[Sighting], who: str) -> str:
    """The id of the matter that these statements become when they leave the one that they are in."""
    number = corrections.split(ledger, matter_id, sightings, who=who, reason=REASON)
    return f"{matter_id}.{number}"


def _free_name(ledger: Ledger, plan: Plan, text: str) -> str:
    """The file's name, with the day where another document of the ledger is called so."""
    name = PurePath(safe_name(plan.name))
    names = (f"{name.stem}（{plan.today}{again}）{name.suffix}" for again in ("", *(f"-{n}" for n in range(2, 1000))))
    digest = table.digest(text)
    for wanted in (name.name, *names):
        if all(known.sha256 == digest for known in table.find_by_name(ledger.db, wanted)):
            return wanted
    return f"{name.stem}（{digest[:8]}）{name.suffix}"


def _know(ledger: Ledger, row: Row, matter_id: str) -> None:
    """Let the 编号 that the matter has in another ledger lead to it."""
    alias = row.cell("id").strip()
    if not alias or len(alias) > LONGEST_ID or alias == matter_id:
        return
    ledger.db.execute(
        "INSERT OR IGNORE INTO matter_aliases (alias, matter_id)"
        " SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM matters WHERE id = ?)",
        (alias, matter_id, alias),
    )


def _assign_all(ledger: Ledger, row: Row, matter_id: str, users: Mapping[str, int], who: str, now: datetime) -> None:
    for role in ROLES:
        if text := row.cell(role):
            assign(ledger, "matter", matter_id, role, text, who=who, now=now, user=users.get(text, 0))


def _record(ledger: Ledger, change: Change, plan: Plan, users: Mapping[str, int], who: str, now: datetime) -> bool:
    """Write one change of a matter in the ledger; whether it did anything."""
    matter_id, note, on = change.matter.id, f"{REASON} {plan.name}"[:LONGEST_NOTE], change.on or plan.today
    if change.kind == "assign" and change.role:
        text = change.after
        return assign(ledger, "matter", matter_id, change.role, text, who=who, now=now, user=users.get(text, 0))
    if change.kind == "due" and change.end:
        corrections.extend(ledger, matter_id, change.end, plan.today, who=who, reason=note, grade="published")
    elif change.kind == "done":
        corrections.mark_done(ledger, matter_id, on, who=who, note=note, grade="published")
    elif change.figure:
        corrections.add_progress(
            ledger, matter_id, change.figure.value, change.figure.unit, on, who=who, note=note, grade="published"
        )
    return True

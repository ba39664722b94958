"""How matters stand beside what bears on them: the districts' parts, last year's matter, the plan that came after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from commitments.model import Change, Matter, Source, Standing
from commitments.plans import dropped, next_plan, plan_kind, precedes
from commitments.standing import previous_id, standing
from store.database import snapshot
from store.ledger import Ledger
from store.loading import load_documents, load_matters, present_ids
from store.rows import id_list
from store.sqlite import Database

_PARTS = "SELECT id FROM matters WHERE whole IN (SELECT value FROM json_each(?)) ORDER BY id"
_PROMISED = """
    SELECT DISTINCT m.matter_id
    FROM documents d JOIN statements s ON s.document_id = d.id JOIN matter_statements m ON m.statement_id = s.id
    WHERE d.file = ? AND d.city = ? AND s.kind = 'commitment'
"""
_TEXT = "SELECT text FROM documents WHERE file = ? AND city = ?"


def standings(ledger: Ledger, matters: Sequence[Matter], today: date) -> list[Standing]:
    """How each of these matters stands on a day, with all that its own statements do not say.

    In the order of `matters`; a few queries for all of them.
    """
    db = ledger.db
    with snapshot(db):
        beside = related(db, matters, today)
        plans = _Plans(db, today)
        return [_with_plan(standing(one, today, beside[one.id]), plans.dropped(one)) for one in matters]


def related(db: Database, matters: Sequence[Matter], today: date | None) -> dict[str, list[Matter]]:
    """Id of a matter → the matters that are parts of it, and last year's of the same thing, as known on `today`."""
    parts = [row[0] for row in db.execute(_PARTS, (id_list(matter.id for matter in matters),))]
    before = {matter.id: former for matter in matters if (former := previous_id(matter)) is not None}
    found = load_matters(db, today, present_ids(db, [*parts, *before.values()]))
    of_whole: dict[str | None, list[Matter]] = defaultdict(list)
    for part in found:
        of_whole[part.whole].append(part)
    by_id = {matter.id: matter for matter in found}
    return {
        matter.id: [*of_whole[matter.id], *(by_id[former] for former in (before.get(matter.id),) if former in by_id)]
        for matter in matters
    }


def changes_by(ledger: Ledger, source: Source, matters: Sequence[Matter]) -> list[tuple[str, Change]]:
    """Matter id and change of all that a document changed: in these matters of its own, and in those of the plan before
    it that it no longer speaks of."""
    before = _matters_of_plan_before(ledger, source)
    known = {matter.id: matter for matter in (*matters, *before)}
    found = standings(ledger, list(known.values()), source.published)
    return [
        (id_, change)
        for id_, how in zip(known, found, strict=True)
        for change in how.changes
        if source.file in change.files[-1:]
    ]


def _matters_of_plan_before(ledger: Ledger, source: Source) -> list[Matter]:
    """The matters that the latest earlier plan of the same kind and body promised; [] for what is no plan."""
    db = ledger.db
    with snapshot(db):
        earlier = [one for one in load_documents(db, source.published) if precedes(one, source)]
        if not earlier:
            return []
        last = max(earlier, key=lambda one: (one.published, one.file))
        ids = [row[0] for row in db.execute(_PROMISED, (last.file, last.city))]
        return load_matters(db, source.published, ids)


class _Plans:
    """The plans among the documents known on a day; their texts are loaded as they are needed."""

    def __init__(self, db: Database, today: date) -> None:
        self._db = db
        self._plans = [source for source in load_documents(db, today) if plan_kind(source)]
        self._texts: dict[Source, str] = {}

    def dropped(self, matter: Matter) -> Change | None:
        """不再提及, if that is what became of the matter."""
        plan = next_plan(matter, self._plans)
        if plan is None:
            return None
        if plan not in self._texts:
            self._texts[plan] = self._db.execute(_TEXT, (plan.file, plan.city)).fetchone()[0]
        return dropped(matter, plan, self._texts[plan])


def _with_plan(how: Standing, change: Change | None) -> Standing:
    if change is None or how.status == "done":
        return how
    return replace(how, changes=tuple(sorted((*how.changes, change), key=lambda one: one.on)))

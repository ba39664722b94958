"""The rows of an exported ledger: each matter with how it stands, whom it is assigned to, and what it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commitments.model import Filters, Matter, Standing
from store.answers import answer
from store.cycle.duties import Duty, duties
from store.database import snapshot
from store.ledger import Ledger
from store.listing import urgency
from store.standings import standings
from store.task_groups import groups_of

ALL = 1_000_000  # answers: as many as there are


@dataclass(frozen=True, slots=True)
class Entry:
    """A matter with all that its row says; `answered` is what the one responsible last said, "" for nothing."""

    matter: Matter
    standing: Standing
    duty: Duty
    groups: tuple[str, ...] = ()
    answered: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is exported: the entries, and the question that they answer ("" for the whole ledger) as it was read."""

    today: date
    entries: tuple[Entry, ...]
    question: str = ""
    filters: Filters | None = None
    notes: tuple[str, ...] = ()


def listing(ledger: Ledger, today: date, question: str = "") -> Listing:
    """All matters known on `today`, or those that a question asks for: “西工区 逾期”.

    Of the whole ledger what is promised comes first, then what is only reported; each by place and urgency. Those of a
    question stand in the order of its answers.
    """
    with snapshot(ledger.db):
        if not question.strip():
            matters = ledger.matters(today)
            known = sorted(zip(matters, standings(ledger, matters, today), strict=True), key=lambda pair: _order(*pair))
            return Listing(today, entries_of(ledger, known))
        reply = answer(ledger, question, today, ALL)
        known = [(one.matter, one.standing) for one in reply.answers]
        # The answers hold their statements best first; a row shows them in the order of print, as they are kept.
        return Listing(today, entries_of(ledger, known), question, reply.filters, reply.notes)


def entries_of(ledger: Ledger, known: Sequence[tuple[Matter, Standing]]) -> tuple[Entry, ...]:
    """The entries of these matters, in the given order."""
    matters = [matter for matter, _ in known]
    with snapshot(ledger.db):
        whose = duties(ledger, matters)
        groups = groups_of(ledger.db, [matter.id for matter in matters])
        said = _last_answers(ledger, matters)
    return tuple(
        Entry(matter, how, whose[matter.id], tuple(groups.get(matter.id, ())), said.get(matter.id, ""))
        for matter, how in known
    )


def _order(matter: Matter, how: Standing) -> tuple[object, ...]:
    promised = any(sighting.statement.kind == "commitment" for sighting in matter.sightings)
    return (not promised, matter.city, matter.places, *urgency(how), matter.title, matter.id)


def _last_answers(ledger: Ledger, matters: Sequence[Matter]) -> dict[str, str]:
    """Matter id → what was last answered when its week was asked about."""
    rows = ledger.db.execute(
        "SELECT matter_id, answer FROM dispatches WHERE answered_at IS NOT NULL AND answer != '' ORDER BY answered_at"
    ).fetchall()
    wanted = {matter.id for matter in matters}
    return {matter_id: answer for matter_id, answer in rows if matter_id in wanted}

"""评定 of districts and of responsible units: their matters, and how many of the week's questions they answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from commitments.bulletin import SEVERAL, place_of
from commitments.model import Matter
from commitments.ratings import Formula, Rating, rating
from store.cycle.duties import duties
from store.cycle.rules import Rules, rules
from store.cycle.year import Known, in_hand
from store.database import snapshot
from store.ledger import Ledger
from store.loading import present_by
from store.moments import local_moment, to_text

By = Literal["place", "unit"]
SEPARATORS = "、，,；;/\n"  # between the units of one matter, of which the first leads

_ASKED = """
    SELECT matter_id, answered_at IS NOT NULL AND answered_at < ? FROM dispatches WHERE asked_at >= ? AND asked_at < ?
"""


def formula(chosen: Rules) -> Formula:
    """The formula that the rules write."""
    return Formula(
        chosen.rating_done,
        chosen.rating_pace,
        chosen.rating_time,
        chosen.rating_answers,
        chosen.rating_excellent,
        chosen.rating_good,
        chosen.rating_fair,
        chosen.rating_least,
    )


def ratings(
    ledger: Ledger, first: date, last: date, zone: str, by: By = "place", known: Sequence[Known] | None = None
) -> list[Rating]:
    """How districts or units score on `last`, the best first, those without a score at the end.

    The matters are the commitments in hand (`known`, where they were loaded already); questions are those of 周调度
    asked from `first` to `last`. Matters of a whole city or of several districts belong to no district, those without a
    unit to no unit.
    """
    known = in_hand(ledger, last) if known is None else known
    named = _places(known) if by == "place" else _units(ledger, [matter for matter, _ in known], last)
    groups: dict[str, list[Known]] = {}
    for one in known:
        if name := named(one[0]):
            groups.setdefault(name, []).append(one)
    answers = _answers(ledger, first, last, zone)
    written = formula(rules(ledger))
    found = [rating(name, group, written, *_counted(group, answers)) for name, group in groups.items()]
    return sorted(found, key=lambda one: (one.score is None, -(one.score or 0.0), one.name))


def lead_unit(text: str) -> str:
    """The unit that leads, of those that a matter is assigned to: “市住建局、西工区政府” → 市住建局."""
    for separator in SEPARATORS:
        text = text.split(separator, 1)[0]
    return text.strip()


def _places(known: Iterable[Known]) -> Callable[[Matter], str]:
    cities = {matter.city for matter, _ in known}

    def place(matter: Matter) -> str:
        found = place_of(matter)
        return "" if found == SEVERAL or found in cities or not matter.places else found

    return place


def _units(ledger: Ledger, matters: Sequence[Matter], last: date) -> Callable[[Matter], str]:
    duty = duties(ledger, matters, last)
    return lambda matter: lead_unit(duty[matter.id].text("unit"))


def _answers(ledger: Ledger, first: date, last: date, zone: str) -> Mapping[str, tuple[int, int]]:
    """Matter id → how many questions of the period's 周调度 were answered by its end, and how many were asked."""
    begins, ends = (to_text(local_moment(day, 0, zone)) for day in (first, last + timedelta(days=1)))
    with snapshot(ledger.db):
        rows = ledger.db.execute(_ASKED, (ends, begins, ends)).fetchall()
        now = present_by(ledger.db, {row[0] for row in rows})
    found: dict[str, tuple[int, int]] = {}
    for matter_id, answered in rows:
        met, asked = found.get(now.get(matter_id, matter_id), (0, 0))
        found[now.get(matter_id, matter_id)] = (met + answered, asked + 1)
    return found


def _counted(group: Iterable[Known], answers: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    counts = [answers.get(matter.id, (0, 0)) for matter, _ in group]
    return sum(met for met, _ in counts), sum(asked for _, asked in counts)

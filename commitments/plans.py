"""不再提及: a promise of a plan that the next plan of the same kind says nothing of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from commitments.amounts import amount_text
from commitments.figures import figures_of, target_figures
from commitments.model import Change, Matter, Sighting, Source, Statement
from commitments.results import finisher
from commitments.scope_words import ALIASES, FILLERS
from commitments.subjects import subject

_KINDS = (
    "政府工作报告",
    "民生实事",
    "行动方案",
    "行动计划",
    "实施方案",
    "工作方案",
    "工作要点",
    "重点工作",
    "重点项目",
    "规划",
)
_YEARS = re.compile("[0-9０-９年度()（）\\s]|[一二三四五六七八九十〇零]{4}")
_NAMED = 0.75  # the share of a name's pairs of characters that a text has, from which on it speaks of the thing


def plan_kind(source: Source) -> str:
    """The kind of plan that a document is by its title (政府工作报告, 民生实事 …), "" for others."""
    return next((kind for kind in _KINDS if kind in source.title), "")


def next_plan(matter: Matter, documents: Iterable[Source]) -> Source | None:
    """The first plan of the same kind, city and body after the one that promised the matter last, None for none.

    `documents` are all that are known, in any order. Bodies are the same where the titles differ in numbers only, or
    the publisher is the same.
    """
    last = _last_promise(matter)
    if last is None:
        return None
    later = (source for source in documents if precedes(last.source, source))
    return min(later, key=lambda source: (source.published, source.file), default=None)


def precedes(plan: Source, later: Source) -> bool:
    """Whether a document is a plan, and the other one of the same kind, city and body for a later year."""
    return (
        bool(plan_kind(plan))
        and plan.published.year < later.published.year
        and plan.city == later.city
        and plan_kind(plan) == plan_kind(later)
        and _same_body(plan, later)
    )


def dropped(matter: Matter, plan: Source, text: str) -> Change | None:
    """不再提及: the change that the next plan (`next_plan`, with its text) does not name a matter that was not done.

    None where a statement of the matter stands in the plan, where the text has its name in some form, where nothing was
    promised, or where the matter was reported done.
    """
    last = _last_promise(matter)
    if last is None or any(sighting.source == plan for sighting in matter.sightings):
        return None
    if finisher(matter, target_figures(matter)) is not None or _names(text, last):
        return None
    return Change("dropped", _promised(last.statement), None, plan.published, (last.source.file, plan.file))


def _last_promise(matter: Matter) -> Sighting | None:
    promises = (s for s in reversed(matter.sightings) if s.statement.kind == "commitment" and plan_kind(s.source))
    return next(promises, None)


def _names(text: str, promise: Sighting) -> bool:
    """Whether a text has one of the names of what was promised, or most of it."""
    plain = _as_compared(text)
    return any(name in plain or _share(name, plain) >= _NAMED for name in subject(promise).names)


def _share(name: str, text: str) -> float:
    bare = FILLERS.sub("", name)
    found = [bare[at : at + 2] in text for at in range(len(bare) - 1)]
    return sum(found) / len(found) if found else 1.0  # a single character is no name that could be missed


@lru_cache(maxsize=16)
def _as_compared(text: str) -> str:
    """A text in one line and in the spellings that names are compared in."""
    plain = "".join(text.split())
    for written, one in ALIASES.items():
        plain = plain.replace(written, one)
    return plain


def _promised(statement: Statement) -> str:
    amounts = "、".join(amount_text(q.value, q.unit, q.op) for _, q in figures_of(statement))
    return amounts or statement.action or statement.quote[:20]


def _same_body(a: Source, b: Source) -> bool:
    return _YEARS.sub("", a.title) == _YEARS.sub("", b.title) or (bool(a.publisher) and a.publisher == b.publisher)

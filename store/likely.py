"""What is more likely meant, and when one matter is meant for certain.

Words alone leave several matters for 老旧小区. Put first is what is about this year and the whole city, holds what was
asked for, and stands in several papers. `stands_out` has the rule for showing the first one as a card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz.fuzz import ratio

from commitments.model import Filters, Matter, Standing

STANDS_OUT = 0.75  # fit that an answer shown as certain has at least,
AHEAD = 0.06  # and how far the next one is behind

# What is more likely meant where the question does not say: added to the fit of a matter, or taken from it.
PAST_YEAR, OLDER, OTHER_YEAR = -0.08, -0.16, -0.03
NOT_THE_YEAR = -0.2  # where a year was asked for
WHOLE_CITY = 0.03  # where no place was asked for
BOTH_FIGURES, ASKED_FOR, SEVERAL_PAPERS = 0.05, 0.03, 0.03
NAMED = 0.05  # for a matter whose name is the subject itself
_SAME_NAME = 90  # likeness, of 100, of two names of one thing
_NO_CHANGE = ("new", "progress", "completed")
_AS_WELL, _NAMED_AS_WELL = 0.02, 10  # differences of fit, and of the likeness of name and subject, that say nothing


@dataclass(frozen=True, slots=True)
class Found:
    """A matter on the way to an answer: how it stands, how well its best statement fits, and its place in the order."""

    matter: Matter
    standing: Standing
    fit: float
    score: float


def likely(filters: Filters, today: date, matter: Matter, standing: Standing) -> float:
    """What speaks for a matter beside its words, to be added to its fit."""
    year = filters.year or today.year
    found = NAMED * ratio(filters.subject, matter.title) / 100
    if _papers(matter) > 1:
        found += SEVERAL_PAPERS
    if matter.year is not None and matter.year != year:
        past = PAST_YEAR if matter.year == year - 1 else OLDER
        found += NOT_THE_YEAR if filters.year else past if matter.year < year else OTHER_YEAR
    if not filters.places and not matter.places:
        found += WHOLE_CITY
    if standing.target and standing.done:
        found += BOTH_FIGURES
    return found + (ASKED_FOR if holds(filters.intent, standing) else 0.0)


def holds(intent: str, standing: Standing) -> bool:
    """Whether a matter can tell the one fact that is asked for; False for questions that ask for no fact."""
    if intent == "progress":
        return standing.done is not None or standing.percent is not None or standing.status == "done"
    if intent == "target":
        return standing.target is not None
    if intent == "deadline":
        return standing.deadline is not None and standing.deadline.basis == "explicit"
    return intent == "change" and changed(standing)


def changed(standing: Standing) -> bool:
    """Whether what was promised became different, beyond being new, reported on or completed."""
    return any(change.kind not in _NO_CHANGE for change in standing.changes)


def stands_out(filters: Filters, found: Sequence[Found]) -> bool:
    """Whether the first answer may be shown as the one that was meant.

    Its words fit the subject (STANDS_OUT), and no other answer is a rival. Rivals are hardly behind in all (AHEAD), or
    they fit as well in words and name, or better in words. No rivals are

    1. parts of the first one (the districts of a city's programme) where no place was asked for, its whole where one
       was, and the same thing in another place or year where neither was asked for and the first one is the city's,
    2. matters without the one fact that was asked for (progress, target, deadline, change) if the first one holds it;
       where nothing was reported of any of them, those without a target to report on,
    3. matters of another name where the first one's name is the subject itself,
    4. matters that the first one dominates: it is about the whole city, several papers report its target and what was
       done, and the other one lacks either figure.
    """
    if not found or found[0].fit < STANDS_OUT:
        return False
    first = found[0]
    near = [other for other in found[1:] if _is_near(filters, first, other)]
    if filters.intent == "progress" and not any(holds("progress", one.standing) for one in (first, *near)):
        filters = replace(filters, intent="target")
    return not any(_is_rival(filters, first, other) for other in near)


def _is_near(filters: Filters, first: Found, other: Found) -> bool:
    if first.score - other.score < AHEAD or other.fit > first.fit + _AS_WELL:
        return True
    if first.fit - other.fit > _AS_WELL or other.matter.year not in (first.matter.year, None):
        return False
    name, its_name = (ratio(filters.subject, one.matter.title) for one in (first, other))
    return its_name >= name - _NAMED_AS_WELL


def _is_rival(filters: Filters, first: Found, other: Found) -> bool:
    mine, its = first.matter, other.matter
    if (its.whole == mine.id and not filters.places) or (mine.whole == its.id and filters.places):
        return False
    is_open = filters.year is None and not filters.places and not mine.places and first.score > other.score
    if is_open and ratio(mine.title, its.title) >= _SAME_NAME and (mine.year, mine.places) != (its.year, its.places):
        return False
    if holds(filters.intent, first.standing) and not holds(filters.intent, other.standing):
        return False
    if _is_name(filters.subject, mine) and not _is_name(filters.subject, its):
        return False
    return not (_is_programme(first) and not (other.standing.target and other.standing.done))


def _is_name(subject: str, matter: Matter) -> bool:
    return ratio(subject, matter.title) >= _SAME_NAME


def _is_programme(found: Found) -> bool:
    standing = found.standing
    return not found.matter.places and _papers(found.matter) > 1 and bool(standing.target and standing.done)


def _papers(matter: Matter) -> int:
    return len({sighting.source.file for sighting in matter.sightings})

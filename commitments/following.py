"""Whether a matter, or what changed in it, concerns somebody who follows a place or a topic."""

from __future__ import annotations

from commitments.model import Change, ChangeKind, Matter, Sighting
from commitments.question_places import place_stem

# What a reader wants to know first of what changed.
_TELLING: tuple[ChangeKind, ...] = (
    "conflict", "target_cut", "deadline_later", "softened", "dropped", "target_raised", "deadline_earlier", "completed",
    "scope_changed", "firmed", "progress", "new",
)  # fmt: skip


def concerns_place(place: str, matter: Matter) -> bool:
    """Whether a matter is about a place: its city, its own places, or one that its statements name.

    “西工区完成27个” concerns 西工区 in a matter of the whole city; the city itself is concerned by all of its matters.
    """
    if place == matter.city or place in matter.places:
        return True
    return any(names_place(place, sighting) for sighting in matter.sightings)


def names_place(place: str, sighting: Sighting) -> bool:
    """Whether a statement names a place, by its official or its usual short name."""
    statement = sighting.statement
    return place in statement.places or place_stem(place) in statement.quote


def concerns_topic(topic: str, matter: Matter) -> bool:
    """Whether a matter is of a topic."""
    return topic in matter.topics


def change_concerns_place(place: str, matter: Matter, sighting: Sighting | None) -> bool:
    """Whether a change concerns a place: its matter is about it, or the statement that changed it names it.

    Of a matter of the whole city, a district hears only what names the district.
    """
    if place == matter.city or place in matter.places:
        return True
    return sighting is not None and names_place(place, sighting)


def telling_order(matter: Matter, change: Change) -> tuple[bool, bool, int, bool, str]:
    """The sort key of changes, the most telling first: contradictions, then what changed between two documents.

    What was never promised comes last; new promises with a stated deadline come before those without.
    """
    promises = [one.statement for one in matter.sightings if one.statement.kind == "commitment"]
    stated = any(one.deadline is not None and one.deadline.basis == "explicit" for one in promises)
    if change.kind == "conflict":
        return (False, False, 0, False, matter.id)
    return (not promises, len(change.files) < 2, _TELLING.index(change.kind), not stated, matter.id)

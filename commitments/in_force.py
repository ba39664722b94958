"""Which of a matter's deadlines is in force.

A deadline that is stated anew takes the former one's place (8月底前 → 年底前), unless the two are milestones of
different stages (6月底前开工, 年底前竣工): then the first that no report has reached is in force, so that a milestone
is neither forgotten when the next document speaks of another one, nor passes in silence.
"""

from __future__ import annotations

from commitments.changes import replaces
from commitments.model import Deadline, Matter, Sighting
from commitments.results import fulfils, other_stage, proves, reopened_on


def deadline_of(matter: Matter) -> Deadline | None:
    """The deadline in force: the first milestone without a report, else the last one stated, else the year's end."""
    return next(iter(deadlines_of(matter)), None)


def deadlines_of(matter: Matter) -> list[Deadline]:
    """The deadline in force, then those of the milestones after it; [] where none was stated."""
    promises = [s for s in matter.sightings if s.statement.kind == "commitment" and s.statement.deadline is not None]
    current: Deadline | None = None
    live: list[Sighting] = []
    for sighting in promises:
        new = sighting.statement.deadline
        if new is None or not replaces(new, current):
            continue
        current = new
        if new.basis == "explicit":
            live = [former for former in live if other_stage(former.statement, sighting.statement)] + [sighting]
    if len(live) > 1:
        waited_for = [one.statement.deadline for one in live if not _is_reached(matter, one)]
        if waited_for:
            return sorted((limit for limit in waited_for if limit), key=_end)
    return [current] if current else []


def _end(deadline: Deadline) -> str:
    return deadline.end.isoformat() if deadline.end else "9"


def _is_reached(matter: Matter, promise: Sighting) -> bool:
    """Whether a report names the stage of a milestone or a later one."""
    reopened = reopened_on(matter)
    return any(
        fulfils(sighting.statement, promise.statement)
        for sighting in matter.sightings
        if sighting.statement.kind == "progress"
        and sighting.source.published >= promise.source.published
        and proves(sighting, reopened)
    )

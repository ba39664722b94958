"""Which of a matter's statements stand behind what its card says, so that no figure is shown without its own source."""

from __future__ import annotations

from collections.abc import Sequence

from commitments.model import Change, Figure, Matter, Sighting, Standing
from commitments.wording import say_quantity


def newest_first(sightings: Sequence[Sighting]) -> list[Sighting]:
    """The statements by day of print, the latest first."""
    return sorted(sightings, key=lambda sighting: sighting.source.published, reverse=True)


def latest_change(standing: Standing) -> Change | None:
    """The latest change that is more than one more statement or one more figure."""
    moved = [change for change in standing.changes if change.kind not in ("new", "progress")]
    return max(moved, key=lambda change: change.on, default=None)


def holder(matter: Matter, figure: Figure) -> Sighting | None:
    """The newest statement that says a figure."""
    said = (
        sighting
        for sighting in newest_first(matter.sightings)
        if any((q.value, q.unit) == (figure.value, figure.unit) for q in sighting.statement.quantities)
    )
    return next(said, None)


def behind(matter: Matter, standing: Standing, intent: str, evidence: Sequence[Sighting]) -> list[Sighting]:
    """The statements behind a card, each once: first those of what `intent` asks for, then of the figures and the
    deadline, then the best `evidence` for the question (without it, the newest)."""
    figures = [holder(matter, figure) for figure in (standing.done, standing.target) if figure]
    limit = [_deadline_holder(matter, standing)]
    first = {
        "deadline": [*limit, *figures],
        "change": [*_change_holders(matter, latest_change(standing)), *figures],
    }.get(intent, [*figures, *limit])
    wanted = [sighting for sighting in first if sighting] + list(evidence or newest_first(matter.sightings))
    return list({id(sighting): sighting for sighting in wanted}.values())


def _deadline_holder(matter: Matter, standing: Standing) -> Sighting | None:
    """The newest statement that sets the deadline."""
    if standing.deadline is None:
        return None
    same = (s for s in newest_first(matter.sightings) if s.statement.deadline == standing.deadline)
    return next(same, None)


def _change_holders(matter: Matter, change: Change | None) -> list[Sighting]:
    """What a change lies between, the later first: of each document the statement that says the value, or its first."""
    if change is None:
        return []
    values = {change.before, change.after}
    found = []
    for file in change.files:
        inside = [sighting for sighting in matter.sightings if sighting.source.file == file]
        said = [s for s in inside if any(say_quantity(q) in values for q in s.statement.quantities)]
        found += (said or inside)[:1]
    return found[::-1]

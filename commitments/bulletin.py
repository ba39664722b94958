"""通报: what a month's notice is made of, as known on its last day. Every matter counts once.

Pure values; handlers/cycle puts them into words, into a Word file and into a picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commitments.checking import RoundKind, points_behind, troubled_first
from commitments.following import telling_order
from commitments.model import Change, Matter, Sighting, Standing, Status
from commitments.ratings import Rating
from commitments.results import FINISHED, stage_reached

SEVERAL = "跨区县"  # the row of matters that are of more than one district
NAMED = 5  # of the best, of those farthest behind, of those overdue longest


@dataclass(frozen=True, slots=True)
class Line:
    """A matter that the notice counts or names, and how it stands on the notice's last day."""

    matter: Matter
    standing: Standing


@dataclass(frozen=True, slots=True)
class District:
    """A row of the district table: a district, the whole city under its own name, or 跨区县; each matter in one row."""

    place: str
    lines: tuple[Line, ...]
    listed: int = 0

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many of its matters have each status."""
        return counted(self.lines)


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter under 挂牌督办: since which day, why, who is responsible ("" for nobody known), and for one that was
    taken off the day and the reason."""

    line: Line
    since: date
    why: str
    responsible: str = ""
    until: date | None = None
    why_off: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A 销号 or 延期 of the month: the record that a person made, and for an extension the change of the deadline."""

    line: Line
    sighting: Sighting
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A round of 督查 or 验收 of the month: what it had to look at, and what was found so far."""

    kind: RoundKind
    first: date
    last: date
    due: int
    true: int
    untrue: tuple[Line, ...]
    incomplete: int

    @property
    def looked_at(self) -> int:
        """How many were looked at."""
        return self.true + len(self.untrue) + self.incomplete


@dataclass(frozen=True, slots=True)
class BulletinData:
    """A month's notice: the commitments of `year` as known on `last`, the month's last day or, within it, today.

    `lines` are all matters that count, `districts` the same by place. `changes` are those of the month, the most
    telling first, without new promises and mere progress. `ratings` are of districts, `unit_ratings` of the units
    responsible.
    """

    year: int
    first: date
    last: date
    cities: tuple[str, ...]
    lines: tuple[Line, ...]
    districts: tuple[District, ...]
    best: tuple[Line, ...]
    slowest: tuple[Line, ...]
    changes: tuple[tuple[Line, Change], ...]
    listed: tuple[Listed, ...] = ()
    taken_off: tuple[Listed, ...] = ()
    closings: tuple[Recorded, ...] = ()
    extensions: tuple[Recorded, ...] = ()
    checked: tuple[Checked, ...] = ()
    ratings: tuple[Rating, ...] = ()
    unit_ratings: tuple[Rating, ...] = ()

    @property
    def counts(self) -> Mapping[Status, int]:
        """How many matters have each status."""
        return counted(self.lines)

    @property
    def stated(self) -> int:
        """How many have a deadline that a text states; that of the others follows from the year, or there is none."""
        return sum(_states(line.standing) for line in self.lines)


def counted(lines: Iterable[Line]) -> Mapping[Status, int]:
    """Status → how many of these matters have it; statuses without any are left out."""
    return Counter(line.standing.status for line in lines)


def place_of(matter: Matter) -> str:
    """The row of the district table that a matter is counted in."""
    if len(matter.places) > 1:
        return SEVERAL
    return matter.places[0] if matter.places else matter.city or "全市"


def by_district(lines: Sequence[Line], listed: Iterable[str] = ()) -> tuple[District, ...]:
    """The rows of the district table: districts by name, 跨区县, then whole cities; `listed` are ids under 挂牌督办."""
    marked = set(listed)
    rows: dict[str, list[Line]] = {}
    for line in lines:
        rows.setdefault(place_of(line.matter), []).append(line)
    cities = {line.matter.city for line in lines}
    order = sorted(rows, key=lambda place: (place in cities, place == SEVERAL, place))
    return tuple(
        District(place, tuple(rows[place]), sum(line.matter.id in marked for line in rows[place])) for place in order
    )


def best_of(lines: Iterable[Line], first: date) -> tuple[Line, ...]:
    """The matters that went best: done since `first`, then those farthest ahead."""
    done = [line for line in lines if line.standing.status == "done" and (finished_on(line) or date.min) >= first]
    ahead = [line for line in lines if line.standing.status == "ahead"]
    done.sort(key=lambda line: (finished_on(line) or date.min, line.matter.id))
    ahead.sort(key=lambda line: (points_behind(line.standing) or 0.0, line.matter.id))
    return tuple([*done, *ahead][:NAMED])


def slowest_of(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The matters that need attention first: those farthest behind, then those overdue longest by a stated deadline."""
    ordered = sorted(lines, key=lambda line: (*troubled_first(line.standing), line.matter.id))
    behind = [line for line in ordered if line.standing.status == "behind"]
    late = [line for line in ordered if line.standing.status == "overdue" and _states(line.standing)]
    return (*behind[:NAMED], *late[:NAMED])


def changes_of(lines: Iterable[Line], first: date, last: date) -> tuple[tuple[Line, Change], ...]:
    """What changed from `first` to `last`, the most telling first; no new promises and no mere progress."""
    found = [
        (line, change)
        for line in lines
        for change in line.standing.changes
        if first <= change.on <= last and change.kind not in ("new", "progress")
    ]
    return tuple(sorted(found, key=lambda pair: telling_order(pair[0].matter, pair[1])))


def closings_of(lines: Iterable[Line], first: date, last: date) -> tuple[Recorded, ...]:
    """The completions that somebody verified from `first` to `last`, of matters that are done still, each once."""
    found = {
        line.matter.id: Recorded(line, sighting)
        for line, sighting in _records(lines, first, last)
        if line.standing.status == "done"
        and sighting.source.grade == "verified"
        and (stage_reached(sighting.statement) or 0) >= FINISHED
    }
    return tuple(found.values())


def extensions_of(lines: Iterable[Line], first: date, last: date) -> tuple[Recorded, ...]:
    """The extensions that were granted from `first` to `last`, with the change of the deadline where it is one.

    A day that was moved ahead is none, and neither is one that an imported spreadsheet says.
    """
    found = (
        Recorded(line, sighting, _move(line, sighting))
        for line, sighting in _records(lines, first, last)
        if sighting.statement.kind == "commitment"
    )
    return tuple(one for one in found if one.change is None or one.change.kind == "deadline_later")


def _records(lines: Iterable[Line], first: date, last: date) -> Iterable[tuple[Line, Sighting]]:
    for line in lines:
        for sighting in line.matter.sightings:
            if sighting.source.grade != "published" and first <= sighting.source.published <= last:
                yield line, sighting


def _move(line: Line, sighting: Sighting) -> Change | None:
    file = sighting.source.file
    moves = (one for one in line.standing.changes if one.kind in ("deadline_later", "deadline_earlier"))
    return next((one for one in moves if one.files[-1] == file), None)


def finished_on(line: Line) -> date | None:
    """The day of the report by which a matter is done, None for one that is not, or whose words do not say it."""
    return max((change.on for change in line.standing.changes if change.kind == "completed"), default=None)


def _states(how: Standing) -> bool:
    return how.deadline is not None and how.deadline.basis == "explicit"

"""How a matter came to where it is: every move of its target and deadline, and every figure reported against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commitments.amounts import in_class
from commitments.figures import Reported, completions, key_of, reports, target_figures
from commitments.in_force import deadline_of
from commitments.model import Figure, Grade, Matter
from commitments.standing import known
from commitments.worked_out import target_from_ratio

_RATES = ("growth", "ceiling")


@dataclass(frozen=True, slots=True)
class Move:
    """From `day` on the target was `value`; `derived` where it was worked out."""

    day: date
    value: float
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What had been reached on `day` as a document printed on `printed` says; `derived` where it was worked out."""

    day: date
    printed: date
    value: float
    grade: Grade = "published"
    derived: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """A matter's way in one unit: targets by the day they were set, reports by the day they stand at, and the time
    limits, each after the day it was set on. Shares of the work (完成工程量的90%) have the unit % and the target 100.
    """

    unit: str
    targets: tuple[Move, ...]
    reports: tuple[Report, ...]
    deadlines: tuple[tuple[date, date], ...] = ()

    @property
    def tells(self) -> bool:
        """Whether there is something to see: a target that moved, or a target with a report."""
        return len(self.targets) + len(self.reports) > 1 and bool(self.targets)


def history(matter: Matter, today: date) -> History:
    """The way of a matter as known on a day, in the unit of its leading target."""
    now = known(matter, today)
    if now is None or not now.sightings:
        return History("", (), ())
    deadlines = tuple(_deadlines(now))
    leading = target_figures(now)
    if leading and key_of(leading[0], now)[0] not in _RATES:
        unit = leading[0].unit
        found = tuple(_reports(reports(now, leading[0]), leading[0]))
        return History(unit, tuple(_targets(now, leading[0])), found, deadlines)
    if leading:
        return History("", (), (), deadlines)
    worked_out = target_from_ratio(now)
    if worked_out is not None:
        target, report = worked_out
        found = tuple(_reports([report], target))
        return History(target.unit, (Move(report.as_of, target.value, True),), found, deadlines)
    shares = tuple(
        Report(one.as_of, one.sighting.source.published, one.percent, one.sighting.source.grade)
        for one in completions(now)
        if one.percent is not None
    )
    first = now.sightings[0].source.published
    return History("%", (Move(first, 100.0),) if shares else (), shares, deadlines)


def _targets(matter: Matter, last: Figure) -> Iterator[Move]:
    """The days on which the target in the unit of `last` changed."""
    before: float | None = None
    for day in sorted({sighting.source.published for sighting in matter.sightings}):
        then = known(matter, day)
        same = (figure for figure in target_figures(then) if _unit(figure) == _unit(last)) if then else ()
        figure = next(iter(same), None)
        if figure is not None and figure.value != before:
            before = figure.value
            yield Move(day, in_class(figure.value, figure.unit)[0] / _size(last))


def _reports(found: list[Reported], target: Figure) -> Iterator[Report]:
    for one in found:
        figure = one.figure
        if figure is not None:
            value = in_class(figure.value, figure.unit)[0] / _size(target)
        elif one.percent is not None:
            value = target.value * one.percent / 100
        else:
            continue
        source = one.sighting.source
        yield Report(one.as_of, source.published, value, source.grade, figure is None or bool(figure.derived))


def _deadlines(matter: Matter) -> Iterator[tuple[date, date]]:
    """Each time limit with the day it was set on."""
    before: date | None = None
    for day in sorted({sighting.source.published for sighting in matter.sightings}):
        then = known(matter, day)
        limit = deadline_of(then) if then else None
        if limit is not None and limit.end is not None and limit.end != before:
            before = limit.end
            yield day, limit.end


def _unit(figure: Figure) -> str:
    return in_class(1, figure.unit)[1]


def _size(figure: Figure) -> float:
    return in_class(1, figure.unit)[0]

"""How a matter stands on a day: figures, status, light, pace, deadline, changes and notes, by written rules.

The rules are those of DESIGN.md. Only what was printed by that day is known. Done needs a report; a deadline that has
passed without one is overdue, which says “no report seen”, not “not done”.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from commitments.changes import changes
from commitments.checks import Findings, against_base, against_shares
from commitments.figures import (
    Reported,
    beside,
    completions,
    key_of,
    readings,
    reports,
    target_figures,
    told,
)  # fmt: skip
from commitments.in_force import deadlines_of
from commitments.model import Figure, Matter, Pace, Standing, Status
from commitments.pace import light_of, pace_on
from commitments.results import finisher, proves, reopened_on
from commitments.worked_out import target_from_ratio

_RATES = ("growth", "ceiling")  # never divided by each other
_OVERDUE = "时限已过，未见完成报道（不等于没有完成）"
_CLAIMED = "责任人自报已完成，尚待核实"
FRAME_NOTE = "时限按规划年度推定，原文未写明日期"


def known(matter: Matter, today: date) -> Matter | None:
    """The matter as it was known on a day (only sightings printed by then), None if nothing was."""
    sightings = tuple(sighting for sighting in matter.sightings if sighting.source.published <= today)
    if len(sightings) == len(matter.sightings):
        return matter
    return replace(matter, sightings=sightings) if sightings else None


def previous_id(matter: Matter) -> str | None:
    """The id that last year's matter of the same thing has if there is one; None for a matter over the years."""
    thing, dash, year = matter.id.rpartition("-")
    return f"{thing}-{int(year) - 1}" if dash and year.isdecimal() else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """The figures that a status rests on: targets, what is reported against the first, and the latest of each."""

    targets: tuple[Figure, ...]
    family: str
    latest: Reported | None
    dones: tuple[Figure, ...]

    @property
    def percent(self) -> float | None:
        """The reported percent of the first target; None for rates, which have none."""
        return self.latest.percent if self.latest and self.family not in _RATES else None


def standing(matter: Matter, today: date, parts: Sequence[Matter] = ()) -> Standing:
    """How the matter stands on a day; `no_evidence` with grey light if nothing was known by then.

    `parts` are the matters whose `whole` this one is; last year's matter of the same thing (`previous_id`) may be
    among them, as the base that a growth target is worked out on.
    """
    now = known(matter, today)
    if now is None:
        return Standing(today, "no_evidence", "grey")
    reading = _read(now)
    checked = _check(now, parts, today)
    deadline, *later = deadlines_of(now) or (None,)
    end = deadline.end if deadline else None
    paces = _paces(now, reading, end)
    status = _status(now, reading, end, paces, today)
    targets = (*reading.targets, *checked.targets)
    notes = [_OVERDUE] if status == "overdue" else []
    notes += [FRAME_NOTE] if deadline and deadline.basis == "frame" and status != "done" else []
    notes += [_CLAIMED] if status != "done" and _is_finished(now, reading, claimed=True) else []
    notes += [f"下一节点：{one.end}（“{one.text}”）" for one in later[:1]] if status != "done" else []
    notes += beside(now, targets[0] if targets else None, [reading.latest.sighting] if reading.latest else [])
    return Standing(
        today=today,
        status=status,
        light=light_of(status, reading.percent, paces[0] if paces else None),
        target=targets[0] if targets else None,
        done=reading.latest.figure if reading.latest else None,
        percent=reading.percent,
        paces=paces,
        deadline=deadline,
        days_left=(end - today).days if end and status != "done" else None,
        targets=targets,
        dones=reading.dones,
        changes=tuple(sorted((*changes(now), *checked.conflicts), key=lambda change: change.on)),
        notes=(*notes, *checked.notes),
    )


def _read(now: Matter) -> _Reading:
    targets = target_figures(now)
    if not targets:
        worked_out = target_from_ratio(now)
        if worked_out is not None:
            target, report = worked_out
            return _Reading((target,), "amount", report, (report.figure,) if report.figure else ())
        done = completions(now)
        return _Reading((), "", done[-1] if done else told(now), ())
    against = [reports(now, target) for target in targets]
    latest = against[0][-1] if against[0] else None
    dones = (found[-1].figure for found in against if found)
    return _Reading(targets, key_of(targets[0], now)[0], latest, tuple(figure for figure in dones if figure))


def _check(now: Matter, parts: Sequence[Matter], today: date) -> Findings:
    others = [other for part in parts if part.id != now.id and (other := known(part, today)) is not None]
    found = Findings()
    for base in others:
        if base.id == previous_id(now):
            found += against_base(now, base)
    return found + against_shares(now, [other for other in others if other.whole == now.id])


def _status(now: Matter, reading: _Reading, end: date | None, paces: Sequence[Pace], today: date) -> Status:
    if _is_finished(now, reading):
        return "done"
    if end is not None and end < today:
        return "overdue"
    if paces:
        return paces[0].verdict
    if reading.family in _RATES and reading.latest is not None and reading.latest.figure is not None:
        value, target = reading.latest.figure.value, reading.targets[0].value
        kept = value >= target if reading.family == "growth" else value <= target
        return "on_pace" if kept else "behind"
    return "under_way" if any(sighting.statement.kind == "progress" for sighting in now.sightings) else "no_evidence"


def _is_finished(now: Matter, reading: _Reading, *, claimed: bool = False) -> bool:
    """Whether the matter is done, with `claimed` by what those responsible say themselves."""
    if finisher(now, reading.targets, claimed=claimed) is not None:
        return True
    full = reading.latest is not None and (reading.percent or 0) >= 100
    return full and proves(reading.latest.sighting, reopened_on(now), claimed=claimed)  # type: ignore[union-attr]


def _paces(now: Matter, reading: _Reading, end: date | None) -> tuple[Pace, ...]:
    """The pace on each day that the last report can be read to stand at; a level (普及率97%) has none."""
    if reading.percent is None or reading.latest is None or end is None or reading.family == "share":
        return ()
    promised = [s.source.published.year for s in now.sightings if s.statement.kind == "commitment"]
    start = date(min(now.year or promised[0], end.year), 1, 1)
    return tuple(pace_on(reading.percent, start, end, day) for day in readings(reading.latest.sighting))

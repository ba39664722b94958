"""A city's programme and the districts' parts of it: what each has promised and reported, and what is in no part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from commitments.amounts import in_class
from commitments.figures import target_figures
from commitments.model import Deadline, Figure, Light, Matter, Status

REST = "未分解到区"


@dataclass(frozen=True, slots=True)
class Accounted:
    """The target of a whole as it was when its parts were promised, their targets (largest first), and what is in none.

    `rest` is below 0 where the parts come to more than the whole.
    """

    whole: Figure
    shares: tuple[tuple[str, Figure], ...]
    rest: float


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the table: a district with its matter's id, figures and status; what is in no part has no id."""

    place: str
    matter: str
    target: Figure | None
    done: Figure | None = None
    percent: float | None = None
    status: Status | None = None
    light: Light = "grey"
    deadline: Deadline | None = None


def accounted(whole: Matter, parts: Sequence[Matter]) -> Accounted | None:
    """What the parts of a programme come to; None where the whole or all parts lack a target in the whole's unit.

    A whole of 143 with parts of 51 and 27 in January is held against these, though May made it 188.
    """
    targets = target_figures(whole)
    if not targets:
        return None
    unit = _unit(targets[0])
    shares = [
        ("、".join(part.places), figure)
        for part in parts
        if (figure := next((target for target in target_figures(part) if _unit(target) == unit), None)) is not None
    ]
    shares.sort(key=lambda share: (-share[1].value, share[0]))
    if not shares:
        return None
    day = max(figure.as_of for _, figure in shares if figure.as_of is not None)
    then = replace(whole, sightings=tuple(s for s in whole.sightings if s.source.published <= day))
    target = next((target for target in target_figures(then) if _unit(target) == unit), targets[0])
    total = sum(in_class(figure.value, figure.unit)[0] for _, figure in shares)
    goal = in_class(target.value, target.unit)[0]
    return Accounted(target, tuple(shares), round(target.value * (goal - total) / goal, 6) if goal else -total)


def parts_table(matter: Matter, parts: Iterable[Matter], today: date) -> tuple[Part, ...]:
    """The districts of a city's programme on a day, the largest first, then what is in none of them (`REST`).

    `parts` may hold other matters too: only those whose whole this matter is are told of. () where there are none.
    """
    from commitments.standing import known, standing

    now = known(matter, today)
    mine = [part for one in parts if one.whole == matter.id and (part := known(one, today)) is not None]
    if now is None or not mine:
        return ()
    lines = []
    for part in mine:
        how = standing(part, today)
        place = "、".join(part.places)
        lines.append(Part(place, part.id, how.target, how.done, how.percent, how.status, how.light, how.deadline))
    lines.sort(key=lambda line: (-(line.target.value if line.target else 0), line.place, line.matter))
    found = accounted(now, mine)
    if found is not None and found.rest > 0:
        whole = found.whole
        lines.append(Part(REST, "", Figure(found.rest, whole.unit, "=", whole.what, whole.as_of)))
    return tuple(lines)


def _unit(figure: Figure) -> str:
    return in_class(1, figure.unit)[1]

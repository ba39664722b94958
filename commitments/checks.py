"""Figures of matters held against each other: growth and the absolute target, districts and city, share and total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commitments.amounts import amount_text, in_class
from commitments.figures import same_amount, target_figures
from commitments.model import Change, Figure, Matter, Quantity
from commitments.parts import accounted
from commitments.worked_out import target_from_growth

_ROUNDING = 0.02  # figures closer than this do not contradict each other


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks brought up: targets worked out, contradictions, and notes in Chinese with the arithmetic."""

    targets: tuple[Figure, ...] = ()
    conflicts: tuple[Change, ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: Findings) -> Findings:
        """Both findings, these first."""
        return Findings(self.targets + other.targets, self.conflicts + other.conflicts, self.notes + other.notes)


def against_base(now: Matter, base: Matter) -> Findings:
    """A growth target worked out on last year's figure: 49.6万头 × 1.07 = 53.07万头, and whether 53万头 fits it."""
    worked_out = target_from_growth(now, base)
    if worked_out is None:
        return Findings()
    stated = next((t for t in target_figures(now) if _unit(t) == _unit(worked_out)), None)
    if stated is None:
        return Findings((worked_out,), (), (f"推算：{worked_out.derived}",))
    fits = _close(stated, worked_out)
    said = _text(stated)
    note = f"推算：{worked_out.derived}，与目标{said}{'相符' if fits else '不符'}"
    return Findings((worked_out,), () if fits else (_conflict(now, base, _text(worked_out), said),), (note,))


def against_shares(now: Matter, shares: Sequence[Matter]) -> Findings:
    """The districts' parts of a city's programme: what they add up to, and where their shares imply another total."""
    found = _accounted(now, shares)
    for share in shares:
        found += _implied_total(now, share)
    return found


def _unit(figure: Figure | Quantity) -> str:
    return in_class(1, figure.unit)[1]


def _text(figure: Figure | Quantity) -> str:
    return amount_text(figure.value, figure.unit)


def _close(a: Figure | Quantity, b: Figure | Quantity) -> bool:
    (x, unit), (y, other) = in_class(a.value, a.unit), in_class(b.value, b.unit)
    return unit == other and abs(x - y) <= _ROUNDING * max(abs(x), abs(y))


def _conflict(now: Matter, other: Matter, before: str, after: str) -> Change:
    mine, theirs = now.sightings[-1].source, other.sightings[-1].source
    files = tuple(dict.fromkeys((theirs.file, mine.file)))
    return Change("conflict", before, after, max(mine.published, theirs.published), files)


def _accounted(now: Matter, shares: Sequence[Matter]) -> Findings:
    """涧西区51个、西工区27个，合计78个；全市目标143个，其余65个未见分解到区: of the target known when they promised."""
    found = accounted(now, shares)
    if found is None:
        return Findings()
    whole = found.whole
    tail = "各区之和大于全市目标"
    if found.rest >= 0:
        rest = amount_text(found.rest, whole.unit)
        tail = f"其余{rest}未见分解到区" if found.rest else "已全部分解到区"
    listed = "、".join(f"{place}{_text(figure)}" for place, figure in found.shares)
    total = amount_text(whole.value - found.rest, whole.unit)
    current = target_figures(now)
    when = "当时" if current and not _close(whole, current[0]) else ""
    return Findings((), (), (f"{listed}，合计{total}；{when}全市目标{_text(whole)}，{tail}",))


def _implied_total(now: Matter, share: Matter) -> Findings:
    """392家占全市的64.6% makes about 607家 in all; a report of 1248家 contradicts it, most likely in scope."""
    for sighting in share.sightings:
        quantities = sighting.statement.quantities
        ratio = next((q for q in quantities if q.unit == "%" and 0 < q.value < 100), None)
        amount = next((q for q in quantities if q.unit != "%" and q.measure in ("amount", "cumulative")), None)
        if ratio is None or amount is None or "占全" not in sighting.statement.quote:
            continue
        implied = Figure(float(round(amount.value / ratio.value * 100)), amount.unit)
        reported = (
            Figure(quantity.value, quantity.unit)
            for mine in now.sightings
            if mine.statement.kind == "progress"
            for quantity in mine.statement.quantities
            if _unit(quantity) == _unit(implied)
        )
        other = next((f for f in reported if not same_amount(implied, f) and not _close(implied, f)), None)
        if other is not None:
            said = f"{_text(amount)}占{ratio.value:g}%"
            place = "、".join(share.places)
            note = f"{place}{said}，推算总数约{_text(implied)}；另报{_text(other)}：两处统计范围可能不同"
            conflict = _conflict(now, share, f"{said}（约{_text(implied)}）", _text(other))
            return Findings((), (conflict,), (note,))
    return Findings()

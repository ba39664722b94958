"""Targets that no text states and that follow from one that it does (推算), each with its arithmetic."""

from __future__ import annotations

from commitments.amounts import amount_text, plain, rounded
from commitments.figures import Reported, as_of, figure, figures_of, key_of, target_figures
from commitments.model import Figure, Matter


def target_from_ratio(matter: Matter) -> tuple[Figure, Reported] | None:
    """The target that a ratio gives away: 51.1亿元，占目标的145.2% → “51.1亿元 ÷ 145.2% = 35.2亿元”, and the report."""
    for sighting in reversed(matter.sightings):
        statement, before = sighting.statement, None
        for quantity in statement.quantities if statement.kind == "progress" else ():
            if quantity.measure in ("amount", "cumulative") and quantity.unit != "%":
                before = quantity
            if quantity.measure == "ratio" and quantity.value > 0 and before is not None:
                share = quantity.value / 100 if quantity.unit == "%" else quantity.value
                value = rounded(before.value / share)
                by = f"{plain(quantity.value)}{quantity.unit}"
                sum_ = f"{amount_text(before.value, before.unit)} ÷ {by} = {amount_text(value, before.unit)}"
                day = as_of(sighting)
                target = Figure(value, before.unit, "~", before.what, day, sum_)
                return target, Reported(figure(before, day), round(share * 100, 1), day, sighting)
    return None


def target_from_growth(matter: Matter, base: Matter) -> Figure | None:
    """What growth on last year's figure comes to: 7% on 49.6万头 → “49.6万头 × 1.07 = 53.07万头”; None without both."""
    growth = [f for f in target_figures(matter) if key_of(f, matter) == ("growth", "%")]
    levels = [
        quantity
        for sighting in base.sightings
        if sighting.statement.kind == "progress"
        for key, quantity in figures_of(sighting.statement)
        if key[0] in ("amount", "total")
    ]
    if not growth or not levels:
        return None
    rate, level = growth[0].value, levels[-1]
    value = rounded(level.value * (1 + rate / 100), 4)
    sum_ = (
        f"{amount_text(level.value, level.unit)} × {plain(round(1 + rate / 100, 6))} = {amount_text(value, level.unit)}"
    )
    return Figure(value, level.unit, "~", level.what, growth[0].as_of, sum_)

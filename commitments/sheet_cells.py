"""What stands in a ledger's row about a matter: what was promised, by when, what is reported, and by which sentence.

The same functions say what an export writes and what an import compares with, so that a ledger that was exported and
read back changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commitments.figures import as_of, completions, reports
from commitments.model import REOPENED, Figure, Matter, Quantity, Sighting, Standing
from commitments.results import finisher
from commitments.sheet_values import WORKED_OUT, read_figures
from commitments.wording import say_quantity
from commitments.worked_out import target_from_ratio

_PREFIX = {"growth": "增长", "cumulative": "累计", "remaining": "剩余", "ratio": "占目标的", "ceiling": "控制在"}
_SHORT = 6  # characters of what is counted
PLAN_YEAR = "按规划年度推定"
STATED = "原文写明"


def promise_of(matter: Matter, standing: Standing) -> Sighting | None:
    """The statement that says what is promised: the newest that states the leading target, else the newest promise."""
    promises = [
        s for s in matter.sightings if s.statement.kind == "commitment" and not _is_by_hand(s)
    ]  # an extension by hand promises nothing new
    target = standing.target
    for sighting in reversed(promises):
        if target and any((q.value, q.unit) == (target.value, target.unit) for q in sighting.statement.quantities):
            return sighting
    return promises[-1] if promises else None


def report_of(matter: Matter, standing: Standing) -> Sighting | None:
    """The statement that the progress of a matter rests on: what proves it done, else the last report that its figure
    comes from, else the newest report."""
    progress = [s for s in matter.sightings if s.statement.kind == "progress" and s.statement.action != REOPENED]
    if not progress:
        return None
    target = next((one for one in standing.targets if not one.derived), None)
    if target is not None:
        found = [one.sighting for one in reports(matter, target) if one.sighting in progress]
    else:
        worked_out = target_from_ratio(matter)
        found = [worked_out[1].sighting] if worked_out else [one.sighting for one in completions(matter)]
    if standing.status == "done" and (standing.percent or 0) < 100:
        end = finisher(matter, standing.targets)
        found = [end] if end is not None else found
    return found[-1] if found else progress[-1]


def targets_text(matter: Matter, standing: Standing) -> str:
    """The targets as a cell: “188个小区；3.73万户”; what is worked out says so."""
    said = [sighting.statement.quantities for sighting in matter.sightings if sighting.statement.kind == "commitment"]
    quantities = [quantity for found in reversed(said) for quantity in found]
    return "；".join(
        _figure_text(one) + WORKED_OUT if one.derived else quantity_text(_quantity(one, quantities), matter.title)
        for one in standing.targets
    )


def reported_text(matter: Matter, standing: Standing) -> str:
    """The figures of the report that the progress rests on, as a cell: “50个小区”; "" where it has none.

    Of several in one unit the one that is compared with the target (188个小区已完工50个).
    """
    sighting, done = report_of(matter, standing), standing.done
    said = sighting.statement.quantities if sighting else ()
    if done and any((one.value, one.unit) == (done.value, done.unit) for one in said):
        said = tuple(one for one in said if one.unit != done.unit or one.value == done.value)
    return "；".join(dict.fromkeys(quantity_text(one, matter.title) for one in said))


def reported_on(matter: Matter, standing: Standing) -> date | None:
    """The day that the progress of a matter stands at."""
    sighting = report_of(matter, standing)
    return as_of(sighting) if sighting else None


def quantity_text(quantity: Quantity, item: str = "") -> str:
    """A quantity so that reading the cell gives it back: “增长7%”, “累计338个”, “188个小区”.

    What it counts is said where reading finds it again; where it is the matter itself (`item`) it goes without saying.
    """
    said = _PREFIX.get(quantity.measure, "") + say_quantity(quantity)
    if quantity.what not in (item, quantity.unit) and len(quantity.what) <= _SHORT:
        read = read_figures(said + quantity.what, item)
        if len(read) == 1 and read[0] == quantity:
            return said + quantity.what
    return said


def _figure_text(figure: Figure) -> str:
    return say_quantity(Quantity(figure.value, figure.unit, figure.what, figure.op))


def _quantity(figure: Figure, said: Sequence[Quantity]) -> Quantity:
    """A figure with what it measures, which the statement that says it knows."""
    return next(
        (one for one in said if (one.value, one.unit, one.op) == (figure.value, figure.unit, figure.op)),
        Quantity(figure.value, figure.unit, figure.what, figure.op),
    )


def _is_by_hand(sighting: Sighting) -> bool:
    return sighting.statement.action == "延期" and sighting.source.file.startswith("登记-")

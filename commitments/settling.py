"""What a report comes to when it is held against its matter, and what should be asked back before it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from commitments.amounts import agrees, in_class
from commitments.model import Figure
from commitments.reports import How, Report
from commitments.wording import say_number


@dataclass(frozen=True, slots=True)
class Settled:
    """A report held against its matter: what is to be recorded, and in `doubts` what to ask first.

    `reached`: the figure is the whole target. `unclear` figures cannot be recorded: the unit is not known.
    """

    kind: Literal["figure", "done", "none", "words", "unclear"]
    value: float = 0.0
    unit: str = ""
    what: str = ""
    note: str = ""
    reached: bool = False
    doubts: tuple[str, ...] = ()


def fits(report: Report, target: Figure | None) -> bool:
    """Whether a report of a bare figure can be meant of a matter with this target: 138个小区 for 188个小区."""
    if report.value is None:
        return True
    if report.of is not None and target is not None:
        return agrees(report.of, target.value)
    if target is None:
        return bool(report.unit)
    if not report.unit and target.unit == "%" and report.value > 100:
        return False
    same = report.unit in ("", "%") or in_class(1, report.unit)[1] == in_class(1, target.unit)[1]
    return same and (not report.what or not target.what or report.what[-2:] == target.what[-2:])


def settle(report: Report, target: Figure | None, last: Figure | None) -> Settled:
    """What a report means for a matter with this target and this last known figure, each None where there is none."""
    note = report.note
    if report.none:
        return Settled("none", note=note)
    if report.value is None:
        return Settled("done" if report.done else "words", note=note)
    known = target or last
    unit = report.unit or (known.unit if known else "")
    if not unit:
        if not report.of:
            return Settled("unclear", report.value, note=note)
        share = round(100 * report.value / report.of, 1)
        said = f"{report.value:g}/{report.of:g}"
        return Settled("figure", share, "%", note=note or said, doubts=(f"台账里没有目标数，按{share:g}%记录",))
    value, unit = _in_unit_of(report.value, unit, known)
    doubts = []
    if target and report.of is not None and not agrees(_in_unit_of(report.of, unit, known)[0], target.value):
        doubts.append(f"台账的目标是{_said(target)}，您写的是{say_number(report.of, unit)}")
    if known is not None and unit not in (known.unit, "%"):
        doubts.append(f"台账按“{known.unit}”计，您报的是{say_number(value, unit)}")
    total, doubt = _summed(value, unit, report.how, target, last)
    if total is None:
        return Settled("unclear", report.value, unit, note=note)
    doubts += [*doubt, *_unlikely(total, unit, target, last)]
    what = report.what or (known.what if known and known.unit == unit else "")
    return Settled("figure", total, unit, what, note, _reaches(total, unit, target), tuple(doubts))


def _in_unit_of(value: float, unit: str, known: Figure | None) -> tuple[float, str]:
    """The value in the unit that the matter counts in, where both measure the same: 5000米 of 20公里 → 5公里."""
    if known is None or unit == known.unit:
        return value, unit
    size, class_ = in_class(value, unit)
    one, known_class = in_class(1, known.unit)
    return (round(size / one, 6), known.unit) if class_ == known_class and one else (value, unit)


def _summed(
    value: float, unit: str, how: How, target: Figure | None, last: Figure | None
) -> tuple[float | None, list[str]]:
    """The sum so far, with the arithmetic to ask about; None where what is missing cannot be worked out."""
    if how == "added":
        before = last.value if last and last.unit == unit else 0.0
        total = round(before + value, 6)
        return total, [
            f"上次{say_number(before, unit)}，加上新增的{say_number(value, unit)}，共{say_number(total, unit)}"
        ]
    if how == "left":
        if target is None or target.unit != unit:
            return None, []
        total = round(target.value - value, 6)
        return total, [f"目标{_said(target)}，还差{say_number(value, unit)}，即已完成{say_number(total, unit)}"]
    return value, []


def _unlikely(value: float, unit: str, target: Figure | None, last: Figure | None) -> list[str]:
    found = []
    known = _share(last, target) if unit == "%" else last.value if last and last.unit == unit else None
    if last is not None and known is not None and value < known:
        found.append(f"比上次的{_said(last)}少")
    if target is not None and target.unit == unit and target.op != "<=" and value > target.value:
        found.append(f"比目标{_said(target)}多")
    elif unit == "%" and value > 100 and (target is None or target.unit != "%"):
        found.append("超过了100%")
    if value < 0:
        found.append("比0还少")
    return found


def _share(last: Figure | None, target: Figure | None) -> float | None:
    """The last figure in percent: as it is, or of the target that counts in its unit."""
    if last is None or last.unit == "%":
        return last.value if last else None
    return 100 * last.value / target.value if target and target.unit == last.unit and target.value else None


def _reaches(value: float, unit: str, target: Figure | None) -> bool:
    if target is None or target.op == "<=":
        return False
    return value >= target.value if unit == target.unit else unit == "%" and value >= 100


def _said(figure: Figure) -> str:
    return say_number(figure.value, figure.unit)

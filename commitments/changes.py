"""What became different in a matter between one statement and the next, each with both documents.

Changes are counted between documents: a headline and its sentence are one saying.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commitments.amounts import amount_text, in_class
from commitments.figures import Key, as_of, figure, figures_of, key_of, reports, same_amount, target_figures
from commitments.model import Change, ChangeKind, Deadline, Figure, Matter, Quantity, Sighting, Statement
from commitments.results import finisher, other_stage

_FIRM = {"力争": 0, "确保": 1}
_ABSOLUTE = ("amount", "total")


def changes(matter: Matter) -> tuple[Change, ...]:
    """The changes of a matter, in the order they were printed.

    新增 进展 完成 目标上调/下调 时限推后/提前 力度减弱 口径变化 数字矛盾; 不再提及 is told by commitments/plans.py.
    Amounts as people write them (143个), deadlines as ISO dates.
    """
    promises = [sighting for sighting in matter.sightings if sighting.statement.kind == "commitment"]
    found = [*_of_promises(promises), *_of_progress(matter)]
    return tuple(sorted(found, key=lambda change: change.on))


def _change(kind: ChangeKind, before: str | None, after: str | None, *at: Sighting) -> Change:
    files = tuple(dict.fromkeys(sighting.source.file for sighting in at))
    return Change(kind, before, after, at[-1].source.published, files)


def _of_promises(promises: Sequence[Sighting]) -> Iterable[Change]:
    if promises:
        yield _change("new", None, _promised(promises[0].statement), promises[0])
    targets: dict[Key, tuple[Quantity, Sighting]] = {}
    limit: tuple[Deadline, Sighting] | None = None
    firm: Sighting | None = None
    for sighting in promises:
        statement = sighting.statement
        yield from _of_targets(sighting, targets)
        if limit is not None and (moved := _moved(limit, sighting)):
            yield moved
        if statement.deadline is not None and replaces(statement.deadline, limit[0] if limit else None):
            limit = (statement.deadline, sighting)
        if statement.firmness in _FIRM:
            if firm is not None and firm.source != sighting.source and firm.statement.firmness != statement.firmness:
                softer = _FIRM[statement.firmness] < _FIRM[firm.statement.firmness]
                kind: ChangeKind = "softened" if softer else "firmed"
                yield _change(kind, firm.statement.firmness, statement.firmness, firm, sighting)
            firm = sighting


def _of_targets(sighting: Sighting, targets: dict[Key, tuple[Quantity, Sighting]]) -> Iterable[Change]:
    """The first target that differs from the last one of its unit; `targets` is brought up to date."""
    here: dict[Key, Quantity] = {}
    for key, quantity in figures_of(sighting.statement):
        here.setdefault(key, quantity)
    absolute = [key for key in here if key[0] in _ABSOLUTE and key[1] != "元"]
    former = [key for key in targets if key[0] in _ABSOLUTE and key[1] != "元"]
    told = False
    for key, quantity in here.items():
        old = targets.get(key)
        if old is None or told or same_amount(figure(old[0], None), figure(quantity, None)):
            continue
        if old[1].source == sighting.source:
            continue
        told = True
        before, after = in_class(old[0].value, old[0].unit)[0], in_class(quantity.value, quantity.unit)[0]
        kind: ChangeKind = "target_raised" if after > before else "target_cut"
        if old[1].source.published == sighting.source.published:
            kind = "conflict"
        yield _change(kind, _text(old[0]), _text(quantity), old[1], sighting)
    if absolute and former and not set(absolute) & set(former):
        quantity, source = targets[former[0]]
        yield _change("scope_changed", _text(quantity), _text(here[absolute[0]]), source, sighting)
    for key, quantity in here.items():
        if key not in targets or targets[key][1].source != sighting.source:
            targets[key] = (quantity, sighting)


def replaces(deadline: Deadline, former: Deadline | None) -> bool:
    """Whether a deadline takes the former one's place: a stated one does, a year's end only that of a year's end."""
    if deadline.end is None:
        return False
    if former is None or former.end is None or deadline.basis == "explicit":
        return True
    return former.basis == "frame" or deadline.end.year > former.end.year


def _moved(limit: tuple[Deadline, Sighting], sighting: Sighting) -> Change | None:
    """The move of a deadline for the same stage; a year's end made precise within its year is none."""
    old, source = limit
    new = sighting.statement.deadline
    if new is None or old.end is None or new.end is None or new.end == old.end or source.source == sighting.source:
        return None
    if not replaces(new, old) or (old.basis == "frame" and new.end < old.end):
        return None
    if other_stage(source.statement, sighting.statement):
        return None
    kind: ChangeKind = "deadline_later" if new.end > old.end else "deadline_earlier"
    return _change(kind, old.end.isoformat(), new.end.isoformat(), source, sighting)


def _of_progress(matter: Matter) -> Iterable[Change]:
    targets = target_figures(matter)
    reported = reports(matter, targets[0]) if targets else []
    compared = {report.sighting: report.figure for report in reported if report.figure is not None}
    level = bool(targets) and key_of(targets[0], matter)[0] not in _ABSOLUTE
    last: tuple[Figure, Sighting] | None = None
    told: set[str] = set()
    for sighting in matter.sightings:
        value = compared.get(sighting)
        if sighting.statement.kind != "progress" and value is None:
            continue
        if value is not None and last is not None and not level and _contradicts(last, value, sighting):
            yield _change("conflict", _text(last[0]), _text(value), last[1], sighting)
        elif sighting.source.file not in told or (
            value is not None and (last is None or last[1].source != sighting.source)
        ):
            told.add(sighting.source.file)
            before = [last[1]] if value is not None and last is not None else []
            after = _text(value) if value is not None else _reported(sighting.statement)
            if not before or last is None or not same_amount(last[0], value or last[0]):
                yield _change("progress", _text(last[0]) if before and last else None, after, *before, sighting)
        if value is not None:
            last = (value, sighting)
    end = finisher(matter, targets)
    if end is not None:
        yield _change("completed", None, _reported(end.statement), end)


def _contradicts(last: tuple[Figure, Sighting], value: Figure, sighting: Sighting) -> bool:
    """Whether a later report gives less than an earlier one, or two documents differ on one day."""
    if last[0].derived or value.derived or last[1].source == sighting.source or same_amount(last[0], value):
        return False
    same_day = as_of(last[1]) == as_of(sighting)
    return same_day or (
        as_of(sighting) > as_of(last[1]) and in_class(value.value, value.unit) < in_class(last[0].value, last[0].unit)
    )


def _text(amount: Figure | Quantity) -> str:
    return amount_text(amount.value, amount.unit, amount.op)


def _promised(statement: Statement) -> str:
    amounts = "、".join(_text(quantity) for _, quantity in figures_of(statement))
    return amounts or statement.action or statement.quote[:20]


def _reported(statement: Statement) -> str:
    amounts = "、".join(_text(quantity) for quantity in statement.quantities[:3])
    return amounts or statement.action or statement.quote[:20]

"""The figures of a matter: what was promised, what is reported, and which of them may be compared.

Rules (DESIGN.md, “Status, by written rule”): growth, ceilings and totals over years (累计) are never divided by an
absolute target; a figure of another unit or scope is shown beside it. What is worked out is marked with its arithmetic.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from commitments.amounts import agrees, amount_text, in_class, plain, rounded
from commitments.model import Figure, Matter, Quantity, Sighting, Statement
from commitments.subjects import scope_year

# (what it measures, unit class): only figures with the same key are compared.
Key = tuple[Literal["amount", "total", "growth", "share", "ceiling"], str]
_FAMILIES: dict[str, Literal["amount", "total", "growth", "share", "ceiling"]] = {
    "amount": "amount", "cumulative": "total", "growth": "growth", "share": "share", "ceiling": "ceiling",
}  # fmt: skip
_THIS_YEAR = re.compile(
    "今年以来|年初以来|今年[^，。]{0,6}累计|(?:1|一)[-—至到~][0-9十一]{1,2}月|本年(?:度)?累计|全年累计|上半年累计"
)
_OTHER_YEARS = re.compile(
    "自?20[0-9]{2}年以来|近年来?|[近过][一二两三四五六七八九十0-9]{1,2}年|[两三四五]年来|去年以来|历年|“十[三四五]五”(?:期间|以来)|历史上"
)
_TOTAL = re.compile("累计|总数|总计|共有|存量")
_ADDED = re.compile("新增|净增|新建|新培育|新认定|新引进|新登记|新改")
_COMPLETION = re.compile("工程量|进度|投资|任务|施工|建设|改造|完成|主体|征迁|拆迁|形象")
_INVESTED = re.compile("完成(?:年度)?投资|投资完成|总投资|营业?收|产值|销售")
_FROM_TO = re.compile("[由从][^，。；]{0,12}[0-9][^，。；]{0,16}[为到至成]")
_BEYOND = 2.0  # a report of more than so many times the target counts something else


_BEGUN = re.compile("开工(?!率)|启动|动工|进场|立项|招标|在建|正在")
_ENDED = re.compile("完工|竣工|建成|投用|投入|完成|交付|通车|封顶|改造(?:了|提升)?\\d|新增|整改")


@dataclass(frozen=True, slots=True)
class Reported:
    """A report against a target: the figure, its percent of the target, the day it stands at, and where it is said."""

    figure: Figure | None
    percent: float | None
    as_of: date
    sighting: Sighting


def figures_of(statement: Statement) -> Iterator[tuple[Key, Quantity]]:
    """The quantities of a statement that can be a target or a report, with the key they are compared by."""
    for quantity in statement.quantities:
        family = _FAMILIES.get(quantity.measure)
        if family is None or (family == "amount" and quantity.unit in ("年", "天", "小时", "期", "届")):
            continue
        if family == "amount" and quantity.unit == "%":
            family = "share"
        if family == "total" and (_THIS_YEAR.search(statement.quote) or not _TOTAL.search(statement.quote)):
            family = "amount"  # 达到53万头 is a level, not a sum over the years
        if family == "amount" and statement.kind == "progress" and _OTHER_YEARS.search(statement.quote):
            family = "total"
        yield (family, in_class(1, quantity.unit)[1]), quantity


def figure(quantity: Quantity, as_of: date | None) -> Figure:
    """A quantity as a figure that stands at a day."""
    return Figure(quantity.value, quantity.unit, quantity.op, quantity.what, as_of)


def as_of(sighting: Sighting) -> date:
    """The day a report stands at: the one it names, else the day of print or the end of the year it looks back on."""
    statement, printed = sighting.statement, sighting.source.published
    if statement.as_of is not None:
        return min(statement.as_of, printed)
    year = scope_year(statement, printed.year)
    return date(year, 12, 31) if year < printed.year else printed


def readings(sighting: Sighting) -> tuple[date, ...]:
    """The days that a report can be read to stand at: 今年上半年, printed in September → 06-30 and the day of print."""
    first, printed = as_of(sighting), sighting.source.published
    named = sighting.statement.as_of is not None and sighting.statement.as_of != printed
    return (first, printed) if named and first.year == printed.year else (first,)


def target_figures(matter: Matter) -> tuple[Figure, ...]:
    """What was last promised in each unit, the leading one first: the unit that most commitments count in.

    Absolute figures lead growth rates; where money is to be spent on so many projects, the money leads.
    """
    last: dict[Key, tuple[Quantity, Sighting]] = {}
    votes: Counter[Key] = Counter()
    invested = False
    for sighting in matter.sightings:
        if sighting.statement.kind != "commitment":
            continue
        invested = invested or bool(_INVESTED.search(sighting.statement.quote))
        here: dict[Key, Quantity] = {}
        for key, quantity in figures_of(sighting.statement):
            here.setdefault(key, quantity)
        for key, quantity in here.items():
            votes[key] += 1
            last[key] = (_exact(last[key][0], quantity) if key in last else quantity, sighting)
    order = list(votes)
    order.sort(key=lambda key: (key[0] in ("growth", "ceiling"), not (invested and key[1] == "元"), -votes[key]))
    return tuple(figure(last[key][0], last[key][1].source.published) for key in order)


def _exact(before: Quantity, after: Quantity) -> Quantity:
    """The later of two targets, but the exact one where it only rounds the one before: 37297户, then 3.7万户."""
    same = before.unit == after.unit and before.op == after.op and agrees(before.value, after.value)
    return before if same and rounded(before.value, 2) == after.value != before.value else after


def key_of(target: Figure, matter: Matter) -> Key:
    """The key that a target of the matter is compared by."""
    for sighting in reversed(matter.sightings):
        for key, quantity in figures_of(sighting.statement):
            if sighting.statement.kind == "commitment" and (quantity.value, quantity.unit) == (
                target.value,
                target.unit,
            ):
                return key
    return ("amount", in_class(1, target.unit)[1])


def reported_in(statement: Statement, key: Key, what: str) -> Quantity | None:
    """The quantity that answers a target: “188个小区，已完工50个小区” → 50, the last one of the same thing."""
    found = [quantity for other, quantity in figures_of(statement) if other == key]
    alike = [quantity for quantity in found if quantity.what[-2:] == what[-2:]]
    if not alike and len(found) == 2 and found[1].value < found[0].value:
        return found[1]  # 65个仅建成20个: the whole stands before its part
    return alike[-1] if alike else next(iter(found), None)


def reports(matter: Matter, target: Figure) -> list[Reported]:
    """The reports that may be compared with a target, oldest day first; of one day, in the order of print."""
    key = key_of(target, matter)
    goal = in_class(target.value, target.unit)[0]
    stock = _is_stock(matter, target)
    begins = any(_only_begun(s.statement) for s in matter.sightings if s.statement.kind == "commitment")
    found: list[Reported] = []
    for sighting in matter.sightings:
        if sighting.statement.kind != "progress":
            ratio = _from_remaining(sighting, target)
            found.extend([ratio] if ratio else [])
            continue
        if _only_begun(sighting.statement) and not begins:
            continue
        rest = _from_remaining(sighting, target)
        if rest is not None and sum(other == key for other, _ in figures_of(sighting.statement)) <= 1:
            found.append(rest)  # 65个邻里中心未完成34个
            continue
        quantity = reported_in(sighting.statement, key, target.what)
        share = next((q for q in sighting.statement.quantities if q.measure == "ratio" and q.unit == "%"), None)
        day = as_of(sighting)
        if quantity is not None:
            value = in_class(quantity.value, quantity.unit)[0]
            if key[0] == "amount" and value > goal * _BEYOND and share is None:
                continue
            if stock and _ADDED.search(sighting.statement.quote):
                continue
            percent = round(100 * value / goal, 1) if goal and key[0] in ("amount", "total", "share") else None
            found.append(Reported(figure(quantity, day), percent, day, sighting))
        elif share is not None and key[0] == "amount":
            value = rounded(target.value * share.value / 100, 4)
            sum_ = (
                f"{amount_text(target.value, target.unit)} × {plain(share.value)}% = {amount_text(value, target.unit)}"
            )
            found.append(Reported(Figure(value, target.unit, "~", target.what, day, sum_), share.value, day, sighting))
        elif _completed(sighting.statement) is not None and key[0] != "share":
            found.append(Reported(None, _completed(sighting.statement), day, sighting))
    return sorted(found, key=lambda report: (report.as_of, report.sighting.source.published))


def _only_begun(statement: Statement) -> bool:
    """Whether a statement counts what was begun, and nothing that was finished: 188个老旧小区已全部开工."""
    return bool(_BEGUN.search(statement.quote)) and not _ENDED.search(statement.quote)


def _is_stock(matter: Matter, target: Figure) -> bool:
    """Whether a target is a level to be reached (达到800家), not to be compared with what is added (新增200家)."""
    return any(
        quantity.measure == "cumulative"
        and quantity.value == target.value
        and not _ADDED.search(sighting.statement.quote)
        for sighting in matter.sightings
        if sighting.statement.kind == "commitment"
        for quantity in sighting.statement.quantities
    )


def completions(matter: Matter) -> list[Reported]:
    """The shares of the work reported as done, for a matter without a figure to reach: 完成工程量的90% → 90."""
    found = [
        Reported(None, share, as_of(sighting), sighting)
        for sighting in matter.sightings
        if sighting.statement.kind == "progress" and (share := _completed(sighting.statement)) is not None
    ]
    return sorted(found, key=lambda report: (report.as_of, report.sighting.source.published))


def told(matter: Matter) -> Reported | None:
    """The figure of the last report, for a matter without a target: 新建5G基站3415个. It has no percent.

    The first where one report has several; none where it tells of a change (由63家整合为18家).
    """
    for sighting in reversed(matter.sightings):
        if sighting.statement.kind == "progress" and not _FROM_TO.search(sighting.statement.quote):
            for _, quantity in figures_of(sighting.statement):
                return Reported(figure(quantity, as_of(sighting)), None, as_of(sighting), sighting)
    return None


def _completed(statement: Statement) -> float | None:
    """The share of the work that a progress statement says is done: 主体施工完成30%, 已完成总工程量的50%."""
    if not re.search("完成|达到?|过半|已", statement.quote):
        return None
    shares = [
        q for q in statement.quantities if q.unit == "%" and q.measure in ("share", "ratio") and 0 < q.value <= 100
    ]
    if any(q.measure in ("amount", "cumulative", "growth") for q in statement.quantities):
        return None
    return next((q.value for q in shares if _COMPLETION.search(q.what + statement.action + statement.quote)), None)


def _from_remaining(sighting: Sighting, target: Figure) -> Reported | None:
    """“剩余1个” of 27 → 26 done, marked with the arithmetic; None if more is left than the target."""
    for quantity in sighting.statement.quantities:
        left, unit = in_class(quantity.value, quantity.unit)
        goal, goal_unit = in_class(target.value, target.unit)
        if quantity.measure == "remaining" and unit == goal_unit and 0 <= left < goal:
            done = target.value - quantity.value
            whole, rest = amount_text(target.value, target.unit), amount_text(quantity.value, quantity.unit)
            sum_ = f"{whole} − {rest} = {amount_text(done, target.unit)}"
            day = sighting.source.published
            return Reported(
                Figure(done, target.unit, "=", target.what, day, sum_),
                round(100 * done / target.value, 1),
                day,
                sighting,
            )
    return None


def beside(matter: Matter, target: Figure | None, used: Sequence[Sighting]) -> tuple[str, ...]:
    """Reported figures that are shown but not compared, with the reason: “累计338个：累计数，不与当年目标相比”."""
    notes: dict[str, None] = {}
    for sighting in matter.sightings:
        if sighting.statement.kind != "progress" or sighting in used:
            continue
        for key, quantity in figures_of(sighting.statement):
            text = amount_text(quantity.value, quantity.unit, quantity.op)
            if target is None or key[1] != in_class(1, target.unit)[1]:
                continue
            if key[0] == "total":
                notes[f"累计{text}：累计数，不与当年目标相比"] = None
            elif (
                key[0] == "amount"
                and in_class(quantity.value, quantity.unit)[0] > _BEYOND * in_class(target.value, target.unit)[0]
            ):
                notes[f"{text}：远大于目标{amount_text(target.value, target.unit)}，口径不同，不作比较"] = None
    return tuple(notes)


def same_amount(a: Figure, b: Figure) -> bool:
    """Whether two figures say the same amount, one of them perhaps rounded."""
    (x, unit), (y, other) = in_class(a.value, a.unit), in_class(b.value, b.unit)
    return unit == other and agrees(x, y)

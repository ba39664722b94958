"""What an import of a spreadsheet would do, and did: as a card for the chat and as lines for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commitments.model import Matter
from handlers.buttons import IMPORT, NONE, button
from handlers.card import Block, Card, bold, clip, fitted, safe
from store.cycle.import_compare import Change, Kind
from store.cycle.import_plan import Plan
from store.cycle.importing import Imported

DROP, DO = 0, 1  # the page of an IMPORT button

WORDS: Mapping[Kind, str] = {
    "assign": "分工",
    "due": "时限",
    "target": "目标",
    "figure": "进展",
    "share": "完成比例",
    "report": "进展",
    "done": "完成",
}
# The kinds as they are counted together.
_COUNTED: Mapping[str, tuple[Kind, ...]] = {
    "分工": ("assign",),
    "时限": ("due",),
    "目标": ("target",),
    "进展": ("figure", "share", "report"),
    "完成": ("done",),
}
ROLES = {"unit": "责任单位", "leader": "牵头领导", "team": "工作专班", "plan": "工作方案", "contact": "联系人"}
SHOWN = 4  # of each list of a card


def plan_card(plan: Plan, key: str = NONE) -> Card:
    """What an import would change, on one screen, with 导入 and 放弃."""
    blocks = [
        Block(0, (_headline(plan),)),
        Block(0, (safe(_counts(plan), 120),) if plan.changes else ()),
        *(Block(3, lines) for lines in _part("改动", [change_line(one) for one in plan.changes])),
        *(Block(4, lines) for lines in _part("新事项", [clip(row.name, 30) for row in plan.new])),
        *(Block(1, lines) for lines in _part("分不清是哪个事项，不导入", unclear_lines(plan))),
        *(Block(2, lines) for lines in _part("存疑", list(plan.doubtful))),
        Block(1, (safe(f"不认识的列：{'、'.join(plan.unknown[:8])}", 80),) if plan.unknown else ()),
        Block(1, tuple(safe(note, 60) for note in plan.notes[:2])),
    ]
    if plan.is_empty:
        return Card(fitted(blocks))
    return Card(fitted(blocks), ((button("导入", IMPORT, key=key, page=DO), button("放弃", IMPORT, key=key)),))


def _headline(plan: Plan) -> str:
    name = bold(safe(f"《{clip(plan.name, 30)}》"))
    if not plan.rows:
        return f"{name}里没有读到台账：表头里要有“事项”和别的一列，例如：责任单位、完成时限。"
    if plan.is_empty:
        same = f"{plan.same}个事项与台账相同" if plan.same else "没有可以导入的"
        return f"{name}：{same}，没有要改的。"
    parts = [f"新事项{len(plan.new)}个"] if plan.new else []
    parts += [f"改动{len(plan.changes)}处"] if plan.changes else []
    parts += [f"相同{plan.same}个"] if plan.same else []
    return f"{name}{plan.rows}个事项：{'，'.join(parts)}。"


def _counts(plan: Plan) -> str:
    counted = ((word, plan.count(*kinds)) for word, kinds in _COUNTED.items())
    return "其中" + "、".join(f"{word}{number}处" for word, number in counted if number)


def _part(head: str, lines: list[str]) -> list[tuple[str, ...]]:
    """A heading with its first lines, and how many more there are; no part where there is none."""
    if not lines:
        return []
    more = [f"· 另有{len(lines) - SHOWN}处"] if len(lines) > SHOWN else []
    return [(safe(f"{head}："), *(safe(f"· {line}", 80) for line in lines[:SHOWN]), *more)]


def change_line(change: Change) -> str:
    """One change: “老旧小区改造：责任单位 住建局→城管局”."""
    word = ROLES[change.role] if change.role else WORDS[change.kind]
    after = "已完成" if change.kind == "done" else clip(change.after, 30)
    moved = f"{clip(change.before, 24)}→{after}" if change.before else after
    return f"{clip(change.matter.title, 18)}：{word} {moved}"


def unclear_lines(plan: Plan) -> list[str]:
    """The rows that may be about several matters, each with these."""
    return [f"{one.row.where}“{clip(one.row.name, 16)}”：{_choices(one.maybe)}" for one in plan.unclear]


def _choices(maybe: Sequence[Matter]) -> str:
    """The matters that a row may be about; those of one name with their ids, by which a row can say which it means."""
    named = [_named(one.title, one.places) for one in maybe]
    if len(set(named)) == len(named):
        return "／".join(named[:3])
    ids = (f"{name} {one.id}" for name, one in zip(named, maybe, strict=True))
    return f"台账里有{len(maybe)}个，请在编号列写明：{'／'.join(list(ids)[:3])}"


def _named(title: str, places: tuple[str, ...]) -> str:
    return clip(title, 14) + (f"（{clip('、'.join(places), 10)}）" if places else "")


def plan_lines(plan: Plan) -> list[str]:
    """The whole plan for the terminal, one line a thing."""
    lines = [f"《{plan.name}》{plan.lines}行，{plan.rows}个事项：新{len(plan.new)}个，相同{plan.same}个，"
             f"改动{len(plan.changes)}处"]  # fmt: skip
    lines += [_counts(plan)] if plan.changes else []
    lines += [f"改 {change_line(one)}" for one in plan.changes]
    lines += [f"新 {clip(row.name, 60)}" for row in plan.new]
    lines += [f"不导入 {line}" for line in unclear_lines(plan)]
    lines += [f"存疑 {line}" for line in plan.doubtful]
    lines += [f"不认识的列：{'、'.join(plan.unknown)}"] if plan.unknown else []
    return lines + list(plan.notes)


def done_line(plan: Plan, made: Imported) -> str:
    """What an import did."""
    name = f"《{clip(plan.name, 30)}》"
    if not (made.matters_new or made.changed):
        return f"{name}没有新内容，台账没有变化。"
    kept = f"。行里的原文存为{'、'.join(f'《{clip(file, 30)}》' for file in made.documents)}" if made.documents else ""
    return f"已导入{name}：新事项{made.matters_new}个，改动{made.changed}处{kept}。"

"""What the chat says of 五个一: the line on a matter's card, the screen of a matter, group or district, and /mine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from commitments.model import Light
from commitments.reminding import pressing
from handlers import phrases
from handlers.buttons import ASSIGN, ASSIGN_TO, BACK, CARD, MINE, NONE, PLAN, button, page_row
from handlers.card import Block, Button, Card, bold, clip, fitted, safe
from handlers.cycle.duty_words import NAMES
from handlers.digests import reminder_line
from store.agenda import Item
from store.cycle.duties import ROLES, Assigned, Duty, Role, Scope
from store.members import Member

SCOPES: Mapping[Scope, str] = {"matter": "事项", "group": "类别", "place": "地区"}
PERSONS: tuple[Role, ...] = ("leader", "contact")
PAGE = 8
CHOICES = 9  # members that a role is offered to
LIST_KEY = "1"  # of the buttons under the list itself
LIGHT_ORDER: tuple[Light, ...] = ("red", "yellow", "grey", "green")
LIGHT_NAMES: Mapping[Light, str] = {
    "red": "落后较多或已逾期", "yellow": "落后", "grey": "未见进展报道", "green": "达序时、推进中或已完成",
}  # fmt: skip

NOTHING_MINE = (
    "还没有分给您的任务。编辑用 /assign 指定，例如：/assign 老旧小区改造 联系人=李科长，或在事项下面按“分工”。"
)
NOT_MEMBER = "{name}不是成员，收不到消息；用 /invite 邀请进来后再指定一次。"
YOURSELF = "已为您订阅。"
TOLD = "{name}已订阅，已另发通知。"
LEFT = "{name}不再担任，订阅还在（本人可在 /following 取消）。"
ASK: Mapping[Role, str] = {
    "unit": "请发责任单位，例如：市住建局",
    "leader": "请发牵头领导的名字，或选一位成员",
    "team": "请发工作专班的名称，例如：老旧小区改造专班",
    "plan": "请发工作方案：一段话、网址，或作为文件发来",
    "contact": "请发联系人的名字，或选一位成员",
}
ASK_TAIL = "（10分钟内；发“无”清空，/cancel 不改）"


@dataclass(frozen=True, slots=True)
class Target:
    """What something is assigned to: a matter, a group of tasks or a place, what it is called, and the short id that
    its buttons carry."""

    scope: Scope
    value: str
    label: str
    ref: str


def assign_card(
    target: Target,
    duty: Duty,
    *,
    group: str = "",
    count: int = 0,
    notes: Sequence[str] = (),
    head: str = "",
    may_change: bool = False,
    key: str = NONE,
) -> Card:
    """All five of a target with where each comes from; buttons for the file of the plan and, for who may, to change it.

    `group` is the one that a matter is in, `count` the matters of a group or district; `head` says what was just done.
    """
    lines = [f"{bold('分工')} · {bold(safe(target.label, 60))}" + (f"：{head}" if head else "")]
    lines += [_role_line(target, role, duty.roles.get(role)) for role in ROLES]
    if group:
        lines.append(f"类别：{safe(group, 20)}（/assign {safe(group, 20)} 给整类分工）")
    if target.scope != "matter":
        lines.append(f"用于这个{SCOPES[target.scope]}的{count}个事项；事项另有指定的，以事项的为准。")
    text = fitted((Block(0, tuple(lines)), *(Block(n, (f"※ {safe(note, 60)}",)) for n, note in enumerate(notes, 1))))
    rows: list[tuple[Button, ...]] = []
    if may_change:
        choices = [button(NAMES[role], ASSIGN, target.ref, page=n) for n, role in enumerate(ROLES, start=1)]
        rows += [tuple(choices[:3]), tuple(choices[3:])]
    plan = duty.roles.get("plan")
    last = [button("看方案文件", PLAN, target.ref)] if plan and plan.file_id else []
    if target.scope == "matter":
        last.append(button("返回", BACK, target.value, key))
    return Card(text, (*rows, tuple(last)) if last else tuple(rows))


def _role_line(target: Target, role: Role, one: Assigned | None) -> str:
    if one is None:
        return f"{NAMES[role]}：—"
    said = "📎" * bool(one.file_id) + clip(one.text, 60 if role == "plan" else 30)
    told = " 🔔" if one.user else ""
    whence = "" if one.scope == target.scope else f"（按{SCOPES[one.scope]}“{clip(one.value, 12)}”）"
    return safe(f"{NAMES[role]}：{said}{told}{whence}", 90)


def ask_card(target: Target, role: Role, known: Sequence[Member]) -> Card:
    """The question for one role; for a person, a button for each of the members."""
    text = f"{bold(safe(target.label, 60))}：{ASK[role]}{ASK_TAIL}"
    return Card(text, member_rows(target, role, known) if role in PERSONS else ())


def member_rows(target: Target, role: Role, known: Sequence[Member]) -> tuple[tuple[Button, ...], ...]:
    """A button for each member, three a row."""
    page = ROLES.index(role) + 1
    named = [button(clip(one.name, 12) or str(one.user), ASSIGN_TO, target.ref, str(one.user), page) for one in known]
    return tuple(tuple(named[at : at + 3]) for at in range(0, min(len(named), CHOICES), 3))


def which_card(target: Target, role: Role, name: str, known: Sequence[Member], key: str) -> Card:
    """Which of several members a name means, or nobody of them: then only the name is kept, under `key`."""
    only = button("都不是，只记名字", ASSIGN_TO, target.ref, key, ROLES.index(role) + 1)
    text = safe(f"{NAMES[role]}“{clip(name, 20)}”是哪一位？")
    return Card(f"{bold(safe(target.label, 60))}：{text}", (*member_rows(target, role, known), (only,)))


def told_card(target: Target, roles: Collection[Role], gone: bool = False) -> Card:
    """What somebody is told who was assigned, or no longer is."""
    what = "、".join(NAMES[role] for role in ROLES if role in roles)
    kind = "" if target.scope == "matter" else SCOPES[target.scope]
    name = f"{kind}{bold(safe(target.label, 60))}"
    if gone:
        return Card(f"您不再是{name}的{what}。订阅还在，不需要可在 /following 取消。")
    text = f"您是{name}的{what}了：已为您订阅，到期前提醒，有变化时通知。/mine 看全部任务。"
    detail = button("详情", CARD, target.value) if target.scope == "matter" else button("看任务", MINE)
    return Card(text, ((detail,),))


def mine_card(items: Sequence[Item], page: int = 0) -> Card:
    """Page `page` (from 0) of the matters that somebody is assigned to, behind first, those of one light together."""
    if not items:
        return Card(NOTHING_MINE)
    ordered = sorted(items, key=_behind_first)
    pages = -(-len(ordered) // PAGE)
    page = max(0, min(page, pages - 1))
    part = ordered[page * PAGE : (page + 1) * PAGE]
    lights = Counter(item.standing.light for item in ordered)
    counted = " ".join(f"{phrases.LIGHTS[light]}{lights[light]}" for light in LIGHT_ORDER if lights[light])
    where = f"，第{page + 1}/{pages}页" if pages > 1 else ""
    lines = [f"{bold('我的任务')}：共{len(ordered)}项（{counted}{where}）"]
    number = 0
    for light, group in groupby(part, key=lambda item: item.standing.light):
        lines.append(f"— {LIGHT_NAMES[light]} {lights[light]}项 —")
        for item in group:
            number += 1
            lines.append(reminder_line(number, item))
    numbers = tuple(button(str(n), CARD, item.matter.id) for n, item in enumerate(part, start=1))
    return Card("\n".join(lines), (numbers, *page_row(MINE, NONE, LIST_KEY, page, pages)))


def _behind_first(item: Item) -> tuple[object, ...]:
    how = item.standing
    return (LIGHT_ORDER.index(how.light), how.status == "done", *pressing(how), item.matter.id)

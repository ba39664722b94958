"""What is said of 销号: proposals that wait, what was decided, the short line of a card. Pure: values in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commitments.model import Matter, Standing
from handlers import phrases
from handlers.buttons import CARD, CLOSE, CLOSE_PHOTO, CLOSE_REFUSE, CLOSING, CLOSINGS, button
from handlers.card import Button, Card, bold, clip, safe
from handlers.cycle.dispatch_cards import called
from handlers.cycle.waiting import waiting_card
from store.cycle.closures import Closure

NONE_WAITING = "没有等核实的销号申请。"
DECIDED = {
    "confirmed": "已销号（{day}核实）",
    "refused": "已退回（{day}）：{why}",
    "withdrawn": "已由本人撤回",
    "reopened": "已重新打开：{why}",
}


def closure_text(closure: Closure | None, today: date) -> str:
    """The short line of a card: “已销号（09-30核实）”, “待销号（09-28自报）”, “已重新打开：抽查不实”; "" for none."""
    if closure is None:
        return ""
    if closure.state == "proposed":
        return f"待销号（{phrases.day(closure.proposed_on, today)}自报）"
    if closure.state in ("confirmed", "reopened"):
        return _decided(closure, today)
    return ""


def _decided(closure: Closure, today: date) -> str:
    day = phrases.day(closure.decided_on, today) if closure.decided_on else ""
    return DECIDED[closure.state].format(day=day, why=clip(closure.why, 40))


def proposal_card(closure: Closure, matter: Matter, how: Standing, name: str, today: date) -> Card:
    """A proposal for who decides it: the matter, who says it is done, on what evidence, and how it stands."""
    lines = [f"{bold('待销号')} · {safe(phrases.name_text(matter))}"]
    lines.append(
        safe(f"{clip(name, 12)} {phrases.day(closure.proposed_on, today)}报完成〔自报〕：{_evidence(closure)}", 160)
    )
    figures = phrases.figures_text(how)
    lines.append(safe(f"现在：{figures + '，' if figures else ''}{phrases.status_text(how)}"))
    lines.append(safe(f"时限：{phrases.deadline_text(how.deadline, how)}"))
    if closure.state != "proposed":
        lines.append(safe(_decided(closure, today)))
        return Card("\n".join(lines), ((button("详情", CARD, matter.id),),))
    return Card("\n".join(lines), _buttons(closure, matter.id))


def _evidence(closure: Closure) -> str:
    words = clip(closure.evidence, 100) if closure.evidence else "没有写依据"
    return words + ("（有照片）" if closure.photo else "（没有照片）")


def _buttons(closure: Closure, matter_id: str) -> tuple[tuple[Button, ...], ...]:
    number = str(closure.number)
    row = [button("核实销号", CLOSE, number), button("退回", CLOSE_REFUSE, number)]
    more = [button("看照片", CLOSE_PHOTO, number)] if closure.photo else []
    return tuple(row), (*more, button("详情", CARD, matter_id))


def closings_card(waiting: Sequence[tuple[Closure, Matter, str]], today: date, page: int = 0) -> Card:
    """Page `page` (from 0) of the proposals that wait, the oldest first: (closure, matter, who proposed it)."""
    if not waiting:
        return Card(NONE_WAITING)

    def said(closure: Closure, matter: Matter, name: str) -> str:
        head = f"{called(matter, 20)}：{clip(name, 10)} {phrases.day(closure.proposed_on, today)}报，"
        return head + clip(_evidence(closure), 24)

    return waiting_card("待销号", waiting, said, page, one=CLOSING, pages_of=CLOSINGS)


def decided_card(closure: Closure, matter: Matter, today: date) -> Card:
    """What the proposer hears: confirmed, or refused and why."""
    text = f"{bold(safe(called(matter, 30)))}：{safe(_decided(closure, today), 160)}"
    return Card(text, ((button("详情", CARD, matter.id),),))

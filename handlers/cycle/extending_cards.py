"""What is said of 延期: requests that wait, what was decided, and both days of a card. Pure: values in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commitments.model import Matter, Standing
from handlers import phrases
from handlers.buttons import CARD, EXTEND_GRANT, EXTEND_REFUSE, EXTENSION, EXTENSIONS, button
from handlers.card import Card, bold, clip, safe
from handlers.cycle.dispatch_cards import called
from handlers.cycle.waiting import waiting_card
from store.cycle.extensions import Extension

NONE_WAITING = "没有等批的延期申请。"


def request_card(asked: Extension, matter: Matter, how: Standing, name: str, today: date) -> Card:
    """A request for more time, for who decides it: until when, why, by whom, and how the matter stands."""
    lines = [f"{bold('延期申请')} · {safe(phrases.name_text(matter))}"]
    lines.append(f"{asked.before} → {bold(str(asked.until))}（推后{(asked.until - asked.before).days}天）")
    lines.append(
        safe(f"{clip(name, 12)} {phrases.day(asked.asked_on, today)}申请，理由：{clip(asked.reason, 120)}", 200)
    )
    figures = phrases.figures_text(how)
    lines.append(safe(f"现在：{figures + '，' if figures else ''}{phrases.status_text(how)}"))
    details = (button("详情", CARD, matter.id),)
    if asked.state != "asked":
        lines.append(safe(_decided(asked)))
        return Card("\n".join(lines), (details,))
    number = str(asked.number)
    return Card(
        "\n".join(lines), ((button("准予", EXTEND_GRANT, number), button("不同意", EXTEND_REFUSE, number)), details)
    )


def _decided(asked: Extension) -> str:
    return f"已准予延到{asked.until}" if asked.state == "granted" else f"不同意延期：{clip(asked.why, 80)}"


def requests_card(waiting: Sequence[tuple[Extension, Matter, str]], today: date, page: int = 0) -> Card:
    """Page `page` (from 0) of the requests that wait, the oldest first: (request, matter, who asked)."""
    if not waiting:
        return Card(NONE_WAITING)

    def said(asked: Extension, matter: Matter, name: str) -> str:
        days = f"{phrases.day(asked.before, today)}→{phrases.day(asked.until, today)}"
        return f"{called(matter, 20)}：{days}，{clip(name, 10)}：{clip(asked.reason, 20)}"

    return waiting_card("延期申请", waiting, said, page, one=EXTENSION, pages_of=EXTENSIONS)


def answered_card(asked: Extension, matter: Matter) -> Card:
    """What who asked hears: granted, or refused and why."""
    text = f"{bold(safe(called(matter, 30)))}：{safe(_decided(asked), 160)}"
    return Card(text, ((button("详情", CARD, matter.id),),))

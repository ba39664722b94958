"""各区: the side of a city's card that tells how its programme is shared out among the districts."""

from __future__ import annotations

from commitments.model import Answer
from commitments.parts import Part, parts_table
from handlers import phrases
from handlers.buttons import PARTS, back_row, page_row
from handlers.card import Card, bold, safe

PAGE = 12


def parts_card(answer: Answer, page: int = 0, key: str = "-") -> Card:
    """Page `page` (from 0) of the districts' parts, the largest first, and what is in none of them."""
    matter, today = answer.matter, answer.standing.today
    table = parts_table(matter, answer.parts, today)
    pages = max(1, -(-len(table) // PAGE))
    page = min(page, pages - 1)
    shown = table[page * PAGE : (page + 1) * PAGE]
    lines = [f"{bold('各区')} · {safe(phrases.name_text(matter))}：{safe(phrases.figures_text(answer.standing))}"]
    lines += [safe(_line(part, answer)) for part in shown] or ["没有读到各区的分解目标。"]
    return Card("\n".join(lines), page_row(PARTS, matter.id, key, page, pages) + back_row(matter.id, key))


def _line(part: Part, answer: Answer) -> str:
    """🟢 西工区 26/27个 · 09-30; what is in no district has no light."""
    said = ""
    if part.target is not None:
        done = part.done if part.done is not None and part.done.unit == part.target.unit else None
        said = phrases.fraction_text(done, part.target) if done else phrases.target_text(part.target, brief=True)
    elif part.done is not None:
        said = phrases.done_text(part.done, brief=True)
    due = part.deadline.end if part.deadline else None
    until = f" · {phrases.day(due, answer.standing.today)}" if due else ""
    light = f"{phrases.LIGHTS[part.light]} " if part.matter else "　 "
    return f"{light}{part.place} {said}{until}".rstrip()

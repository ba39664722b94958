"""What waits for a decision, as numbered pages: proposals to close, requests for more time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from commitments.model import Matter
from handlers.buttons import NONE, button, page_row
from handlers.card import Card, bold, safe

PAGE = 7


class Numbered(Protocol):
    """Something that waits, under a number of its own."""

    @property
    def number(self) -> int:
        """The number."""

    @property
    def matter_id(self) -> str:
        """The matter that it is about."""


_T = TypeVar("_T", bound=Numbered)
Waiting = Sequence[tuple[_T, Matter, str]]  # each with its matter and who asked


def waiting_card(
    title: str, waiting: Waiting[_T], said: Callable[[_T, Matter, str], str], page: int, *, one: str, pages_of: str
) -> Card:
    """Page `page` (from 0) of what waits, `said` in a line each; `one` is the action of a number, `pages_of` that of a
    page."""
    pages = max(1, -(-len(waiting) // PAGE))
    page = min(page, pages - 1)
    part = list(enumerate(waiting[page * PAGE : (page + 1) * PAGE], start=page * PAGE + 1))
    where = f"（第{page + 1}/{pages}页）" if pages > 1 else ""
    lines = [f"{bold(title)}：共{len(waiting)}项{where}"]
    lines += [safe(f"{number} {said(*asked)}") for number, asked in part]
    numbers = tuple(button(str(number), one, str(asked[0].number)) for number, asked in part)
    return Card("\n".join(lines), (numbers, *page_row(pages_of, NONE, NONE, page, pages)))

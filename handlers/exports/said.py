"""What an export holds, in one line: “践诺台账 截至2024-09-25，条件：西工区 · 逾期，共12项”."""

from __future__ import annotations

from handlers import phrases
from handlers.card import clip
from store.cycle.entries import Listing


def said_of(listing: Listing, count: int | None = None) -> str:
    """The line above and below an export: the day, the condition as it was read, and how many matters there are."""
    asked = phrases.filters_text(listing.filters) if listing.filters else ""
    condition = f"，条件：{asked or clip(listing.question, 40)}" if listing.question else ""
    shown = len(listing.entries) if count is None else count
    notes = "".join(f"，{clip(note, 40)}" for note in listing.notes[:1])
    return f"践诺督查台账 截至{listing.today}{condition}，共{shown}项{notes}"

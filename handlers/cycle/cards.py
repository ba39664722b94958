"""How the messages of the supervision cycle are put into words; what store/cycle/due.py renders with."""

from __future__ import annotations

from handlers.cycle.dispatch_cards import again_card, dispatch_card, summary_card
from handlers.cycle.listing_cards import listing_news_card
from handlers.cycle.round_cards import round_card, round_summary_card

__all__ = [
    "again_card",
    "dispatch_card",
    "listing_news_card",
    "round_card",
    "round_summary_card",
    "summary_card",
]

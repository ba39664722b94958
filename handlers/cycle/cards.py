"""How the messages of the supervision cycle are put into words; what store/cycle/due.py renders with."""

from __future__ import annotations

from handlers.cycle.listing_cards import listing_news_card
from handlers.cycle.round_cards import round_card, round_summary_card

__all__ = ["listing_news_card", "round_card", "round_summary_card"]

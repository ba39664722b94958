"""What of the supervision cycle is due by now, written into the outbox by the tick beside the reminders.

Each step asks the database what is due and writes it under a unique key, so that calling it twice, late, or from two
processes writes nothing twice. A step that fails is logged and holds up no other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from store.chats import ZONE
from store.cycle.checking import listing_due, rounds_due
from store.cycle.dispatch import ask_again, ask_week
from store.cycle.summary import sum_up
from store.fanout import May, everybody, stops_all
from store.ledger import Ledger

log = logging.getLogger(__name__)

# (ledger, now, render, zone, may) → how many messages that made. `render` is handlers.cycle.cards.
Step = Callable[[Ledger, datetime, Any, str, May], int]
STEPS: tuple[Step, ...] = (sum_up, ask_week, ask_again, rounds_due, listing_due)


def cycle_due(ledger: Ledger, now: datetime, *, render: Any, zone: str = ZONE, may: May = everybody) -> int:
    """Write everything of the cycle that is due by `now` into the outbox; how many messages that made."""
    made = 0
    for step in STEPS:
        try:
            made += step(ledger, now, render, zone, may)
        except Exception as error:
            if stops_all(error):
                raise
            log.exception("%s cannot be written", step.__name__)
    return made

"""The commitments that are in hand: those of the planning year, with how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commitments.checking import counts_in, planning_year
from commitments.model import Matter, Standing
from store.ledger import Ledger
from store.standings import standings

Known = tuple[Matter, Standing]


def in_hand(ledger: Ledger, today: date, ids: Sequence[str] | None = None) -> list[Known]:
    """The commitments of the planning year (commitments/checking.py) as known on `today`, each once, in the order of
    first print; with `ids` only those among these matters. A few queries for all of them."""
    matters = ledger.matters(today, ids)
    year = planning_year(today)
    known = zip(matters, standings(ledger, matters, today), strict=True)
    return [(matter, how) for matter, how in known if counts_in(matter, how, year)]

"""The one clock of the process; everything below takes the day as a parameter."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today_in(zone: ZoneInfo) -> date:
    """The date of this moment in `zone`, whatever zone the host is set to."""
    return datetime.now(zone).date()

"""Moments as the tables keep them: ISO text in UTC of one width, so that comparing texts compares moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def to_text(moment: datetime) -> str:
    """A moment as the tables keep it: 2024-09-25T01:00:00+00:00. Raises ValueError for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def from_text(text: str) -> datetime:
    """The moment that a table keeps."""
    return datetime.fromisoformat(text)


def local_moment(day: date, hour: int, zone: str) -> datetime:
    """The moment in UTC at which it is `hour` o'clock on `day` in a time zone."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)

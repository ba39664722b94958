"""The deadlines as a calendar: a day-long event a matter, with alarms at the usual steps.

An event keeps its UID for as long as the matter keeps its id, and counts its SEQUENCE up with the matter's changes, so
that a calendar that reads the file again moves the event instead of showing two. A deadline that the planning year
alone gives is shown without alarms: else the last day of the year would ring for everything.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from commitments.model import Standing
from handlers import phrases
from handlers.card import clip
from handlers.exports.columns import behind
from handlers.exports.said import said_of
from store.cycle.entries import Entry, Listing

if TYPE_CHECKING:
    from icalendar import Alarm, Event

STEPS = (30, 7, 3, 1, 0)  # days before the deadline
HOUR = 9
DOMAIN = "jiannuo"


def ics(listing: Listing) -> bytes:
    """The calendar of a listing: every entry with a deadline that is a day."""
    from icalendar import Calendar  # 90 ms

    calendar = Calendar()
    calendar.add("prodid", "-//践诺 Jiannuo//台账//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", clip(said_of(listing), 80))
    for entry in listing.entries:
        limit = entry.standing.deadline
        if limit is not None and limit.end is not None:
            calendar.add_component(_event(entry, limit.end))
    return bytes(calendar.to_ical())


def _event(entry: Entry, end: date) -> Event:
    from icalendar import Event

    matter, how = entry.matter, entry.standing
    event = Event()
    event.add("uid", f"{matter.id}@{DOMAIN}")
    changed = max((sighting.source.published for sighting in matter.sightings), default=end)
    stamp = datetime.combine(changed, time(), UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", len(matter.sightings) - 1 + len(how.changes))
    done = "✓ " if how.status == "done" else ""
    event.add("summary", f"{done}{clip(matter.title, 60)} · {phrases.place_text(matter)}")
    event.add("dtstart", end)
    event.add("dtend", end + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("description", _description(entry))
    if matter.topics:
        event.add("categories", list(matter.topics))
    if how.status != "done" and how.deadline is not None and how.deadline.basis == "explicit" and end >= how.today:
        for days in STEPS:
            event.add_component(_alarm(days, matter.title))
    return event


def _alarm(days: int, title: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-days, hours=HOUR))
    alarm.add("description", f"{f'还有{days}天' if days else '今天到期'}：{clip(title, 60)}")
    return alarm


def _description(entry: Entry) -> str:
    """How the matter stood on the day of the export, whose it is, and the sentences behind it."""
    how: Standing = entry.standing
    limit = how.deadline
    lines = [
        f"{phrases.LIGHTS[how.light]} {phrases.STATUSES[how.status]}（截至{how.today}）",
        phrases.figures_text(how),
        f"时限原文：“{clip(limit.text, 40)}”" if limit and limit.basis == "explicit" else "时限按年度推定",
        f"责任单位：{clip(entry.duty.text('unit'), 60)}" if entry.duty.text("unit") else "",
    ]
    for sighting in behind(entry):
        lines += [f"出处：{phrases.source_text(sighting, 40)}", f"“{clip(sighting.statement.quote, 200)}”"]
    return "\n".join(line for line in lines if line)

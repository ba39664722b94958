"""What a person writes who asks for more time: “老旧小区 2024-12-31 资金未到位”, “延到明年3月底，雨季影响施工”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from commitments.in_force import deadline_of
from commitments.model import Matter, Sighting
from commitments.timelimits import find_time_limits

LONGEST = 300  # characters that are read
EXTENDED = "延期"  # the action of the record by which somebody moves a deadline

_ISO = re.compile(r"(?<![0-9])(20[0-9]{2})[-./](1[0-2]|0?[1-9])[-./](3[01]|[12][0-9]|0?[1-9])(?![0-9])[日号]?")
_LEAD = re.compile(r"(?:申请|请求|要求|希望|想)?(?:延期|延长|顺延|推迟|延|推)?(?:到|至)?\s?$")
_SIGNS = " ，,。；;：:、\n\t"


@dataclass(frozen=True, slots=True)
class NewLimit:
    """The last day that is asked for, the words before it (which matter) and those behind it (why)."""

    end: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Extended:
    """What moved a matter's deadline: from which day, on which day, and whether it was granted as more time: not where
    the new day is earlier, or a spreadsheet that was imported says it."""

    before: date
    on: date
    granted: bool = True


def read_new_limit(text: str, today: date) -> NewLimit | None:
    """The new day that a text names, with the words around it; None where it names none. Never raises.

    “老旧小区 2024-12-31 资金未到位” → 2024-12-31, 老旧小区, 资金未到位; “延到12月底，雨季” → 12-31, “”, 雨季.
    """
    line = " ".join(text[:LONGEST].split())
    for found in _ISO.finditer(line):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None  # 2月30日 is a slip of the pen: better asked than guessed
        return _limit(line, day, *found.span())
    for limit in find_time_limits(line, today, past_ok=True):
        if limit.end is not None:
            return _limit(line, limit.end, limit.at, limit.to)
    return None


def names_no_day(text: str) -> bool:
    """Whether a text writes a day that no calendar has: 2024-02-31."""
    for found in _ISO.finditer(" ".join(text[:LONGEST].split())):
        try:
            date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return True
    return False


def _limit(line: str, day: date, at: int, to: int) -> NewLimit:
    return NewLimit(day, _LEAD.sub("", line[:at]).strip(_SIGNS), line[to:].strip(_SIGNS))


def extension_of(matter: Matter) -> Extended | None:
    """How the deadline in force came about, where somebody extended it; None where a document says it."""
    first = next((n for n, seen in enumerate(matter.sightings) if seen.statement.action == EXTENDED), None)
    if first is None:
        return None
    now, before = deadline_of(matter), deadline_of(replace(matter, sightings=matter.sightings[:first]))
    last = next((s for s in reversed(matter.sightings) if s.statement.action == EXTENDED), None)
    if last is None or before is None or before.end is None or now != last.statement.deadline:
        return None
    return Extended(before.end, last.source.published, is_extension(last, before.end))


def is_extension(sighting: Sighting, before: date | None) -> bool:
    """Whether a record that moved a deadline from `before` gives more time that somebody granted."""
    limit = sighting.statement.deadline
    is_record = sighting.statement.action == EXTENDED and sighting.source.grade != "published"
    return is_record and limit is not None and limit.end is not None and (before is None or limit.end > before)

"""What each chat chose: when it is reminded, in what form, and whether at all."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from commitments.calendar import is_workday
from commitments.reminding import STEPS, Works, every_day
from store.database import snapshot, transaction
from store.ledger import Ledger
from store.moments import local_moment, to_text
from store.rows import to_json
from store.sqlite import Database

log = logging.getLogger(__name__)

ZONE = "Asia/Shanghai"
_FARTHEST = 366  # days before a deadline that a step may lie
_MOST_STEPS = 12
# A change of the days that reminders fall on looks back so far for those that were moved to days already gone.
_LOOK_BACK = timedelta(days=10)
KEPT = timedelta(days=400)
_LAST_HEARD = """
    SELECT max(day) FROM (
        SELECT day FROM reminded WHERE chat = :chat AND thread = :thread
        UNION ALL SELECT substr(since, 1, 10) FROM follows WHERE chat = :chat AND thread = :thread
    )
"""


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How a chat is reminded: days before a deadline, hour of the digest, quiet hours from–to (local), and so on.

    `off_why` says why the bot itself switched the chat off, "" where it did not.
    """

    steps: tuple[int, ...] = STEPS
    hour: int = 9
    quiet: tuple[int, int] = (22, 7)
    weekends: bool = False
    zone: str = ZONE
    form: Literal["digest", "single"] = "digest"
    on: bool = True
    brief: Literal["weekly"] | None = None
    off_why: str = ""

    @property
    def works(self) -> Works:
        """The days on which this chat is reminded."""
        return every_day if self.weekends else is_workday

    def local(self, now: datetime) -> datetime:
        """A moment on the chat's clock."""
        return now.astimezone(ZoneInfo(self.zone))

    def open_from(self, now: datetime) -> datetime:
        """The first moment from `now` on that is no quiet hour and no day off of the chat."""
        here = self.local(now)
        day = here.date()
        if not self.works(day):
            while not self.works(day):
                day += timedelta(days=1)
            return local_moment(day, self.hour, self.zone)
        start, end = self.quiet
        if start == end:
            return now
        quiet = start <= here.hour < end if start < end else here.hour >= start or here.hour < end
        if not quiet:
            return now
        evening = start > end and here.hour >= start
        return self.open_from(local_moment(day + timedelta(days=evening), end, self.zone))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _is_hour(value: object) -> bool:
    return type(value) is int and 0 <= value <= 23


def _are_steps(value: object) -> bool:
    return (
        isinstance(value, tuple)
        and 1 <= len(value) <= _MOST_STEPS
        and all(type(step) is int and 0 <= step <= _FARTHEST for step in value)
    )


_VALID: Mapping[str, Callable[[Any], bool]] = {
    "steps": _are_steps,
    "hour": _is_hour,
    "quiet": lambda value: isinstance(value, tuple) and len(value) == 2 and all(map(_is_hour, value)),
    "weekends": lambda value: type(value) is bool,
    "zone": lambda value: isinstance(value, str) and value in _zones(),
    "form": lambda value: value in ("digest", "single"),
    "on": lambda value: type(value) is bool,
    "brief": lambda value: value in (None, "weekly"),
}
_DEFAULTS = ChatSettings()


def settings(ledger: Ledger, chat: int, zone: str = ZONE) -> ChatSettings:
    """What a chat chose, the defaults for what it did not; `zone` where it chose none."""
    with snapshot(ledger.db):
        return all_settings(ledger.db, [chat], zone)[chat]


def all_settings(db: Database, chats: list[int], zone: str = ZONE) -> dict[int, ChatSettings]:
    """Chat → what it chose."""
    query = "SELECT chat, settings, off_why FROM chats WHERE chat IN (SELECT value FROM json_each(?))"
    found = {row[0]: _settings(row[1], row[2], zone) for row in db.execute(query, (to_json(chats),))}
    default = replace(_DEFAULTS, zone=zone)
    return {chat: found.get(chat, default) for chat in chats}


def change(ledger: Ledger, chat: int, *, default_zone: str = ZONE, **chosen: Any) -> ChatSettings:
    """Change settings of a chat and give back all of them; `on=True` forgets why the bot had switched it off.

    `default_zone` is the clock of a chat that chose none; `zone` would be the choice itself.
    Raises ValueError for a setting that does not exist and a value that it cannot have.
    """
    for name, value in chosen.items():
        if name not in _VALID or not _VALID[name](value):
            raise ValueError(f"{name}={value!r}")
    if "steps" in chosen:
        chosen["steps"] = tuple(sorted(set(chosen["steps"]), reverse=True))
    with transaction(ledger.db):
        db = ledger.db
        row = db.execute("SELECT settings, off_why FROM chats WHERE chat = ?", (chat,)).fetchone() or ("{}", None)
        before = _settings(row[0], row[1], default_zone)
        after = replace(before, **chosen, off_why="" if chosen.get("on") else before.off_why)
        kept = {**_chosen(row[0]), **chosen}
        db.execute(
            "INSERT INTO chats (chat, settings, off_why) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET settings = excluded.settings, off_why = excluded.off_why",
            (chat, to_json(kept), after.off_why or None),
        )
        _schedule_again(db, chat, look_back=before.weekends != after.weekends)
    return after


def switch_off(db: Database, chat: int, why: str, now: datetime) -> None:
    """Switch a chat off because it cannot be reached; inside the caller's transaction."""
    row = db.execute("SELECT settings FROM chats WHERE chat = ?", (chat,)).fetchone()
    kept = {**_chosen(row[0] if row else "{}"), "on": False}
    db.execute(
        "INSERT INTO chats (chat, settings, off_why, off_at) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
        " SET settings = excluded.settings, off_why = excluded.off_why, off_at = excluded.off_at",
        (chat, to_json(kept), why, to_text(now)),
    )


def next_digest(after: date, chosen: ChatSettings) -> str:
    """When the day after `after` is due, as the tables keep it."""
    return to_text(local_moment(after + timedelta(days=1), chosen.hour, chosen.zone))


def digest_day(now: datetime, chosen: ChatSettings) -> date:
    """The last day whose digest is due by `now`: today from the chosen hour on, yesterday before it."""
    here = chosen.local(now)
    return here.date() if here.time() >= time(chosen.hour) else here.date() - timedelta(days=1)


def _schedule_again(db: Database, chat: int, *, look_back: bool) -> None:
    """Let the next tick work out when the chat is due: an hour moved into the past is no delay of the bot's."""
    rows = db.execute("SELECT thread, reminded_until FROM subscribers WHERE chat = ?", (chat,)).fetchall()
    for thread, until in rows:
        day = date.fromisoformat(until)
        if look_back:
            heard = db.execute(_LAST_HEARD, {"chat": chat, "thread": thread}).fetchone()[0]
            # Counted from the last digest or follow, so that switching to and fro goes back no farther.
            day = min(day, max(day, date.fromisoformat(heard or until)) - _LOOK_BACK)
        db.execute(
            "UPDATE subscribers SET reminded_until = ?, next_at = '' WHERE chat = ? AND thread = ?",
            (day.isoformat(), chat, thread),
        )


def _settings(text: str, off_why: str | None, zone: str) -> ChatSettings:
    return replace(_DEFAULTS, **{"zone": zone, **_chosen(text)}, off_why=off_why or "")


def _chosen(text: str) -> dict[str, Any]:
    """What a chat chose; what cannot be read counts as not chosen, so that one broken row holds up no other chat."""
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict):
        log.error("the settings of a chat cannot be read; the defaults hold")
        return {}
    for name in ("steps", "quiet"):
        if isinstance(kept.get(name), list):
            kept[name] = tuple(kept[name])
    return {name: value for name, value in kept.items() if name in _VALID and _VALID[name](value)}


def forget_reminders(ledger: Ledger, now: datetime, age: timedelta = KEPT) -> int:
    """Delete which reminders were written longer than `age` ago, but for each chat's last ones; returns how many.

    No digest looks back so far. The last ones say how far a change of the settings may look back.
    """
    with transaction(ledger.db):
        done = ledger.db.execute(
            "DELETE FROM reminded WHERE day < ? AND (chat, thread, day) NOT IN"
            " (SELECT chat, thread, max(day) FROM reminded GROUP BY chat, thread)",
            ((now - age).date().isoformat(),),
        )
        return int(done.rowcount)

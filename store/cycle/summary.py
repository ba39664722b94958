"""The editors' summary of a week's dispatch: who answered, what moved, what was reported as done, what got worse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from commitments.model import Light, Matter, Standing
from commitments.weekly import Week
from store.chats import ChatSettings
from store.cycle.closures import waiting
from store.cycle.dispatch import turn_of
from store.cycle.keepers import keepers_by
from store.cycle.notices import notify
from store.cycle.sheets import by_id, weeks_by
from store.database import snapshot, transaction
from store.fanout import May
from store.ledger import Ledger
from store.loading import present_by
from store.members import members
from store.moments import from_text, to_text

TOO_LATE = timedelta(days=7)  # after its day a summary says nothing new
_RANK: dict[Light, int] = {"green": 0, "grey": 1, "yellow": 2, "red": 3}
_ROWS = """
    SELECT d.user, d.matter_id, d.light, d.known, d.answered_at IS NOT NULL, d.answer, coalesce(r.kind, ''), r.value
    FROM dispatches d LEFT JOIN reports r ON r.id = d.report_id WHERE d.week = ? ORDER BY d.user, d.number
"""
_UNSUMMED = """
    SELECT week, min(asked_at) FROM dispatch_turns t
    WHERE NOT EXISTS (SELECT 1 FROM dispatch_weeks w WHERE w.week = t.week)
        AND EXISTS (SELECT 1 FROM dispatches d WHERE d.week = t.week)
    GROUP BY week ORDER BY week
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was asked, about how many matters, and how many they answered."""

    user: int
    name: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A matter of the week: as it stands now, the light and figure of then, what was answered and as what kind of
    report (figure, done, none, words; "" for no answer)."""

    matter: Matter
    standing: Standing
    user: int
    light: Light | None
    known: float | None
    answer: str
    kind: str

    @property
    def got_worse(self) -> bool:
        """Whether its light is worse than when it was asked about."""
        return self.light is not None and _RANK[self.standing.light] > _RANK[self.light]


@dataclass(frozen=True, slots=True)
class Summary:
    """A week's dispatch as it stands: who was asked, about what, and what waits to be confirmed as done."""

    week: Week
    people: tuple[Person, ...]
    asked: tuple[Asked, ...]
    waiting: tuple[Asked, ...]

    @property
    def answered(self) -> int:
        """How many matters were answered."""
        return sum(person.answered for person in self.people)

    @property
    def silent(self) -> tuple[Person, ...]:
        """Who answered nothing."""
        return tuple(person for person in self.people if not person.answered)

    def of_kind(self, *kinds: str) -> tuple[Asked, ...]:
        """The matters answered in these ways."""
        return tuple(one for one in self.asked if one.kind in kinds)


def sum_up(ledger: Ledger, now: datetime, render: Any, zone: str, may: May) -> int:
    """Tell the editors and administrators once how the week's dispatch went; how many messages that made."""
    turn = turn_of(ledger, now, zone)
    if turn is None:
        return 0
    with snapshot(ledger.db):
        rows = ledger.db.execute(_UNSUMMED).fetchall()
    made = 0
    for monday_text, asked_at in rows:
        week = weeks_by(turn.chosen)(date.fromisoformat(monday_text))
        asked_on = ChatSettings(zone=zone).local(from_text(asked_at)).date()
        if week is None or asked_on >= turn.today or not week.summary <= turn.today < week.summary + TOO_LATE:
            continue
        card = render.summary_card(summary(ledger, week, turn.today), turn.today)
        with transaction(ledger.db):
            query = "INSERT OR IGNORE INTO dispatch_weeks (week, summed_at) VALUES (?, ?)"
            if ledger.db.execute(query, (monday_text, to_text(now))).rowcount:
                made += notify(ledger.db, keepers_by(ledger, may), f"summary {week.name}", card, now, zone=zone)
    return made


def summary(ledger: Ledger, week: Week, today: date) -> Summary:
    """How a week's dispatch stands on a day."""
    with snapshot(ledger.db):
        rows = ledger.db.execute(_ROWS, (week.monday.isoformat(),)).fetchall()
        now = present_by(ledger.db, [row[1] for row in rows])
        known = by_id(ledger, set(now.values()), today)
        proposed = set(present_by(ledger.db, [one.matter_id for one in waiting(ledger)]).values())
        called = names_of(ledger, {row[0] for row in rows})
    counted: dict[int, list[bool]] = {}
    asked: dict[str, Asked] = {}
    for user, matter_id, light, figure, answered, answer, kind, _ in rows:
        id_ = now.get(matter_id, matter_id)
        if id_ not in known:
            continue
        counted.setdefault(user, []).append(bool(answered))
        asked.setdefault(id_, Asked(*known[id_], user, light or None, figure, answer, kind))
    people = tuple(Person(user, called[user], len(said), sum(said)) for user, said in counted.items())
    all_asked = tuple(asked.values())
    return Summary(week, people, all_asked, tuple(one for one in all_asked if one.matter.id in proposed))


def names_of(ledger: Ledger, users: Iterable[int]) -> dict[int, str]:
    """User → the name they were admitted under, else the one they were assigned by, else their number."""
    wanted = set(users)
    query = "SELECT user, text FROM assignments WHERE until IS NULL AND role IN ('leader', 'contact') AND text <> ''"
    with snapshot(ledger.db):
        assigned = {user: text for user, text in ledger.db.execute(query).fetchall() if user in wanted}
    admitted = {member.user: member.name for member in members(ledger) if member.user in wanted and member.name}
    return {user: f"编号{user}" for user in wanted} | assigned | admitted

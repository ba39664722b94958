"""周调度: on the first day of work each week, everybody responsible is asked once how their open matters stand.

Two steps of the tick (store/cycle/due.py), each safe to be called twice, late, or by two processes: whoever writes the
row of a person's turn writes the message, in one transaction. What the bot missed is asked later in the same week, not
in the next; nothing is asked on a day off, in quiet hours, or of a chat that is switched off.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commitments.calendar import is_workday
from commitments.checking import counts_in, planning_year
from commitments.model import Light, Matter, Standing
from commitments.reminding import pressing
from commitments.weekly import Week
from store.chats import ChatSettings, all_settings
from store.cycle.closures import waiting
from store.cycle.duties import Duty, duties
from store.cycle.rules import Rules, rules
from store.cycle.sheets import Line, Sheet, sheet, weeks_by
from store.database import snapshot, transaction
from store.fanout import BATCH, May, stops_all
from store.ledger import Ledger
from store.loading import present_by
from store.moments import from_text, local_moment, to_text
from store.render import Card, put_card
from store.schedule import LATE
from store.standings import standings

log = logging.getLogger(__name__)

SOON = 14  # days before a deadline from which a matter comes first
_URGENT: tuple[Light, ...] = ("red", "yellow")
# Whoever was assigned before the questions were due and was not asked yet in that week.
_WAITING = """
    SELECT DISTINCT user FROM assignments a
    WHERE until IS NULL AND user > 0 AND role IN ('contact', 'leader') AND since <= :moment
        AND NOT EXISTS (SELECT 1 FROM dispatch_turns t WHERE t.week = :week AND t.user = a.user)
    ORDER BY user
"""
_UNANSWERED = """
    SELECT user, asked_at FROM dispatch_turns t WHERE week = :week AND again_at IS NULL AND EXISTS (
        SELECT 1 FROM dispatches d WHERE d.week = t.week AND d.user = t.user AND d.answered_at IS NULL)
    ORDER BY user
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """The step of a week that may run now: the week, the local day, and when its questions were to be asked."""

    week: Week
    today: date
    moment: datetime
    chosen: Rules


def turn_of(ledger: Ledger, now: datetime, zone: str) -> Turn | None:
    """The week that `now` lies in, on a day of work and from the hour of the dispatch on; None at other times."""
    here = ChatSettings(zone=zone).local(now)
    today = here.date()
    if not is_workday(today):
        return None
    chosen = rules(ledger)
    week = weeks_by(chosen)(today)
    if week is None or here.hour < chosen.dispatch_hour:
        return None
    return Turn(week, today, local_moment(week.ask, chosen.dispatch_hour, zone), chosen)


def ask_week(ledger: Ledger, now: datetime, render: Any, zone: str, may: May) -> int:
    """Ask everybody responsible who was not asked yet this week; how many messages that made."""
    turn = turn_of(ledger, now, zone)
    if turn is None or turn.today < turn.week.ask:
        return 0
    with snapshot(ledger.db):
        query = {"week": turn.week.monday.isoformat(), "moment": to_text(turn.moment)}
        users = [row[0] for row in ledger.db.execute(_WAITING, query)]
        chosen = all_settings(ledger.db, users, zone)
    users = [user for user in users if _hears(chosen[user], now) and may(user)]
    if not users:
        return 0
    asked = _asked(ledger, frozenset(users), turn.today)
    made = 0
    for first in range(0, len(users), BATCH):
        batch = users[first : first + BATCH]
        drafts = [(user, asked[user], _card(render, user, asked[user], turn, chosen[user], now)) for user in batch]
        with transaction(ledger.db):
            made += sum(_write(ledger, turn, user, lines, card, now) for user, lines, card in drafts)
    return made


def ask_again(ledger: Ledger, now: datetime, render: Any, zone: str, may: May) -> int:
    """Ask who did not answer, once more and about the rest alone; how many messages that made."""
    turn = turn_of(ledger, now, zone)
    if turn is None or turn.week.again is None or not turn.week.again <= turn.today < turn.week.summary:
        return 0
    week = turn.week.monday.isoformat()
    with snapshot(ledger.db):
        rows = ledger.db.execute(_UNANSWERED, {"week": week}).fetchall()
        chosen = all_settings(ledger.db, [user for user, _ in rows], zone)
    made = 0
    for first in range(0, len(rows), BATCH):
        drafts = []
        for user, asked_at in rows[first : first + BATCH]:
            asked_on = ChatSettings(zone=zone).local(from_text(asked_at)).date()
            if asked_on < turn.today and _hears(chosen[user], now) and may(user):
                drafts += _rest(ledger, turn, user, render)
        with transaction(ledger.db):
            made += sum(_again(ledger, turn, user, ids, card, now) for user, ids, card in drafts)
    return made


def _rest(ledger: Ledger, turn: Turn, user: int, render: Any) -> list[tuple[int, list[str], Card | None]]:
    """What a person is asked once more: the ids of the matters and the message, None where all is answered or done."""
    try:
        asked = sheet(ledger, user, turn.week.monday, turn.today)
        if asked is None or not asked.open:
            return [(user, [], None)]
        return [(user, [line.matter.id for line in asked.open], render.again_card(asked, turn.today))]
    except Exception as error:
        _only_here(error, user)
        return []


def _again(ledger: Ledger, turn: Turn, user: int, ids: list[str], card: Card | None, now: datetime) -> bool:
    week = turn.week
    query = "UPDATE dispatch_turns SET again_at = ? WHERE week = ? AND user = ? AND again_at IS NULL"
    if not ledger.db.execute(query, (to_text(now), week.monday.isoformat(), user)).rowcount or card is None:
        return False
    return put_card(ledger.db, (user, 0), "dispatch", f"again {week.name} {user}", card, turn.today, now, ids)


def _hears(how: ChatSettings, now: datetime) -> bool:
    """Whether a chat can be disturbed right now."""
    return how.on and how.open_from(now) <= now


def _asked(ledger: Ledger, users: frozenset[int], today: date) -> dict[int, tuple[Line, ...]]:
    """User → the lines of their sheet, () for nothing to ask; matters are loaded once for all."""
    matters = ledger.matters(today)
    whose = duties(ledger, matters)
    with snapshot(ledger.db):
        proposed = present_by(ledger.db, [one.matter_id for one in waiting(ledger)]).values()
    wanted = [m for m in matters if whose[m.id].responsible in users and m.id not in set(proposed)]
    mine: dict[int, list[tuple[Matter, Standing]]] = {user: [] for user in users}
    year = planning_year(today)
    for matter, how in zip(wanted, standings(ledger, wanted, today), strict=True):
        duty = whose[matter.id]
        if how.status != "done" and (_is_own(duty) or counts_in(matter, how, year)):
            mine[duty.responsible].append((matter, how))
    return {user: _numbered(found) for user, found in mine.items()}


def _is_own(duty: Duty) -> bool:
    """Whether somebody is responsible for the matter itself, not for all of its group or district."""
    return any(one.scope == "matter" and one.user == duty.responsible for one in duty.roles.values())


def _numbered(found: Iterable[tuple[Matter, Standing]]) -> tuple[Line, ...]:
    """The lines of a sheet, what is behind or soon due first."""
    ordered = sorted(found, key=lambda known: (*_urgency(known[1]), known[0].id))
    return tuple(
        Line(number, matter, how, how.light, how.done.value if how.done else None)
        for number, (matter, how) in enumerate(ordered, start=1)
    )


def _urgency(how: Standing) -> tuple[int, ...]:
    stated = how.deadline is not None and how.deadline.basis == "explicit"
    soon = stated and how.days_left is not None and 0 <= how.days_left <= SOON
    return (0 if how.light == "red" or soon else 1 if how.light == "yellow" else 2, *pressing(how))


def _card(render: Any, user: int, lines: tuple[Line, ...], turn: Turn, how: ChatSettings, now: datetime) -> Card | None:
    """The message, None where there is nothing to ask. Of a sheet that cannot be put into words the second asking
    tries it again; it holds up no other."""
    if not lines:
        return None
    planned = how.open_from(turn.moment)
    late = how.local(planned) if now - planned > LATE else None
    try:
        card: Card = render.dispatch_card(Sheet(turn.week.monday, lines), turn.today, late=late)
    except Exception as error:
        _only_here(error, user)
        return None
    return card


def _write(ledger: Ledger, turn: Turn, user: int, lines: Sequence[Line], card: Card | None, now: datetime) -> bool:
    monday = turn.week.monday.isoformat()
    query = "INSERT OR IGNORE INTO dispatch_turns (week, user, asked_at) VALUES (?, ?, ?)"
    if not ledger.db.execute(query, (monday, user, to_text(now))).rowcount:
        return False
    ledger.db.conn.executemany(
        "INSERT OR IGNORE INTO dispatches (week, user, matter_id, number, asked_at, light, known)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(monday, user, one.matter.id, one.number, to_text(now), one.light or "", one.known) for one in lines],
    )
    if card is None:
        return False
    ids = [line.matter.id for line in lines]
    return put_card(ledger.db, (user, 0), "dispatch", f"dispatch {turn.week.name} {user}", card, turn.today, now, ids)


def _only_here(error: Exception, user: int) -> None:
    """Log what keeps one person from being asked; raises what the others would meet as well."""
    if stops_all(error):
        raise error
    log.error("the dispatch for %d cannot be written", user, exc_info=error)

"""The schedule: everything that is due by now, written as messages into the outbox.

The database is the schedule: one tick asks `due_now`, however long nobody asked. A chat's row says until which day it
was reminded; what lies between that day and today comes in one digest. The row moves on in the transaction that writes
the digest, by an UPDATE on its former value, so that two processes write one; keys of the outbox hold the same.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commitments.calendar import has_official_workdays
from commitments.reminding import first_workday_of_week
from store.agenda import Agenda, Item, Window, overdue, week
from store.channels import channels
from store.chats import ZONE, ChatSettings, all_settings, digest_day, next_digest
from store.database import snapshot, transaction
from store.fanout import AGAIN, BATCH, May, everybody, stops_all, tell_news
from store.follows import Follow, all_follows, mutes
from store.ledger import Ledger
from store.moments import from_text, local_moment, to_text
from store.outbox import Kind, unreported
from store.remarks import Remark, cancel
from store.remarks import due as due_remarks
from store.render import Card, Render, put_card
from store.rows import to_json

__all__ = ["Item", "Render", "due_now", "notices", "overdue", "week"]

log = logging.getLogger(__name__)

LATE = timedelta(minutes=5)  # what comes later than this says so


def due_now(
    ledger: Ledger,
    now: datetime,
    *,
    render: Render,
    zone: str = ZONE,
    may: May = everybody,
    apart: Container[int] = (),
) -> int:
    """Write everything that is due by `now` into the outbox and give back how many messages that made.

    Personal reminders, what documents changed, then digests and weekly briefs. `zone` is that of chats that chose none.
    `may` is asked for each chat whether it may still read: the settings can shut out a chat without a row changing.
    `apart` are chats that show their personal reminders themselves, which stay as they are.
    Calling it twice, or from two processes, writes nothing twice.
    """
    made = _write_remarks(ledger, now, render, zone, may, apart)
    made += tell_news(ledger, now, render=render, zone=zone, may=may)
    return made + _write_digests(ledger, now, render, zone, may)


def notices(ledger: Ledger, chats: Sequence[int], now: datetime, *, render: Render, zone: str = ZONE) -> int:
    """Tell each of `chats` (the administrators') what could not be delivered since the last time; returns how many."""
    with transaction(ledger.db):
        troubled = unreported(ledger.db, now) if chats else []
        if not troubled:
            return 0
        today = ChatSettings(zone=zone).local(now).date()
        card = render.notice_card(troubled, {one.chat: one.name for one in channels(ledger)})
        key = f"{troubled[0].id}-{troubled[-1].id}-{to_text(now)}"
        return sum(put_card(ledger.db, (chat, 0), "notice", key, card, today, now) for chat in chats)


# --- personal reminders ---------------------------------------------------------------------------------------------


def _write_remarks(ledger: Ledger, now: datetime, render: Render, zone: str, may: May, apart: Container[int]) -> int:
    made = 0
    for remark in due_remarks(ledger, now):
        if remark.chat in apart:
            continue
        if not may(remark.chat):
            cancel(ledger, remark.chat, remark.id)  # as it would have been had the person been removed by /members
            continue
        try:
            made += _write_remark(ledger, remark, now, render, zone)
        except Exception as error:
            if stops_all(error):
                raise
            log.exception("the personal reminder %d cannot be written", remark.id)
            with transaction(ledger.db):
                query = "UPDATE remarks SET at = ? WHERE id = ? AND state = 'waiting' AND at = ?"
                ledger.db.execute(query, (to_text(now + AGAIN), remark.id, to_text(remark.at)))
    return made


def _write_remark(ledger: Ledger, remark: Remark, now: datetime, render: Render, zone: str) -> bool:
    with transaction(ledger.db):
        chosen = all_settings(ledger.db, [remark.chat], zone)[remark.chat]
        today = chosen.local(now).date()
        matter = ledger.matter(remark.matter_id, today) if remark.matter_id else None
        late = chosen.local(remark.at) if now - remark.at > LATE else None
        query = "UPDATE remarks SET state = 'written' WHERE id = ? AND state = 'waiting' AND at = ?"
        if not ledger.db.execute(query, (remark.id, to_text(remark.at))).rowcount:
            return False
        key = f"{remark.id} {to_text(remark.at)}"
        card = render.remark_card(remark, matter, late)
        return put_card(ledger.db, (remark.chat, remark.thread or 0), "personal", key, card, today, now)


# --- digests --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Turn:
    """A chat whose digest is due: reminded until a day, to be reminded up to `last`."""

    to: tuple[int, int]
    chosen: ChatSettings
    until: date
    last: date
    planned: datetime | None  # None where the chat changed its settings and was only now looked at again


@dataclass(frozen=True, slots=True)
class _Draft:
    """A message of a turn, with the reminders that it holds (matter id, key of the occurrence)."""

    kind: Kind
    key: str
    card: Card
    items: tuple[Item, ...]


def _write_digests(ledger: Ledger, now: datetime, render: Render, zone: str, may: May) -> int:
    agendas: dict[date, Agenda] = {}
    made = 0
    while turns := _turns(ledger, now, zone):
        followed = all_follows(ledger, [turn.to for turn in turns])
        drafts = []
        for turn in turns:
            today = turn.chosen.local(now).date()
            try:
                if today not in agendas:
                    agendas[today] = Agenda(ledger, today)
                heard = turn.chosen.on and may(turn.to[0])
                drafts.append((turn, _drafts(agendas[today], turn, followed[turn.to], now, render) if heard else []))
            except Exception as error:
                _put_off(ledger, turn, now, error)
        with transaction(ledger.db):
            for turn, messages in drafts:
                try:
                    made += _write_all(ledger, turn, messages, now)
                except Exception as error:
                    _put_off(ledger, turn, now, error)
    return made


def _write_all(ledger: Ledger, turn: _Turn, messages: Sequence[_Draft], now: datetime) -> int:
    """All messages of a turn or, where one of them cannot be kept, none."""
    with transaction(ledger.db):
        return sum(_write(ledger, turn, draft, now) for draft in messages) if _move_on(ledger, turn) else 0


def _put_off(ledger: Ledger, turn: _Turn, now: datetime, error: Exception) -> None:
    """Try a turn again in an hour, so that others get theirs; raises what the others would meet as well."""
    if stops_all(error):
        raise error
    log.error("the reminders of chat %d cannot be written", turn.to[0], exc_info=error)
    with transaction(ledger.db):
        ledger.db.execute(
            "UPDATE subscribers SET next_at = ? WHERE chat = ? AND thread = ? AND reminded_until = ?",
            (to_text(now + AGAIN), *turn.to, turn.until.isoformat()),
        )


def _turns(ledger: Ledger, now: datetime, zone: str) -> list[_Turn]:
    """The next chats whose digest is due; those that are not to be disturbed now are put off."""
    while True:
        with snapshot(ledger.db):
            query = "SELECT chat, thread, reminded_until, next_at FROM subscribers WHERE next_at <= ? LIMIT ?"
            rows = ledger.db.execute(query, (to_text(now), BATCH)).fetchall()
            chosen = all_settings(ledger.db, [row[0] for row in rows], zone)
        turns, later = [], []
        for chat, thread, until, planned in rows:
            how = chosen[chat]
            reminded, last, opens = date.fromisoformat(until), digest_day(now, how), how.open_from(now)
            if last > reminded and opens <= now:
                turns.append(_Turn((chat, thread), how, reminded, last, from_text(planned) if planned else None))
            else:
                at = to_text(opens) if last > reminded else next_digest(reminded, how)
                later.append((at, chat, thread, until))
        if later:
            with transaction(ledger.db):
                ledger.db.conn.executemany(
                    "UPDATE subscribers SET next_at = ? WHERE chat = ? AND thread = ? AND reminded_until = ?", later
                )
        if turns or not later:
            return turns


def _move_on(ledger: Ledger, turn: _Turn) -> bool:
    """Whether this process is the one that reminds the chat of these days."""
    done = ledger.db.execute(
        "UPDATE subscribers SET reminded_until = ?, next_at = ? WHERE chat = ? AND thread = ? AND reminded_until = ?",
        (turn.last.isoformat(), next_digest(turn.last, turn.chosen), *turn.to, turn.until.isoformat()),
    )
    return done.rowcount == 1


def _drafts(agenda: Agenda, turn: _Turn, followed: Sequence[Follow], now: datetime, render: Render) -> list[_Draft]:
    chosen, today, ledger = turn.chosen, agenda.today, agenda.ledger
    muted = mutes(ledger, turn.to[0])
    window = Window(turn.until, turn.last, chosen.steps, chosen.works)
    told = _told(ledger, turn.to)
    items = [one for one in agenda.due(window, followed, muted) if not told.issuperset(_marks(one))]
    found = []
    if items:
        late = _late(items, told, turn, now)
        notes = _calendar_notes(turn.last, told)
        for part in _parts(items, chosen):
            card = render.digest_card(part, today, late, notes)
            found.append(_Draft("digest", _key(turn.last, part), card, tuple(part)))
    monday = first_workday_of_week(turn.last, chosen.works)
    if chosen.brief == "weekly" and monday and turn.until < monday <= turn.last:
        year, number, _ = monday.isocalendar()
        everything = agenda.all(followed, muted)
        if everything:
            found.append(_Draft("brief", f"{year}-W{number:02}", render.brief_card(everything, today), ()))
    return found


def _parts(items: Sequence[Item], chosen: ChatSettings) -> list[list[Item]]:
    """The items of each message; what the planning year implies is always one."""
    if chosen.form == "digest":
        return [list(items)]
    implied = [item for item in items if not _is_stated(item)]
    return [[item] for item in items if _is_stated(item)] + ([implied] if implied else [])


def _key(day: date, items: Sequence[Item]) -> str:
    """The key of a digest: its day and the reminders that it holds, which no other message of the chat holds."""
    marks = to_json(sorted(mark for item in items for mark in _marks(item)))
    return f"{day} {hashlib.sha256(marks.encode()).hexdigest()[:16]}"


def _write(ledger: Ledger, turn: _Turn, draft: _Draft, now: datetime) -> bool:
    marks = [mark for item in draft.items for mark in _marks(item)] + [("", f"calendar {turn.last.year}")] * bool(
        draft.items
    )
    ledger.db.conn.executemany(
        "INSERT OR IGNORE INTO reminded (chat, thread, matter_id, occurrence, day) VALUES (?, ?, ?, ?, ?)",
        [(*turn.to, *mark, turn.last.isoformat()) for mark in marks],
    )
    matters = [item.matter.id for item in draft.items]
    return put_card(ledger.db, turn.to, draft.kind, draft.key, draft.card, turn.last, now, matters)


def _marks(item: Item) -> list[tuple[str, str]]:
    return [(item.matter.id, occurrence.key) for occurrence in item.occurrences]


def _told(ledger: Ledger, to: tuple[int, int]) -> set[tuple[str, str]]:
    query = "SELECT matter_id, occurrence FROM reminded WHERE chat = ? AND thread = ?"
    with snapshot(ledger.db):
        return {(row[0], row[1]) for row in ledger.db.execute(query, to)}


def _is_stated(item: Item) -> bool:
    return item.standing.deadline is not None and item.standing.deadline.basis == "explicit"


def _late(items: Sequence[Item], told: set[tuple[str, str]], turn: _Turn, now: datetime) -> datetime | None:
    """When the first of these reminders should have come, where that is past; quiet hours are no delay."""
    if turn.planned is None:
        return None
    chosen = turn.chosen
    new = (one for item in items for one in item.occurrences if (item.matter.id, one.key) not in told)
    planned = max(turn.planned, chosen.open_from(local_moment(min(one.day for one in new), chosen.hour, chosen.zone)))
    return chosen.local(planned) if now - planned > LATE else None


def _calendar_notes(day: date, told: set[tuple[str, str]]) -> tuple[str, ...]:
    """Said once a year and chat: that the official calendar of the year is not known."""
    if has_official_workdays(day) or ("", f"calendar {day.year}") in told:
        return ()
    return (f"{day.year}年的放假和调休安排尚未收录，工作日按周一至周五算",)

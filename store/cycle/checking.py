"""What the tick does for rounds and for the list of 挂牌督办: begin, end, apply the rule, tell whom it concerns."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from commitments.calendar import is_workday
from commitments.checking import troubled_first
from commitments.model import Matter, Standing
from store.chats import ChatSettings, all_settings
from store.cycle import rounds as rounds_
from store.cycle.duties import Duty, duties
from store.cycle.keepers import keepers_by
from store.cycle.rounds import Check, Round
from store.cycle.rules import rules
from store.cycle.special import Listing, apply_rule, count_as_told, untold
from store.database import snapshot, transaction
from store.fanout import BATCH, May, stops_all
from store.follows import Follow, Selection, all_follows, mutes
from store.ledger import Ledger
from store.moments import local_moment
from store.render import Card, put_card
from store.standings import standings

log = logging.getLogger(__name__)

ROUND, LISTING = "round", "listing"  # steps that are done once a day, also where they find nothing


@dataclass(frozen=True, slots=True)
class Told:
    """A listing as it is told of: the matter, how it stands, and who is responsible."""

    listing: Listing
    matter: Matter
    standing: Standing
    duty: Duty


@dataclass(frozen=True, slots=True)
class Looked:
    """What a round looks at: what was found so far, the matter, and how it stands."""

    check: Check
    matter: Matter
    standing: Standing


def rounds_due(ledger: Ledger, now: datetime, render: Any, zone: str, may: May) -> int:
    """Begin the round that is due and end the one that is over; each is told to the editors once."""
    today = _day(ledger, now, zone)
    if today is None:
        return 0
    made = 0
    going_on = rounds_.current(ledger)
    if going_on is not None and going_on.last < today:
        card = render.round_summary_card(going_on, summed(ledger, going_on, today), today)
        with transaction(ledger.db):
            rounds_.end(ledger, going_on.id, now)
            made += _tell_keepers(ledger, f"{going_on.id} end", card, now, zone, may)
        going_on = None
    kind = rounds_.planned(rules(ledger), today)
    this_month = any(one.first.replace(day=1) == today.replace(day=1) for one in rounds_.rounds(ledger))
    if kind is None or going_on is not None or this_month or _was_done(ledger, ROUND, today):
        return made
    known = rounds_.due_for(ledger, kind, today)
    with transaction(ledger.db):
        if not _do_once(ledger, ROUND, today):
            return made
        begun = rounds_.begin(ledger, kind, today, now, known=known)
        if begun is not None:
            card = render.round_card(begun, summed(ledger, begun, today), today)
            made += _tell_keepers(ledger, f"{begun.id} begin", card, now, zone, may)
    return made


def summed(ledger: Ledger, one: Round, today: date, matter_id: str | None = None) -> list[Looked]:
    """All that a round looks at, or one matter of it, as it stands today, those in trouble first."""
    known = rounds_.known_in(ledger, one.id, today, matter_id)
    looked = [Looked(check, matter, how) for check, (matter, how) in known]
    return sorted(looked, key=lambda item: (*troubled_first(item.standing), item.matter.id))


def _tell_keepers(ledger: Ledger, key: str, card: Card, now: datetime, zone: str, may: May) -> int:
    users = keepers_by(ledger, may)
    with transaction(ledger.db):
        chosen = all_settings(ledger.db, users, zone)
        made = 0
        for user in users:
            how = chosen[user]
            if how.on:
                made += put_card(ledger.db, (user, 0), "round", key, card, how.local(now).date(), how.open_from(now))
    return made


def listing_due(ledger: Ledger, now: datetime, render: Any, zone: str, may: May) -> int:
    """Apply the rule of 挂牌督办 once each workday, then tell who follows a matter what came on or off the list."""
    today = _day(ledger, now, zone)
    if today is None:
        return 0
    at = local_moment(today, rules(ledger).dispatch_hour, zone)
    if not _was_done(ledger, LISTING, today):
        with transaction(ledger.db):
            if _do_once(ledger, LISTING, today):
                apply_rule(ledger, today, at)
    on, off = untold(ledger, at)
    return _tell_followers(ledger, on, off, today, now, render, zone, may) if on or off else 0


def _day(ledger: Ledger, now: datetime, zone: str) -> date | None:
    """Today, from the hour on at which the cycle's messages are written; None before it and on days off."""
    here = now.astimezone(ZoneInfo(zone))
    return here.date() if is_workday(here.date()) and here.hour >= rules(ledger).dispatch_hour else None


def _was_done(ledger: Ledger, step: str, day: date) -> bool:
    with snapshot(ledger.db):
        query = "SELECT 1 FROM step_days WHERE step = ? AND day = ?"
        return ledger.db.execute(query, (step, day.isoformat())).fetchone() is not None


def _do_once(ledger: Ledger, step: str, day: date) -> bool:
    """Whether this step is still to be done on this day; it counts as done with the caller's transaction."""
    query = "INSERT OR IGNORE INTO step_days (step, day) VALUES (?, ?)"
    return bool(ledger.db.execute(query, (step, day.isoformat())).rowcount)


def _tell_followers(
    ledger: Ledger,
    on: Sequence[Listing],
    off: Sequence[Listing],
    today: date,
    now: datetime,
    render: Any,
    zone: str,
    may: May,
) -> int:
    told = with_matters(ledger, [*on, *off], today)
    selection = Selection(ledger, (one.matter for one in told), today)
    gone = {one.id for one in off}
    with snapshot(ledger.db):
        query = "SELECT chat, thread FROM subscribers ORDER BY chat, thread"
        subscribers = [(row[0], row[1]) for row in ledger.db.execute(query)]
    made = 0
    for first in range(0, len(subscribers), BATCH):
        batch = subscribers[first : first + BATCH]
        followed = all_follows(ledger, batch)
        with snapshot(ledger.db):
            chosen = all_settings(ledger.db, [chat for chat, _ in batch], zone)
        with transaction(ledger.db):
            for to in batch:
                mine = _concerning(ledger, told, selection, followed[to], to[0]) if chosen[to[0]].on else []
                if mine and may(to[0]):
                    made += _put(ledger, to, mine, gone, chosen[to[0]], today, now, render)
    with transaction(ledger.db):
        count_as_told(ledger.db, on, off)
    return made


def with_matters(ledger: Ledger, listed: Sequence[Listing], today: date) -> list[Told]:
    """Listings with their matters as they stand today and who is responsible; those that are gone are left out."""
    matters = ledger.matters(today, list(dict.fromkeys(one.matter_id for one in listed)))
    how = dict(zip((matter.id for matter in matters), standings(ledger, matters, today), strict=True))
    duty = duties(ledger, matters, today)
    by_id = {matter.id: matter for matter in matters}
    return [
        Told(one, by_id[one.matter_id], how[one.matter_id], duty[one.matter_id])
        for one in listed
        if one.matter_id in by_id
    ]


def _concerning(
    ledger: Ledger, told: Sequence[Told], selection: Selection, followed: Sequence[Follow], chat: int
) -> list[Told]:
    """What a chat is told of: the matters it follows, without those that it muted for good."""
    ids = {id_ for one in followed for id_ in selection.ids(one.kind, one.value)}
    if not ids:
        return []
    muted = mutes(ledger, chat)
    return [one for one in told if one.matter.id in ids and muted.get(one.matter.id, date.max) is not None]


def _put(
    ledger: Ledger,
    to: tuple[int, int],
    mine: Sequence[Told],
    gone: set[int],
    how: ChatSettings,
    today: date,
    now: datetime,
    render: Any,
) -> bool:
    try:
        on = [one for one in mine if one.listing.id not in gone]
        off = [one for one in mine if one.listing.id in gone]
        matters = [one.matter.id for one in mine]
        card = render.listing_news_card(on, off, today)
        return put_card(ledger.db, to, "listing", today.isoformat(), card, today, how.open_from(now), matters)
    except Exception as error:
        if stops_all(error):
            raise
        log.exception("what is listed cannot be told to chat %d", to[0])
        return False

"""挂牌督办: the list of matters that are supervised by name, since when, why, and who put them on or took them off.

By rule a matter is put on the list where the last rounds of 督查 found it red, one after another, or where it is
overdue by a stated deadline that passed no longer ago than the rule allows (or that a round confirmed). It is taken off
when it is done, or when a later round finds it neither red nor overdue. What an editor took off comes back only by new
rounds or a new deadline; what an editor put on stays until it is done or an editor takes it off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from commitments.supervision import is_overdue, is_red, why_listed, why_taken_off
from store.audit import record
from store.cycle.rounds import checks, red_rounds, rounds
from store.cycle.rules import Rules, rules
from store.cycle.year import Known, in_hand
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.ledger import Ledger
from store.loading import present_by, present_ids
from store.moments import to_text
from store.sqlite import Database
from store.standings import standings

LONGEST = 200  # characters of a reason

_COLUMNS = "id, matter_id, since, why, by, until, why_off, off_by"
_PASSED = """
    SELECT DISTINCT m.matter_id FROM statements s JOIN matter_statements m ON m.statement_id = s.id
    WHERE s.kind = 'commitment' AND s.deadline_basis = 'explicit' AND s.deadline_end BETWEEN ? AND ?
    UNION
    SELECT m.matter_id FROM correction_anchors a JOIN matter_statements m ON m.statement_id = a.statement_id
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """A matter on the list from the day `since` up to the day `until` (None: it still is). `by` and `off_by` name the
    person, "" for the rule."""

    id: int
    matter_id: str
    since: date
    why: str
    by: str = ""
    until: date | None = None
    why_off: str = ""
    off_by: str = ""


def listings(ledger: Ledger, on: date | None = None) -> list[Listing]:
    """What was on the list at the end of a day, or is now, in the order it came on."""
    return [one for one in every_listing(ledger) if _holds(one, on)]


def every_listing(ledger: Ledger) -> list[Listing]:
    """What ever was on the list, in the order it came on, under the matters' present ids."""
    query = f"SELECT {_COLUMNS} FROM listings ORDER BY since, id"  # noqa: S608 - column names
    with snapshot(ledger.db):
        return _listings(ledger.db, ledger.db.execute(query).fetchall())


def _holds(one: Listing, on: date | None) -> bool:
    if on is None:
        return one.until is None
    return one.since <= on and (one.until is None or one.until > on)


def put_on(ledger: Ledger, matter_id: str, why: str, day: date, now: datetime, *, who: str = "") -> bool:
    """Whether the matter was not on the list; it is now. LedgerError without a reason, or for no matter."""
    why = " ".join(why.split())[:LONGEST]
    if not why:
        raise LedgerError("say why the matter is listed", "请说明挂牌的理由。")
    db = ledger.db
    with transaction(db):
        present = present_ids(db, [matter_id])
        if not present:
            raise LedgerError(f"there is no matter {matter_id}", f"台账里没有事项 {matter_id}。")
        if _now_on(db, present[0]):
            return False
        db.execute(
            "INSERT INTO listings (matter_id, since, at, why, by) VALUES (?, ?, ?, ?, ?)",
            (present[0], day.isoformat(), to_text(now), why, who),
        )
        record(db, who, "list", present[0], why=why)
    return True


def take_off(ledger: Ledger, matter_id: str, why: str, day: date, now: datetime, *, who: str = "") -> bool:
    """Whether the matter was on the list; it is off now. LedgerError without a reason."""
    why = " ".join(why.split())[:LONGEST]
    if not why:
        raise LedgerError("say why the matter is taken off the list", "请说明摘牌的理由。")
    db = ledger.db
    with transaction(db):
        now_id = next(iter(present_ids(db, [matter_id])), matter_id)
        wanted = _now_on(db, now_id)
        for number in wanted:
            db.execute(
                "UPDATE listings SET until = ?, off_at = ?, why_off = ?, off_by = ? WHERE id = ? AND until IS NULL",
                (day.isoformat(), to_text(now), why, who, number),
            )
            record(db, who, "unlist", now_id, why=why)
    return bool(wanted)


def _now_on(db: Database, matter_id: str) -> list[int]:
    """The numbers of the listings that a matter is on the list by, under its present id or a former one."""
    query = (
        "SELECT id FROM listings WHERE until IS NULL AND matter_id IN ("
        " SELECT :id UNION SELECT alias FROM matter_aliases WHERE matter_id = :id)"
    )
    return [row[0] for row in db.execute(query, {"id": matter_id}).fetchall()]


def apply_rule(ledger: Ledger, today: date, now: datetime) -> int:
    """Put matters on the list and take them off it by the rule, as of today; how many went on or off."""
    chosen = rules(ledger)
    with transaction(ledger.db):
        return _take_off_by_rule(ledger, today, now) + _put_on_by_rule(ledger, chosen, today, now)


def _take_off_by_rule(ledger: Ledger, today: date, now: datetime) -> int:
    on = listings(ledger)
    matters = ledger.matters(today, [one.matter_id for one in on])
    known = dict(zip((matter.id for matter in matters), standings(ledger, matters, today), strict=True))
    last = next((one for one in rounds(ledger) if one.first <= today), None)
    still_red = {c.matter_id for c in checks(ledger, last.id) if c.light == "red"} if last else set()
    changed = 0
    for one in on:
        how = known.get(one.matter_id)
        if how is None:
            continue  # printed later than today, or withdrawn: nothing says that it is settled
        found_better = last is not None and last.first > one.since and one.matter_id not in still_red
        if how.status == "done" or (not one.by and found_better and not is_red(how)):
            changed += take_off(ledger, one.matter_id, why_taken_off(how), today, now)
    return changed


def _put_on_by_rule(ledger: Ledger, chosen: Rules, today: date, now: datetime) -> int:
    history: dict[str, list[Listing]] = {}
    for one in every_listing(ledger):
        history.setdefault(one.matter_id, []).append(one)
    red = red_rounds(ledger, chosen.listing_rounds)
    confirmed = _confirmed(ledger) if chosen.listing_overdue else set()
    changed = 0
    for matter, how in _candidates(ledger, chosen, red, confirmed, today):
        before = history.get(matter.id, [])
        if not is_red(how) or any(one.until is None for one in before):
            continue
        by_hand = max((one.until for one in before if one.until and one.off_by), default=date.min)
        months = ()  # type: tuple[int, ...]
        if red and all(matter.id in found and one.first > by_hand for one, found in red):
            months = tuple(one.first.month for one, _ in reversed(red))
        limit = how.deadline.end if how.deadline else None
        if months or (is_overdue(how) and _lists(chosen, limit or date.min, by_hand, today, matter.id in confirmed)):
            changed += put_on(ledger, matter.id, why_listed(how, months), today, now)
    return changed


def _candidates(ledger: Ledger, chosen: Rules, red: Sequence[Any], confirmed: set[str], today: date) -> list[Known]:
    """The commitments in hand that the rule may mean."""
    ids: set[str] = set.intersection(*(set(found) for _, found in red)) if red else set()
    if chosen.listing_overdue:
        since, until = today - timedelta(days=chosen.listing_days), today - timedelta(days=1)
        with snapshot(ledger.db):
            ids |= {row[0] for row in ledger.db.execute(_PASSED, (since.isoformat(), until.isoformat()))}
        ids |= confirmed
    return in_hand(ledger, today, sorted(ids))


def _lists(chosen: Rules, limit: date, by_hand: date, today: date, confirmed: bool) -> bool:
    """Whether being overdue alone puts a matter on the list: lately, or confirmed; not what was taken off since."""
    return chosen.listing_overdue and by_hand <= limit and ((today - limit).days <= chosen.listing_days or confirmed)


def _confirmed(ledger: Ledger) -> set[str]:
    """The matters that somebody looked at in a round and found overdue indeed."""
    query = "SELECT DISTINCT matter_id FROM checks WHERE status = 'overdue' AND result = 'true'"
    with snapshot(ledger.db):
        return set(present_by(ledger.db, [row[0] for row in ledger.db.execute(query)]).values())


# --- telling those who follow ---------------------------------------------------------------------------------------


def untold(ledger: Ledger, until: datetime) -> tuple[list[Listing], list[Listing]]:
    """What came on the list and what went off it up to a moment and nobody was told of yet; what came and went
    untold is told of never."""
    came = f"SELECT {_COLUMNS} FROM listings WHERE told = 0 AND at <= :until AND coalesce(off_at, '~') > :until"  # noqa: S608
    went = f"SELECT {_COLUMNS} FROM listings WHERE told = 1 AND off_told = 0 AND off_at <= :until"  # noqa: S608
    moment = {"until": to_text(until)}
    with snapshot(ledger.db):
        return (
            _listings(ledger.db, ledger.db.execute(f"{came} ORDER BY id", moment).fetchall()),
            _listings(ledger.db, ledger.db.execute(f"{went} ORDER BY id", moment).fetchall()),
        )


def count_as_told(db: Database, on: Iterable[Listing], off: Iterable[Listing]) -> None:
    """Let these count as told; inside the caller's transaction."""
    db.conn.executemany("UPDATE listings SET told = 1 WHERE id = ?", [(one.id,) for one in on])
    db.conn.executemany("UPDATE listings SET off_told = 1 WHERE id = ?", [(one.id,) for one in off])


def _listings(db: Database, rows: Sequence[Sequence[Any]]) -> list[Listing]:
    now = present_by(db, [row[1] for row in rows])
    found = []
    for id_, matter_id, since, why, by, until, why_off, off_by in rows:
        one = Listing(id_, now.get(matter_id, matter_id), date.fromisoformat(since), why, by)
        if until:
            one = replace(one, until=date.fromisoformat(until), why_off=why_off, off_by=off_by or "")
        found.append(one)
    return found

"""通报: what a month's notice tells, worked out as it was known on the month's last day."""

from __future__ import annotations

import calendar
from datetime import date

from commitments.bulletin import (
    BulletinData,
    Checked,
    Line,
    Listed,
    best_of,
    by_district,
    changes_of,
    closings_of,
    extensions_of,
    slowest_of,
)
from commitments.checking import planning_year
from commitments.model import Matter
from store.chats import ZONE
from store.cycle.duties import ROLES, Duty, duties
from store.cycle.ratings import ratings
from store.cycle.rounds import checks, rounds
from store.cycle.special import Listing, every_listing
from store.cycle.year import in_hand
from store.errors import LedgerError
from store.ledger import Ledger
from store.standings import standings


def month_of(first: date) -> tuple[date, date]:
    """The first and the last day of the month that a day is in."""
    return first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])


def bulletin(ledger: Ledger, month: date, today: date, *, zone: str = ZONE) -> BulletinData:
    """The notice of the month that `month` is in, as known on its last day; of the present month, as known today.

    LedgerError for a month that is still to come, and for one of which nothing is known.
    """
    first, end = month_of(month)
    if first > today:
        raise LedgerError(f"{first:%Y-%m} is still to come", f"{first.year}年{first.month}月还没有到。")
    last = min(end, today)
    known = in_hand(ledger, last)
    if not known:
        raise LedgerError(
            f"nothing was promised for {planning_year(last)} as far as the ledger knew on {last}",
            f"台账里没有截至{last}已知的{planning_year(last)}年承诺事项。",
        )
    lines = tuple(Line(matter, how) for matter, how in known)
    by_id = {line.matter.id: line for line in lines}
    listed = _listed(ledger, by_id, first, last)
    on = tuple(one for one in listed if one.until is None)
    return BulletinData(
        year=planning_year(last),
        first=first,
        last=last,
        cities=tuple(dict.fromkeys(line.matter.city for line in lines if line.matter.city)),
        lines=lines,
        districts=by_district(lines, (one.line.matter.id for one in on)),
        best=best_of(lines, first),
        slowest=slowest_of(lines),
        changes=changes_of(lines, first, last),
        listed=on,
        taken_off=tuple(one for one in listed if one.until is not None),
        closings=closings_of(lines, first, last),
        extensions=extensions_of(lines, first, last),
        checked=_checked(ledger, by_id, first, last),
        ratings=tuple(ratings(ledger, first, last, zone, known=known)),
        unit_ratings=tuple(ratings(ledger, first, last, zone, "unit", known)),
    )


def _listed(ledger: Ledger, lines: dict[str, Line], first: date, last: date) -> list[Listed]:
    """What was on the list on the last day, and what went off it within the month."""
    meant = [one for one in every_listing(ledger) if one.since <= last and (one.until is None or one.until >= first)]
    others = _others(ledger, [one.matter_id for one in meant if one.matter_id not in lines], last)
    known = {one.matter_id: (lines | others)[one.matter_id] for one in meant if one.matter_id in lines | others}
    duty = duties(ledger, [line.matter for line in known.values()], last)
    return [_said(one, known[one.matter_id], duty[one.matter_id], last) for one in meant if one.matter_id in known]


def _others(ledger: Ledger, ids: list[str], last: date) -> dict[str, Line]:
    """Matters that do not count in the year but are named, such as those of the year before."""
    matters: list[Matter] = ledger.matters(last, ids)
    return {m.id: Line(m, how) for m, how in zip(matters, standings(ledger, matters, last), strict=True)}


def _said(one: Listing, line: Line, duty: Duty, last: date) -> Listed:
    gone = one.until is not None and one.until <= last
    return Listed(
        line,
        one.since,
        one.why,
        responsible_text(duty),
        one.until if gone else None,
        one.why_off if gone else "",
    )


def responsible_text(duty: Duty) -> str:
    """Who is responsible, in one line: unit, leader, contact; "" where nobody is named."""
    said = (duty.text(role) for role in ROLES if role in ("unit", "leader", "contact"))
    return "，".join(text for text in said if text)


def _checked(ledger: Ledger, lines: dict[str, Line], first: date, last: date) -> tuple[Checked, ...]:
    """The rounds of the month, with what had been found by its last day."""
    found = []
    for one in reversed(rounds(ledger)):
        if not first <= one.first <= last:
            continue
        all_ = checks(ledger, one.id)
        done = [check for check in all_ if check.result and check.day and check.day <= last]
        results = [check.result for check in done]
        untrue = tuple(
            lines[check.matter_id] for check in done if check.result == "untrue" and check.matter_id in lines
        )
        found.append(
            Checked(
                one.kind, one.first, one.last, len(all_), results.count("true"), untrue, results.count("incomplete")
            )
        )
    return tuple(found)

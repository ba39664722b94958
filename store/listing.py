"""Lists: the matters that filters select without any subject words, in the order of urgency."""

from __future__ import annotations

from datetime import date

from commitments.model import Filters, Matter, Standing
from commitments.question_places import place_stem
from store.likely import changed
from store.sqlite import Database
from store.task_groups import matters_in

# Matters whose deadline may be in a window: by their statements, or because somebody recorded something about them.
_DUE = """
    SELECT DISTINCT m.matter_id FROM statements s JOIN matter_statements m ON m.statement_id = s.id
    WHERE s.deadline_end BETWEEN ? AND ?
    UNION
    SELECT m.matter_id FROM correction_anchors a JOIN matter_statements m ON m.statement_id = a.statement_id
"""
# Matters of a year (or of none).
_OPEN = "SELECT id FROM matters WHERE year IS NULL OR year = ?"
# Those with a commitment or with a progress statement.
_OF_KIND = """
    SELECT id FROM matters WHERE (year IS NULL OR year = ?) AND EXISTS (
        SELECT 1 FROM matter_statements m JOIN statements s ON s.id = m.statement_id
        WHERE m.matter_id = matters.id AND s.kind = ?
    )
"""
# Those that a place is named by: in their own places, or in the words of a statement.
_NAMED = """
    SELECT id FROM matters WHERE instr(places, :name) OR city = :name
    UNION
    SELECT m.matter_id FROM statements s JOIN matter_statements m ON m.statement_id = s.id
    WHERE instr(s.places, :name) OR instr(s.quote, :stem)
"""
_ABOUT = "SELECT id FROM matters WHERE instr(topics, ?)"
_LAST = date.max


def listed(db: Database, filters: Filters, today: date) -> list[str]:
    """Ids of the matters that may pass the filters; `passes` decides, once it is known how each one stands.

    A question that gives no time means this year's matters and those of no year, unless it asks for a place's. What was
    only reported is neither late nor unfinished, and nothing is done without a report.
    """
    sets = []
    if filters.due is not None or filters.statuses == ("overdue",):
        first, last = filters.due or (None, today)
        sets.append(_ids(db, _DUE, (first or date.min).isoformat(), (last or date.max).isoformat()))
    if filters.places:
        sets.append(set().union(*(_named(db, place) for place in filters.places)))
    if filters.topics:
        sets.append(set().union(*(_ids(db, _ABOUT, topic) for topic in filters.topics)))
    if filters.groups:
        sets.append(matters_in(db, filters.groups, today))
    late = filters.statuses == ("overdue",) and filters.year is None  # of whatever year, until it is reported done
    if filters.due is None and not filters.places and not late:
        year = filters.year or today.year
        kind = "progress" if filters.statuses == ("done",) else "commitment"
        sets.append(_ids(db, _OF_KIND, year, kind) if filters.statuses else _ids(db, _OPEN, year))
    return sorted(set.intersection(*sets))


def _ids(db: Database, query: str, *values: object) -> set[str]:
    return {str(row[0]) for row in db.execute(query, values)}


def _named(db: Database, place: str) -> set[str]:
    return {str(row[0]) for row in db.execute(_NAMED, {"name": place, "stem": place_stem(place)})}


def passes(filters: Filters, matter: Matter, standing: Standing) -> bool:
    """Whether a matter is what the filters ask for. A window that is still open leaves out what is done."""
    if filters.places and not about_place(filters, matter):
        return False
    if filters.topics and not set(filters.topics) & set(matter.topics):
        return False
    if filters.statuses and standing.status not in filters.statuses:
        return False
    if filters.intent == "change" and not filters.subject and not changed(standing):
        return False
    if filters.due is not None:
        return _is_due(filters, standing) or bool(moved_away(filters, matter, standing))
    return filters.year is None or filters.subject != "" or matter.year in (None, filters.year)


def about_place(filters: Filters, matter: Matter) -> bool:
    """Whether a matter is about one of the places asked for, or a statement of it names one."""
    if set(filters.places) & {matter.city, *matter.places}:
        return True
    stems = [place_stem(place) for place in filters.places]
    return any(
        set(filters.places) & set(said.places) or any(stem in said.quote for stem in stems)
        for said in (sighting.statement for sighting in matter.sightings)
    )


def _is_due(filters: Filters, standing: Standing) -> bool:
    first, last = filters.due or (None, None)
    end = standing.deadline.end if standing.deadline else None
    if end is None or end < (first or date.min) or end > (last or date.max):
        return False
    return standing.status != "done" or bool(filters.statuses) or (last or date.max) < standing.today


def moved_away(filters: Filters, matter: Matter, standing: Standing) -> str:
    """The note for a matter whose deadline was in the window asked for until it was put off; "" for any other.

    “中州时代一期第一产线：原定2024-06-30，已推后至2024-12-31。”
    """
    if filters.due is None or standing.status == "done":
        return ""
    first, last = (day.isoformat() if day else "" for day in filters.due)
    for change in reversed(standing.changes):
        before, after = change.before or "", change.after or ""
        if change.kind == "deadline_later" and first <= before and (not last or before <= last < after):
            return f"{matter.title}：原定{before}，已推后至{after}。"
    return ""


def urgency(standing: Standing, due: tuple[date | None, date | None] | None = None) -> tuple[object, ...]:
    """The sort key of lists: open before done, then the nearest deadline, those that a text states first.

    What lies ahead comes before what has passed, the latest of it first. Of a window `due` that has passed, its last
    month comes first (8月底前 asked in September: August, then what was overdue by then).
    """
    limit = standing.deadline
    end = limit.end if limit and limit.end else _LAST
    passed = end < standing.today
    days = (standing.today - end).days if passed else (end - standing.today).days
    last = due[1] if due else None
    earlier = last is not None and last < standing.today and (end.year, end.month) != (last.year, last.month)
    is_framed = limit is None or limit.basis == "frame"
    return (earlier, standing.status == "done", end == _LAST, not passed, days, is_framed)

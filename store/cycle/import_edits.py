"""What people edit in a ledger that was exported, and no import takes: told, so that nothing is lost in silence."""

from __future__ import annotations

from commitments import sheet_cells as cells
from commitments.sheet_text import LISTED, own_words
from commitments.sheet_values import as_typed, inert, says_done
from store.cycle.entries import Entry
from store.cycle.sheet_rows import LONGEST, Row


def not_taken(row: Row, entry: Entry) -> list[str]:
    """The columns of a row that we wrote whose cells say something else than the ledger and change nothing in it."""
    matter, how = entry.matter, entry.standing
    if row.cell("id") != matter.id:
        return []
    promise = cells.promise_of(matter, how)
    known = {
        "title": matter.title,
        "content": promise.statement.quote if promise else "",
        "place": "、".join(matter.places),
        "topics": "、".join(matter.topics),
        "group": "、".join(entry.groups),
    }
    found = [key for key, before in known.items() if not all(_is_cell(word, before) for word in _words(row, key))]
    doubts = [doubt for seen in matter.sightings for doubt in seen.statement.doubts]
    ours = {part for said in (*doubts, entry.answered) for part in said.removeprefix(LISTED).split("；")}
    found += [
        key
        for key in ("problems", "next")
        if not ours.issuperset(part for said in _words(row, key) for part in own_words(said))
    ]
    if how.status == "done" and not all(map(says_done, _words(row, "status"))):
        found.append("status")
    return found


def _words(row: Row, key: str) -> tuple[str, ...]:
    """What stands in a column, in each sheet; nothing for an empty cell."""
    return row.variants.get(key) or tuple(filter(None, (row.cell(key),)))


def _is_cell(cell: str, before: str) -> bool:
    """Whether a cell says what an export wrote into it."""
    return "".join(cell.split()) == "".join(as_typed(inert(before)).strip()[:LONGEST].split())

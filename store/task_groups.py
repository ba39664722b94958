"""Which group of tasks (任务类别) a matter is in, by the headings that its promises stand under.

Where several documents put a matter under a heading, one that announces its groups (6大类135项任务) goes before any
other, and of equal ones the first that was printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from commitments.group_words import LONGEST
from store.database import snapshot
from store.ledger import Ledger
from store.rows import id_list
from store.sqlite import Database

# The promises of matters that stand under a heading, those that decide first.
_UNDER = """
    SELECT m.matter_id, g.name, g.announced, d.published
    FROM {matters} statement_groups g ON g.statement_id = m.statement_id
    JOIN statements s ON s.id = g.statement_id JOIN documents d ON d.id = s.document_id
    WHERE d.published <= :today
    ORDER BY g.announced DESC, d.published, d.file, d.city, s.start_at
"""
_SOME = _UNDER.format(matters="json_each(:ids) j CROSS JOIN matter_statements m ON m.matter_id = j.value CROSS JOIN")
_ALL = _UNDER.format(matters="matter_statements m JOIN")


def write_groups(db: Database, document_id: int, text: str) -> None:
    """Keep under which group of tasks each promise of a document stands; inside the caller's transaction."""
    db.execute(
        "DELETE FROM statement_groups WHERE statement_id IN (SELECT id FROM statements WHERE document_id = ?)",
        (document_id,),
    )
    from commitments.groups import group_at, task_groups  # the reader: only who writes a document needs it

    groups = task_groups(text)
    if not groups:
        return
    query = "SELECT id, start_at FROM statements WHERE document_id = ? AND kind = 'commitment'"
    found = [(id_, group_at(groups, start)) for id_, start in db.execute(query, (document_id,)).fetchall()]
    db.conn.executemany(
        "INSERT INTO statement_groups (statement_id, name, announced) VALUES (?, ?, ?)",
        [(id_, group.name, int(group.announced)) for id_, group in found if group],
    )


def fill_groups(db: Database) -> None:
    """Keep the groups of all documents, which were read before there were any."""
    for (number,) in db.execute("SELECT id FROM documents ORDER BY id").fetchall():
        text = db.execute("SELECT text FROM documents WHERE id = ?", (number,)).fetchone()[0]
        write_groups(db, number, text)


def groups_of(db: Database, ids: Collection[str], today: date | None = None) -> dict[str, tuple[str, ...]]:
    """Matter id → its group of tasks as known on `today`, for present ids; a matter of no group is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for id_, name, *_ in db.execute(_SOME, {"ids": id_list(ids), "today": _day(today)}):
        found.setdefault(id_, (name,))
    return found


def all_groups(ledger: Ledger, today: date | None = None) -> list[tuple[str, int]]:
    """Every group of tasks with the number of its matters; the latest document's first, in the order of its text.

    Of one year, groups that a document announces as such go before mere headings.
    """
    group_of: dict[str, str] = {}
    last: dict[str, tuple[int, int, int]] = {}  # how late, and whether announced
    with snapshot(ledger.db):
        for id_, name, announced, published in ledger.db.execute(_ALL, {"today": _day(today)}):
            group_of.setdefault(id_, name)
            day = date.fromisoformat(published)
            last[name] = max(last.get(name, (0, 0, 0)), (day.year, announced, day.toordinal()))
    counts = Counter(group_of.values())
    return [(name, counts[name]) for name in sorted(last, key=last.__getitem__, reverse=True) if counts[name]]


def matters_in(db: Database, groups: Collection[str], today: date | None = None) -> set[str]:
    """The ids of the matters in any of these groups."""
    query = """
        SELECT DISTINCT m.matter_id FROM json_each(?) j CROSS JOIN statement_groups g ON g.name = j.value
        JOIN matter_statements m ON m.statement_id = g.statement_id
    """
    maybe = [row[0] for row in db.execute(query, (id_list(groups),))]
    return {id_ for id_, names in groups_of(db, maybe, today).items() if set(names) & set(groups)}


def groups_named(db: Database, words: str, today: date | None = None) -> list[str]:
    """The groups that the words begin with, the longest first: those that a document announces, and headings over
    several matters; [] where the words are the name of one matter."""
    starts = [words[:end] for end in range(2, min(len(words), LONGEST) + 1)]
    query = """
        SELECT name, max(announced) FROM statement_groups WHERE name IN (SELECT value FROM json_each(?)) GROUP BY name
    """
    named = {row[0]: row[1] for row in db.execute(query, (id_list(starts),))}
    if not named or db.execute("SELECT 1 FROM matters WHERE title = ?", (words,)).fetchone():
        return []
    found = (name for name, announced in named.items() if announced or len(matters_in(db, [name], today)) > 1)
    return sorted(found, key=len, reverse=True)


def _day(today: date | None) -> str:
    return (today or date.max).isoformat()

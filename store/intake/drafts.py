"""Documents that were sent and are held: nobody but editors sees them until one of them publishes them.

A draft keeps the text, what people said of it and what they decided about its doubts; what it would bring is worked
out anew each time (store/intake/preview.py). Of two people who end a draft at once one wins. The text of a draft that
is ended is dropped: what was published is among the documents.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any, Literal

from commitments.verdicts import Verdict
from store import documents as table
from store.audit import record
from store.database import snapshot, transaction
from store.errors import LedgerError
from store.files import Metadata
from store.ingest import Ingested, ingest_text
from store.intake.verdicts import kept
from store.ledger import Ledger
from store.moments import to_text
from store.rows import names, to_json
from store.sqlite import Database
from store.tools import Tools, default_tools

State = Literal["waiting", "published", "dropped"]
_COLUMNS = "id, file, title, text, given, notes, corrects, verdicts, chat, by, made_at, state, ended_at, ended_by"
_MOST_NAMES = 10_000
BY_HAND = "由编辑注明"  # what a day of print rests on that was given in the review


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that is held; `corrects` is the id of the document that it is a version of, None for one of its own.

    `notes` were said when the text was taken out of its file. `made_at` and `ended_at` are ISO moments in UTC.
    """

    id: int
    file: str
    title: str
    text: str
    given: Metadata
    notes: tuple[str, ...]
    corrects: int | None
    verdicts: tuple[Verdict, ...]
    chat: int
    by: str
    made_at: str
    state: State
    ended_at: str | None
    ended_by: str | None


def hold(
    ledger: Ledger,
    file: str,
    text: str,
    *,
    now: datetime,
    title: str = "",
    given: Metadata = Metadata(),  # noqa: B008 - frozen
    notes: Sequence[str] = (),
    chat: int = 0,
    who: str = "",
    corrects: int | None = None,
) -> Draft:
    """Hold a text for review; the draft that waits with this very text, where there is one."""
    db = ledger.db
    text = text.encode("utf-8", "replace").decode()
    sha256 = table.digest(text)
    with transaction(db):
        known = db.execute("SELECT id FROM drafts WHERE sha256 = ? AND state = 'waiting'", (sha256,)).fetchone()
        if known is None:
            query = (
                "INSERT INTO drafts (file, title, text, sha256, given, notes, corrects, verdicts, chat, by, made_at,"
                " state) VALUES (?, ?, ?, ?, ?, ?, ?, '[]', ?, ?, ?, 'waiting') RETURNING id"
            )
            said = (table.given_json(given), to_json(list(notes)))
            row = (file, title or PurePath(file).stem, text, sha256, *said, corrects, chat, who, to_text(now))
            known = db.execute(query, row).fetchone()
            record(db, who, "hold", file, draft=known[0])
        return _get(db, known[0])


def draft(ledger: Ledger, number: int) -> Draft | None:
    """The draft with this number, ended ones included; None if there never was one."""
    with snapshot(ledger.db):
        return _find(ledger.db, number)


def waiting(ledger: Ledger) -> list[Draft]:
    """The drafts that wait, the oldest first."""
    query = f"SELECT {_COLUMNS} FROM drafts WHERE state = 'waiting' ORDER BY id"  # noqa: S608 - column names
    with snapshot(ledger.db):
        return [_draft(row) for row in ledger.db.execute(query).fetchall()]


def amend(ledger: Ledger, number: int, *, who: str, **changed: Any) -> Draft | None:
    """A waiting draft with other `given`, `corrects` or `verdicts`; None where it is ended."""
    db = ledger.db
    with transaction(db):
        now = _find(db, number)
        if now is None or now.state != "waiting":
            return None
        new = replace(now, **changed)
        if new != now:
            db.execute(
                "UPDATE drafts SET given = ?, corrects = ?, verdicts = ? WHERE id = ?",
                (table.given_json(new.given), new.corrects, _verdicts_json(new.verdicts), number),
            )
            record(db, who, "amend draft", new.file, draft=number)
    return new


def publish(ledger: Ledger, number: int, *, who: str, now: datetime, tools: Tools | None = None) -> Ingested | None:
    """What publishing a draft brought; None where somebody else ended it before.

    Raises LedgerError where its day of print is not known; the draft waits on then.
    """
    db = ledger.db
    held = draft(ledger, number)
    if held is None or held.state != "waiting":
        return None
    tools = with_memory(tools or default_tools())
    read_held(ledger, held, tools)  # before the write lock is taken
    with transaction(db):
        if not _end(db, number, "published", who, now):
            return None
        return read_held(ledger, held, tools, who=who, write=True)


def drop(ledger: Ledger, number: int, *, who: str, now: datetime) -> bool:
    """Whether this ended a waiting draft; its text is gone."""
    db = ledger.db
    with transaction(db):
        held = _find(db, number)
        if held is None or not _end(db, number, "dropped", who, now):
            return False
        record(db, who, "drop draft", held.file, draft=number)
    return True


def read_held(ledger: Ledger, held: Draft, tools: Tools, *, who: str = "", write: bool = False) -> Ingested | None:
    """Read a draft as it is to stand in the ledger, and with `write` into it."""
    file, given = filed(ledger.db, held)
    if not write:
        tools.read(held.text, given.published, given.city)
        return None
    return ingest_text(ledger, file, held.text, given=given, who=who, tools=tools, verdicts=decisions(ledger.db, held))


def filed(db: Database, held: Draft) -> tuple[str, Metadata]:
    """The file name that a draft is to be read under, and what is given of it: those of the document that it corrects,
    else a name that no other document has.

    A correction keeps the document's day of print and publisher, unless somebody gave another day in the review.
    """
    old = corrected(db, held)
    if old is None:
        return free_name(db, held.file), held.given
    given = held.given
    if given.source != BY_HAND:
        given = replace(given, published=None, publisher="", source="")
    return old.source.file, given.over(old.given).over(Metadata(city=old.source.city))


def corrected(db: Database, held: Draft) -> table.Stored | None:
    """The document that a draft is a version of; None for one of its own, and where that was taken out meanwhile."""
    return table.find_by_id(db, held.corrects) if held.corrects else None


def decisions(db: Database, held: Draft) -> tuple[Verdict, ...]:
    """What was decided about the doubts of a draft, and of the document that it corrects."""
    old = corrected(db, held)
    before = kept(db, old.source.file, old.source.city) if old else ()
    mine = {(one.doubt, one.quote, one.item): one for one in (*before, *held.verdicts)}
    return tuple(mine.values())


def free_name(db: Database, file: str) -> str:
    """The name, with a number where a document of the ledger has it: 报告.docx → 报告-2.docx."""
    path = PurePath(file)
    for number in range(1, _MOST_NAMES):
        name = file if number == 1 else f"{path.stem}-{number}{path.suffix}"
        if not table.find_by_name(db, name):
            return name
    raise LedgerError(f"too many documents are called {file}; rename it", f"叫“{file}”的文档太多，请改名后再发。")


def with_memory(tools: Tools) -> Tools:
    """The same tools with a reader that reads each text once, so that none is read while others wait to write."""
    known: dict[tuple[Any, ...], Any] = {}

    def read(text: str, published: Any, city: str) -> Any:
        key = (text, published, city)
        if key not in known:
            known[key] = tools.read(text, published, city)
        return known[key]

    return replace(tools, read=read)


def _end(db: Database, number: int, state: State, who: str, now: datetime) -> bool:
    query = "UPDATE drafts SET state = ?, text = '', ended_by = ?, ended_at = ? WHERE id = ? AND state = 'waiting'"
    return bool(db.execute(query, (state, who, to_text(now), number)).rowcount)


def _find(db: Database, number: int) -> Draft | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM drafts WHERE id = ?", (number,)).fetchone()  # noqa: S608 - column names
    return None if row is None else _draft(row)


def _get(db: Database, number: int) -> Draft:
    found = _find(db, number)
    assert found is not None
    return found


def _draft(row: Sequence[Any]) -> Draft:
    id_, file, title, text, given, notes, corrects, verdicts, *rest = row
    decided = tuple(Verdict(*one) for one in json.loads(verdicts))
    return Draft(id_, file, title, text, table.given_of(given), names(notes), corrects, decided, *rest)


def _verdicts_json(verdicts: Sequence[Verdict]) -> str:
    return to_json([[one.doubt, one.decision, one.quote, one.item] for one in verdicts])

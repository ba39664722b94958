"""What a draft would bring: it is read into the ledger in a transaction that is taken back, so that nothing stays.

The text is read before the write lock is taken; the lock is held for writing and linking alone. What follows a commit
(an index outside the file) does not happen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commitments.model import Change, Matter, Reading
from commitments.verdicts import Question, Verdict, apply, decided, questions
from store import documents as table
from store.database import transaction
from store.ingest import Ingested
from store.intake.alike import Alike, find_alike
from store.intake.drafts import Draft, decisions, draft, filed, read_held, with_memory
from store.ledger import Ledger
from store.loading import present_ids
from store.tools import Tools, default_tools


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as it would stand in the ledger. `found` is None where its day of print is not known.

    `reading` is what the text says as people decided; `new` are the matters that the ledger does not have yet,
    `changed` those that it has with what becomes different; `alike` the documents that say the same; `asked` every
    doubt with what was decided about it.
    """

    draft: Draft
    reading: Reading
    title: str
    published: date | None
    why: str
    found: Ingested | None
    new: tuple[Matter, ...]
    changed: tuple[tuple[Matter, Change], ...]
    alike: tuple[Alike, ...]
    asked: tuple[tuple[Question, Verdict | None], ...]

    @property
    def open_doubts(self) -> int:
        """How many doubts nobody decided about yet."""
        return sum(verdict is None for _, verdict in self.asked)


class _TakenBackError(Exception):
    """Ends the transaction of a preview."""


def preview(ledger: Ledger, number: int, tools: Tools | None = None) -> Preview | None:
    """What publishing the draft with this number would bring; None for one that is ended."""
    held = draft(ledger, number)
    if held is None or held.state != "waiting":
        return None
    tools = with_memory(tools or default_tools())
    raw, asked = doubts_of(ledger, held, tools)
    reading = apply(raw, decisions(ledger.db, held))
    alike = find_alike(ledger.db, held.text, raw)
    _, given = filed(ledger.db, held)
    published = given.published or raw.published
    title = given.title or raw.title
    if published is None:
        return Preview(held, reading, title, None, raw.published_why, None, (), (), alike, asked)
    found, matters = _as_published(ledger, held, tools)
    known = set(present_ids(ledger.db, list(matters)))
    new = [one for id_, one in matters.items() if id_ not in known]
    new.sort(key=lambda one: one.sightings[0].statement.kind != "commitment")
    changed = tuple((matters[id_], change) for id_, change in found.changes if id_ in known and change.kind != "new")
    why = found.published_why
    return Preview(held, reading, found.source.title, published, why, found, tuple(new), changed, alike, asked)


def doubts_of(ledger: Ledger, held: Draft, tools: Tools) -> tuple[Reading, tuple[tuple[Question, Verdict | None], ...]]:
    """What a draft's text says by itself, and its doubts, each with what was decided about it."""
    _, given = filed(ledger.db, held)
    raw = tools.read(held.text, given.published, given.city)
    verdicts = decisions(ledger.db, held)
    return raw, tuple((question, decided(question, verdicts)) for question in questions(raw))


def _as_published(ledger: Ledger, held: Draft, tools: Tools) -> tuple[Ingested, dict[str, Matter]]:
    """What publishing brings, and the matters that it touches by id; the ledger stays as it is."""
    found: Ingested | None = None
    matters: dict[str, Matter] = {}
    try:
        with transaction(ledger.db):
            found = read_held(ledger, held, tools, write=True)
            assert found is not None
            source = found.source
            stored = next(one for one in table.find_by_name(ledger.db, source.file) if one.source.city == source.city)
            own = ledger.statement_matters(table.statement_ids(ledger.db, stored.id))
            ids = dict.fromkeys((*own.values(), *(id_ for id_, _ in found.changes)))
            matters = {one.id: one for one in ledger.matters(ids=list(ids))}
            raise _TakenBackError
    except _TakenBackError:
        pass
    assert found is not None
    return found, matters

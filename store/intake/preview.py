"""What a draft would bring: it is read into the ledger in a transaction that is taken back, so that nothing stays.

The text is read before the write lock is taken; the lock is held for writing and linking alone. What follows a commit
(an index outside the file) does not happen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from commitments.model import Change, Matter, Reading, Source, Statement
from commitments.verdicts import Question, Verdict, apply, decided, questions, settled
from store.database import transaction
from store.documents import Stored, find_by_name, statement_ids
from store.ingest import Ingested, changes_made
from store.intake.alike import Alike, find_alike
from store.intake.drafts import Draft, corrected, decisions, draft, filed, read_held, with_memory
from store.ledger import Ledger
from store.loading import present_ids
from store.tools import Tools, default_tools

_SAME_SENTENCE = 75  # how alike (0–100) two sentences are of which one corrects the other


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as it would stand in the ledger. `found` is None where its day of print is not known.

    `reading` is what the text says as people decided; `new` are the matters that the ledger does not have yet,
    `changed` those that it has with what becomes different; `alike` the documents that say the same, and `corrects` the
    one that this is a version of, with `altered`: what it said and what it is to say. `asked` is every doubt with what
    was decided about it.
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
    corrects: Source | None = None
    altered: tuple[tuple[str, str], ...] = ()

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
    old = corrected(ledger.db, held)
    shown = Preview(
        draft=held,
        reading=reading,
        title=given.title or raw.title or PurePath(held.file).stem,
        published=given.published or raw.published,
        why=raw.published_why,
        found=None,
        new=(),
        changed=(),
        alike=alike,
        asked=asked,
        corrects=old.source if old else None,
        altered=_altered(ledger, old, reading) if old else (),
    )
    if shown.published is None:
        return shown
    before = set(changes_made(ledger, old.id, old.source, tools)) if old else set()
    found, matters = _as_published(ledger, held, tools)
    known = set(present_ids(ledger.db, list(matters)))
    new = [one for id_, one in matters.items() if id_ not in known]
    new.sort(key=lambda one: _telling(one.sightings[0].statement))
    changed = tuple(
        (matters[id_], change)
        for id_, change in found.changes
        if id_ in known and change.kind != "new" and (id_, change) not in before
    )
    return replace(shown, why=found.published_why, found=found, new=tuple(new), changed=changed)


def _telling(statement: Statement) -> tuple[bool, bool]:
    """The order in which new matters are shown: promises before reports, those with a figure or a limit first."""
    limit = statement.deadline
    is_plain = not statement.quantities and (limit is None or limit.basis != "explicit")
    return statement.kind != "commitment", is_plain


def _altered(ledger: Ledger, old: Stored, reading: Reading) -> tuple[tuple[str, str], ...]:
    """What a version says otherwise: pairs of the old and the new sentence, "" where one has no counterpart."""
    from rapidfuzz import fuzz, process

    said = [one.statement.quote for one in ledger.sightings(statement_ids(ledger.db, old.id)).values()]
    says = [one.quote for one in reading.statements]
    gone = [quote for quote in dict.fromkeys(said) if quote not in set(says)]
    pairs = []
    for quote in dict.fromkeys(says):
        if quote not in set(said):
            best = process.extractOne(quote, gone, scorer=fuzz.ratio, score_cutoff=_SAME_SENTENCE)
            if best:
                gone.remove(best[0])
            pairs.append((best[0] if best else "", quote))
    return (*pairs, *((quote, "") for quote in gone))


def doubts_of(ledger: Ledger, held: Draft, tools: Tools) -> tuple[Reading, tuple[tuple[Question, Verdict | None], ...]]:
    """What a draft's text says by itself, and its doubts, each with what was decided about it."""
    _, given = filed(ledger.db, held)
    raw = tools.read(held.text, given.published, given.city)
    verdicts = settled(raw, decisions(ledger.db, held))
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
            stored = next(one for one in find_by_name(ledger.db, source.file) if one.source.city == source.city)
            own = ledger.statement_matters(statement_ids(ledger.db, stored.id))
            ids = dict.fromkeys((*own.values(), *(id_ for id_, _ in found.changes)))
            matters = {one.id: one for one in ledger.matters(ids=list(ids))}
            raise _TakenBackError
    except _TakenBackError:
        pass
    assert found is not None
    return found, matters

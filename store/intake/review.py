"""Deciding about doubts one by one: of a draft, and of a document that is published already."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from commitments.model import Source
from commitments.verdicts import Question, Verdict, decided, questions, settled, with_decision
from store import documents as table
from store.database import snapshot
from store.ingest import ingest_text
from store.intake.drafts import amend, decisions, draft, filed
from store.intake.verdicts import kept
from store.ledger import Ledger
from store.sqlite import Database
from store.tools import Tools, default_tools

OF_DRAFT, OF_DOCUMENT = "d", "p"  # what the number of a case is the number of
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Case:
    """The doubts of a draft (ref d12) or of a document (p12), each with what was decided about it."""

    ref: str
    title: str
    asked: tuple[tuple[Question, Verdict | None], ...]

    def place(self, key: str) -> int | None:
        """The place (from 0) of the doubt with this key, None where there is none any more."""
        return next((at for at, (question, _) in enumerate(self.asked) if question_key(question) == key), None)

    def next_open(self, after: int = -1) -> int | None:
        """The place of the next doubt that nobody decided about, looking on from `after` to the end."""
        return next((at for at in range(after + 1, len(self.asked)) if self.asked[at][1] is None), None)


def question_key(question: Question) -> str:
    """What tells one doubt of a document from the others: 8 characters."""
    words = question.verdict("").doubt, question.verdict("").quote, question.verdict("").item
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:8]


def case(ledger: Ledger, ref: str, tools: Tools | None = None) -> Case | None:
    """The doubts of a waiting draft or of a document; None where there is none (any more)."""
    tools = tools or default_tools()
    number = _number(ref)
    if ref.startswith(OF_DRAFT):
        held = draft(ledger, number)
        if held is None or held.state != "waiting":
            return None
        _, given = filed(ledger.db, held)
        raw, verdicts = tools.read(held.text, given.published, given.city), decisions(ledger.db, held)
        title = given.title or raw.title
    else:
        stored = table.find_by_id(ledger.db, number)
        if stored is None:
            return None
        source = stored.source
        raw = tools.read(table.text_of(ledger.db, number), stored.given.published, stored.given.city)
        verdicts, title = kept(ledger.db, source.file, source.city), source.title
    verdicts = settled(raw, verdicts)
    return Case(ref, title, tuple((one, decided(one, verdicts)) for one in questions(raw)))


def decide(
    ledger: Ledger, known: Case, place: int, decision: str, *, who: str, tools: Tools | None = None
) -> Case | None:
    """Decide about the doubt at a place; the case as it is then, None where the draft or document is gone.

    A published document is read again at once; nobody is told of it.
    """
    question, _ = known.asked[place]
    number = _number(known.ref)
    if known.ref.startswith(OF_DRAFT):
        held = draft(ledger, number)
        if (
            held is None
            or amend(ledger, number, who=who, verdicts=with_decision(held.verdicts, question, decision)) is None
        ):
            return None
    else:
        stored = table.find_by_id(ledger.db, number)
        if stored is None:
            return None
        source = stored.source
        text = table.text_of(ledger.db, number)
        raw = (tools or default_tools()).read(text, stored.given.published, stored.given.city)
        verdicts = with_decision(settled(raw, kept(ledger.db, source.file, source.city)), question, decision)
        ingest_text(ledger, source.file, text, who=who, tools=tools, again=True, verdicts=verdicts)
    return case(ledger, known.ref, tools)


def doubtful(ledger: Ledger) -> list[tuple[int, Source, int]]:
    """The documents with doubts that nobody decided about: id, document, number of statements; most first."""
    query = """
        SELECT d.id, (d.doubts != '[]') + (SELECT count(*) FROM statements s
            WHERE s.document_id = d.id AND s.doubts != '[]') AS open
        FROM documents d WHERE open > 0 ORDER BY open DESC, d.published DESC LIMIT ?
    """
    with snapshot(ledger.db):
        rows = ledger.db.execute(query, (_SHOWN,)).fetchall()
        return [(id_, _source(ledger.db, id_), count) for id_, count in rows]


def _source(db: Database, number: int) -> Source:
    stored = table.find_by_id(db, number)
    assert stored is not None
    return stored.source


def _number(ref: str) -> int:
    digits = ref[1:]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0

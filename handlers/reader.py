"""The ledger behind the desk: what `store` offers, in the shape that `desk.Reader` asks for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path

from commitments.model import Answer, Filters, Reply
from commitments.question import read_question
from handlers.card import clip
from store.answers import answer
from store.ledger import Ledger
from store.standings import standings


class LedgerReader:
    """Opens the ledger at `path`, a new one where there is none. Raises LedgerError."""

    def __init__(self, path: Path) -> None:
        self.ledger = Ledger.open(path)

    def answer(
        self, question: str, today: date, limit: int, previous: Filters | None, dropped: Collection[str] = ()
    ) -> Reply:
        """The reply to a question without the filters `dropped`; where it follows up `previous`, its notes say so."""
        reply = answer(self.ledger, question, today, limit, previous, dropped)
        if reply.certain:
            first = reply.answers[0]
            first = replace(first, parts=tuple(self.ledger.parts(first.matter.id, today)))
            reply = replace(reply, answers=(first, *reply.answers[1:]))
        subject = reply.filters.subject
        if previous is None or not subject or read_question(question, today).subject:
            return reply
        return replace(reply, notes=(f"接着“{clip(subject, 16)}”查的，要查别的请写明事项。", *reply.notes))

    def matter(self, matter_id: str, today: date) -> Answer | None:
        """The matter with this id as it stands on `today` beside what bears on it; None if there is none."""
        matter = self.ledger.matter(matter_id, today)
        if matter is None:
            return None
        (how,) = standings(self.ledger, [matter], today)
        return Answer(matter, how, matter.sightings[::-1], 1.0, tuple(self.ledger.parts(matter.id, today)))

    def warm(self, today: date) -> None:
        """Load what the first question needs, the dictionary of the segmenter above all: most of a second."""
        self.answer("进度", today, 1, None)

    def close(self) -> None:
        """Close the ledger."""
        self.ledger.close()

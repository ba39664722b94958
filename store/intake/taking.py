"""Taking a text in: it is read, compared with what the ledger has, and held for review."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from commitments.model import Reading, Source
from store.errors import LedgerError
from store.files import Metadata
from store.intake.alike import Alike, find_alike
from store.intake.drafts import Draft, hold
from store.ledger import Ledger
from store.tools import Tools, default_tools


def take(
    ledger: Ledger,
    file: str,
    text: str,
    *,
    now: datetime,
    given: Metadata = Metadata(),  # noqa: B008 - frozen
    notes: Sequence[str] = (),
    chat: int = 0,
    who: str = "",
    tools: Tools | None = None,
) -> Draft | Source:
    """The draft that holds a text, or the document of the ledger that has this very text.

    One that says nearly the same as a document is held as a version of it, unless what is given puts it on another day:
    then it is a reprint. Raises LedgerError for a text that neither promises nor reports anything.
    """
    reading = (tools or default_tools()).read(text, given.published, given.city)
    alike = find_alike(ledger.db, text, reading)
    if alike and alike[0].how == "same":
        return alike[0].source
    if not reading.statements:
        raise LedgerError(
            f"{file} neither promises nor reports anything; nothing was kept",
            "里面没有读到承诺或进展，没有留存。",
        )
    corrects = next((one.document for one in alike if _is_version(one, given, reading)), None)
    return hold(
        ledger,
        file,
        text,
        now=now,
        title=reading.title,
        given=given,
        notes=notes,
        chat=chat,
        who=who,
        corrects=corrects,
    )


def _is_version(alike: Alike, given: Metadata, reading: Reading) -> bool:
    """Whether a text is more likely another version of a document than a reprint of it."""
    if alike.how not in ("layout", "version"):
        return False
    return given.published in (None, alike.source.published) and reading.city in ("", alike.source.city)

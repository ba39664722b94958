"""Taking a text in: it is read, compared with what the ledger has, and held for review."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from commitments.model import Reading, Sighting, Source
from store.errors import LedgerError
from store.files import Metadata
from store.intake.alike import Alike, find_alike
from store.intake.drafts import Draft, hold
from store.ledger import Ledger
from store.tools import Tools, default_tools

MOST_CHARACTERS = 300_000  # ten work reports; beyond that others wait too long for the ledger
MOST_PAIRS = 1_000_000  # of statements with a key in common, which linking compares; a book of reports has 50,000


def take(
    ledger: Ledger,
    file: str,
    text: str,
    *,
    now: datetime,
    given: Metadata = Metadata(),  # noqa: B008 - frozen
    named: date | None = None,
    notes: Sequence[str] = (),
    chat: int = 0,
    who: str = "",
    tools: Tools | None = None,
) -> Draft | Source:
    """The draft that holds a text, or the document of the ledger that has this very text.

    `named` is a day in the name of its file: the day of print where neither `given` nor the text is sure of another.
    One that says nearly the same as a document is held as a version of it, unless what is given puts it on another day:
    then it is a reprint. Raises LedgerError for a text that neither promises nor reports anything, and for one that is
    too long, or too much of the same, to be previewed while others wait.
    """
    tools = tools or default_tools()
    if len(text) > MOST_CHARACTERS:
        raise LedgerError(
            f"{file} has more than {MOST_CHARACTERS:,} characters; split it, or read it with 'jiannuo ingest'",
            f"超过{MOST_CHARACTERS // 10_000}万字，请拆分后再发，或在电脑上用 jiannuo ingest 读入。",
        )
    reading = tools.read(text, given.published, given.city)
    if named is not None and given.published is None:
        if reading.published_why in reading.doubts:
            given = replace(given, published=named, source="文件名里的日期")
        elif named != reading.published:
            notes = (*notes, f"文件名里的日期是{named}")
    alike = find_alike(ledger.db, text, reading)
    if alike and alike[0].how == "same":
        return alike[0].source
    if not reading.statements:
        raise LedgerError(
            f"{file} neither promises nor reports anything; nothing was kept",
            "里面没有读到承诺或进展，没有留存。",
        )
    if _pairs(reading, tools) > MOST_PAIRS:
        raise LedgerError(
            f"{file} says nearly the same too often to be previewed; split it, or read it with 'jiannuo ingest'",
            "里面雷同的句子太多，没法先算给您看。请拆分后再发，或在电脑上用 jiannuo ingest 读入。",
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


def _pairs(reading: Reading, tools: Tools) -> int:
    """How many pairs of its statements linking would compare."""
    source = Source(file="", title="", published=reading.published or date.min, city=reading.city)
    keys = Counter(key for one in reading.statements for key in tools.block_keys(Sighting(source, one)))
    return sum(count * count for count in keys.values())


def _is_version(alike: Alike, given: Metadata, reading: Reading) -> bool:
    """Whether a text is more likely another version of a document than a reprint of it."""
    if alike.how not in ("layout", "version"):
        return False
    return given.published in (None, alike.source.published) and reading.city in ("", alike.source.city)

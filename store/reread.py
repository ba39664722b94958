"""Reading the documents of the ledger anew from their kept text: after a better reader or better linking came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from commitments.model import Source
from store import documents as table
from store.audit import record
from store.database import transaction
from store.files import Metadata
from store.ingest import Ingested, changes_made, ingest_text, moved, read_document, told
from store.ledger import Ledger
from store.news import keep_news
from store.tools import Tools, default_tools
from store.writing import Written, link_written, write_document

BATCH = 50  # documents that are written and linked together, while other processes wait


def read_again(ledger: Ledger, *, who: str = "", tools: Tools | None = None) -> Iterator[Ingested]:
    """Read every document anew, in the order of print, and say what came of each; many share one transaction.

    What people corrected is kept. Stopped half way, the batches that were given back are done, the rest is as before.
    """
    tools = tools or default_tools()
    sources = ledger.documents()
    for at in range(0, len(sources), BATCH):
        yield from _read_batch(ledger, sources[at : at + BATCH], who, tools)


def _read_batch(ledger: Ledger, sources: Sequence[Source], who: str, tools: Tools) -> list[Ingested]:
    db = ledger.db
    read = []
    for source in sources:
        text = ledger.text(source)
        known = table.find_by_text(db, table.digest(text))
        if known is not None:
            read.append(read_document(db, source.file, text, Metadata(), known, tools))
    late: list[table.Document] = []
    written: list[Written] = []
    with transaction(db):
        for old, document in read:
            if old is None or moved(db, old, document):
                late.append(document)
                continue
            written.append(write_document(db, old, document, tools))
            record(db, who, "read again", document.source.file, city=document.source.city)
        linked = link_written(db, written, tools)
        changes = [changes_made(ledger, one.number, one.source, tools) for one in written]
        for one, made in zip(written, changes, strict=True):
            keep_news(db, one.source, made, datetime.now(UTC), told=True)
    found = [
        told(ledger, one.number, one.source, "corrected" if one.differs else "same", linked, made)
        for one, made in zip(written, changes, strict=True)
    ]
    again = [ingest_text(ledger, one.source.file, one.text, tools=tools, who=who, again=True) for one in late]
    return found + again

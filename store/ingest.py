"""Reading a document into the ledger: its text, articles, statements, matters and index, in one transaction.

The same text again changes nothing, under whatever name. Another text under a known name corrects that document: what
it said before is kept as a version, its statements are replaced, its matters linked anew. What people said about a
document (`--published`, `--city`, seeds.toml) is kept for the next reading.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from commitments.model import Change, Source
from commitments.verdicts import Verdict, apply
from store import documents as table
from store.audit import record
from store.database import transaction
from store.errors import LedgerError
from store.files import Metadata, find_documents, read_text, seed_metadata
from store.intake.verdicts import keep, kept
from store.ledger import Ledger
from store.news import forget_news, keep_news
from store.relink import Linked, matters_of, neighbourhood, relink
from store.sqlite import Database
from store.tools import Tools, default_tools
from store.writing import link_written, write_document

__all__ = ["Ingested", "Tools", "default_tools", "find_documents", "ingest", "ingest_text", "seed_metadata", "withdraw"]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What reading a document brought: counts of what it holds (`deadlines`: explicit ones), and what that changed.

    `changes` are pairs of matter id and change, those that this document made. `doubts` are the document's own and
    then its statements', each once. `published_why` says in Chinese what the day of print of one just read rests on.
    """

    source: Source
    outcome: Literal["new", "same", "corrected"]
    statements: int
    commitments: int
    progress: int
    deadlines: int
    doubts: tuple[str, ...]
    changes: tuple[tuple[str, Change], ...]
    matters_new: int
    published_why: str = ""


def ingest(
    ledger: Ledger,
    path: Path,
    *,
    published: date | None = None,
    city: str = "",
    title: str = "",
    publisher: str = "",
    who: str = "",
    tools: Tools | None = None,
    text: str | None = None,
) -> Ingested:
    """Read a file into the ledger, all of it or nothing; `who` goes into the audit log, `text` is its text if known.

    What is not given is taken from a seeds.toml beside the file, then from what was said of the document before, then
    from the text. Raises LedgerError for a file that cannot be read, a text without a day of print, and a database
    that cannot be written.
    """
    text = read_text(path) if text is None else text
    said = Metadata(title=title, publisher=publisher, published=published, city=city)
    given = said.over(seed_metadata(path.parent).get(path.name, Metadata()))
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return ingest_text(ledger, name, text, given=given, who=who, tools=tools)


def ingest_text(
    ledger: Ledger,
    file: str,
    text: str,
    *,
    given: Metadata = Metadata(),  # noqa: B008 - frozen
    who: str = "",
    tools: Tools | None = None,
    again: bool = False,
    verdicts: Sequence[Verdict] | None = None,
) -> Ingested:
    """Read a text into the ledger under a file name; with `again`, even if it was read before (by an older reader).

    `verdicts` are what people decided about its doubts, in place of what was decided before; both are kept otherwise.
    Raises LedgerError for a text without a day of print and a database that cannot be written.
    """
    db = ledger.db
    text = text.encode("utf-8", "replace").decode()
    while True:
        known = table.find_by_text(db, table.digest(text))
        if known is not None and not again and not verdicts and given.over(_standing_of(known)) == _standing_of(known):
            return told(ledger, known.id, known.source, "same")
        tools = tools or default_tools()
        old, document = read_document(db, file, text, given, known, tools, verdicts)
        with transaction(db):
            if moved(db, old, document):
                continue
            written = write_document(db, old, document, tools)
            if verdicts is not None:
                keep(db, document.source, verdicts, who)
            linked = link_written(db, [written], tools)
            record(db, who, "read" if old is None else "read again", document.source.file, city=document.source.city)
            changes = changes_made(ledger, written.number, document.source, tools)
            keep_news(db, document.source, changes, datetime.now(UTC), told=again)
        outcome: Literal["new", "corrected", "same"] = (
            "new" if old is None else "corrected" if written.differs else "same"
        )
        found = told(ledger, written.number, document.source, outcome, linked, changes)
        return replace(found, published_why=document.why)


def withdraw(ledger: Ledger, file: str, *, city: str = "", who: str = "", tools: Tools | None = None) -> None:
    """Take a document out of the ledger; its text stays in the history, and it can be read again.

    Raises LedgerError for a file that is not in the ledger, and for a name that documents of several cities have where
    no `city` says which one.
    """
    tools = tools or default_tools()
    db = ledger.db
    with transaction(db):
        named = [found for found in table.find_by_name(db, file) if city in ("", found.source.city)]
        if not named:
            raise LedgerError(
                f"there is no document {file} in the ledger; give its file name without folders",
                f"台账里没有文档 {file}。",
            )
        if len(named) > 1:
            cities = ", ".join(found.source.city for found in named)
            raise LedgerError(f"{file} is there for {cities}; say which with --city", f"{file} 有多个城市：{cities}。")
        ids = table.statement_ids(db, named[0].id)
        near, gone = neighbourhood(db, ids, tools.tied).keys() - set(ids), matters_of(db, ids)
        tools.unindex(db, ids)
        table.keep_version(db, named[0].id, "withdrawn")
        forget_news(db, named[0].source)
        db.execute("DELETE FROM documents WHERE id = ?", (named[0].id,))
        relink(db, near, gone, tools.link, tools.tied)
        record(db, who, "withdraw", file, city=named[0].source.city, statements=len(ids))


def _standing_of(stored: table.Stored) -> Metadata:
    source = stored.source
    return Metadata(source.title, source.publisher, source.published, source.city, stored.given.source)


def read_document(
    db: Database,
    file: str,
    text: str,
    given: Metadata,
    known: table.Stored | None,
    tools: Tools,
    verdicts: Sequence[Verdict] | None = None,
) -> tuple[table.Stored | None, table.Document]:
    """The document that this text is a version of, if any, and how it is to stand in the ledger.

    What people decided about its doubts is applied: `verdicts`, else what is kept.
    """
    named = [] if known else table.find_by_name(db, file)
    named.sort(key=lambda other: other.source.city != given.city)
    old = known or next(
        (other for other in named if _may_be(given.city, other) and table.is_alike(text, table.text_of(db, other.id))),
        None,
    )
    given = given.over(old.given) if old else given
    reading = tools.read(text, given.published, given.city)
    city = given.city or reading.city
    published = given.published or reading.published
    if published is None:
        raise LedgerError(
            f"the day of print of {file} is not in its text; give it with --published YYYY-MM-DD",
            f"{file} 的正文里看不出刊发日期，请注明。",
        )
    if old is None:
        named.sort(key=lambda other: other.source.city != city)
        old = next((other for other in named if _may_be(city, other)), None)
        if old is not None:
            doubt = "与此前同名文档内容差别很大，如不是同一文档，请改名后重新读入"
            reading = replace(reading, doubts=(*reading.doubts, doubt))
    source = Source(
        file=known.source.file if known else file,
        title=given.title or reading.title or Path(file).stem,
        published=published,
        city=city,
        publisher=given.publisher,
    )
    filed = old.source if old else source
    reading = apply(reading, kept(db, filed.file, filed.city) if verdicts is None else verdicts)
    why = (given.source or "由读入文档的人注明") if given.published else reading.published_why
    return old, table.Document(source, reading, given, why, text)


def _may_be(city: str, other: table.Stored) -> bool:
    """Whether a document of this city can be the other one; an unknown city can be any."""
    return city in ("", other.source.city) or not other.source.city


def moved(db: Database, old: table.Stored | None, document: table.Document) -> bool:
    """Whether another process changed, meanwhile, what was found before the write lock was taken.

    Raises LedgerError where a document of the same name and city is in the way.
    """
    same_text = table.find_by_text(db, table.digest(document.text))
    source = document.source
    named = {found.id: found for found in table.find_by_name(db, source.file)}
    if old is None:
        return same_text is not None or any(found.source.city == source.city for found in named.values())
    if same_text is not None and same_text.id != old.id:
        return True
    if table.find_by_id(db, old.id) != old:
        return True
    if any(found.source.city == source.city for found in named.values() if found.id != old.id):
        raise LedgerError(
            f"there is another document {source.file} of {source.city}; withdraw it first, or rename this file",
            f"{source.city}已有另一份 {source.file}，请改名后重新读入。",
        )
    return False


def told(
    ledger: Ledger,
    number: int,
    source: Source,
    outcome: Literal["new", "same", "corrected"],
    linked: Linked | None = None,
    changes: Sequence[tuple[str, Change]] = (),
) -> Ingested:
    """What to say about a document that is in the ledger now."""
    ids = table.statement_ids(ledger.db, number)
    statements = [sighting.statement for sighting in ledger.sightings(ids).values()]
    doubts = [*table.doubts_of(ledger.db, number), *(doubt for one in statements for doubt in one.doubts)]
    own = set(ledger.statement_matters(ids).values())
    return Ingested(
        source=source,
        outcome=outcome,
        statements=len(statements),
        commitments=sum(one.kind == "commitment" for one in statements),
        progress=sum(one.kind == "progress" for one in statements),
        deadlines=sum(one.deadline is not None and one.deadline.basis == "explicit" for one in statements),
        doubts=tuple(dict.fromkeys(doubts)),
        changes=tuple(changes) if outcome != "same" else (),
        matters_new=len(own & set(linked.new)) if linked else 0,
    )


def changes_made(ledger: Ledger, number: int, source: Source, tools: Tools) -> list[tuple[str, Change]]:
    """What a document changed: pairs of matter id and change."""
    own = set(ledger.statement_matters(table.statement_ids(ledger.db, number)).values())
    return tools.changes(ledger, source, ledger.matters(ids=sorted(own)))

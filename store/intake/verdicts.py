"""What people decided about doubts of the reader, kept by file and city, for every later reading of the document."""

from __future__ import annotations

from collections.abc import Iterable

from commitments.model import Source
from commitments.verdicts import Verdict
from store.audit import now, record
from store.sqlite import Database


def kept(db: Database, file: str, city: str) -> tuple[Verdict, ...]:
    """What was decided about the doubts of a document, in the order of its decisions."""
    query = (
        "SELECT doubt, verdict, quote, item FROM verdicts WHERE file = ? AND city = ? ORDER BY at, quote, item, doubt"
    )
    return tuple(Verdict(*row) for row in db.execute(query, (file, city)))


def keep(db: Database, source: Source, verdicts: Iterable[Verdict], who: str) -> None:
    """Make these the decisions about a document, in the caller's transaction; each change stands in the audit log."""
    old, new = kept(db, source.file, source.city), tuple(verdicts)
    of = (source.file, source.city)
    for gone in (one for one in old if one not in new):
        query = "DELETE FROM verdicts WHERE file = ? AND city = ? AND quote = ? AND item = ? AND doubt = ?"
        db.execute(query, (*of, gone.quote, gone.item, gone.doubt))
    for one in (one for one in new if one not in old):
        db.execute(
            "INSERT OR REPLACE INTO verdicts (file, city, quote, item, doubt, verdict, by, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*of, one.quote, one.item, one.doubt, one.decision, who, now()),
        )
        record(db, who, "decide", source.file, city=source.city, doubt=one.doubt, verdict=one.decision)

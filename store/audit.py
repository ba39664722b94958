"""Who changed what and when, one row a change, written in the change's own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from store.rows import to_json
from store.sqlite import Database


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log; `at` is an ISO moment in UTC, `details` JSON."""

    at: str
    who: str
    action: str
    subject: str
    details: str


def now() -> str:
    """The present moment in UTC, as the tables keep it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def record(db: Database, who: str, action: str, subject: str, **details: object) -> None:
    """Add a line to the audit log; `subject` is what was changed: a matter's id or a file's name."""
    db.execute(
        "INSERT INTO audit (at, who, action, subject, details) VALUES (?, ?, ?, ?, ?)",
        (now(), who, action, subject, to_json(details)),
    )


def entries(db: Database, subject: str | None = None, limit: int = 100) -> list[Entry]:
    """The last lines of the audit log, newest first; of one subject where it is given."""
    only = "" if subject is None else "WHERE subject = ?"
    query = f"SELECT at, who, action, subject, details FROM audit {only} ORDER BY id DESC LIMIT ?"  # noqa: S608
    return [Entry(*row) for row in db.execute(query, (limit,) if subject is None else (subject, limit))]

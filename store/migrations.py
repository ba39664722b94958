"""The tables, as steps that are applied once each and in order. A step that was released is never edited: add one.

Days are ISO text, moments ISO text in UTC, tuples JSON arrays. `*_at` of articles and statements count characters of
the document's decoded text, end exclusive.
"""

from __future__ import annotations

from store.cycle import tables
from store.sqlite import Database, Migrations

LEDGER = Migrations("jiannuo")


def steps() -> frozenset[str]:
    """The names of all steps that this version knows."""
    with Database(memory=True, execute_plugins=False) as empty:
        return frozenset(step.name for step in LEDGER.pending(empty))


@LEDGER()
def m001_documents(db: Database) -> None:
    """Documents with their full text, what they were before a correction, and what was read from them."""
    db.executescript("""
        CREATE TABLE documents (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            file TEXT NOT NULL,
            city TEXT NOT NULL,
            title TEXT NOT NULL,
            publisher TEXT NOT NULL,
            published TEXT NOT NULL,
            published_why TEXT NOT NULL,
            year INTEGER,
            year_why TEXT NOT NULL,
            doubts TEXT NOT NULL,
            given TEXT NOT NULL,  -- what a person said about it, kept when it is read again: JSON object
            read_at TEXT NOT NULL,
            sha256 TEXT NOT NULL UNIQUE,
            text TEXT NOT NULL,
            UNIQUE (file, city)
        ) STRICT;

        CREATE INDEX documents_published ON documents (published);

        CREATE TABLE document_versions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            file TEXT NOT NULL,
            city TEXT NOT NULL,
            title TEXT NOT NULL,
            published TEXT NOT NULL,
            read_at TEXT NOT NULL,
            replaced_at TEXT NOT NULL,
            why TEXT NOT NULL CHECK (why IN ('corrected', 'withdrawn')),
            sha256 TEXT NOT NULL,
            text TEXT NOT NULL
        ) STRICT;

        CREATE INDEX document_versions_file ON document_versions (file, city);

        CREATE TABLE articles (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            title TEXT NOT NULL,
            start_at INTEGER NOT NULL,
            end_at INTEGER NOT NULL,
            city TEXT NOT NULL,
            places TEXT NOT NULL,
            year INTEGER
        ) STRICT;

        CREATE INDEX articles_document ON articles (document_id, start_at);

        CREATE TABLE statements (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('commitment', 'progress')),
            item TEXT NOT NULL,
            action TEXT NOT NULL,
            quote TEXT NOT NULL,
            start_at INTEGER NOT NULL,
            end_at INTEGER NOT NULL,
            quantities TEXT NOT NULL,
            deadline_text TEXT,  -- NULL where the statement has no deadline
            deadline_end TEXT,
            deadline_start TEXT,
            deadline_precision TEXT,
            deadline_basis TEXT,
            places TEXT NOT NULL,
            firmness TEXT NOT NULL,
            topics TEXT NOT NULL,
            doubts TEXT NOT NULL,
            year INTEGER,
            as_of TEXT,
            as_of_text TEXT NOT NULL
        ) STRICT;

        CREATE INDEX statements_document ON statements (document_id, start_at);
        CREATE INDEX statements_deadline ON statements (deadline_end) WHERE deadline_end IS NOT NULL;
    """)


@LEDGER()
def m002_matters(db: Database) -> None:
    """Matters, the statements they are made of, the keys that linking looks neighbours up by, and former ids."""
    db.executescript("""
        CREATE TABLE matters (
            id TEXT PRIMARY KEY,
            title TEXT NOT NULL,
            city TEXT NOT NULL,
            places TEXT NOT NULL,
            year INTEGER,
            topics TEXT NOT NULL,
            whole TEXT REFERENCES matters (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED
        ) STRICT;

        CREATE INDEX matters_whole ON matters (whole) WHERE whole IS NOT NULL;

        CREATE TABLE matter_statements (
            statement_id INTEGER PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
            matter_id TEXT NOT NULL REFERENCES matters (id) DEFERRABLE INITIALLY DEFERRED
        ) STRICT;

        CREATE INDEX matter_statements_matter ON matter_statements (matter_id);

        CREATE TABLE matter_aliases (
            alias TEXT PRIMARY KEY,
            matter_id TEXT NOT NULL REFERENCES matters (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
        ) STRICT;

        CREATE INDEX matter_aliases_matter ON matter_aliases (matter_id);

        CREATE TABLE block_keys (
            key TEXT NOT NULL,
            statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
            PRIMARY KEY (key, statement_id)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX block_keys_statement ON block_keys (statement_id);
    """)


@LEDGER()
def m003_corrections(db: Database) -> None:
    """What people corrected, tied to the words it was said of, which a second reading keeps; and who did what."""
    db.executescript("""
        CREATE TABLE corrections (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'done', 'progress', 'extend')),
            args TEXT NOT NULL,
            undone_at TEXT,
            undone_by TEXT
        ) STRICT;

        CREATE TABLE correction_anchors (
            correction_id INTEGER NOT NULL REFERENCES corrections (id) ON DELETE CASCADE,
            side TEXT NOT NULL CHECK (side IN ('matter', 'other')),
            file TEXT NOT NULL,
            city TEXT NOT NULL,
            item TEXT NOT NULL,
            quote TEXT NOT NULL,
            statement_id INTEGER REFERENCES statements (id) ON DELETE SET NULL,
            PRIMARY KEY (correction_id, side, file, city, item, quote)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX correction_anchors_statement ON correction_anchors (statement_id);
        CREATE INDEX correction_anchors_file ON correction_anchors (file, city);

        CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            who TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            details TEXT NOT NULL
        ) STRICT;

        CREATE INDEX audit_subject ON audit (subject);
    """)


@LEDGER()
def m004_search(db: Database) -> None:
    """The index of statements."""
    from store.search import create_index

    create_index(db)


@LEDGER()
def m005_reminders(db: Database) -> None:
    """Chats and what they follow, what they were reminded of, messages to send, updates received, people."""
    from store.tables import create_tables

    create_tables(db)


@LEDGER()
def m006_search_log(db: Database) -> None:
    """The log that an index outside the file reads; a smaller index inside it."""
    from store.search import renew_index

    if not db["search_log"].exists():
        renew_index(db)


@LEDGER()
def m007_aliases(db: Database) -> None:
    """What short words stand for in questions, as editors said."""
    db.executescript("""
        CREATE TABLE aliases (
            word TEXT PRIMARY KEY,
            meaning TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
    """)


@LEDGER()
def m008_kinds(db: Database) -> None:
    """More kinds of messages and of corrections."""
    db.executescript(tables.KINDS)


@LEDGER()
def m009_rules(db: Database) -> None:
    """How the supervision cycle runs."""
    db.executescript(tables.RULES)


@LEDGER()
def m010_assignments(db: Database) -> None:
    """Who is responsible for what."""
    db.executescript(tables.ASSIGNMENTS)


@LEDGER()
def m011_drafts(db: Database) -> None:
    """Documents held for review, and what was decided about doubts."""
    db.executescript(tables.DRAFTS)


@LEDGER()
def m012_dispatch(db: Database) -> None:
    """The weekly dispatch, closing and extending."""
    db.executescript(tables.DISPATCH)


@LEDGER()
def m013_rounds(db: Database) -> None:
    """Checks and the matters under special supervision."""
    db.executescript(tables.ROUNDS)


@LEDGER()
def m014_channels(db: Database) -> None:
    """Other channels than Telegram."""
    db.executescript(tables.CHANNELS)


@LEDGER()
def m015_groups(db: Database) -> None:
    """The group of tasks that each promise stands under."""
    from store.task_groups import fill_groups

    db.executescript(tables.GROUPS)
    fill_groups(db)


@LEDGER()
def m016_heartbeat(db: Database) -> None:
    """When the bot last did what it does again and again."""
    db.executescript(tables.HEARTBEAT)

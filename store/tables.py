"""The tables of following, reminding, sending and membership, as migration m005 makes them.

`thread` is a forum topic, 0 for none. Moments are ISO text in UTC of one width, so that they compare as text.
"""

from __future__ import annotations

from store.sqlite import Database

_FOLLOWING = """
CREATE TABLE chats (
    chat INTEGER PRIMARY KEY,
    settings TEXT NOT NULL,  -- what was chosen: JSON object
    off_why TEXT,  -- why the bot itself switched the chat off
    off_at TEXT
) STRICT;

CREATE TABLE follows (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('place', 'topic', 'matter', 'question')),
    value TEXT NOT NULL,
    label TEXT NOT NULL,
    since TEXT NOT NULL,
    by INTEGER NOT NULL,
    UNIQUE (chat, thread, kind, value)
) STRICT;

CREATE TABLE subscribers (  -- the chats and topics that follow something, with what is due for them next
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    reminded_until TEXT NOT NULL,  -- the last day whose reminders were written
    next_at TEXT NOT NULL,
    PRIMARY KEY (chat, thread)
) STRICT, WITHOUT ROWID;

CREATE INDEX subscribers_next ON subscribers (next_at);

CREATE TABLE mutes (
    chat INTEGER NOT NULL,
    matter_id TEXT NOT NULL,
    until TEXT,  -- the day on which reminding begins again, NULL for never
    by INTEGER NOT NULL,
    PRIMARY KEY (chat, matter_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminded (  -- an occurrence that was written into a digest
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    matter_id TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (chat, thread, matter_id, occurrence)
) STRICT, WITHOUT ROWID;
"""

_TELLING = """
CREATE TABLE news (  -- what documents changed, to be told to those whom it concerns
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL,
    city TEXT NOT NULL,
    matter_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    day TEXT NOT NULL,
    files TEXT NOT NULL,
    at TEXT NOT NULL,
    told_at TEXT,
    UNIQUE (file, city, matter_id, kind, before, after)
) STRICT;

CREATE INDEX news_untold ON news (id) WHERE told_at IS NULL;

CREATE TABLE remarks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    by INTEGER NOT NULL,
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    matter_id TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'written', 'cancelled')),
    made_at TEXT NOT NULL
) STRICT;

CREATE INDEX remarks_waiting ON remarks (at) WHERE state = 'waiting';

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('digest', 'update', 'personal', 'brief', 'notice')),
    key TEXT NOT NULL,  -- the occurrence; one message each
    text TEXT NOT NULL,
    buttons TEXT NOT NULL,
    matters TEXT NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'sent', 'uncertain', 'dead', 'off')),
    next_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    ambiguous INTEGER NOT NULL DEFAULT 0,  -- tries that may have arrived
    failures INTEGER NOT NULL DEFAULT 0,  -- tries that failed by the message itself
    owner TEXT,
    claimed_at TEXT,
    message_id INTEGER,
    sent_at TEXT,
    why TEXT,
    reported_at TEXT,  -- when an administrator was told of an uncertain or dead one
    UNIQUE (chat, thread, kind, key)
) STRICT;

CREATE INDEX outbox_waiting ON outbox (attempts, id) WHERE state = 'waiting';
CREATE INDEX outbox_claimed ON outbox (claimed_at) WHERE state = 'claimed';
CREATE INDEX outbox_failed ON outbox (id) WHERE state IN ('uncertain', 'dead') AND reported_at IS NULL;
"""

_PEOPLE = """
CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    payload TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    done_at TEXT
) STRICT;

CREATE INDEX inbox_waiting ON inbox (update_id) WHERE done_at IS NULL;

CREATE TABLE members (
    user INTEGER PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'administrator')),
    name TEXT NOT NULL,
    since TEXT NOT NULL,
    by INTEGER NOT NULL
) STRICT;

CREATE TABLE invitations (
    hash TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'administrator')),
    name TEXT NOT NULL,
    by INTEGER NOT NULL,
    until TEXT NOT NULL,
    used_by INTEGER,
    used_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
    chat INTEGER PRIMARY KEY,
    by INTEGER NOT NULL,
    since TEXT NOT NULL
) STRICT;
"""


def create_tables(db: Database) -> None:
    """Make the tables."""
    for script in (_FOLLOWING, _TELLING, _PEOPLE):
        db.executescript(script)

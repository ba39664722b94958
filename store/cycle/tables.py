"""The tables of the supervision cycle, one script for each step of store/migrations.py.

Moments are ISO text in UTC, days ISO text. `by`, `who` are names of the audit log (store.members.person); `user` is the
id of a Telegram user, 0 for somebody without one. A matter's id may be a former one: store.loading.present_ids leads to
the present matter.
"""

from __future__ import annotations

# More kinds of messages and of corrections: SQLite changes a CHECK only by a new table.
KINDS = """
CREATE TABLE outbox_next (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat INTEGER NOT NULL,
    thread INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind IN ('digest', 'update', 'personal', 'brief', 'notice', 'dispatch', 'round', 'listing')),
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
INSERT INTO outbox_next SELECT id, chat, thread, kind, key, text, buttons, matters, day, state, next_at, attempts,
    ambiguous, failures, owner, claimed_at, message_id, sent_at, why, reported_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_next RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (attempts, id) WHERE state = 'waiting';
CREATE INDEX outbox_claimed ON outbox (claimed_at) WHERE state = 'claimed';
CREATE INDEX outbox_failed ON outbox (id) WHERE state IN ('uncertain', 'dead') AND reported_at IS NULL;

CREATE TABLE corrections_next (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'done', 'progress', 'extend', 'reopen')),
    args TEXT NOT NULL,
    undone_at TEXT,
    undone_by TEXT
) STRICT;
INSERT INTO corrections_next SELECT id, at, who, kind, args, undone_at, undone_by FROM corrections;
CREATE TEMP TABLE anchors_kept AS SELECT * FROM correction_anchors;
DROP TABLE corrections;
ALTER TABLE corrections_next RENAME TO corrections;
INSERT OR IGNORE INTO correction_anchors SELECT * FROM anchors_kept;
DROP TABLE anchors_kept;
"""

RULES = """
CREATE TABLE rules (  -- how the cycle runs, where somebody chose otherwise: store/cycle/rules.py
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL  -- JSON
) STRICT, WITHOUT ROWID;
"""

ASSIGNMENTS = """
CREATE TABLE assignments (  -- 五个一: who and what a matter, a group of tasks or a district is assigned to
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    scope TEXT NOT NULL CHECK (scope IN ('matter', 'group', 'place')),
    value TEXT NOT NULL,  -- a matter's id, the name of a group of tasks, a place's official name
    role TEXT NOT NULL CHECK (role IN ('unit', 'leader', 'team', 'plan', 'contact')),
    text TEXT NOT NULL,  -- a name, or for a plan its words or address
    file_id TEXT NOT NULL DEFAULT '',  -- a plan that was sent as a file
    user INTEGER NOT NULL DEFAULT 0,
    since TEXT NOT NULL,
    by TEXT NOT NULL,
    until TEXT  -- when another took its place; NULL while it holds
) STRICT;
CREATE UNIQUE INDEX assignments_now ON assignments (scope, value, role) WHERE until IS NULL;
CREATE INDEX assignments_user ON assignments (user) WHERE until IS NULL AND user != 0;
"""

DRAFTS = """
CREATE TABLE drafts (  -- documents that were read and are held until somebody publishes them
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    file TEXT NOT NULL,
    title TEXT NOT NULL,  -- as the text says
    text TEXT NOT NULL,  -- '' once it is decided: a published one is in documents
    sha256 TEXT NOT NULL,
    given TEXT NOT NULL,  -- as documents.given
    notes TEXT NOT NULL,  -- what was said of the file when its text was taken out: JSON
    corrects INTEGER,  -- the id of the document that it is a version of; NULL for one of its own
    verdicts TEXT NOT NULL,  -- what was decided about its doubts so far: JSON
    chat INTEGER NOT NULL,  -- 0 for the command line
    by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'published', 'dropped')),
    ended_at TEXT,
    ended_by TEXT
) STRICT;
CREATE UNIQUE INDEX drafts_waiting ON drafts (sha256) WHERE state = 'waiting';

CREATE TABLE verdicts (  -- what people decided about doubts of the reader, kept when a document is read again
    file TEXT NOT NULL,
    city TEXT NOT NULL,
    quote TEXT NOT NULL,  -- '' with item '' for the doubt wherever the document raises it
    item TEXT NOT NULL,
    doubt TEXT NOT NULL,
    verdict TEXT NOT NULL,  -- commitments.verdicts.Verdict.decision
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (file, city, quote, item, doubt)
) STRICT, WITHOUT ROWID;
"""

DISPATCH = """
CREATE TABLE dispatch_turns (  -- 周调度: who was asked in which week, also those who had nothing to be asked about
    week TEXT NOT NULL,  -- its Monday
    user INTEGER NOT NULL,
    asked_at TEXT NOT NULL,
    again_at TEXT,  -- when they were asked once more, or had answered all
    PRIMARY KEY (week, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatch_weeks (  -- the weeks of which the editors had the summary
    week TEXT PRIMARY KEY,
    summed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dispatches (  -- what one person was asked in one week about one matter
    week TEXT NOT NULL,  -- its Monday
    user INTEGER NOT NULL,
    matter_id TEXT NOT NULL,
    number INTEGER NOT NULL,  -- of its line in the message, from 1
    asked_at TEXT NOT NULL,
    light TEXT NOT NULL DEFAULT '',  -- of that day
    known REAL,  -- the figure of that day
    answered_at TEXT,
    answer TEXT NOT NULL DEFAULT '',  -- as it was given
    report_id INTEGER REFERENCES reports (id) ON DELETE SET NULL,
    PRIMARY KEY (week, user, matter_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dispatches_report ON dispatches (report_id);
CREATE INDEX dispatches_user ON dispatches (user, week);

CREATE TABLE reports (  -- what those responsible said of their matters, in the dispatch or outside it
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    day TEXT NOT NULL,
    user INTEGER NOT NULL,
    matter_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('figure', 'done', 'none', 'words')),
    text TEXT NOT NULL,  -- as it was written
    value REAL,
    unit TEXT NOT NULL DEFAULT '',
    correction_id INTEGER REFERENCES corrections (id) ON DELETE SET NULL,
    closure_id INTEGER REFERENCES closures (id) ON DELETE SET NULL,
    undone_at TEXT
) STRICT;
CREATE INDEX reports_matter ON reports (matter_id);
CREATE INDEX reports_correction ON reports (correction_id);
CREATE INDEX reports_closure ON reports (closure_id);

CREATE TABLE closures (  -- 销号: proposed by one, decided by another
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    matter_id TEXT NOT NULL,
    proposed_by TEXT NOT NULL,
    proposed_at TEXT NOT NULL,
    proposed_on TEXT NOT NULL,
    evidence TEXT NOT NULL,
    photo TEXT NOT NULL DEFAULT '',  -- file_id
    state TEXT NOT NULL CHECK (state IN ('proposed', 'withdrawn', 'confirmed', 'refused', 'reopened')),
    decided_by TEXT,
    decided_at TEXT,
    decided_on TEXT,  -- the day that the decision counts from
    why TEXT NOT NULL DEFAULT '',
    claimed_id INTEGER REFERENCES corrections (id) ON DELETE SET NULL,  -- 自报
    verified_id INTEGER REFERENCES corrections (id) ON DELETE SET NULL  -- 核实
) STRICT;
CREATE INDEX closures_matter ON closures (matter_id);
CREATE INDEX closures_claimed ON closures (claimed_id);
CREATE INDEX closures_verified ON closures (verified_id);
CREATE UNIQUE INDEX closures_waiting ON closures (matter_id) WHERE state = 'proposed';

CREATE TABLE extensions (  -- 延期: asked for before expiry, granted or refused
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    matter_id TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    before TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'refused')),
    decided_by TEXT,
    decided_at TEXT,
    why TEXT NOT NULL DEFAULT '',
    correction_id INTEGER REFERENCES corrections (id) ON DELETE SET NULL
) STRICT;
CREATE UNIQUE INDEX extensions_waiting ON extensions (matter_id) WHERE state = 'asked';
CREATE INDEX extensions_matter ON extensions (matter_id);
CREATE INDEX extensions_correction ON extensions (correction_id);
"""

ROUNDS = """
CREATE TABLE rounds (  -- 月督查, 双月验收
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('monthly', 'full')),
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    ended_at TEXT,
    UNIQUE (kind, first)
) STRICT;

CREATE TABLE checks (  -- what a round is to look at, how it stood then, and what was found
    round_id INTEGER NOT NULL REFERENCES rounds (id) ON DELETE CASCADE,
    matter_id TEXT NOT NULL,
    status TEXT NOT NULL,
    light TEXT NOT NULL,
    result TEXT CHECK (result IN ('true', 'untrue', 'incomplete')),
    note TEXT NOT NULL DEFAULT '',
    photo TEXT NOT NULL DEFAULT '',  -- file_id
    by TEXT,
    day TEXT,  -- local, of the result
    PRIMARY KEY (round_id, matter_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX checks_matter ON checks (matter_id);

CREATE TABLE listings (  -- 挂牌督办
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    matter_id TEXT NOT NULL,
    since TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    by TEXT NOT NULL,  -- '' where the rule did it
    told INTEGER NOT NULL DEFAULT 0,
    until TEXT,
    off_at TEXT,
    why_off TEXT NOT NULL DEFAULT '',
    off_by TEXT,  -- '' where the rule did it
    off_told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX listings_now ON listings (matter_id) WHERE until IS NULL;

CREATE TABLE step_days (  -- the days on which a step of the tick was done, where nothing else says so
    step TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (step, day)
) STRICT, WITHOUT ROWID;
"""

CHANNELS = """
CREATE TABLE channels (  -- group robots and mail boxes, which are chats with a number of their own
    chat INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,  -- holds a secret
    by INTEGER NOT NULL,
    since TEXT NOT NULL,
    tested_at TEXT
) STRICT;
"""

GROUPS = """
CREATE TABLE statement_groups (  -- the group of tasks (任务类别) that a promise stands under in its document
    statement_id INTEGER PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    announced INTEGER NOT NULL  -- whether the document says how many groups it has
) STRICT;
CREATE INDEX statement_groups_name ON statement_groups (name);
"""

HEARTBEAT = """
CREATE TABLE heartbeat (
    name TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

-- The whole truth for a new database.  Existing ones come here by migrations/; a test proves that both agree.
--
-- A message lies under  key = session << 24 | position : the messages of a session are neighbours on disk, and
-- a range of keys is a range of positions.  Soft deletion of a session moves sessions.live_from beyond its
-- messages; what lies before live_from is dead and waits for the purge.

CREATE TABLE users (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid        TEXT NOT NULL,
    user_id     TEXT NOT NULL UNIQUE,
    email       TEXT NOT NULL,
    first_name  TEXT NOT NULL,
    last_name   TEXT NOT NULL,
    metadata    TEXT,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
) STRICT;

CREATE TABLE sessions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid          TEXT NOT NULL,
    session_id    TEXT NOT NULL,
    user_id       TEXT,
    metadata      TEXT,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    deleted_at    TEXT,
    -- a deleted session whose session_id was given to a new one
    superseded    INTEGER NOT NULL DEFAULT 0,
    -- the position that the next message will get
    next_position INTEGER NOT NULL DEFAULT 1,
    -- messages before this position are deleted
    live_from     INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE UNIQUE INDEX sessions_by_session_id ON sessions (session_id) WHERE superseded = 0;
CREATE INDEX sessions_by_user_id ON sessions (user_id, id) WHERE user_id IS NOT NULL;
-- what the purge looks for
CREATE INDEX sessions_with_dead_rows ON sessions (id) WHERE deleted_at IS NOT NULL OR live_from > 1;

CREATE TABLE messages (
    key         INTEGER PRIMARY KEY,
    uuid        TEXT NOT NULL,
    role        TEXT NOT NULL,
    content     TEXT NOT NULL,
    metadata    TEXT,
    token_count INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX messages_by_uuid ON messages (uuid);

-- what the search index needs of a message: terms of an analyzer, the vector of a model
CREATE TABLE features (
    key      INTEGER PRIMARY KEY,
    analyzer INTEGER,
    terms    BLOB,
    model    TEXT,
    vector   BLOB
) STRICT;

CREATE TABLE summaries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- key of the newest message folded into the summary
    point       INTEGER NOT NULL,
    point_uuid  TEXT NOT NULL,
    uuid        TEXT NOT NULL,
    content     TEXT NOT NULL,
    metadata    TEXT,
    token_count INTEGER NOT NULL,
    created_at  TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX summaries_by_point ON summaries (point);

CREATE TABLE jobs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL,
    scope        INTEGER NOT NULL,
    first        INTEGER NOT NULL,
    last         INTEGER NOT NULL,
    -- names of the steps still to be done, separated by blanks
    steps        TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    error        TEXT NOT NULL DEFAULT '',
    created_at   TEXT NOT NULL,
    -- Unix time from which the job may be claimed; NULL once it is parked
    due          REAL
) STRICT;

CREATE INDEX jobs_by_due ON jobs (kind, due);
CREATE INDEX jobs_by_scope ON jobs (scope);

CREATE TABLE answers (
    key         TEXT PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    status      INTEGER NOT NULL,
    media_type  TEXT NOT NULL,
    body        BLOB NOT NULL,
    created_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX answers_by_time ON answers (created_at);

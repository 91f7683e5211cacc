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
CREATE TABLE departed_users (
    id       INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT;
CREATE TABLE files (
    owner      INTEGER NOT NULL,
    path       TEXT NOT NULL,
    uuid       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    author     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (owner, path)
) STRICT;
CREATE TABLE former_files (
    owner      INTEGER NOT NULL,
    file       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (owner, file, revision)
) STRICT;
CREATE TABLE sessions (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid          TEXT NOT NULL,
    session_id    TEXT NOT NULL,
    user_id       TEXT,
    owner         INTEGER,
    metadata      TEXT,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    deleted_at    TEXT,
    superseded    INTEGER NOT NULL DEFAULT 0,
    next_position INTEGER NOT NULL DEFAULT 1,
    live_from     INTEGER NOT NULL DEFAULT 1,
    removed       INTEGER NOT NULL DEFAULT 0,
    edition       INTEGER NOT NULL DEFAULT 0,
    purged_to     INTEGER NOT NULL DEFAULT 1,
    expires_at    TEXT,
    remember      INTEGER NOT NULL DEFAULT 1,
    former_from   INTEGER
) STRICT;
CREATE UNIQUE INDEX sessions_by_session_id ON sessions (session_id) WHERE superseded = 0;
CREATE INDEX sessions_by_owner ON sessions (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX sessions_with_dead_rows ON sessions (superseded, id) WHERE deleted_at IS NOT NULL OR purged_to < live_from;
CREATE INDEX sessions_by_expiry ON sessions (expires_at) WHERE expires_at IS NOT NULL AND superseded = 0;
CREATE TABLE messages (
    key         INTEGER PRIMARY KEY,
    uuid        TEXT NOT NULL,
    role        TEXT NOT NULL,
    content     TEXT NOT NULL,
    metadata    TEXT,
    token_count INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    name        TEXT NOT NULL DEFAULT '',
    revision    INTEGER NOT NULL DEFAULT 0,
    expires_at  TEXT,
    remember    INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX messages_by_uuid ON messages (uuid);
CREATE INDEX messages_by_expiry ON messages (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE message_revisions (
    session    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    uuid       TEXT NOT NULL,
    role       TEXT NOT NULL,
    name       TEXT NOT NULL,
    content    TEXT NOT NULL,
    metadata   TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    ended_at   TEXT NOT NULL,
    removed    INTEGER NOT NULL,
    expires_at TEXT,
    remember   INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (session, position, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_revisions_removed ON message_revisions (session, position) WHERE removed = 1;
CREATE TABLE features (
    key      INTEGER PRIMARY KEY,
    analyzer INTEGER,
    terms    BLOB,
    model    TEXT,
    vector   BLOB
) STRICT;
CREATE TABLE summaries (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    point       INTEGER NOT NULL,
    point_uuid  TEXT NOT NULL,
    uuid        TEXT NOT NULL,
    content     TEXT NOT NULL,
    metadata    TEXT,
    token_count INTEGER NOT NULL,
    created_at  TEXT NOT NULL,
    model       TEXT,
    vector      BLOB
) STRICT;
CREATE UNIQUE INDEX summaries_by_point ON summaries (point);
CREATE TABLE session_changes (
    revision INTEGER PRIMARY KEY,
    session  INTEGER NOT NULL,
    user_id  TEXT,
    kind     INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    edition  INTEGER NOT NULL DEFAULT 0,
    removed  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX session_changes_by_user ON session_changes (user_id, revision) WHERE user_id IS NOT NULL;
CREATE INDEX session_changes_of_metadata ON session_changes (session, revision) WHERE kind >= 2;
CREATE TRIGGER session_begun AFTER INSERT ON sessions WHEN NEW.next_position > NEW.live_from BEGIN
    INSERT INTO session_changes (session, user_id, kind, first, last)
    VALUES (NEW.id, NEW.user_id, 0, NEW.live_from, NEW.next_position - 1);
END;
CREATE TRIGGER session_changed AFTER UPDATE OF next_position, live_from, edition ON sessions
WHEN NEW.remember = 1
AND (NEW.next_position <> OLD.next_position OR NEW.live_from <> OLD.live_from OR NEW.edition <> OLD.edition) BEGIN
    INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)
    VALUES (NEW.id, NEW.user_id, 0, NEW.live_from, NEW.next_position - 1, NEW.edition, NEW.removed);
END;
CREATE TRIGGER session_not_to_be_remembered AFTER UPDATE OF remember ON sessions
WHEN NEW.remember = 0 AND OLD.remember = 1 BEGIN
    INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)
    VALUES (NEW.id, NEW.user_id, 0, NEW.live_from, NEW.next_position - 1, NEW.edition,
        NEW.next_position - NEW.live_from);
END;
CREATE TRIGGER session_to_be_remembered AFTER UPDATE OF remember ON sessions
WHEN NEW.remember = 1 AND OLD.remember = 0 BEGIN
    INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)
    SELECT NEW.id, NEW.user_id, 1, NEW.live_from, max(id), NEW.edition, NEW.removed FROM summaries
    WHERE point BETWEEN (NEW.id << 24) + NEW.live_from AND (NEW.id << 24) + 16777215 HAVING max(id) IS NOT NULL;
END;
CREATE TRIGGER session_given AFTER UPDATE OF user_id ON sessions
WHEN NEW.remember = 1 AND NEW.user_id IS NOT OLD.user_id BEGIN
    INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)
    VALUES (NEW.id, NEW.user_id, 0, NEW.live_from, NEW.next_position - 1, NEW.edition, NEW.removed);
    INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)
    SELECT NEW.id, NEW.user_id, 1, NEW.live_from, max(id), NEW.edition, NEW.removed FROM summaries
    WHERE point BETWEEN (NEW.id << 24) + NEW.live_from AND (NEW.id << 24) + 16777215 HAVING max(id) IS NOT NULL;
END;
CREATE TRIGGER summary_added AFTER INSERT ON summaries BEGIN
    INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)
    SELECT id, user_id, 1, live_from, NEW.id, edition, removed FROM sessions
    WHERE id = NEW.point >> 24 AND remember = 1;
END;
CREATE TABLE facts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid          TEXT NOT NULL,
    holder        INTEGER NOT NULL,
    user_id       TEXT,
    session       INTEGER,
    session_id    TEXT,
    subject       TEXT NOT NULL,
    origin        TEXT NOT NULL,
    content       TEXT NOT NULL,
    slot          TEXT,
    value         TEXT,
    ends          INTEGER NOT NULL,
    rests         INTEGER NOT NULL,
    state         TEXT NOT NULL,
    valid_at      TEXT NOT NULL,
    invalid_at    TEXT,
    said          TEXT NOT NULL,
    superseded_by TEXT,
    superseded_at TEXT,
    replaced      INTEGER NOT NULL,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    retired_at    TEXT,
    revision      INTEGER NOT NULL,
    pinned        INTEGER NOT NULL,
    topics        TEXT NOT NULL,
    metadata      TEXT,
    actor         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    twin_key      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX facts_by_uuid ON facts (uuid);
CREATE INDEX facts_by_holder ON facts (holder, id);
CREATE INDEX facts_by_key ON facts (holder, slot, twin_key);
CREATE INDEX facts_by_session ON facts (session) WHERE session IS NOT NULL;
CREATE INDEX facts_superseded ON facts (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX facts_forgotten ON facts (id) WHERE state = 'forgotten';
CREATE TABLE fact_sources (
    fact     TEXT NOT NULL,
    session  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    said_at  TEXT NOT NULL,
    valid_at TEXT NOT NULL,
    value    TEXT,
    ends     INTEGER NOT NULL,
    PRIMARY KEY (fact, session, position, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_sources_by_message ON fact_sources (session, position);
CREATE TABLE fact_revisions (
    fact       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    content    TEXT NOT NULL,
    slot       TEXT,
    value      TEXT,
    state      TEXT NOT NULL,
    valid_at   TEXT NOT NULL,
    invalid_at TEXT,
    pinned     INTEGER NOT NULL,
    topics     TEXT NOT NULL,
    metadata   TEXT,
    at         TEXT NOT NULL,
    actor      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (fact, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE fact_holders (
    holder     INTEGER PRIMARY KEY,
    user_id    TEXT,
    generation INTEGER NOT NULL,
    newest     INTEGER NOT NULL
) STRICT;
CREATE TABLE jobs (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    kind         TEXT NOT NULL,
    scope        INTEGER NOT NULL,
    first        INTEGER NOT NULL,
    last         INTEGER NOT NULL,
    steps        TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    claims       INTEGER NOT NULL DEFAULT 0,
    error        TEXT NOT NULL DEFAULT '',
    created_at   TEXT NOT NULL,
    request      TEXT NOT NULL DEFAULT '',
    due          REAL
) STRICT;
CREATE INDEX jobs_by_due ON jobs (kind, due);
CREATE INDEX jobs_by_scope ON jobs (scope);
CREATE TABLE marks (
    chore    TEXT PRIMARY KEY,
    version  TEXT NOT NULL,
    place    TEXT NOT NULL,
    ended    INTEGER NOT NULL,
    noted_at REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE receipts (
    owner       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    result      TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_by_time ON receipts (created_at);
CREATE TABLE access_keys (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    digest     BLOB NOT NULL,
    rights     TEXT NOT NULL,
    limits     TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    used_at    TEXT,
    revoked_at TEXT,
    revision   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX access_keys_by_revision ON access_keys (revision);
CREATE TABLE audit_log (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    targets TEXT NOT NULL,
    count   INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_log_by_time ON audit_log (at);
CREATE TABLE erasures (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    pending     TEXT,
    number      INTEGER UNIQUE,
    certificate TEXT
) STRICT;
CREATE TABLE collections (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid             TEXT NOT NULL,
    name             TEXT NOT NULL,
    description      TEXT NOT NULL,
    metadata         TEXT,
    dimensions       INTEGER NOT NULL,
    is_auto_embedded INTEGER NOT NULL,
    model            TEXT NOT NULL DEFAULT '',
    document_count   INTEGER NOT NULL DEFAULT 0,
    embedded_count   INTEGER NOT NULL DEFAULT 0,
    next_number      INTEGER NOT NULL DEFAULT 1,
    revision         INTEGER NOT NULL DEFAULT 0,
    purged_revision  INTEGER NOT NULL DEFAULT 0,
    dropped          INTEGER NOT NULL DEFAULT 0,
    created_at       TEXT NOT NULL,
    updated_at       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX collections_by_name ON collections (name) WHERE dropped = 0;
CREATE INDEX collections_dropped ON collections (id) WHERE dropped = 1;
CREATE TABLE documents (
    key         INTEGER PRIMARY KEY,
    collection  INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    uuid        TEXT NOT NULL,
    document_id TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    updated_at  TEXT NOT NULL,
    deleted_at  TEXT,
    metadata    TEXT,
    content     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX documents_by_uuid ON documents (uuid);
CREATE UNIQUE INDEX documents_by_document_id ON documents (collection, document_id)
    WHERE document_id <> '' AND deleted_at IS NULL;
CREATE INDEX documents_by_revision ON documents (collection, revision);
CREATE INDEX documents_deleted ON documents (key) WHERE deleted_at IS NOT NULL;
CREATE TABLE document_vectors (
    key    INTEGER PRIMARY KEY,
    model  TEXT NOT NULL,
    vector BLOB NOT NULL
) STRICT;

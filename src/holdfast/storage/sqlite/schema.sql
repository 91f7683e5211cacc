-- The whole truth for a new database.  Existing ones come here by migrations/; a test proves that both agree.
--
-- A message lies under  key = (session << 24) + position : the messages of a session are neighbours on disk, and
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

-- Deleted users whose sessions still wait to be buried.  Their sessions are gone for every reader: see presence.py.
CREATE TABLE departed_users (
    id       INTEGER PRIMARY KEY,
    -- of the log of changes: who has seen more than that knows that they are gone; 0 for those that a copy brought
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Texts that agents keep for users, by path.  Paths are compared by their bytes.
CREATE TABLE files (
    -- the number of the user
    owner      INTEGER NOT NULL,
    path       TEXT NOT NULL,
    uuid       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    -- bytes in UTF-8
    size       INTEGER NOT NULL,
    author     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (owner, path)
) STRICT;

-- What files were before their last changes.
CREATE TABLE former_files (
    owner      INTEGER NOT NULL,
    -- the uuid of the file
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
    -- the number of that user
    owner         INTEGER,
    metadata      TEXT,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    deleted_at    TEXT,
    -- a deleted session whose session_id was given to a new one
    superseded    INTEGER NOT NULL DEFAULT 0,
    -- the position that the next message will get
    next_position INTEGER NOT NULL DEFAULT 1,
    -- messages before this position are deleted
    live_from     INTEGER NOT NULL DEFAULT 1,
    -- how many messages from there on were deleted one by one
    removed       INTEGER NOT NULL DEFAULT 0,
    -- how often a message was deleted, or its content edited, or the session was restored
    edition       INTEGER NOT NULL DEFAULT 0,
    -- what is dead before this position has been purged
    purged_to     INTEGER NOT NULL DEFAULT 1,
    -- from when on it is gone
    expires_at    TEXT,
    -- whether facts are made of it and searches of more than it find it
    remember      INTEGER NOT NULL DEFAULT 1,
    -- of a deleted session that can be restored: from which position on its messages were live
    former_from   INTEGER
) STRICT;

CREATE UNIQUE INDEX sessions_by_session_id ON sessions (session_id) WHERE superseded = 0;
CREATE INDEX sessions_by_owner ON sessions (owner, id) WHERE owner IS NOT NULL;
-- what the purge looks for; those that cannot come back are removed at once
CREATE INDEX sessions_with_dead_rows ON sessions (superseded, id)
    WHERE iif(deleted_at IS NOT NULL AND superseded = 0 AND former_from IS NOT NULL,
        purged_to < former_from, deleted_at IS NOT NULL OR purged_to < live_from);
CREATE INDEX sessions_restorable ON sessions (deleted_at)
    WHERE deleted_at IS NOT NULL AND superseded = 0 AND former_from IS NOT NULL;

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
    -- who speaks, where that is more than the role
    name        TEXT NOT NULL DEFAULT '',
    -- how often the content was edited
    revision    INTEGER NOT NULL DEFAULT 0,
    -- from when on it is gone
    expires_at  TEXT,
    -- whether facts and summaries are made of it and searches of more than its session find it
    remember    INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE UNIQUE INDEX messages_by_uuid ON messages (uuid);
CREATE INDEX messages_by_expiry ON messages (expires_at) WHERE expires_at IS NOT NULL;

-- What messages said before they were edited, and those that were deleted one by one, until the purge.
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
    -- whether the message was deleted then
    removed    INTEGER NOT NULL,
    -- of one that was deleted: how it was to be kept
    expires_at TEXT,
    remember   INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (session, position, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX message_revisions_removed ON message_revisions (session, position) WHERE removed = 1;
-- what the purge looks for
CREATE INDEX message_revisions_by_removal ON message_revisions (ended_at) WHERE removed = 1;

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
    created_at  TEXT NOT NULL,
    -- name of an embedding model, and the vector that it gives the content
    model       TEXT,
    vector      BLOB
) STRICT;

CREATE UNIQUE INDEX summaries_by_point ON summaries (point);

-- What happens to sessions, for those who keep something of a scope in memory: see contract/changes.py.  Numbers are
-- given out in the order of the transactions.  Old rows go, the newest one stays.  Of a session that is not to be
-- remembered nothing is told, but that it became so: then, as if all its messages had been deleted one by one.
CREATE TABLE session_changes (
    revision INTEGER PRIMARY KEY,
    session  INTEGER NOT NULL,
    user_id  TEXT,
    -- 0 messages, 1 summaries, 2 metadata of messages, 3 metadata of summaries, 4 facts: then session is a holder
    kind     INTEGER NOT NULL,
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    -- those of the session then, where the change is about messages or summaries
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

-- What is known about users.  A holder is the number of a user, or the negative number of a session without one.
CREATE TABLE facts (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid          TEXT NOT NULL,
    holder        INTEGER NOT NULL,
    user_id       TEXT,
    -- the session that the fact goes with
    session       INTEGER,
    session_id    TEXT,
    subject       TEXT NOT NULL,
    origin        TEXT NOT NULL,
    content       TEXT NOT NULL,
    slot          TEXT,
    value         TEXT,
    -- whether it says that the value holds no more
    ends          INTEGER NOT NULL,
    -- whether it goes with the last of its sources
    rests         INTEGER NOT NULL,
    state         TEXT NOT NULL,
    valid_at      TEXT NOT NULL,
    invalid_at    TEXT,
    -- sorts facts as they were said
    said          TEXT NOT NULL,
    superseded_by TEXT,
    superseded_at TEXT,
    -- whether it was said, and not worked out, that another fact took its place
    replaced      INTEGER NOT NULL,
    created_at    TEXT NOT NULL,
    updated_at    TEXT NOT NULL,
    retired_at    TEXT,
    revision      INTEGER NOT NULL,
    pinned        INTEGER NOT NULL,
    -- a JSON array
    topics        TEXT NOT NULL,
    metadata      TEXT,
    actor         TEXT NOT NULL,
    reason        TEXT NOT NULL,
    -- the same for facts that say the same; empty when forgotten
    twin_key      TEXT NOT NULL,
    -- when it was said first and last, sorted as said is: by its sources, and if it was not stated, by itself
    first_said    TEXT NOT NULL,
    last_said     TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX facts_by_uuid ON facts (uuid);
CREATE INDEX facts_by_holder ON facts (holder, id);
CREATE INDEX facts_by_key ON facts (holder, slot, twin_key, said);
-- neighbours in time: see fact_neighbours.py
CREATE INDEX facts_in_time ON facts (holder, slot, subject, said, created_at, uuid)
    WHERE state IN ('valid', 'superseded') AND replaced = 0;
CREATE INDEX facts_said_once ON facts (holder, slot, said, uuid)
    WHERE first_said = said AND last_said = said AND state IN ('valid', 'superseded') AND replaced = 0;
CREATE INDEX facts_said_again ON facts (holder, slot, last_said, first_said)
    WHERE NOT (first_said = said AND last_said = said) AND state IN ('valid', 'superseded') AND replaced = 0;
CREATE INDEX facts_ending ON facts (holder, slot, said) WHERE ends = 1;
CREATE INDEX facts_by_session ON facts (session) WHERE session IS NOT NULL;
CREATE INDEX facts_superseded ON facts (superseded_by) WHERE superseded_by IS NOT NULL;
-- what the purge looks for
CREATE INDEX facts_forgotten ON facts (id) WHERE state = 'forgotten';

-- The messages that facts rest on.
CREATE TABLE fact_sources (
    fact     TEXT NOT NULL,
    session  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    -- counts the statements of the message; -1 where it is only cited
    number   INTEGER NOT NULL,
    -- from which character on, and before which one, the message states it
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    said_at  TEXT NOT NULL,
    valid_at TEXT NOT NULL,
    value    TEXT,
    ends     INTEGER NOT NULL,
    PRIMARY KEY (fact, session, position, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_sources_by_message ON fact_sources (session, position);

-- What facts were before they were changed.
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

-- What a holder has: the generation grows when a fact changes or goes.
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
    -- names of the steps still to be done, separated by blanks
    steps        TEXT NOT NULL,
    -- how often it has failed
    attempts     INTEGER NOT NULL DEFAULT 0,
    -- how often it was claimed since work on it last ended somehow; 0 also once it was widened
    claims       INTEGER NOT NULL DEFAULT 0,
    error        TEXT NOT NULL DEFAULT '',
    created_at   TEXT NOT NULL,
    -- the request that promised the job, if one did
    request      TEXT NOT NULL DEFAULT '',
    -- Unix time from which the job may be claimed; NULL once it is parked
    due          REAL
) STRICT;

CREATE INDEX jobs_by_due ON jobs (kind, due);
CREATE INDEX jobs_by_scope ON jobs (scope);

-- how far chores have come
CREATE TABLE marks (
    chore    TEXT PRIMARY KEY,
    -- what it was about, such as a model
    version  TEXT NOT NULL,
    -- where it goes on
    place    TEXT NOT NULL,
    ended    INTEGER NOT NULL,
    -- Unix time
    noted_at REAL NOT NULL
) STRICT, WITHOUT ROWID;

-- What writes under idempotency keys gave, so that their repetitions are given the same.
CREATE TABLE receipts (
    -- whose key it is
    owner       TEXT NOT NULL,
    key         TEXT NOT NULL,
    -- what makes a request the same one
    fingerprint BLOB NOT NULL,
    -- the result of the write, as JSON
    result      TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX receipts_by_time ON receipts (created_at);

-- API keys.  The secret of a key is nowhere; the digest is its SHA-256.
CREATE TABLE access_keys (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    digest     BLOB NOT NULL,
    -- names of the rights, separated by blanks
    rights     TEXT NOT NULL,
    -- what the key is limited to; NULL for nothing
    limits     TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    used_at    TEXT,
    revoked_at TEXT,
    -- grows with every key that is added or revoked
    revision   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX access_keys_by_revision ON access_keys (revision);

-- Who changed what, and when.
CREATE TABLE audit_log (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    -- identifiers, as a JSON array; of very many only some
    targets TEXT NOT NULL,
    count   INTEGER NOT NULL
) STRICT;

CREATE INDEX audit_log_by_time ON audit_log (at);

-- Erasures: those that are under way, and the certificates of those that are done, which are chained.
CREATE TABLE erasures (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    -- what is to go and what will be looked for, as JSON in base64; NULL once it is done
    pending     TEXT,
    -- of the certificate, ascending without gaps; NULL while the erasure is under way
    number      INTEGER UNIQUE,
    -- as JSON
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
    -- the model that embeds, or is about to embed, the documents of an auto-embedded collection
    model            TEXT NOT NULL DEFAULT '',
    document_count   INTEGER NOT NULL DEFAULT 0,
    embedded_count   INTEGER NOT NULL DEFAULT 0,
    -- the number that the next document will get
    next_number      INTEGER NOT NULL DEFAULT 1,
    revision         INTEGER NOT NULL DEFAULT 0,
    purged_revision  INTEGER NOT NULL DEFAULT 0,
    -- a deleted collection whose rows are still being removed
    dropped          INTEGER NOT NULL DEFAULT 0,
    created_at       TEXT NOT NULL,
    updated_at       TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX collections_by_name ON collections (name) WHERE dropped = 0;
CREATE INDEX collections_dropped ON collections (id) WHERE dropped = 1;

-- A document lies under  key = collection << 34 | number.  What is long comes last, so that reads which do not want
-- it need not pass it.
CREATE TABLE documents (
    key         INTEGER PRIMARY KEY,
    collection  INTEGER NOT NULL,
    -- the revision of the collection that last changed the document
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
-- what the purge looks for
CREATE INDEX documents_deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE document_vectors (
    key    INTEGER PRIMARY KEY,
    -- empty for a vector that the caller supplied
    model  TEXT NOT NULL,
    vector BLOB NOT NULL
) STRICT;

-- Leads from what was made before schemas had versions of their own: without the span of time in which a fact was said,
-- and without the indexes by which deleted sessions, messages and documents are purged in the order of their deletion.

CREATE TABLE facts_with_spans (
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
    twin_key      TEXT NOT NULL,
    first_said    TEXT NOT NULL,
    last_said     TEXT NOT NULL
) STRICT;

WITH orders AS (
    SELECT fact, substr(said_at || '       ', 1, 27)
        || printf('%016x%08x%04x', session, position, max(number, 0)) AS place
    FROM fact_sources
), spans AS (
    SELECT fact, min(place) AS first, max(place) AS last FROM orders GROUP BY fact
)
INSERT INTO facts_with_spans (
    id, uuid, holder, user_id, session, session_id, subject, origin, content, slot, value, ends, rests, state,
    valid_at, invalid_at, said, superseded_by, superseded_at, replaced, created_at, updated_at, retired_at,
    revision, pinned, topics, metadata, actor, reason, twin_key,
    first_said, last_said
)
SELECT
    id, uuid, holder, user_id, session, session_id, subject, origin, content, slot, value, ends, rests, state,
    valid_at, invalid_at, said, superseded_by, superseded_at, replaced, created_at, updated_at, retired_at,
    revision, pinned, topics, metadata, actor, reason, twin_key,
    CASE WHEN fact IS NULL THEN said WHEN origin = 'stated' THEN first ELSE min(said, first) END,
    CASE WHEN fact IS NULL THEN said WHEN origin = 'stated' THEN last ELSE max(said, last) END
FROM facts LEFT JOIN spans ON fact = uuid;

-- numbers are never given out again
DELETE FROM sqlite_sequence WHERE name = 'facts_with_spans';
INSERT INTO sqlite_sequence (name, seq) SELECT 'facts_with_spans', seq FROM sqlite_sequence WHERE name = 'facts';
DROP TABLE facts;
ALTER TABLE facts_with_spans RENAME TO facts;

CREATE UNIQUE INDEX facts_by_uuid ON facts (uuid);
CREATE INDEX facts_by_holder ON facts (holder, id);
CREATE INDEX facts_by_key ON facts (holder, slot, twin_key, said);
CREATE INDEX facts_in_time ON facts (holder, slot, subject, said, created_at, uuid)
    WHERE state IN ('valid', 'superseded') AND replaced = 0;
CREATE INDEX facts_said_once ON facts (holder, slot, said, uuid)
    WHERE first_said = said AND last_said = said AND state IN ('valid', 'superseded') AND replaced = 0;
CREATE INDEX facts_said_again ON facts (holder, slot, last_said, first_said)
    WHERE NOT (first_said = said AND last_said = said) AND state IN ('valid', 'superseded') AND replaced = 0;
CREATE INDEX facts_ending ON facts (holder, slot, said) WHERE ends = 1;
CREATE INDEX facts_by_session ON facts (session) WHERE session IS NOT NULL;
CREATE INDEX facts_superseded ON facts (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX facts_forgotten ON facts (id) WHERE state = 'forgotten';

CREATE TABLE departed_users_with_default (
    id       INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO departed_users_with_default (id, revision) SELECT id, revision FROM departed_users;
DROP TABLE departed_users;
ALTER TABLE departed_users_with_default RENAME TO departed_users;

DROP INDEX IF EXISTS sessions_with_dead_rows;
CREATE INDEX sessions_with_dead_rows ON sessions (superseded, id)
    WHERE iif(deleted_at IS NOT NULL AND superseded = 0 AND former_from IS NOT NULL,
        purged_to < former_from, deleted_at IS NOT NULL OR purged_to < live_from);
DROP INDEX IF EXISTS sessions_restorable;
CREATE INDEX sessions_restorable ON sessions (deleted_at)
    WHERE deleted_at IS NOT NULL AND superseded = 0 AND former_from IS NOT NULL;
DROP INDEX IF EXISTS message_revisions_by_removal;
CREATE INDEX message_revisions_by_removal ON message_revisions (ended_at) WHERE removed = 1;
DROP INDEX IF EXISTS documents_deleted;
CREATE INDEX documents_deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;

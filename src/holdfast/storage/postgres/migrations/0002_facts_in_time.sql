-- Leads from what was made before schemas had versions of their own: without the span of time in which a fact was said,
-- without the indexes by which deleted sessions, messages and documents are purged in the order of their deletion, and
-- without the moment at which the next message of a session expires.

ALTER TABLE facts ALTER COLUMN said TYPE text COLLATE "C";
ALTER TABLE facts ADD COLUMN IF NOT EXISTS first_said text COLLATE "C";
ALTER TABLE facts ADD COLUMN IF NOT EXISTS last_said text COLLATE "C";

WITH orders AS (
    SELECT fact, (to_char(said_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || lpad(to_hex(session), 16, '0')
        || lpad(to_hex(position), 8, '0') || lpad(to_hex(greatest(number, 0)), 4, '0')) COLLATE "C" AS place
    FROM fact_sources
), spans AS (
    SELECT fact, min(place) AS first, max(place) AS last FROM orders GROUP BY fact
)
UPDATE facts SET
    first_said = CASE WHEN origin = 'stated' THEN first ELSE least(said, first) END,
    last_said = CASE WHEN origin = 'stated' THEN last ELSE greatest(said, last) END
FROM spans WHERE fact = uuid;
UPDATE facts SET first_said = said, last_said = said WHERE first_said IS NULL;
ALTER TABLE facts ALTER COLUMN first_said SET NOT NULL, ALTER COLUMN last_said SET NOT NULL;

DROP INDEX IF EXISTS facts_by_key;
CREATE INDEX facts_by_key ON facts (holder, slot, twin_key, said);
DROP INDEX IF EXISTS facts_in_time;
CREATE INDEX facts_in_time ON facts (holder, slot, subject, said, created_at, uuid)
    WHERE state IN ('valid', 'superseded') AND replaced = false;
DROP INDEX IF EXISTS facts_said_once;
CREATE INDEX facts_said_once ON facts (holder, slot, said, uuid)
    WHERE first_said = said AND last_said = said AND state IN ('valid', 'superseded') AND replaced = false;
DROP INDEX IF EXISTS facts_said_again;
CREATE INDEX facts_said_again ON facts (holder, slot, last_said, first_said)
    WHERE NOT (first_said = said AND last_said = said) AND state IN ('valid', 'superseded') AND replaced = false;
DROP INDEX IF EXISTS facts_ending;
CREATE INDEX facts_ending ON facts (holder, slot, said) WHERE ends = true;

ALTER TABLE sessions ADD COLUMN IF NOT EXISTS next_expiry timestamptz;
UPDATE sessions SET next_expiry = expiring.next
FROM (SELECT session, min(expires_at) AS next FROM messages WHERE expires_at IS NOT NULL GROUP BY session) AS expiring
WHERE id = expiring.session AND next_expiry IS NULL;

DROP INDEX IF EXISTS sessions_by_next_expiry;
CREATE INDEX sessions_by_next_expiry ON sessions (next_expiry) WHERE next_expiry IS NOT NULL;
DROP INDEX IF EXISTS messages_by_expiry;
CREATE INDEX messages_by_expiry ON messages (session, expires_at) WHERE expires_at IS NOT NULL;
DROP INDEX IF EXISTS sessions_with_dead_rows;
CREATE INDEX sessions_with_dead_rows ON sessions (superseded, id)
    WHERE CASE WHEN deleted_at IS NOT NULL AND NOT superseded AND former_from IS NOT NULL
        THEN purged_to < former_from ELSE deleted_at IS NOT NULL OR purged_to < live_from END;
DROP INDEX IF EXISTS sessions_restorable;
CREATE INDEX sessions_restorable ON sessions (deleted_at)
    WHERE deleted_at IS NOT NULL AND NOT superseded AND former_from IS NOT NULL;
DROP INDEX IF EXISTS message_revisions_by_removal;
CREATE INDEX message_revisions_by_removal ON message_revisions (ended_at) WHERE removed;
DROP INDEX IF EXISTS documents_deleted;
CREATE INDEX documents_deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;

-- The whole truth for a new database.  Existing ones come here by migrations/; a test proves that both agree.
--
-- The keys are laid out so that a distributed PostgreSQL (Citus) can take the tables as they are: every unique
-- constraint of a distributed table contains the column that the table is distributed by, and sessions, messages and
-- summaries are distributed by the session's number, so that a session lies on one node.  See distribution.py.
--
-- Soft deletion of a session moves sessions.live_from beyond its messages; what lies before it waits for the purge.
-- Positions are given out under the lock of the session's row.  The live messages of a session have contiguous ones, but
-- for those that were deleted one by one, which sessions.removed counts.

-- Numbers that never have gaps and become visible in their order.  A sequence can promise neither.
CREATE TABLE counters (
    name  text PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO counters (name, value) VALUES ('users', 0), ('collections', 0);

-- Of sessions so many are created at once, by all servers together, that nobody is to wait for the commit of another.
-- So there may be gaps, and for a moment a session may be missing before one that has a higher number.
CREATE SEQUENCE session_numbers;

CREATE TABLE users (
    user_id    text PRIMARY KEY,
    id         bigint NOT NULL,
    uuid       uuid NOT NULL,
    email      text NOT NULL,
    first_name text NOT NULL,
    last_name  text NOT NULL,
    metadata   json,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX users_by_id ON users (id);
-- for prefixes, which ranges of other orders do not follow
CREATE INDEX users_by_name ON users (user_id COLLATE "C");

-- Deleted users whose sessions still wait to be buried.  Their sessions are gone for every reader: see presence.py.
CREATE TABLE departed_users (
    id       bigint PRIMARY KEY,
    -- of the log of changes: who has seen more than that knows that they are gone
    revision bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint
);

-- Texts that agents keep for users, by path.  Paths are compared by their bytes.
CREATE TABLE files (
    -- the number of the user
    owner      bigint NOT NULL,
    path       text COLLATE "C" NOT NULL,
    uuid       uuid NOT NULL,
    revision   integer NOT NULL,
    -- bytes in UTF-8
    size       integer NOT NULL,
    author     text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    content    text NOT NULL,
    PRIMARY KEY (owner, path)
);

-- What files were before their last changes.
CREATE TABLE former_files (
    owner      bigint NOT NULL,
    -- the uuid of the file
    file       uuid NOT NULL,
    revision   integer NOT NULL,
    size       integer NOT NULL,
    author     text NOT NULL,
    written_at timestamptz NOT NULL,
    content    text NOT NULL,
    PRIMARY KEY (owner, file, revision)
);

-- Which session has a session_id now: the live one, or a soft-deleted one that may come back.
CREATE TABLE session_names (
    session_id text PRIMARY KEY,
    session    bigint NOT NULL
);

CREATE TABLE sessions (
    id            bigint PRIMARY KEY,
    uuid          uuid NOT NULL,
    session_id    text NOT NULL,
    user_id       text,
    -- the number of that user
    owner         bigint,
    metadata      json,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    deleted_at    timestamptz,
    -- a deleted session whose session_id was given to a new one
    superseded    boolean NOT NULL DEFAULT false,
    -- the position that the next message will get
    next_position integer NOT NULL DEFAULT 1,
    -- messages before this position are deleted
    live_from     integer NOT NULL DEFAULT 1,
    -- how many messages from there on were deleted one by one
    removed       integer NOT NULL DEFAULT 0,
    -- how often a message was deleted, or its content edited, or the session was restored
    edition       integer NOT NULL DEFAULT 0,
    -- what is dead before this position has been purged
    purged_to     integer NOT NULL DEFAULT 1,
    -- from when on it is gone
    expires_at    timestamptz,
    -- whether facts are made of it and searches of more than it find it
    remember      boolean NOT NULL DEFAULT true,
    -- no message of it expires before that
    next_expiry   timestamptz,
    -- of a deleted session that can be restored: from which position on its messages were live
    former_from   integer
) WITH (fillfactor = 70);  -- every append updates a row; the room keeps these updates out of the indexes
CREATE INDEX sessions_by_name ON sessions (session_id COLLATE "C") WHERE deleted_at IS NULL AND NOT superseded;
CREATE INDEX sessions_by_owner ON sessions (owner, id) WHERE owner IS NOT NULL;
-- what the purge looks for; those that cannot come back are removed at once
CREATE INDEX sessions_with_dead_rows ON sessions (superseded, id)
    WHERE CASE WHEN deleted_at IS NOT NULL AND NOT superseded AND former_from IS NOT NULL
        THEN purged_to < former_from ELSE deleted_at IS NOT NULL OR purged_to < live_from END;
CREATE INDEX sessions_restorable ON sessions (deleted_at)
    WHERE deleted_at IS NOT NULL AND NOT superseded AND former_from IS NOT NULL;

CREATE INDEX sessions_by_expiry ON sessions (expires_at) WHERE expires_at IS NOT NULL AND NOT superseded;
CREATE INDEX sessions_by_next_expiry ON sessions (next_expiry) WHERE next_expiry IS NOT NULL;

CREATE TABLE messages (
    session     bigint NOT NULL,
    position    integer NOT NULL,
    uuid        uuid NOT NULL,
    role        text NOT NULL,
    content     text NOT NULL,
    metadata    json,
    token_count bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    -- who speaks, where that is more than the role
    name        text NOT NULL DEFAULT '',
    -- how often the content was edited
    revision    integer NOT NULL DEFAULT 0,
    -- from when on it is gone
    expires_at  timestamptz,
    -- whether facts and summaries are made of it and searches of more than its session find it
    remember    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (session, position)
);
CREATE UNIQUE INDEX messages_by_uuid ON messages (uuid, session);
CREATE INDEX messages_by_expiry ON messages (session, expires_at) WHERE expires_at IS NOT NULL;

-- What messages said before they were edited, and those that were deleted one by one, until the purge.
CREATE TABLE message_revisions (
    session    bigint NOT NULL,
    position   integer NOT NULL,
    revision   integer NOT NULL,
    uuid       uuid NOT NULL,
    role       text NOT NULL,
    name       text NOT NULL,
    content    text NOT NULL,
    metadata   json,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    ended_at   timestamptz NOT NULL,
    -- whether the message was deleted then
    removed    boolean NOT NULL,
    -- of one that was deleted: how it was to be kept
    expires_at timestamptz,
    remember   boolean NOT NULL DEFAULT true,
    PRIMARY KEY (session, position, revision)
);
CREATE INDEX message_revisions_removed ON message_revisions (session, position) WHERE removed;
-- what the purge looks for
CREATE INDEX message_revisions_by_removal ON message_revisions (ended_at) WHERE removed;

-- what the search index needs of a message: terms of an analyzer, the vector of a model
CREATE TABLE features (
    session  bigint NOT NULL,
    position integer NOT NULL,
    analyzer integer,
    terms    bytea,
    model    text,
    vector   bytea,
    PRIMARY KEY (session, position)
);

-- UUIDs that callers chose: two sessions cannot take the same one at the same time.
CREATE TABLE chosen_uuids (
    uuid uuid PRIMARY KEY
);

CREATE TABLE summaries (
    session     bigint NOT NULL,
    -- position of the newest message folded into the summary
    point       integer NOT NULL,
    id          bigint GENERATED BY DEFAULT AS IDENTITY,
    point_uuid  uuid NOT NULL,
    uuid        uuid NOT NULL,
    content     text NOT NULL,
    metadata    json,
    token_count bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    -- name of an embedding model, and the vector that it gives the content
    model       text,
    vector      bytea,
    PRIMARY KEY (session, point)
);

-- What happens to sessions, for those who keep something of a scope in memory: see contract/changes.py.  The revision
-- is the number of the transaction: whoever reads all of those that may still be under way the next time, too, misses
-- none, and no two appends have to wait for each other.  Old rows go, the newest one stays.  Of a session that is not to be
-- remembered nothing is told, but that it became so: then, as if all its messages had been deleted one by one.
CREATE TABLE session_changes (
    revision bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    session  bigint NOT NULL,
    user_id  text,
    -- 0 messages, 1 summaries, 2 metadata of messages, 3 metadata of summaries, 4 facts: then session is a holder
    kind     smallint NOT NULL,
    first    bigint NOT NULL,
    last     bigint NOT NULL,
    -- those of the session then, where the change is about messages or summaries
    edition  integer NOT NULL DEFAULT 0,
    removed  integer NOT NULL DEFAULT 0
);
CREATE INDEX session_changes_by_revision ON session_changes (revision);
CREATE INDEX session_changes_by_user ON session_changes (user_id, revision) WHERE user_id IS NOT NULL;
CREATE INDEX session_changes_of_metadata ON session_changes (session, revision) WHERE kind >= 2;

CREATE FUNCTION note_dead_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO session_changes (session, user_id, kind, first, last, edition)
    VALUES (OLD.id, OLD.user_id, 0, OLD.next_position, OLD.next_position - 1, NEW.edition);
    RETURN NULL;
END
$$;
CREATE TRIGGER session_deleted AFTER UPDATE OF live_from ON sessions FOR EACH ROW
    WHEN (NEW.live_from = OLD.next_position AND NEW.live_from <> OLD.live_from) EXECUTE FUNCTION note_dead_messages();

-- What is known about users.  A holder is the number of a user, or the negative number of a session without one.
CREATE TABLE facts (
    id            bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    uuid          uuid NOT NULL,
    holder        bigint NOT NULL,
    user_id       text,
    -- the session that the fact goes with
    session       bigint,
    session_id    text,
    subject       text NOT NULL,
    origin        text NOT NULL,
    content       text NOT NULL,
    slot          text,
    value         text,
    -- whether it says that the value holds no more
    ends          boolean NOT NULL,
    -- whether it goes with the last of its sources
    rests         boolean NOT NULL,
    state         text NOT NULL,
    valid_at      timestamptz NOT NULL,
    invalid_at    timestamptz,
    -- sorts facts as they were said
    said          text COLLATE "C" NOT NULL,
    superseded_by uuid,
    superseded_at timestamptz,
    -- whether it was said, and not worked out, that another fact took its place
    replaced      boolean NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    retired_at    timestamptz,
    revision      integer NOT NULL,
    pinned        boolean NOT NULL,
    -- a JSON array
    topics        text NOT NULL,
    metadata      json,
    actor         text NOT NULL,
    reason        text NOT NULL,
    -- the same for facts that say the same; empty when forgotten
    twin_key      text NOT NULL,
    -- when it was said first and last, sorted as said is: by its sources, and if it was not stated, by itself
    first_said    text COLLATE "C" NOT NULL,
    last_said     text COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX facts_by_uuid ON facts (uuid);
CREATE INDEX facts_by_holder ON facts (holder, id);
CREATE INDEX facts_by_key ON facts (holder, slot, twin_key, said);
-- neighbours in time: see fact_neighbours.py
CREATE INDEX facts_in_time ON facts (holder, slot, subject, said, created_at, uuid)
    WHERE state IN ('valid', 'superseded') AND replaced = false;
CREATE INDEX facts_said_once ON facts (holder, slot, said, uuid)
    WHERE first_said = said AND last_said = said AND state IN ('valid', 'superseded') AND replaced = false;
CREATE INDEX facts_said_again ON facts (holder, slot, last_said, first_said)
    WHERE NOT (first_said = said AND last_said = said) AND state IN ('valid', 'superseded') AND replaced = false;
CREATE INDEX facts_ending ON facts (holder, slot, said) WHERE ends = true;
CREATE INDEX facts_by_session ON facts (session) WHERE session IS NOT NULL;
CREATE INDEX facts_superseded ON facts (superseded_by) WHERE superseded_by IS NOT NULL;
-- what the purge looks for
CREATE INDEX facts_forgotten ON facts (id) WHERE state = 'forgotten';

-- The messages that facts rest on.
CREATE TABLE fact_sources (
    fact     uuid NOT NULL,
    session  bigint NOT NULL,
    position integer NOT NULL,
    -- counts the statements of the message; -1 where it is only cited
    number   integer NOT NULL,
    -- from which character on, and before which one, the message states it
    first    integer NOT NULL,
    last     integer NOT NULL,
    said_at  timestamptz NOT NULL,
    valid_at timestamptz NOT NULL,
    value    text,
    ends     boolean NOT NULL,
    PRIMARY KEY (fact, session, position, number)
);
CREATE INDEX fact_sources_by_message ON fact_sources (session, position);

-- What facts were before they were changed.
CREATE TABLE fact_revisions (
    fact       uuid NOT NULL,
    revision   integer NOT NULL,
    content    text NOT NULL,
    slot       text,
    value      text,
    state      text NOT NULL,
    valid_at   timestamptz NOT NULL,
    invalid_at timestamptz,
    pinned     boolean NOT NULL,
    topics     text NOT NULL,
    metadata   json,
    at         timestamptz NOT NULL,
    actor      text NOT NULL,
    reason     text NOT NULL,
    PRIMARY KEY (fact, revision)
);

-- What a holder has: the generation grows when a fact changes or goes.
CREATE TABLE fact_holders (
    holder     bigint PRIMARY KEY,
    user_id    text,
    generation bigint NOT NULL,
    newest     bigint NOT NULL
);

CREATE TABLE jobs (
    id         bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL,
    scope      bigint NOT NULL,
    first      bigint NOT NULL,
    last       bigint NOT NULL,
    steps      text[] NOT NULL,
    -- how often it has failed
    attempts   integer NOT NULL DEFAULT 0,
    -- how often it was claimed since work on it last ended somehow; 0 also once it was widened
    claims     integer NOT NULL DEFAULT 0,
    error      text NOT NULL DEFAULT '',
    -- a scope has at most one such job of a kind
    single     boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    -- the request that promised the job, if one did
    request    text NOT NULL DEFAULT '',
    -- from when on the job may be claimed; NULL once it is parked
    due        timestamptz DEFAULT statement_timestamp()
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX jobs_by_due ON jobs (kind, due, id);
CREATE INDEX jobs_by_scope ON jobs (scope);
CREATE UNIQUE INDEX jobs_single ON jobs (scope, kind) WHERE single;

-- how far chores have come
CREATE TABLE marks (
    chore    text PRIMARY KEY,
    -- what it was about, such as a model
    version  text NOT NULL,
    -- where it goes on
    place    text NOT NULL,
    ended    boolean NOT NULL,
    noted_at timestamptz NOT NULL
);

-- What writes under idempotency keys gave, so that their repetitions are given the same.
CREATE TABLE receipts (
    -- whose key it is
    owner       text NOT NULL,
    key         text NOT NULL,
    -- what makes a request the same one
    fingerprint bytea NOT NULL,
    -- the result of the write, as JSON
    result      text NOT NULL,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (owner, key)
) WITH (fillfactor = 90);
CREATE INDEX receipts_by_time ON receipts (created_at);

-- API keys.  The secret of a key is nowhere; the digest is its SHA-256.
CREATE TABLE access_keys (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    digest     bytea NOT NULL,
    rights     text[] NOT NULL,
    -- what the key is limited to; NULL for nothing
    limits     json,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    used_at    timestamptz,
    revoked_at timestamptz,
    -- grows with every key that is added or revoked
    revision   bigint NOT NULL
);
CREATE INDEX access_keys_by_revision ON access_keys (revision);

-- Who changed what, and when.
CREATE TABLE audit_log (
    id      bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    action  text NOT NULL,
    -- identifiers, as an array; of very many only some
    targets json NOT NULL,
    count   integer NOT NULL
);
CREATE INDEX audit_log_by_time ON audit_log (at);

-- Erasures: those that are under way, and the certificates of those that are done, which are chained.
CREATE TABLE erasures (
    id          bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    -- what is to go and what will be looked for, as JSON in base64; NULL once it is done
    pending     text,
    -- of the certificate, ascending without gaps; NULL while the erasure is under way
    number      bigint UNIQUE,
    -- as JSON
    certificate text
);

CREATE TABLE schema_version (
    product text PRIMARY KEY,
    version integer NOT NULL
);

CREATE TABLE collections (
    id               bigint PRIMARY KEY,
    uuid             uuid NOT NULL,
    name             text NOT NULL,
    description      text NOT NULL,
    metadata         json,
    dimensions       integer NOT NULL,
    is_auto_embedded boolean NOT NULL,
    -- the model that embeds, or is about to embed, the documents of an auto-embedded collection
    model            text NOT NULL DEFAULT '',
    document_count   bigint NOT NULL DEFAULT 0,
    embedded_count   bigint NOT NULL DEFAULT 0,
    -- the number that the next document will get
    next_number      bigint NOT NULL DEFAULT 1,
    revision         bigint NOT NULL DEFAULT 0,
    purged_revision  bigint NOT NULL DEFAULT 0,
    -- a deleted collection whose rows are still being removed
    dropped          boolean NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE UNIQUE INDEX collections_by_name ON collections (name) WHERE NOT dropped;
CREATE INDEX collections_dropped ON collections (id) WHERE dropped;

CREATE TABLE documents (
    collection  bigint NOT NULL,
    number      bigint NOT NULL,
    -- the revision of the collection that last changed the document
    revision    bigint NOT NULL,
    uuid        uuid NOT NULL,
    document_id text NOT NULL,
    content     text NOT NULL,
    metadata    json,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    deleted_at  timestamptz,
    PRIMARY KEY (collection, number)
);
CREATE UNIQUE INDEX documents_by_uuid ON documents (uuid, collection);
CREATE UNIQUE INDEX documents_by_document_id ON documents (collection, document_id)
    WHERE document_id <> '' AND deleted_at IS NULL;
CREATE INDEX documents_by_revision ON documents (collection, revision, number);
-- what the purge looks for
CREATE INDEX documents_deleted ON documents (deleted_at) WHERE deleted_at IS NOT NULL;

-- The vectors of live documents, in the type of the extension pgvector.  Large collections have an HNSW index each,
-- which servers make and drop: see hnsw.py.
CREATE TABLE document_vectors (
    collection bigint NOT NULL,
    number     bigint NOT NULL,
    -- empty for a vector that the caller supplied
    model      text NOT NULL,
    vector     vector NOT NULL,
    PRIMARY KEY (collection, number)
);

-- The documents whose vectors are probably the nearest to ``wanted``, a vector of length 1: by the collection's HNSW
-- index where there is one, else exactly.  It is to be called as a statement of its own, behind which its settings end.
-- Sorting is discouraged because the planner, which knows nothing of the index's selectivity, would compare them all.
CREATE FUNCTION nearest_documents(
    collection bigint, dimensions integer, model text, wanted vector, most integer, effort integer
) RETURNS TABLE (number bigint, cosine double precision) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('enable_sort', 'off', true), set_config('jit', 'off', true),
        set_config('hnsw.iterative_scan', 'relaxed_order', true),
        set_config('hnsw.ef_search', effort::text, true);
    RETURN QUERY EXECUTE format(
        'SELECT near.number, -(l2_normalize(near.vector) <#> $1) FROM (SELECT number, vector FROM document_vectors'
        ' WHERE collection = %1$s AND model = $2 ORDER BY vector::vector(%2$s) <=> $1 LIMIT %3$s) AS near'
        ' WHERE EXISTS (SELECT FROM documents d WHERE d.collection = %1$s AND d.number = near.number'
        ' AND d.deleted_at IS NULL)', collection, dimensions, most) USING wanted, model;
END
$$;

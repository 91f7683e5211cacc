-- A database as a Zep server of the 0.x line leaves it, upgraded (session.user_id is a UUID), with rows of every age.
CREATE EXTENSION IF NOT EXISTS vector;
CREATE TABLE users (uuid uuid PRIMARY KEY, id bigserial, created_at timestamptz NOT NULL, updated_at timestamptz,
    deleted_at timestamptz, user_id varchar, email varchar, first_name varchar, last_name varchar, metadata jsonb);
CREATE TABLE session (uuid uuid PRIMARY KEY, id bigserial, session_id varchar, created_at timestamptz NOT NULL,
    updated_at timestamptz, deleted_at timestamptz, metadata jsonb, user_id uuid);
CREATE TABLE message (uuid uuid PRIMARY KEY, id bigserial, created_at timestamptz NOT NULL, updated_at timestamptz,
    deleted_at timestamptz, session_id varchar, role varchar, content varchar, token_count bigint, metadata jsonb);
CREATE TABLE summary (uuid uuid PRIMARY KEY, created_at timestamptz NOT NULL, updated_at timestamptz,
    deleted_at timestamptz, session_id varchar, content varchar, metadata jsonb, token_count bigint,
    summary_point_uuid uuid);
CREATE TABLE document_collection (uuid uuid PRIMARY KEY, created_at timestamptz NOT NULL, name varchar,
    description varchar, metadata jsonb, table_name varchar, embedding_dimensions bigint, is_auto_embedded boolean);
CREATE TABLE docstore_notes_8 (uuid uuid PRIMARY KEY, created_at timestamptz NOT NULL, updated_at timestamptz,
    deleted_at timestamptz, document_id varchar, content varchar, metadata jsonb, is_embedded boolean,
    embedding vector(8));
CREATE TABLE watermill_message_embedder ("offset" serial, payload json);

INSERT INTO users (uuid, created_at, updated_at, deleted_at, user_id, first_name, metadata) VALUES
    ('a0000000-0000-4000-8000-000000000001', '2024-05-02 08:00:00.123456+00', NULL, NULL,
        'b0000000-0000-4000-8000-000000000001', 'Ada', '{"tier": 3, "none": null, "big": 12345678901234567890123}'),
    ('a0000000-0000-4000-8000-000000000002', '2024-05-02 08:01:00+00', NULL, '2024-05-03 00:00:00+00', 'gone', 'Gone', NULL);
INSERT INTO session (uuid, session_id, created_at, deleted_at, metadata, user_id) VALUES
    ('50000000-0000-4000-8000-000000000001', 'tour', '2024-05-02 09:00:00+02', NULL, '{"a": 1}',
        'b0000000-0000-4000-8000-000000000001'),
    ('50000000-0000-4000-8000-000000000002', 'dead', '2024-05-02 09:00:00+00', '2024-05-03 00:00:00+00', NULL, NULL),
    ('50000000-0000-4000-8000-000000000003', 'odd/%2F', '-infinity', NULL, '["a list"]',
        'b0000000-0000-4000-8000-00000000dead'),
    ('50000000-0000-4000-8000-000000000004', '', '2024-05-02 09:00:00+00', NULL, 'null', NULL);
INSERT INTO message (uuid, created_at, updated_at, deleted_at, session_id, role, content, token_count, metadata) VALUES
    ('e0000000-0000-4000-8000-000000000001', '2024-05-02 10:00:00+00', NULL, '2024-05-02 11:00:00+00', 'tour', 'human',
        'secretword of an earlier life', 3, NULL),
    ('e0000000-0000-4000-8000-000000000002', '2024-05-02 12:00:00+00', '2024-05-02 13:00:00+00', NULL, 'tour', 'human',
        'Where is the quay?', 7, '{"system": {"intent": "asks"}, "x": {"y": [1, 2.5, true]}}'),
    ('e0000000-0000-4000-8000-000000000003', '2024-05-02 12:00:00+00', NULL, NULL, 'tour', 'ai', 'By the harbour.', 0, '{}'),
    ('e0000000-0000-4000-8000-000000000004', '2024-05-02 12:00:00+00', NULL, NULL, 'dead', 'ai', 'secretword', 0, NULL),
    ('e0000000-0000-4000-8000-000000000005', '2024-05-02 12:00:00+00', NULL, NULL, 'lost', 'ai', 'secretword', 0, NULL),
    ('e0000000-0000-4000-8000-000000000006', '2024-05-02 12:00:00+00', NULL, NULL, 'odd/%2F', repeat('r', 3000), 'x', 0, NULL),
    ('e0000000-0000-4000-8000-000000000007', '2024-05-02 12:00:00+00', NULL, NULL, 'odd/%2F', 'ai', NULL, NULL, NULL);
INSERT INTO summary (uuid, created_at, deleted_at, session_id, content, token_count, summary_point_uuid) VALUES
    ('5a000000-0000-4000-8000-000000000001', '2024-05-02 12:30:00+00', NULL, 'tour', 'An older one.', 4,
        'e0000000-0000-4000-8000-000000000002'),
    ('5a000000-0000-4000-8000-000000000002', '2024-05-02 12:40:00+00', NULL, 'tour', 'They look for the quay.', 6,
        'e0000000-0000-4000-8000-000000000003'),
    ('5a000000-0000-4000-8000-000000000003', '2024-05-02 12:50:00+00', '2024-05-03 00:00:00+00', 'tour', 'secretword', 2,
        'e0000000-0000-4000-8000-000000000003');
INSERT INTO document_collection VALUES
    ('c0000000-0000-4000-8000-000000000001', '2024-05-02 08:00:00+00', 'notes', 'my notes', '{"k": 1}', 'docstore_notes_8', 8, false),
    ('c0000000-0000-4000-8000-000000000002', '2024-05-02 08:01:00+00', 'nowhere', '', NULL, 'docstore_nowhere_8', 8, true);
INSERT INTO docstore_notes_8 VALUES
    ('d0000000-0000-4000-8000-000000000001', '2024-05-02 08:00:00+00', NULL, NULL, 'n-1', 'quays', '{"i": 1}', true, '[1,2,3,4,5,6,7,8.25]'),
    ('d0000000-0000-4000-8000-000000000002', '2024-05-02 08:00:00+00', NULL, '2024-05-03 00:00:00+00', 'n-2', 'secretword', NULL, true, '[1,2,3,4,5,6,7,8]'),
    ('d0000000-0000-4000-8000-000000000003', '2024-05-02 08:00:01+00', NULL, NULL, repeat('n', 200), 'long name', NULL, false, NULL);
INSERT INTO watermill_message_embedder (payload) VALUES ('{"content": "secretword"}');

CREATE SCHEMA ce;
CREATE TABLE ce.users (uuid uuid, id bigserial, created_at timestamptz, updated_at timestamptz, deleted_at timestamptz,
    user_id varchar, email varchar, first_name varchar, last_name varchar, project_uuid uuid, metadata jsonb);
CREATE TABLE ce.sessions (uuid uuid, id bigserial, session_id varchar, created_at timestamptz, updated_at timestamptz,
    deleted_at timestamptz, ended_at timestamptz, metadata jsonb, user_id varchar, project_uuid uuid);
CREATE TABLE ce.messages (uuid uuid, id bigserial, created_at timestamptz, updated_at timestamptz,
    deleted_at timestamptz, session_id varchar, project_uuid uuid, role varchar, role_type varchar, content varchar,
    token_count bigint, metadata jsonb);
INSERT INTO ce.users (uuid, created_at, user_id, first_name) VALUES
    ('a0000000-0000-4000-8000-000000000001', '2024-05-02 08:00:00+00', 'ann', 'Ann');
INSERT INTO ce.sessions (uuid, session_id, created_at, deleted_at, ended_at, metadata, user_id) VALUES
    ('50000000-0000-4000-8000-000000000001', 's', '2024-05-02 08:00:00+00', NULL, '2024-05-02 09:00:00+00', '{"a": 1}', 'ann'),
    ('50000000-0000-4000-8000-000000000002', 'gone', '2024-05-02 08:00:00+00', now(), NULL, NULL, 'ann');
INSERT INTO ce.messages (uuid, created_at, deleted_at, session_id, role, role_type, content) VALUES
    ('e0000000-0000-4000-8000-000000000001', '2024-05-02 08:00:00+00', NULL, 's', 'Ann', 'user', 'Hi!'),
    ('e0000000-0000-4000-8000-000000000002', '2024-05-02 08:00:01+00', now(), 's', 'Ann', 'user', 'deleted'),
    ('e0000000-0000-4000-8000-000000000003', '2024-05-02 08:00:02+00', NULL, 'gone', 'Ann', 'user', 'deleted too');

"""What a PostgreSQL cannot know of itself: whether the rows keep the promises that they make to each other."""

from __future__ import annotations

from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT

_LISTED = 20

_DIRECTORY_RULES = {
    "the session_id {} leads to no session": (
        "SELECT session_id FROM session_names WHERE NOT EXISTS (SELECT FROM sessions"
        " WHERE id = session_names.session AND sessions.session_id = session_names.session_id AND NOT superseded)"
    ),
    "session {} cannot be reached by its session_id": (
        f"SELECT id FROM sessions WHERE NOT superseded AND {PRESENT} AND NOT EXISTS (SELECT FROM session_names"
        " WHERE session_names.session_id = sessions.session_id AND session = id)"
    ),
    "session {} belongs to a user that does not exist": (
        f"SELECT id FROM sessions WHERE owner IS NOT NULL AND {PRESENT} AND NOT EXISTS"
        " (SELECT FROM users WHERE users.id = owner AND users.user_id = sessions.user_id)"
    ),
    "session {} names a user and belongs to none": (
        "SELECT id FROM sessions WHERE user_id IS NOT NULL AND owner IS NULL AND NOT superseded"
    ),
    "user {} is deleted and there nevertheless": (
        "SELECT id FROM departed_users WHERE EXISTS (SELECT FROM users WHERE users.id = departed_users.id)"
    ),
    "session {} has lost its name and is live": (
        f"SELECT id FROM sessions WHERE superseded AND deleted_at IS NULL AND {PRESENT}"
    ),
    "session {} has messages that were purged": "SELECT id FROM sessions WHERE purged_to > live_from",
}

_FACT_RULES = {
    "fact {} belongs to a user that does not exist": (
        "SELECT uuid FROM facts WHERE holder > 0 AND holder NOT IN (SELECT id FROM departed_users) AND NOT EXISTS"
        " (SELECT FROM users WHERE users.id = holder AND users.user_id = facts.user_id)"
    ),
    "fact {} goes with a session that is gone": (
        "SELECT uuid FROM facts WHERE session IS NOT NULL AND NOT EXISTS"
        " (SELECT FROM sessions WHERE sessions.id = session AND deleted_at IS NULL)"
        " AND holder NOT IN (SELECT id FROM departed_users)"
    ),
    "fact {} rests on nothing": (
        "SELECT uuid FROM facts WHERE rests AND NOT EXISTS (SELECT FROM fact_sources WHERE fact = uuid)"
        " AND state <> 'forgotten'"
    ),
    "fact {} rests on a message that is gone": (
        "SELECT DISTINCT fact FROM fact_sources WHERE NOT EXISTS (SELECT FROM sessions"
        " WHERE sessions.id = fact_sources.session AND position BETWEEN live_from AND next_position - 1)"
        " AND fact IN (SELECT uuid FROM facts WHERE holder NOT IN (SELECT id FROM departed_users))"
    ),
    "fact {} is superseded by one that is gone": (
        "SELECT uuid FROM facts WHERE superseded_by IS NOT NULL"
        " AND superseded_by NOT IN (SELECT uuid FROM facts AS newer WHERE newer.holder = facts.holder)"
    ),
    "sources or revisions belong to no fact {}": (
        "SELECT fact FROM (SELECT fact FROM fact_sources UNION SELECT fact FROM fact_revisions) AS belonging"
        " WHERE fact NOT IN (SELECT uuid FROM facts)"
    ),
}

ROW_RULES = {
    "session {} does not have the messages that its extent promises": (
        "SELECT sessions.id FROM sessions LEFT JOIN (SELECT messages.session, count(*) AS live FROM messages"
        " JOIN sessions ON sessions.id = messages.session AND position BETWEEN live_from AND next_position - 1"
        " GROUP BY messages.session) AS counted ON counted.session = sessions.id"
        f" WHERE coalesce(live, 0) <> next_position - live_from - removed AND {PRESENT}"
    ),
    "session {} has a message that expires before it is known to": (
        "SELECT sessions.id FROM sessions JOIN (SELECT messages.session, min(expires_at) AS first FROM messages"
        " WHERE expires_at IS NOT NULL GROUP BY messages.session) AS expiring ON expiring.session = sessions.id"
        " WHERE next_expiry IS NULL OR next_expiry > first"
    ),
    "session {} has messages beyond its end": (
        "SELECT DISTINCT sessions.id FROM sessions JOIN messages"
        " ON messages.session = sessions.id AND position >= next_position"
    ),
    "revisions of session {} belong to no session": (
        "SELECT DISTINCT session FROM message_revisions"
        " WHERE NOT EXISTS (SELECT FROM sessions WHERE id = message_revisions.session)"
    ),
    "messages of session {} belong to no session": (
        "SELECT DISTINCT session FROM messages WHERE session NOT IN (SELECT id FROM sessions)"
    ),
    "summaries of session {} belong to no session": (
        "SELECT DISTINCT session FROM summaries WHERE session NOT IN (SELECT id FROM sessions)"
    ),
    "features of session {} belong to no message": (
        "SELECT DISTINCT session FROM features WHERE NOT EXISTS (SELECT FROM messages"
        " WHERE messages.session = features.session AND messages.position = features.position)"
    ),
    "files of user {} belong to no user": (
        "SELECT DISTINCT owner FROM files"
        " WHERE owner NOT IN (SELECT id FROM users) AND owner NOT IN (SELECT id FROM departed_users)"
    ),
    "former revisions of user {} belong to no file": (
        "SELECT DISTINCT owner FROM former_files WHERE NOT EXISTS (SELECT FROM files"
        " WHERE files.owner = former_files.owner AND uuid = file AND files.revision > former_files.revision)"
    ),
    "collection {} counts its documents wrongly": (
        "SELECT id FROM collections LEFT JOIN (SELECT documents.collection, count(*) AS live, count(vector) AS embedded"
        " FROM documents LEFT JOIN document_vectors USING (collection, number) WHERE deleted_at IS NULL"
        " GROUP BY documents.collection) AS counted ON counted.collection = collections.id"
        " WHERE NOT dropped AND (document_count, embedded_count) <> (coalesce(live, 0), coalesce(embedded, 0))"
    ),
    "documents of collection {} belong to no collection": (
        "SELECT DISTINCT collection FROM documents WHERE collection NOT IN (SELECT id FROM collections)"
    ),
    "vectors of collection {} belong to no document": (
        "SELECT DISTINCT collection FROM document_vectors WHERE NOT EXISTS (SELECT FROM documents"
        " WHERE documents.collection = document_vectors.collection AND documents.number = document_vectors.number)"
    ),
}
"""Rules between directories and the rows that they lead to.

Where tables are spread over nodes these lie apart: so each is of the few forms that Citus answers, counting on the
nodes and comparing on the coordinator.
"""

RULES = _DIRECTORY_RULES | _FACT_RULES | ROW_RULES
"""What is said of the rows that break a rule, and the query that finds them."""


async def defects(database: Database) -> list[str]:
    """The broken rules, each with at most twenty of the rows that break it."""
    found = []
    for text, query in RULES.items():
        rows = await database.rows(f"{query} LIMIT {_LISTED}")
        found += [text.format(row[0]) for row in rows]
    return found

"""What SQLite's integrity check cannot know: whether the rows keep the promises that they make to each other."""

from __future__ import annotations

import apsw

from holdfast.storage.sqlite.engine.document_keys import NUMBER_BITS
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS
from holdfast.storage.sqlite.engine.presence import PRESENT

_LISTED = 20

RULES = {
    "session {} does not have the messages that its extent promises": (
        f"SELECT id FROM sessions WHERE {PRESENT} AND next_position - live_from - removed <>"
        f" (SELECT count(*) FROM messages WHERE key BETWEEN (sessions.id << {POSITION_BITS}) + live_from"
        f" AND sessions.id << {POSITION_BITS} | {MAXIMUM_POSITION})"
    ),
    "revisions of session {} belong to no session": (
        "SELECT DISTINCT session FROM message_revisions WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE id = session)"
    ),
    "messages of session {} belong to no session": (
        f"SELECT DISTINCT key >> {POSITION_BITS} FROM messages"
        f" WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE id = key >> {POSITION_BITS})"
    ),
    "features of session {} belong to no message": (
        f"SELECT DISTINCT key >> {POSITION_BITS} FROM features"
        " WHERE NOT EXISTS (SELECT 1 FROM messages WHERE messages.key = features.key)"
    ),
    "summaries of session {} belong to no session": (
        f"SELECT DISTINCT point >> {POSITION_BITS} FROM summaries"
        f" WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.id = point >> {POSITION_BITS})"
    ),
    "session {} belongs to a user that does not exist": (
        f"SELECT id FROM sessions WHERE owner IS NOT NULL AND {PRESENT} AND NOT EXISTS"
        " (SELECT 1 FROM users WHERE users.id = owner AND users.user_id = sessions.user_id)"
    ),
    "session {} names a user and belongs to none": (
        "SELECT id FROM sessions WHERE user_id IS NOT NULL AND owner IS NULL AND superseded = 0"
    ),
    "user {} is deleted and there nevertheless": "SELECT id FROM departed_users WHERE id IN (SELECT id FROM users)",
    "files of user {} belong to no user": (
        "SELECT DISTINCT owner FROM files WHERE owner NOT IN (SELECT id FROM users)"
        " AND owner NOT IN (SELECT id FROM departed_users)"
    ),
    "former revisions of user {} belong to no file": (
        "SELECT DISTINCT owner FROM former_files WHERE NOT EXISTS (SELECT 1 FROM files"
        " WHERE files.owner = former_files.owner AND uuid = file AND files.revision > former_files.revision)"
    ),
    "session {} has lost its name and is live": (
        f"SELECT id FROM sessions WHERE superseded = 1 AND deleted_at IS NULL AND {PRESENT}"
    ),
    "session {} has messages that were purged": "SELECT id FROM sessions WHERE purged_to > live_from",
    "fact {} belongs to a user that does not exist": (
        "SELECT uuid FROM facts WHERE holder > 0 AND holder NOT IN (SELECT id FROM departed_users) AND NOT EXISTS"
        " (SELECT 1 FROM users WHERE users.id = holder AND users.user_id = facts.user_id)"
    ),
    "fact {} goes with a session that is gone": (
        "SELECT uuid FROM facts WHERE session IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM sessions WHERE sessions.id = session AND deleted_at IS NULL)"
        " AND holder NOT IN (SELECT id FROM departed_users)"
    ),
    "fact {} rests on nothing": (
        "SELECT uuid FROM facts WHERE rests = 1 AND NOT EXISTS (SELECT 1 FROM fact_sources WHERE fact = uuid)"
        " AND state <> 'forgotten'"
    ),
    "fact {} rests on a message that is gone": (
        "SELECT DISTINCT fact FROM fact_sources WHERE NOT EXISTS (SELECT 1 FROM messages JOIN sessions"
        f" ON sessions.id = fact_sources.session AND position >= live_from WHERE key = (session << {POSITION_BITS})"
        " + position) AND fact IN (SELECT uuid FROM facts WHERE holder NOT IN (SELECT id FROM departed_users))"
    ),
    "fact {} is superseded by one that is gone": (
        "SELECT uuid FROM facts WHERE superseded_by IS NOT NULL"
        " AND superseded_by NOT IN (SELECT uuid FROM facts AS newer WHERE newer.holder = facts.holder)"
    ),
    "sources or revisions belong to no fact {}": (
        "SELECT fact FROM (SELECT fact FROM fact_sources UNION SELECT fact FROM fact_revisions)"
        " WHERE fact NOT IN (SELECT uuid FROM facts)"
    ),
    "collection {} counts its documents wrongly": (
        "SELECT id FROM collections WHERE dropped = 0 AND (document_count, embedded_count) <>"
        " (SELECT count(*), count(document_vectors.key) FROM documents LEFT JOIN document_vectors USING (key)"
        " WHERE collection = collections.id AND deleted_at IS NULL)"
    ),
    "documents of collection {} belong to no collection": (
        "SELECT DISTINCT collection FROM documents WHERE NOT EXISTS (SELECT 1 FROM collections WHERE id = collection)"
    ),
    "vectors of collection {} belong to no document": (
        f"SELECT DISTINCT key >> {NUMBER_BITS} FROM document_vectors"
        " WHERE NOT EXISTS (SELECT 1 FROM documents WHERE documents.key = document_vectors.key)"
    ),
}
"""What is said of the rows that break a rule, and the query that finds them."""


def defects(connection: apsw.Connection) -> list[str]:
    """What SQLite finds wrong with the file, and the broken rules, each with at most twenty rows that break it."""
    found: list[str] = []
    try:
        found += (str(text) for (text,) in connection.execute("PRAGMA integrity_check"))
        return _broken_rules(connection) if found == ["ok"] else found
    except (apsw.CorruptError, apsw.NotADBError, apsw.IOError) as error:  # too damaged to be looked at to the end
        return [*found, str(error)]


def _broken_rules(connection: apsw.Connection) -> list[str]:
    return [
        text.format(number)
        for text, query in RULES.items()
        for (number,) in connection.execute(f"{query} LIMIT {_LISTED}")
    ]

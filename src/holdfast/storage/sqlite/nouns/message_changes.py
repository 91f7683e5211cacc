"""Deleting and editing single messages in SQLite.

A deleted message leaves its table for that of the revisions, so no reader needs to ask whether it lives; what is left
behind is a gap among the positions, which its session counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import apsw

from holdfast.domain.jobs import MESSAGES, SUMMARISING, NewJob
from holdfast.domain.messages import DeletedMessage, Message
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, Metadata, without_findings
from holdfast.domain.retention import RetentionChange
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS, key_of, position_of, session_of
from holdfast.storage.sqlite.nouns.appends import known_message
from holdfast.storage.sqlite.nouns.fact_writes import drop_sources
from holdfast.storage.sqlite.nouns.jobs import add_jobs
from holdfast.storage.sqlite.nouns.message_rows import COLUMNS, from_rows
from holdfast.storage.sqlite.nouns.rows import merged_text

_KEEP = (
    "INSERT INTO message_revisions (session, position, revision, uuid, role, name, content, metadata, created_at,"
    " updated_at, ended_at, removed, expires_at, remember)"
    f" SELECT key >> {POSITION_BITS}, key & {MAXIMUM_POSITION}, revision, uuid, role, name,"
    " content, metadata, created_at, updated_at, ?2, ?3, expires_at, remember FROM messages WHERE key = ?1"
)
_REVISE = (
    "UPDATE messages SET content = ?2, metadata = ?3, updated_at = ?4, token_count = 0, revision = revision + 1"
    " WHERE key = ?1"
)
_RETAIN = "UPDATE messages SET expires_at = ?2, remember = ?3, updated_at = ?4 WHERE key = ?1"
_DELETE_REVISIONS = (
    f"DELETE FROM message_revisions WHERE session = ?1 >> {POSITION_BITS} AND position = ?1 & {MAXIMUM_POSITION}"
)
_RESTORABLE = (
    "FROM message_revisions WHERE session = ?1 AND position >= ?2 AND removed = 1"
    " AND (expires_at IS NULL OR expires_at > ?3)"
)
_DELETED = (
    f"SELECT (session << {POSITION_BITS}) + position, uuid, role, content, metadata, 0, created_at, updated_at, name,"
    f" revision, expires_at, remember, ended_at {_RESTORABLE} AND position < ?4 ORDER BY position DESC LIMIT ?5"
)
_LAST_OF_UUID = f"SELECT position, revision {_RESTORABLE} AND uuid = ?4 ORDER BY position DESC LIMIT 1"
_BRING_BACK = (
    f"INSERT INTO messages ({COLUMNS}) SELECT (session << {POSITION_BITS}) + position, uuid, role, content, metadata,"
    " 0, created_at, updated_at, name, revision, expires_at, remember FROM message_revisions"
    " WHERE session = ? AND position = ? AND revision = ?"
)
_COUNT = "UPDATE sessions SET removed = removed + ?2, edition = edition + 1 WHERE id = ?1 RETURNING next_position - 1"


Live = tuple[int, int]
"""A live session: its number, and the position from which on its messages live."""


def remove(connection: apsw.Connection, key: int, *, summarising: Sequence[str]) -> None:
    """Delete the live message with that key."""
    connection.execute(_KEEP, (key, now(), 1))
    connection.execute("DELETE FROM messages WHERE key = ?", (key,))
    _moved_on(connection, key, removed=1, steps=(), summarising=summarising)


def deleted(connection: apsw.Connection, live: Live, *, before: int | None, limit: int) -> list[DeletedMessage]:
    """The messages of a session that `restore` brings back, the last ones first."""
    beyond = MAXIMUM_POSITION + 1 if before is None else before
    rows = connection.execute(_DELETED, (*live, now(), beyond, limit)).fetchall()
    messages = from_rows([row[:-1] for row in rows])
    return [DeletedMessage(message, cast("Timestamp", row[-1])) for message, row in zip(messages, rows, strict=True)]


def restore(
    connection: apsw.Connection, live: Live, uuid: str, *, steps: Sequence[str], summarising: Sequence[str]
) -> None:
    """Bring back the message that was deleted last of those with a UUID."""
    row = connection.execute(_LAST_OF_UUID, (*live, now(), uuid)).fetchone()
    if row is None:
        raise NotFound("message", uuid)
    if known_message(connection, uuid, *live) is not None:
        raise AlreadyExists(f"another message has the uuid {uuid} now")
    session, (position, revision) = live[0], cast("tuple[int, int]", row)
    place = (session, position, revision)
    connection.execute(_BRING_BACK, place)
    connection.execute("DELETE FROM message_revisions WHERE session = ? AND position = ? AND revision = ?", place)
    _moved_on(connection, key_of(session, position), removed=-1, steps=steps, summarising=summarising)


def rewrite(
    connection: apsw.Connection,
    key: int,
    message: Message,
    content: str,
    metadata: Metadata | None,
    *,
    steps: Sequence[str],
    summarising: Sequence[str],
) -> None:
    """Give a live message, which has that key, another content."""
    moment = now()
    stored = without_findings(message.metadata)
    text = None if stored is None else bytes(stored).decode()
    merged = merged_text(text, metadata, most=MAXIMUM_MESSAGE_METADATA)
    connection.execute(_KEEP, (key, moment, 0))
    connection.execute(_REVISE, (key, content, merged, moment))
    _moved_on(connection, key, removed=0, steps=steps, summarising=summarising)


def set_retention(
    connection: apsw.Connection,
    key: int,
    message: Message,
    change: RetentionChange,
    *,
    steps: Sequence[str],
    summarising: Sequence[str],
) -> bool:
    """Change how long a live message, which has that key, is kept, and where it is found; whether that changed it."""
    expires_at = change.expiry_after(message.expires_at)
    remember = change.remembered_after(stored=message.remember)
    if (expires_at, remember) == (message.expires_at, message.remember):
        return False
    connection.execute(_RETAIN, (key, expires_at, remember, now()))
    if remember != message.remember:
        _moved_on(connection, key, removed=0, steps=steps, summarising=summarising)
    return True


def remove_for_good(connection: apsw.Connection, keys: Sequence[int]) -> None:
    """Remove messages with what they said before, whether they live or not."""
    for key in keys:
        for statement in (
            _DELETE_REVISIONS,
            "DELETE FROM features WHERE key = ?1",
            "DELETE FROM messages WHERE key = ?1",
        ):
            connection.execute(statement, (key,))


def expire(connection: apsw.Connection, keys: Sequence[int], *, summarising: Sequence[str]) -> None:
    """Remove live messages of one session for good; the first of them comes first."""
    remove_for_good(connection, keys)
    for key in keys[1:]:
        drop_sources(connection, session_of(key), position_of(key), position_of(key))
    _moved_on(connection, keys[0], removed=len(keys), steps=(), summarising=summarising)


def _moved_on(
    connection: apsw.Connection, key: int, *, removed: int, steps: Sequence[str], summarising: Sequence[str]
) -> None:
    """Move the edition of the session, let go of what rests on the message, and promise what follows."""
    session, position = session_of(key), position_of(key)
    connection.execute("DELETE FROM features WHERE key = ?", (key,))
    ((last,),) = cast("list[tuple[int]]", connection.execute(_COUNT, (session, removed)).fetchall())
    drop_sources(connection, session, position, position)
    jobs = []
    if steps:
        jobs.append(NewJob(kind=MESSAGES, scope=session, first=position, last=position, steps=tuple(steps)))
    connection.execute("DELETE FROM summaries WHERE point BETWEEN ? AND ?", (key, key_of(session, MAXIMUM_POSITION)))
    if connection.changes() and summarising:
        job = NewJob(kind=SUMMARISING, scope=session, first=position, last=last, steps=tuple(summarising), single=True)
        jobs.append(job)
    add_jobs(connection, jobs)

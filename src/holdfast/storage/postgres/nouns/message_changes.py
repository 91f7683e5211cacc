"""Deleting and editing single messages in PostgreSQL.

A deleted message leaves its table for that of the revisions, so no reader needs to ask whether it lives; what is left
behind is a gap among the positions, which its session counts.  The session's row is locked first, as by an append.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg
import msgspec

from holdfast.domain.jobs import MESSAGES, SUMMARISING, NewJob
from holdfast.domain.messages import DeletedMessage, Message
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, Metadata, without_findings
from holdfast.domain.retention import RetentionChange
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.changes import Change, ChangeKind
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.changes import note
from holdfast.storage.postgres.nouns.chosen_appends import Leftovers, known_messages, remove_leftovers
from holdfast.storage.postgres.nouns.fact_writes import drop_sources
from holdfast.storage.postgres.nouns.jobs import add_jobs
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION, merged_text
from holdfast.storage.postgres.nouns.sessions import NAMED

_COLUMNS = (
    "position, uuid, role, content, metadata, token_count, created_at, updated_at, name, revision, expires_at, remember"
)
_LOCK_SESSION = f"SELECT sessions.id, live_from FROM {NAMED} AND deleted_at IS NULL FOR UPDATE OF sessions"
_LOCK = f"SELECT {_COLUMNS} FROM messages WHERE session = $1 AND position >= $2 AND uuid = $3 FOR UPDATE"
_KEEP = (
    "INSERT INTO message_revisions (session, position, revision, uuid, role, name, content, metadata, created_at,"
    " updated_at, ended_at, removed, expires_at, remember)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
)
_REVISE = (
    "UPDATE messages SET content = $3, metadata = $4, updated_at = $5, token_count = 0, revision = revision + 1"
    f" WHERE session = $1 AND position = $2 RETURNING {_COLUMNS}"
)
_RETAIN = (
    "UPDATE messages SET expires_at = $3, remember = $4, updated_at = $5 WHERE session = $1 AND position = $2"
    f" RETURNING {_COLUMNS}"
)
_EXPECT = "UPDATE sessions SET next_expiry = least(next_expiry, $2) WHERE id = $1"
_DELETE = "DELETE FROM messages WHERE session = $1 AND position = $2"
_DELETE_FEATURES = "DELETE FROM features WHERE session = $1 AND position = ANY($2::integer[])"
_DELETE_SUMMARIES = "DELETE FROM summaries WHERE session = $1 AND point >= $2 RETURNING 1"
_COUNT = (
    "UPDATE sessions SET removed = removed + $2, edition = edition + 1 WHERE id = $1"
    " RETURNING live_from, next_position - 1, edition, removed"
)


_RESTORABLE = (
    "FROM message_revisions WHERE session = $1 AND position >= $2 AND removed"
    " AND (expires_at IS NULL OR expires_at > $3)"
)
_DELETED = (
    "SELECT ended_at, position, uuid, role, content, metadata, 0::bigint, created_at, updated_at, name, revision,"
    f" expires_at, remember {_RESTORABLE} AND position < $4 ORDER BY position DESC LIMIT $5"
)
_LAST_OF_UUID = (
    "SELECT position, uuid, role, content, metadata::text, created_at, updated_at, name, revision, expires_at, remember"
    f" {_RESTORABLE} AND uuid = $4 ORDER BY position DESC LIMIT 1"
)
_BRING_BACK = (
    "INSERT INTO messages (session, position, uuid, role, content, metadata, created_at, updated_at, name, revision,"
    " expires_at, remember, token_count) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)"
    f" RETURNING {_COLUMNS}"
)
_TAKE_BACK = "DELETE FROM message_revisions WHERE session = $1 AND position = $2 AND removed"


class Follow(msgspec.Struct, frozen=True):
    """What is to be done afterwards: steps over the message, and steps over its session if summaries went."""

    steps: tuple[str, ...]
    summarising: tuple[str, ...]


async def remove(session_id: str, uuid: str, follow: Follow, connection: asyncpg.Connection) -> None:
    """See `holdfast.storage.contract.messages.Messages.delete`; to be called in a transaction."""
    session, message = await _lock(connection, session_id, uuid)
    await _keep(connection, session, message, now(), removed=True)
    await connection.execute(_DELETE, session, message.position)
    await connection.execute("DELETE FROM chosen_uuids WHERE uuid = $1", uuid)
    await move_on(connection, session, [message.position], follow, removed=1)


async def deleted(database: Database, session_id: str, *, before: int | None, limit: int) -> list[DeletedMessage]:
    """See `holdfast.storage.contract.messages.Messages.deleted`."""
    found = await database.row(f"SELECT sessions.id, live_from FROM {NAMED} AND deleted_at IS NULL", session_id)
    if found is None:
        return []
    beyond = MAXIMUM_POSITION if before is None else min(before, MAXIMUM_POSITION)
    rows = await database.read(_DELETED, *found, now(), beyond, limit)
    return [DeletedMessage(Message(*row), ended_at) for ended_at, *row in rows]


async def restore(
    session_id: str, uuid: str, follow: Follow, leftovers: Leftovers, connection: asyncpg.Connection
) -> Message:
    """See `holdfast.storage.contract.messages.Messages.restore`; to be called in a transaction."""
    await remove_leftovers(connection, leftovers)
    found = await connection.fetchrow(_LOCK_SESSION, session_id)
    row = None if found is None else await connection.fetchrow(_LAST_OF_UUID, *found, now(), uuid)
    if found is None or row is None:
        raise NotFound("message", uuid)
    if await known_messages(connection, [uuid], leftovers):
        raise AlreadyExists(f"another message has the uuid {uuid} now")
    session, position = found["id"], row["position"]
    (back,) = await connection.fetch(_BRING_BACK, session, *row)
    await connection.execute(_TAKE_BACK, session, position)
    if row["expires_at"] is not None:
        await connection.execute(_EXPECT, session, row["expires_at"])
    await move_on(connection, session, [position], follow, removed=-1)
    return Message(*back)


async def revise(
    session_id: str, uuid: str, change: tuple[str, Metadata | None], follow: Follow, connection: asyncpg.Connection
) -> Message | None:
    """See `holdfast.storage.contract.messages.Messages.revise`; ``None`` when the content is what it was."""
    session, message = await _lock(connection, session_id, uuid)
    content, metadata = change
    if message.content == content:
        return None
    moment = now()
    merged = merged_text(without_findings(message.metadata), metadata, most=MAXIMUM_MESSAGE_METADATA)
    await _keep(connection, session, message, moment, removed=False)
    (row,) = await connection.fetch(_REVISE, session, message.position, content, merged, moment)
    await move_on(connection, session, [message.position], follow, removed=0)
    return Message(*row)


async def set_retention(
    session_id: str, uuid: str, change: RetentionChange, follow: Follow, connection: asyncpg.Connection
) -> Message:
    """See `holdfast.storage.contract.messages.Messages.retain`; to be called in a transaction."""
    session, message = await _lock(connection, session_id, uuid)
    expires_at = change.expiry_after(message.expires_at)
    remember = change.remembered_after(stored=message.remember)
    if (expires_at, remember) == (message.expires_at, message.remember):
        return message
    (row,) = await connection.fetch(_RETAIN, session, message.position, expires_at, remember, now())
    if expires_at is not None:
        await connection.execute(_EXPECT, session, expires_at)
    if remember != message.remember:
        await move_on(connection, session, [message.position], follow, removed=0)
    return Message(*row)


async def _lock(connection: asyncpg.Connection, session_id: str, uuid: str) -> tuple[int, Message]:
    """The session and the message, both locked; `NotFound` when it does not live there."""
    found = await connection.fetchrow(_LOCK_SESSION, session_id)
    row = None if found is None else await connection.fetchrow(_LOCK, found["id"], found["live_from"], uuid)
    if found is None or row is None:
        raise NotFound("message", uuid)
    return found["id"], Message(*row)


async def _keep(
    connection: asyncpg.Connection, session: int, message: Message, moment: Timestamp, *, removed: bool
) -> None:
    """Keep what a message says until now as a revision."""
    await connection.execute(
        _KEEP,
        session,
        message.position,
        message.revision,
        message.uuid,
        message.role,
        message.name,
        message.content,
        None if message.metadata is None else bytes(message.metadata).decode(),
        message.created_at,
        message.updated_at,
        moment,
        removed,
        message.expires_at,
        message.remember,
    )


async def move_on(
    connection: asyncpg.Connection, session: int, positions: Sequence[int], follow: Follow, *, removed: int
) -> None:
    """Move the edition of the session, let go of what rests on messages, and promise what follows.

    The positions ascend.  The session's row is locked.
    """
    position = positions[0]
    await connection.execute(_DELETE_FEATURES, session, positions)
    ((first, last, edition, gaps),) = await connection.fetch(_COUNT, session, removed)
    await note(connection, [Change(session, ChangeKind.MESSAGES, first, last, edition, gaps)])
    for place in positions:
        await drop_sources(connection, session, place, place)
    jobs = []
    if follow.steps:
        jobs.append(NewJob(kind=MESSAGES, scope=session, first=position, last=position, steps=follow.steps))
    if await connection.fetch(_DELETE_SUMMARIES, session, position) and follow.summarising:
        again = NewJob(
            kind=SUMMARISING, scope=session, first=position, last=last, steps=follow.summarising, single=True
        )
        jobs.append(again)
    await add_jobs(connection, jobs)

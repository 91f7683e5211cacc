"""Removing for good what was deleted: see `pieces` for how, `holdfast.storage.removal` for when.

What is dead is decided anew in each transaction, under the lock of the session's row, so a session that came back
to life meanwhile keeps what was written to it since.  Rows that somebody else holds are left for the next time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import asyncpg

from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.contract.storage import Purged
from holdfast.storage.postgres.distributed import session_statements
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.changes import prune_changes
from holdfast.storage.postgres.nouns.document_purge import remove_deleted_documents, remove_dropped_collections
from holdfast.storage.postgres.nouns.fact_writes import remove_some_of_holder, remove_some_tombstones
from holdfast.storage.postgres.nouns.files import remove_some_files
from holdfast.storage.postgres.nouns.jobs import drop_jobs
from holdfast.storage.postgres.nouns.pieces import BATCH, in_pieces
from holdfast.storage.removal import RECEIPTS_OF_REMOVED

_LOCK = 0x686F_6C64_7075_7267  # "holdpurg"

_SESSIONS = 200
"""Sessions that one transaction looks at."""

_RESTORABLE = "deleted_at IS NOT NULL AND NOT superseded AND former_from IS NOT NULL"
# Of a session that can be restored only that goes which had been deleted before.
_BORDER = f"CASE WHEN {_RESTORABLE} THEN former_from ELSE live_from END"
_HAS_DEAD = (
    f"CASE WHEN {_RESTORABLE} THEN purged_to < former_from ELSE deleted_at IS NOT NULL OR purged_to < live_from END"
)
_DEAD = (
    f"SELECT id, {_BORDER}, deleted_at IS NOT NULL AND NOT ({_RESTORABLE}) FROM sessions"
    f" WHERE {_HAS_DEAD} AND superseded = $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED"
)
_END_RESTORING = (
    "UPDATE sessions SET former_from = NULL WHERE id = ANY(ARRAY("
    f"SELECT id FROM sessions WHERE {_RESTORABLE} AND deleted_at < $1 ORDER BY deleted_at LIMIT $2"
    " FOR UPDATE SKIP LOCKED)) RETURNING 1"
)
_DEPARTED = "SELECT id FROM departed_users ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"
_BURY = """
WITH picked AS MATERIALIZED (
    SELECT id FROM sessions WHERE owner = $1 ORDER BY id LIMIT $3 FOR UPDATE
), buried AS (
    UPDATE sessions SET deleted_at = coalesce(deleted_at, $2), superseded = true, live_from = next_position,
        removed = 0, owner = NULL
    FROM picked WHERE sessions.id = picked.id RETURNING sessions.id, sessions.session_id
), freed AS (
    DELETE FROM session_names USING buried
    WHERE session_names.session_id = buried.session_id AND session_names.session = buried.id
)
SELECT count(*) FROM buried
"""
_DELETE_MESSAGES = """
WITH dead AS MATERIALIZED (
    SELECT messages.session, position FROM unnest($1::bigint[], $2::int[]) AS gone (session, before)
    JOIN messages ON messages.session = gone.session AND position < before LIMIT $3
), bare AS (
    DELETE FROM features USING dead WHERE features.session = dead.session AND features.position = dead.position
)
DELETE FROM messages USING dead WHERE messages.session = dead.session AND messages.position = dead.position
RETURNING messages.uuid
"""
_DELETE_SUMMARIES = """
WITH dead AS MATERIALIZED (
    SELECT summaries.session, point FROM unnest($1::bigint[], $2::int[]) AS gone (session, before)
    JOIN summaries ON summaries.session = gone.session AND point < before LIMIT $3
)
DELETE FROM summaries USING dead WHERE summaries.session = dead.session AND summaries.point = dead.point RETURNING 1
"""
_DELETE_REMOVED = (
    "DELETE FROM message_revisions WHERE (session, position) IN"
    " (SELECT session, position FROM message_revisions WHERE removed AND ended_at < $1 ORDER BY ended_at LIMIT $2)"
    " RETURNING removed"
)
_DELETE_REVISIONS = (
    "DELETE FROM message_revisions USING unnest($1::bigint[], $2::int[]) AS gone (number, before)"
    " WHERE session = number AND position < before"
)
_FREE_UUIDS = "DELETE FROM chosen_uuids WHERE uuid = ANY($1::uuid[])"
_DELETE_SESSIONS = (
    "WITH dead AS (DELETE FROM sessions WHERE id = ANY($1) RETURNING id, session_id)"
    " DELETE FROM session_names USING dead"
    " WHERE session_names.session_id = dead.session_id AND session_names.session = dead.id"
)
_UNREACHABLE = (
    "SELECT EXISTS (SELECT FROM departed_users) OR EXISTS (SELECT FROM collections WHERE dropped) OR EXISTS"
    f" (SELECT FROM sessions WHERE {_HAS_DEAD} AND superseded)"
    f" OR EXISTS (SELECT FROM marks WHERE chore = '{RECEIPTS_OF_REMOVED}')"
)
_NOTE_BEGUN = (
    "INSERT INTO marks (chore, version, place, ended, noted_at)"
    f" VALUES ('{RECEIPTS_OF_REMOVED}', '', '', false, now()) ON CONFLICT (chore) DO NOTHING"
)
_NOTE_ENDED = f"DELETE FROM marks WHERE chore = '{RECEIPTS_OF_REMOVED}'"

# Files are spread over nodes: their receipts tell whose they are, and go with that user.  Those that a copy brought
# from a store where they do not tell go with whatever goes first.
_ORPHANED_RECEIPTS = """
WITH read AS MATERIALIZED (
    SELECT owner, key, result::json AS result FROM receipts WHERE result LIKE '{%'
), orphaned AS (
    SELECT owner, key FROM read WHERE CASE
        WHEN result ->> 'holder' IS NOT NULL THEN
            NOT EXISTS (SELECT FROM facts WHERE uuid = (result ->> 'uuid')::uuid AND state <> 'forgotten')
        WHEN result ->> 'first_name' IS NOT NULL THEN
            NOT EXISTS (SELECT FROM users WHERE id = (result ->> 'id')::bigint)
        WHEN result ->> 'session_id' IS NOT NULL THEN
            NOT EXISTS (SELECT FROM sessions WHERE id = (result ->> 'id')::bigint)
        WHEN result ->> 'session' IS NOT NULL THEN
            NOT EXISTS (SELECT FROM sessions WHERE id = (result ->> 'session')::bigint)
        WHEN result ->> 'dimensions' IS NOT NULL THEN
            NOT EXISTS (SELECT FROM collections WHERE id = (result ->> 'id')::bigint)
        WHEN result ->> 'path' IS NOT NULL THEN
            NOT EXISTS (SELECT FROM users WHERE id = (result ->> 'owner')::bigint)
        ELSE false END LIMIT $1
)
DELETE FROM receipts USING orphaned WHERE receipts.owner = orphaned.owner AND receipts.key = orphaned.key RETURNING 1
"""


class _Dead(NamedTuple):
    """A session with dead messages: those before a position, or all if it was deleted for good."""

    session: int
    before: int
    deleted: bool


async def purge(database: Database, *, receipts_before: Timestamp, deleted_before: Timestamp) -> Purged:
    """See `holdfast.storage.contract.storage.Storage.purge`.

    Of several processes one purges; the others wait for it.
    """
    async with database.exclusively(_LOCK):
        purged = await in_pieces(database, partial(_remove_receipts, receipts_before))
        purged += await in_pieces(database, prune_changes)
        purged += await in_pieces(database, partial(remove_deleted_documents, deleted_before))
        purged += await in_pieces(database, _remove_tombstones)
        purged += await in_pieces(database, partial(_remove_deleted_messages, deleted_before))
        purged += await _remove_unreachable(database)
        await in_pieces(database, partial(_end_restoring, deleted_before))
        return purged + await in_pieces(database, partial(_remove_dead_rows, database, superseded=False))


async def remove_unreachable(database: Database) -> Purged:
    """Remove what nobody can bring back: what deleted users and collections had, and sessions that lost their name."""
    ((found,),) = await database.rows(_UNREACHABLE)
    if not found:
        return Purged()
    async with database.exclusively(_LOCK):
        return await _remove_unreachable(database)


async def _remove_unreachable(database: Database) -> Purged:
    # Receipts are found by what is not there any more, so an interruption must not make them be forgotten.
    await database.transaction(lambda connection: connection.execute(_NOTE_BEGUN))
    purged = await in_pieces(database, _bury_user)
    purged += await in_pieces(database, remove_dropped_collections)
    purged += await in_pieces(database, partial(_remove_dead_rows, database, superseded=True))
    purged += await in_pieces(database, _remove_orphaned_receipts)
    await database.transaction(lambda connection: connection.execute(_NOTE_ENDED))
    return purged


async def _bury_user(connection: asyncpg.Connection) -> Purged | None:
    """Let the sessions of a departed user be like deleted ones that lost their names, then remove its facts and files.

    In this order whoever was recording facts of the sessions when the user went has ended before the facts are removed.
    """
    user = await connection.fetchval(_DEPARTED)
    if user is None:
        return None
    if await connection.fetchval(_BURY, user, now(), BATCH) == BATCH:
        return Purged()
    if facts := await remove_some_of_holder(connection, user, most=BATCH):
        return Purged(facts=facts)
    if (removed := await remove_some_files(connection, user, BATCH)).files:
        return removed
    await connection.execute("DELETE FROM departed_users WHERE id = $1", user)
    return Purged()


async def _remove_dead_rows(database: Database, connection: asyncpg.Connection, *, superseded: bool) -> Purged | None:
    """Remove some dead rows of sessions, and when there are no more, the sessions that were deleted."""
    dead = [_Dead(*row) for row in await connection.fetch(_DEAD, superseded, _SESSIONS)]
    if not dead:
        return None
    delete = session_statements.remove_contents if database.distributed else _remove_contents
    uuids, summaries = await delete(connection, [one.session for one in dead], [one.before for one in dead], BATCH)
    if uuids:
        await connection.execute(_FREE_UUIDS, uuids)
    removed = Purged(messages=len(uuids), summaries=summaries)
    if removed.total >= BATCH or await _drop_jobs(connection, dead) >= BATCH:
        return removed
    await connection.execute(_DELETE_REVISIONS, [one.session for one in dead], [one.before for one in dead])
    gone = [one.session for one in dead if one.deleted]
    await connection.execute(_DELETE_SESSIONS, gone)
    await connection.execute(
        f"UPDATE sessions SET purged_to = {_BORDER} WHERE id = ANY($1)", [one.session for one in dead]
    )
    return removed + Purged(sessions=len(gone))


async def _remove_contents(
    connection: asyncpg.Connection, sessions: Sequence[int], before: Sequence[int], limit: int
) -> tuple[list[str], int]:
    """Remove at most ``limit`` messages, then summaries, before positions: the UUIDs of the ones, how many others."""
    uuids = [uuid for (uuid,) in await connection.fetch(_DELETE_MESSAGES, sessions, before, limit)]
    if len(uuids) == limit:
        return uuids, 0
    return uuids, len(await connection.fetch(_DELETE_SUMMARIES, sessions, before, limit - len(uuids)))


async def _drop_jobs(connection: asyncpg.Connection, dead: Sequence[_Dead]) -> int:
    return await drop_jobs(connection, [one.session for one in dead], before=[one.before for one in dead], limit=BATCH)


async def _remove_tombstones(connection: asyncpg.Connection) -> Purged | None:
    removed = await remove_some_tombstones(connection, most=BATCH)
    return Purged(facts=removed) if removed else None


async def _end_restoring(deleted_before: Timestamp, connection: asyncpg.Connection) -> Purged | None:
    """Let nobody restore some sessions any more: from the first piece on they could not come back whole."""
    return Purged() if await connection.fetch(_END_RESTORING, deleted_before, BATCH) else None


async def _remove_deleted_messages(deleted_before: Timestamp, connection: asyncpg.Connection) -> Purged | None:
    """Remove what is kept of some messages that were deleted one by one."""
    rows = await connection.fetch(_DELETE_REMOVED, deleted_before, BATCH)
    return Purged(messages=sum(removed for (removed,) in rows)) if rows else None


async def _remove_orphaned_receipts(connection: asyncpg.Connection) -> Purged | None:
    """Remove receipts that tell of users, sessions, collections or files which are gone."""
    removed = await connection.fetch(_ORPHANED_RECEIPTS, BATCH)
    return Purged(receipts=len(removed)) if removed else None


async def _remove_receipts(before: Timestamp, connection: asyncpg.Connection) -> Purged | None:
    removed = await connection.fetch(
        "DELETE FROM receipts WHERE (owner, key) IN"
        " (SELECT owner, key FROM receipts WHERE created_at < $1 LIMIT $2) RETURNING 1",
        before,
        BATCH,
    )
    return Purged(receipts=len(removed)) if removed else None

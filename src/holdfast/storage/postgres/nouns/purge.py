"""Removing rows for good: soft-deleted ones in transactions short enough not to be felt, and whole sessions.

What is dead is decided anew in each transaction, under the lock of the session's row, so a session that came back
to life meanwhile keeps what was written to it since.  Several processes may purge at once: they share the work.
"""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Purged
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.changes import prune_changes
from holdfast.storage.postgres.nouns.document_purge import purge_documents
from holdfast.storage.postgres.nouns.jobs import drop_jobs
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION

BATCH = 1_000
"""Messages or receipts removed in one transaction."""

_LOCK = 0x686F_6C64_7075_7267  # "holdpurg"

_DELETE_MESSAGES = (
    "DELETE FROM messages WHERE session = $1 AND position IN ("
    "SELECT position FROM messages WHERE session = $1 AND position < $2 LIMIT $3) RETURNING position, uuid"
)
_DELETE_FEATURES = "DELETE FROM features WHERE session = $1 AND position = ANY($2)"
_FREE_UUIDS = "DELETE FROM chosen_uuids WHERE uuid = ANY($1::uuid[])"


async def purge(database: Database, *, receipts_before: Timestamp) -> Purged:
    """See `holdfast.storage.contract.storage.Storage.purge`.

    Of several processes one purges; the others wait for it.
    """
    async with database.exclusively(_LOCK):
        return await _purge(database, receipts_before)


async def _purge(database: Database, receipts_before: Timestamp) -> Purged:
    purged = await _purge_receipts(database, receipts_before) + await purge_documents(database)
    await prune_changes(database)
    cursor = 0
    while True:
        sessions = await database.rows(
            "SELECT id FROM sessions WHERE (deleted_at IS NOT NULL OR live_from > 1) AND id > $1 ORDER BY id LIMIT $2",
            cursor,
            BATCH,
        )
        if not sessions:
            return purged
        for (session,) in sessions:
            purged += await _purge_session(database, session)
        cursor = sessions[-1][0]


async def remove_sessions(connection: asyncpg.Connection, sessions: Sequence[int]) -> None:
    """Remove sessions whose rows are locked, and everything in them, for good."""
    for session in sessions:
        while await _remove_messages(connection, session, MAXIMUM_POSITION) == BATCH:
            pass
    await connection.execute("DELETE FROM summaries WHERE session = ANY($1)", sessions)
    await drop_jobs(connection, sessions)
    await connection.execute(
        "WITH dead AS (DELETE FROM sessions WHERE id = ANY($1) RETURNING id, session_id)"
        " DELETE FROM session_names USING dead"
        " WHERE session_names.session_id = dead.session_id AND session_names.session = dead.id",
        sessions,
    )


async def _remove_messages(connection: asyncpg.Connection, session: int, before: int) -> int:
    """Remove some of the messages before a position, with all that belongs to them; how many."""
    dead = await connection.fetch(_DELETE_MESSAGES, session, before, BATCH)
    if dead:
        await connection.execute(_DELETE_FEATURES, session, [position for position, _ in dead])
        await connection.execute(_FREE_UUIDS, [uuid for _, uuid in dead])
    return len(dead)


async def _purge_session(database: Database, session: int) -> Purged:
    total = Purged()
    while True:
        purged = await database.transaction(lambda connection: _purge_batch(connection, session))
        total += purged
        if purged.messages < BATCH:
            return total


async def _purge_batch(connection: asyncpg.Connection, session: int) -> Purged:
    """Remove some dead messages of a session; with the last of them its dead summaries, and itself if deleted."""
    row = await connection.fetchrow("SELECT live_from, deleted_at FROM sessions WHERE id = $1 FOR UPDATE", session)
    if row is None:
        return Purged()
    first_live, deleted_at = row
    messages = await _remove_messages(connection, session, first_live)
    if messages == BATCH:
        return Purged(messages=messages)
    summaries = len(
        await connection.fetch(
            "DELETE FROM summaries WHERE session = $1 AND point < $2 RETURNING 1", session, first_live
        )
    )
    await drop_jobs(connection, [session], before=first_live)
    if deleted_at is None:
        return Purged(messages=messages, summaries=summaries)
    await remove_sessions(connection, [session])
    return Purged(messages=messages, summaries=summaries, sessions=1)


async def _purge_receipts(database: Database, before: Timestamp) -> Purged:
    total = 0
    while True:
        removed = await database.rows(
            "DELETE FROM receipts WHERE (owner, key) IN"
            " (SELECT owner, key FROM receipts WHERE created_at < $1 LIMIT $2) RETURNING 1",
            before,
            BATCH,
        )
        total += len(removed)
        if len(removed) < BATCH:
            return Purged(receipts=total)

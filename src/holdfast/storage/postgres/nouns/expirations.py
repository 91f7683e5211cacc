"""Removing what has expired, in PostgreSQL.

Several servers may be at it: what one of them holds locked another one waits for, and then finds gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter

import asyncpg

from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.contract.expirations import Expired
from holdfast.storage.expirations import ExpirationWatch
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.storage.postgres.nouns.fact_writes import drop_of_session
from holdfast.storage.postgres.nouns.message_changes import Follow, move_on
from holdfast.storage.removal import Removal

_SESSION_PIECE = 20
_MESSAGE_PIECE = 200

_EARLIEST_SESSION = (
    "SELECT expires_at FROM sessions WHERE expires_at IS NOT NULL AND NOT superseded ORDER BY expires_at LIMIT 1"
)
_EARLIEST_MESSAGE = "SELECT expires_at FROM messages WHERE expires_at IS NOT NULL ORDER BY expires_at LIMIT 1"
_SESSIONS = (
    "SELECT id FROM (SELECT id FROM sessions WHERE expires_at <= $1 AND NOT superseded ORDER BY expires_at LIMIT $2)"
    " AS expired ORDER BY id"
)
_LOCK_SESSION = "SELECT 1 FROM sessions WHERE id = $1 AND expires_at <= $2 AND NOT superseded FOR UPDATE"
_END = (
    "WITH gone AS (UPDATE sessions SET deleted_at = coalesce(deleted_at, $2), live_from = next_position, removed = 0,"
    " superseded = true WHERE id = $1 RETURNING id, session_id)"
    " DELETE FROM session_names USING gone WHERE session_names.session_id = gone.session_id"
    " AND session_names.session = gone.id"
)
_MESSAGES = (
    "SELECT session, position FROM messages WHERE expires_at <= $1 ORDER BY expires_at, session, position LIMIT $2"
)
_LOCK_BORDER = f"SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT} FOR UPDATE"
_DELETE = (
    "DELETE FROM messages WHERE session = $1 AND position = ANY($2::integer[]) AND expires_at <= $3"
    " RETURNING position, uuid"
)
_DELETE_FEATURES = "DELETE FROM features WHERE session = $1 AND position = ANY($2::integer[])"
_DELETE_REVISIONS = "DELETE FROM message_revisions WHERE session = $1 AND position = ANY($2::integer[])"
# A deleted session can be restored; summaries that had folded what expired must not come back.
_DELETE_DEAD_SUMMARIES = (
    "DELETE FROM summaries WHERE session = $1 AND point >= $2 AND ($3::integer IS NULL OR point < $3)"
)
# Tells of a gap where messages lie on other nodes (see `session_statements.awaited`), and nothing else.
_KEEP_GAP = (
    "INSERT INTO message_revisions (session, position, revision, uuid, role, name, content, created_at, updated_at,"
    " ended_at, removed, expires_at) VALUES ($1, $2, 0, $3, '', '', '', $4, $4, $4, true, $4)"
)
_FREE_UUIDS = "DELETE FROM chosen_uuids WHERE uuid = ANY($1::uuid[])"


class PostgresExpirations(ExpirationWatch):
    """See `holdfast.storage.contract.expirations.Expirations`."""

    def __init__(self, database: Database, removal: Removal, wakeups: Wakeups) -> None:
        super().__init__(shared=True)
        self._database = database
        self._removal = removal
        self._wakeups = wakeups

    async def _earliest(self) -> Timestamp | None:
        rows = [*await self._database.rows(_EARLIEST_SESSION), *await self._database.rows(_EARLIEST_MESSAGE)]
        return min((Timestamp(moment) for (moment,) in rows), default=None)

    async def _remove_some(self, moment: Timestamp, summarising: Sequence[str]) -> Expired:
        ended = 0
        for (session,) in await self._database.rows(_SESSIONS, moment, _SESSION_PIECE):
            ended += await self._database.transaction(partial(_end_session, session, moment), on_node=True)
        if ended:
            self._removal.begin()
        removed = 0
        places = sorted(map(tuple, await self._database.rows(_MESSAGES, moment, _MESSAGE_PIECE)))
        for session, some in groupby(places, key=itemgetter(0)):
            positions = [position for _, position in some]
            remove = partial(self._remove_messages, session, positions, moment, Follow((), tuple(summarising)))
            removed += await self._database.transaction(remove, on_node=True)
        if removed:
            self._wakeups.announce()
        return Expired(ended, removed)

    async def _remove_messages(
        self, session: int, positions: list[int], moment: Timestamp, follow: Follow, connection: asyncpg.Connection
    ) -> int:
        border: int | None = await connection.fetchval(_LOCK_BORDER, session)
        gone = dict(map(tuple, await connection.fetch(_DELETE, session, positions, moment)))
        live = sorted(position for position in gone if border is not None and position >= border)
        await connection.execute(_FREE_UUIDS, list(gone.values()))
        await connection.execute(_DELETE_FEATURES, session, list(gone))
        await connection.execute(_DELETE_REVISIONS, session, list(gone))
        if len(live) < len(gone):
            dead = min(gone.keys() - set(live))
            await connection.execute(_DELETE_DEAD_SUMMARIES, session, dead, border)
        if live:
            if self._database.distributed:
                gaps = [(session, position, gone[position], now()) for position in live]
                await connection.executemany(_KEEP_GAP, gaps)
            await move_on(connection, session, live, follow, removed=len(live))
        return len(gone)


async def _end_session(session: int, moment: Timestamp, connection: asyncpg.Connection) -> int:
    """End a session, unless another server has done so or it was given more time: how many were ended."""
    if await connection.fetchrow(_LOCK_SESSION, session, moment) is None:
        return 0
    await connection.execute(_END, session, now())
    await drop_of_session(connection, session)
    return 1

"""Removing what has expired, in PostgreSQL.

Several servers may be at it: what one of them holds locked another one waits for, and then finds gone.

When the next message of a session expires is noted in the session's row, or a moment before that: so looking whether
something is due asks no node of a distributed database, and one that is away holds up nothing but its own sessions.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

import asyncpg

from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import Unavailable
from holdfast.storage.contract.expirations import Expired
from holdfast.storage.expirations import LOOK_SECONDS, ExpirationWatch
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.storage.postgres.nouns.fact_writes import drop_of_session
from holdfast.storage.postgres.nouns.message_changes import Follow, move_on
from holdfast.storage.removal import Removal

log = logging.getLogger(__name__)

_SESSION_PIECE = 20
_MESSAGE_PIECE = 200

SET_ASIDE_SECONDS = 30.0
"""How long messages are not asked for again that could not be removed because their node was away."""

_OF_NODES = (asyncpg.PostgresConnectionError, asyncpg.InternalServerError, asyncpg.QueryCanceledError)
"""What a coordinator says of a node that is away."""

_EARLIEST = (
    "SELECT least("
    "(SELECT expires_at FROM sessions WHERE expires_at IS NOT NULL AND NOT superseded ORDER BY expires_at LIMIT 1),"
    " (SELECT next_expiry FROM sessions WHERE next_expiry IS NOT NULL AND id <> ALL($1::bigint[])"
    " ORDER BY next_expiry LIMIT 1))"
)
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
_WITH_MESSAGES = (
    "SELECT id FROM sessions WHERE next_expiry <= $1 AND id <> ALL($2::bigint[]) ORDER BY next_expiry LIMIT $3"
)
_LOCK = f"SELECT live_from, next_position - live_from - removed, {PRESENT} FROM sessions WHERE id = $1 FOR UPDATE"
_COUNT = "SELECT count(*) FROM messages WHERE session = $1 AND position >= $2"
_MESSAGES = (
    "SELECT position FROM messages WHERE session = $1 AND expires_at <= $2 ORDER BY expires_at, position LIMIT $3"
)
_NEXT = "SELECT min(expires_at) FROM messages WHERE session = $1 AND expires_at IS NOT NULL"
_EXPECT = "UPDATE sessions SET next_expiry = $2 WHERE id = $1"
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
        self._aside: dict[int, float] = {}

    async def _earliest(self) -> Timestamp | None:
        time = asyncio.get_running_loop().time()
        self._aside = {session: until for session, until in self._aside.items() if until > time}
        ((moment,),) = await self._database.rows(_EARLIEST, list(self._aside))
        return None if moment is None else Timestamp(moment)

    async def _remove_some(self, moment: Timestamp, summarising: Sequence[str]) -> Expired:
        ended = 0
        for (session,) in await self._database.rows(_SESSIONS, moment, _SESSION_PIECE):
            ended += await self._database.transaction(partial(_end_session, session, moment), on_node=True)
        if ended:
            self._removal.begin()
        removed = 0
        due = await self._database.rows(_WITH_MESSAGES, moment, list(self._aside), _SESSION_PIECE)
        for session in sorted(session for (session,) in due):
            removed += await self._remove_of(session, moment, Follow((), tuple(summarising)))
        if removed:
            self._wakeups.announce()
        return Expired(ended, removed)

    async def _remove_of(self, session: int, moment: Timestamp, follow: Follow) -> int:
        """Remove messages of a session; of one whose node is away, or has not committed yet, only later."""
        remove = partial(self._remove_messages, session, moment, follow)
        try:
            removed = await self._database.transaction(remove, on_node=True)
        except Unavailable as error:
            if not (self._database.distributed and isinstance(error.__cause__, _OF_NODES)):
                raise
            await self._database.row("SELECT 1")  # or is it the coordinator that is away?
            log.warning("what has expired in session %d stays for the time being: %s", session, error)
            self._set_aside(session, SET_ASIDE_SECONDS)
            return 0
        if removed is None:
            self._set_aside(session, LOOK_SECONDS)
        return removed or 0

    def _set_aside(self, session: int, seconds: float) -> None:
        self._aside[session] = asyncio.get_running_loop().time() + seconds

    async def _remove_messages(
        self, session: int, moment: Timestamp, follow: Follow, connection: asyncpg.Connection
    ) -> int | None:
        """How many messages were removed; ``None`` while there are some that their node has not committed yet."""
        found = await connection.fetchrow(_LOCK, session)
        if found is None:
            return 0
        border, promised, present = tuple(found)
        if self._database.distributed and await connection.fetchval(_COUNT, session, border) < promised:
            return None
        positions = [position for (position,) in await connection.fetch(_MESSAGES, session, moment, _MESSAGE_PIECE)]
        gone = dict(map(tuple, await connection.fetch(_DELETE, session, positions, moment)))
        if gone:
            await self._let_go(connection, session, gone, border if present else None, follow)
        await connection.execute(_EXPECT, session, await connection.fetchval(_NEXT, session))
        return len(gone)

    async def _let_go(
        self, connection: asyncpg.Connection, session: int, gone: dict[int, str], border: int | None, follow: Follow
    ) -> None:
        """Let go of what rests on messages that are ``gone``: their UUIDs by position."""
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


async def _end_session(session: int, moment: Timestamp, connection: asyncpg.Connection) -> int:
    """End a session, unless another server has done so or it was given more time: how many were ended."""
    if await connection.fetchrow(_LOCK_SESSION, session, moment) is None:
        return 0
    await connection.execute(_END, session, now())
    await drop_of_session(connection, session)
    return 1

"""Removing what has expired, in SQLite."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import cast

import apsw

from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.contract.expirations import Expired
from holdfast.storage.expirations import ExpirationWatch
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, key_of, position_of, session_of
from holdfast.storage.sqlite.nouns.fact_writes import drop_some, remove_some_of_session
from holdfast.storage.sqlite.nouns.message_changes import expire, remove_for_good
from holdfast.storage.sqlite.nouns.pieces import CHUNK, PIECE_SECONDS
from holdfast.storage.sqlite.nouns.sessions import live_from

_EARLIEST = (
    "SELECT min(expires_at) FROM (SELECT min(expires_at) AS expires_at FROM sessions"
    " WHERE expires_at IS NOT NULL AND superseded = 0"
    " UNION ALL SELECT min(expires_at) FROM messages WHERE expires_at IS NOT NULL)"
)
_SESSIONS = "SELECT id FROM sessions WHERE expires_at <= ? AND superseded = 0 ORDER BY expires_at LIMIT ?"
_MESSAGES = "SELECT key FROM messages WHERE expires_at <= ? ORDER BY expires_at LIMIT ?"
_END = (
    "UPDATE sessions SET deleted_at = coalesce(deleted_at, ?2), live_from = next_position, removed = 0, superseded = 1"
    " WHERE id = ?1"
)


class SqliteExpirations(ExpirationWatch):
    """See `holdfast.storage.contract.expirations.Expirations`."""

    def __init__(self, database: Database, removal: Removal) -> None:
        super().__init__(shared=False)
        self._database = database
        self._removal = removal

    async def _earliest(self) -> Timestamp | None:
        row = self._database.row(_EARLIEST)
        return None if row is None else row[0]

    async def _remove_some(self, moment: Timestamp, summarising: Sequence[str]) -> Expired:
        sessions = await self._database.write(partial(_end_sessions, moment))
        if sessions:
            self._removal.begin()
        messages = await self._database.write(partial(_remove_messages, moment, summarising))
        return Expired(sessions, messages)


def _end_sessions(moment: Timestamp, connection: apsw.Connection) -> int:
    """End some sessions, as many as time allows; of one on which very many facts rest, some of these go first."""
    ended, end = 0, time.monotonic() + PIECE_SECONDS
    for (found,) in connection.execute(_SESSIONS, (moment, CHUNK)).fetchall():
        session = cast("int", found)
        if not (drop_some(connection, session) and remove_some_of_session(connection, session)):
            break
        connection.execute(_END, (session, now()))
        ended += 1
        if time.monotonic() > end:
            break
    return ended


def _remove_messages(moment: Timestamp, summarising: Sequence[str], connection: apsw.Connection) -> int:
    keys = sorted(key for (key,) in connection.execute(_MESSAGES, (moment, CHUNK)))
    for session, some in groupby(keys, key=session_of):
        border = live_from(connection, session)
        expired = list(some)
        live = [] if border is None else [key for key in expired if position_of(key) >= border]
        if dead := expired[: len(expired) - len(live)]:
            remove_for_good(connection, dead)
            # A deleted session can be restored; summaries that had folded what expired must not come back.
            last = key_of(session, MAXIMUM_POSITION if border is None else border - 1)
            connection.execute("DELETE FROM summaries WHERE point BETWEEN ? AND ?", (dead[0], last))
        if live:
            expire(connection, live, summarising=summarising)
    return len(keys)

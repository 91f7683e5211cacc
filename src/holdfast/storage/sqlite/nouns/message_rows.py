"""Rows of messages in SQLite, and the messages that they are; those of many sessions at once."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from holdfast.domain.messages import Message
from holdfast.domain.metadata import EncodedMetadata
from holdfast.storage.contract.messages import Place, SessionMessage
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS, session_of
from holdfast.storage.sqlite.engine.presence import PRESENT

COLUMNS = (
    "key, uuid, role, content, metadata, token_count, created_at, updated_at, name, revision, expires_at, remember"
)
"""Of a message, as `from_rows` wants them."""

_OF_SESSIONS = (
    f"SELECT {', '.join(f'messages.{column}' for column in COLUMNS.split(', '))}"
    f" FROM json_each(?1) AS wanted CROSS JOIN sessions ON sessions.id = wanted.value AND {PRESENT}"
    f" CROSS JOIN messages ON messages.key BETWEEN (sessions.id << {POSITION_BITS}) + live_from"
    f" AND (sessions.id << {POSITION_BITS}) + {MAXIMUM_POSITION} AND messages.key > ?2 LIMIT ?3"
)


def of_sessions(
    database: Database, sessions: Sequence[int], *, after: Place, limit: int, size: int
) -> list[SessionMessage]:
    """See `holdfast.storage.contract.messages.Messages.of_sessions`."""
    wanted = [session for session in sessions if session >= after[0]]
    bindings = (str(wanted), (after[0] << POSITION_BITS) + after[1], limit)
    rows = database.read(lambda connection: _up_to(connection.execute(_OF_SESSIONS, bindings), size))
    numbers = [session_of(row[0]) for row in rows]
    return list(zip(numbers, from_rows(rows), strict=True))


def _up_to(cursor: apsw.Cursor, size: int) -> list[Row]:
    """The first rows of messages, as many as have ``size`` bytes together."""
    found: list[Row] = []
    for row in cursor:
        found.append(row)
        size -= len(row[3]) + len(row[4] or "")
        if size <= 0:
            cursor.close()
            break
    return found


def from_rows(rows: Sequence[Row]) -> list[Message]:
    """The messages of rows with the columns `COLUMNS`."""
    # One loop without calls: a memory is little else than this.
    return [
        Message(
            key & MAXIMUM_POSITION,
            uuid,
            role,
            content,
            None if metadata is None else EncodedMetadata(metadata),
            token_count,
            created_at,
            updated_at,
            name,
            revision,
            expires_at,
            remember != 0,
        )
        for (
            key,
            uuid,
            role,
            content,
            metadata,
            token_count,
            created_at,
            updated_at,
            name,
            revision,
            expires_at,
            remember,
        ) in rows
    ]


def from_row(row: Row) -> Message:
    """The message of one such row."""
    return from_rows([row])[0]

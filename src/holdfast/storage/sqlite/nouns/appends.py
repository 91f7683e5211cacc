"""Storing new messages in SQLite: the parts of an append."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, cast

import apsw

from holdfast.domain.identifiers import new_uuid, new_uuids
from holdfast.domain.jobs import MESSAGES
from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import AlreadyExists, InvalidRequest
from holdfast.storage.contract.messages import Appended
from holdfast.storage.former_contents import former_rows
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, key_of, position_of, session_of
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.nouns.jobs import NEW_JOB
from holdfast.storage.sqlite.nouns.rows import metadata_text
from holdfast.storage.sqlite.nouns.sessions import live_from, make_room

_STORED = (
    "key, uuid, role, content, metadata, token_count, created_at, updated_at, name, expires_at, remember, revision"
)
# Made once, as all statements are: each text that is made anew is hashed anew, to find what was prepared of it.
_INSERT = f"INSERT INTO messages ({_STORED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

_FORMER = (
    "INSERT INTO message_revisions (session, position, revision, uuid, role, name, content, metadata, created_at,"
    " updated_at, ended_at, removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)"
)

# Not one upsert: SQLite takes an id for the row that an upsert then does not insert.
_TOUCH_SESSION = (
    "UPDATE sessions SET updated_at = ?1, deleted_at = NULL, next_position = next_position + ?3"
    f" WHERE session_id = ?2 AND superseded = 0 AND {PRESENT} RETURNING id, live_from, next_position - ?3"
)
_NEW_SESSION = (
    "INSERT INTO sessions (uuid, session_id, created_at, updated_at, next_position) VALUES (?1, ?2, ?3, ?3, 1 + ?4)"
    " RETURNING id, live_from, next_position - ?4"
)


def touch_session(connection: apsw.Connection, session_id: str, moment: Timestamp, taken: int) -> tuple[int, int, int]:
    """Create the session or bring it back, and take so many positions.

    The session's number, its first live position, and the first position that was free.
    """
    rows = connection.execute(_TOUCH_SESSION, (moment, session_id, taken)).fetchall()
    if not rows:
        make_room(connection, session_id)
        rows = connection.execute(_NEW_SESSION, (new_uuid(), session_id, moment, taken)).fetchall()
    return cast("tuple[int, int, int]", rows[0])


def without_replays(
    connection: apsw.Connection, messages: Sequence[NewMessage], session: int, first_live: int
) -> list[NewMessage]:
    """The messages that are not stored yet; `AlreadyExists` when a UUID stands for something else."""
    fresh: list[NewMessage] = []
    in_batch: dict[str, NewMessage] = {}
    for message in messages:
        if message.uuid is None:
            fresh.append(message)
            continue
        twin = in_batch.get(message.uuid)
        known: tuple[str, str] | None = (twin.role, twin.content) if twin else None
        if known is None:
            known = known_message(connection, message.uuid, session, first_live)
        if known is None:
            in_batch[message.uuid] = message
            fresh.append(message)
        elif known != (message.role, message.content):
            raise AlreadyExists(f"a different message already exists with uuid: {message.uuid}")
    return fresh


def known_message(connection: apsw.Connection, uuid: str, session: int, first_live: int) -> tuple[str, str] | None:
    """Role and content of the stored message; `AlreadyExists` when it lives in another session.

    A dead one is removed, so that its UUID is free.
    """
    row = connection.execute("SELECT key, role, content FROM messages WHERE uuid = ?", (uuid,)).fetchone()
    if row is None:
        return None
    key, role, content = row
    if key_of(session, first_live) <= key <= key_of(session, MAXIMUM_POSITION):
        return role, content
    others_first_live = live_from(connection, session_of(key))
    if others_first_live is not None and position_of(key) >= others_first_live:
        raise AlreadyExists(f"a message already exists with uuid: {uuid}, in another session")
    connection.execute("DELETE FROM features WHERE key = ?", (key,))
    connection.execute("DELETE FROM messages WHERE key = ?", (key,))
    return None


def insert(connection: apsw.Connection, appended: Appended, messages: Sequence[NewMessage], moment: Timestamp) -> None:
    """Store messages at the positions of `appended`."""
    if appended.last > MAXIMUM_POSITION:
        raise InvalidRequest(f"the session is full: it can hold {MAXIMUM_POSITION} messages; begin a new session")
    base = key_of(appended.session, appended.first)
    connection.executemany(_INSERT, _rows_of(base, messages, moment))
    for offset, message in enumerate(messages):
        if message.former:
            connection.executemany(_FORMER, former_rows(appended.session, appended.first + offset, message))


def advance(connection: apsw.Connection, appended: Appended) -> None:
    """Take the positions of `appended`."""
    connection.execute("UPDATE sessions SET next_position = ? WHERE id = ?", (appended.last + 1, appended.session))


def _rows_of(first: int, messages: Sequence[NewMessage], moment: Timestamp) -> list[tuple[Any, ...]]:
    """The rows of messages, whose keys begin with the ``first``."""
    # One loop without calls: storing messages is little else than this.
    return [
        (
            key,
            message.uuid or uuid,
            message.role,
            message.content,
            None if message.metadata is None else metadata_text(message.metadata),
            message.token_count,
            created_at := message.created_at or moment,
            created_at,
            message.name,
            message.expires_at,
            message.remember,
            len(message.former),
        )
        for key, message, uuid in zip(count(first), messages, new_uuids(len(messages)), strict=False)
    ]


def promise(
    connection: apsw.Connection, appended: Appended, steps: Sequence[str], moment: Timestamp, request: str
) -> None:
    """Put the job into the outbox."""
    job = (MESSAGES, appended.session, appended.first, appended.last, " ".join(steps), moment, request)
    connection.execute(NEW_JOB, job)

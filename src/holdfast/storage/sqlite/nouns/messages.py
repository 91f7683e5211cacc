"""Messages in SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import apsw

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import MESSAGES
from holdfast.domain.memory import EMPTY_MEMORY, MOST_RESULTS, Memory, call_before, is_result, window_bounds
from holdfast.domain.messages import Message, MessagePage, NewMessage
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, EncodedMetadata, Metadata, without_protected_key
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import AlreadyExists, InvalidRequest, NotFound
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.messages import Appended, MessageResult, Place
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS, key_of, position_of, session_of
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.nouns.changes import note_edit
from holdfast.storage.sqlite.nouns.features import put_features
from holdfast.storage.sqlite.nouns.jobs import NEW_JOB
from holdfast.storage.sqlite.nouns.receipts import once
from holdfast.storage.sqlite.nouns.rows import findings_text, merged_text, metadata_text
from holdfast.storage.sqlite.nouns.sessions import NAMED, live_from, make_room
from holdfast.storage.sqlite.nouns.summaries import find_newest

# Most sessions have no summary: asking for the mere presence of one saves most memories a query.
_SESSION_OF_MEMORY = (
    "SELECT id, live_from, next_position, EXISTS (SELECT 1 FROM summaries"
    f" WHERE point BETWEEN sessions.id << {POSITION_BITS} AND sessions.id << {POSITION_BITS} | {MAXIMUM_POSITION})"
    f" FROM sessions WHERE {NAMED} AND deleted_at IS NULL"
)
_COLUMNS = "key, uuid, role, content, metadata, token_count, created_at, updated_at"

_LIVE_SESSION = f"SELECT id, live_from, next_position FROM sessions WHERE {NAMED} AND deleted_at IS NULL"

_NUMBERED_SESSION = f"SELECT live_from, next_position FROM sessions WHERE id = ? AND {PRESENT}"

_AT = (
    "WITH wanted (place) AS (VALUES {wanted})"
    f" SELECT {', '.join(f'messages.{column}' for column in _COLUMNS.split(', '))} FROM wanted"
    f" CROSS JOIN sessions ON sessions.id = place >> {POSITION_BITS} AND live_from <= place & {MAXIMUM_POSITION}"
    f" AND {PRESENT}"
    " CROSS JOIN messages ON key = place"
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

_WRITE_FINDINGS = "UPDATE messages SET metadata = ?, token_count = coalesce(?, token_count) WHERE key = ?"


class SqliteMessages:
    """See `holdfast.storage.contract.messages.Messages`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def append(
        self, session_id: str, messages: Sequence[NewMessage], *, steps: Sequence[str], receipt: Receipt | None = None
    ) -> Written[Appended]:
        def operation(connection: apsw.Connection) -> Appended:
            moment = now()
            # Without UUIDs of the caller all messages are fresh, and their positions are taken at once.
            taken = len(messages) if all(message.uuid is None for message in messages) else 0
            session, first_live, next_position = _touch_session(connection, session_id, moment, taken)
            fresh = messages if taken else _without_replays(connection, messages, session, first_live)
            appended = Appended(session, next_position, next_position + len(fresh) - 1)
            if fresh:
                _insert(connection, appended, fresh, moment)
                if not taken:
                    _advance(connection, appended)
                if steps:
                    _promise(connection, appended, steps, moment)
            return appended

        return await self._database.write(once(receipt, Appended, operation))

    async def memory(self, session_id: str, *, window: int, lastn: int) -> Memory:
        found = self._database.row(_SESSION_OF_MEMORY, (session_id,))
        if found is None:
            return EMPTY_MEMORY
        session, first_live, next_position, has_summaries = found
        summary = None
        if has_summaries:
            summary = self._database.read(lambda connection: find_newest(connection, session, first_live))
        after, limit = window_bounds(window=window, lastn=lastn, summary=summary)
        after = max(after, first_live - 1, next_position - 1 - limit)
        messages = self._between(session, after, next_position)
        if messages and is_result(messages[0]):
            earlier = self._between(session, max(first_live - 1, after - MOST_RESULTS), after + 1)
            messages = call_before(earlier) + messages
        return Memory(messages, summary)

    async def page(self, session_id: str, *, offset: int, limit: int) -> MessagePage:
        found = self._database.row(_LIVE_SESSION, (session_id,))
        if found is None:
            return MessagePage([], 0)
        session, first_live, next_position = found
        total = next_position - first_live
        after = first_live - 1 + min(offset, total)
        return MessagePage(self._between(session, after, min(next_position, after + limit + 1)), total)

    async def span(self, session: int, *, after: int, limit: int) -> list[Message]:
        found = self._database.row(_NUMBERED_SESSION, (session,))
        if found is None:
            return []
        first_live, next_position = found
        after = max(after, first_live - 1)
        return self._between(session, after, min(next_position, after + limit + 1))

    async def at(self, places: Sequence[Place]) -> dict[Place, Message]:
        keys = [session << POSITION_BITS | position for session, position in places if position <= MAXIMUM_POSITION]
        if not keys:
            return {}
        messages = _from_rows(rows := self._database.rows(_select_at(len(keys)), tuple(keys)))
        return {
            (row[0] >> POSITION_BITS, message.position): message for row, message in zip(rows, messages, strict=True)
        }

    async def get(self, session_id: str, uuid: str) -> Message:
        return self._database.read(lambda connection: _find(connection, session_id, uuid))

    async def merge_metadata(self, session_id: str, uuid: str, metadata: Metadata | None) -> Message:
        if not without_protected_key(metadata or {}):
            return await self.get(session_id, uuid)

        def operation(connection: apsw.Connection) -> Message:
            message = _find(connection, session_id, uuid)
            stored = None if message.metadata is None else bytes(message.metadata).decode()
            row: Row
            (row,) = connection.execute(
                f"UPDATE messages SET metadata = ?, updated_at = ? WHERE uuid = ? RETURNING {_COLUMNS}",
                (merged_text(stored, metadata, most=MAXIMUM_MESSAGE_METADATA), now(), uuid),
            ).fetchall()
            note_edit(connection, session_of(row[0]), [message.position], kind=ChangeKind.METADATA)
            return _from_row(row)

        return await self._database.write(operation)

    async def set_updated_at(self, session: int, times: Mapping[int, Timestamp]) -> None:
        def operation(connection: apsw.Connection) -> None:
            first_live = live_from(connection, session)
            if first_live is not None:
                connection.executemany(
                    "UPDATE messages SET updated_at = ? WHERE key = ?",
                    [(time, key_of(session, position)) for position, time in times.items() if position >= first_live],
                )

        await self._database.write(operation)

    async def set_token_counts(self, session: int, counts: Mapping[int, int]) -> None:
        def operation(connection: apsw.Connection) -> None:
            first_live = live_from(connection, session)
            if first_live is not None:
                connection.executemany(
                    "UPDATE messages SET token_count = ? WHERE key = ?",
                    [
                        (count, key_of(session, position))
                        for position, count in counts.items()
                        if position >= first_live
                    ],
                )

        await self._database.write(operation)

    async def set_findings(self, session: int, findings: Mapping[int, Metadata]) -> None:
        await self.record(
            [MessageResult(session=session, position=position, findings=found) for position, found in findings.items()]
        )

    async def record(self, results: Sequence[MessageResult], *, analyzer: int = 0, model: str = "") -> None:
        def operation(connection: apsw.Connection) -> None:
            by_session: dict[int, list[MessageResult]] = {}
            for result in results:
                by_session.setdefault(result.session, []).append(result)
            for session, some in by_session.items():
                first_live = live_from(connection, session)
                if first_live is not None:
                    living = [one for one in some if one.position >= first_live]
                    _write_results(connection, session, living)
                    put_features(connection, session, living, analyzer=analyzer, model=model)

        if results:
            await self._database.write(operation)

    def _between(self, session: int, after: int, before: int) -> list[Message]:
        """The messages at the positions between two exclusive bounds, oldest first."""
        base = session << POSITION_BITS
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM messages WHERE key > ? AND key < ? ORDER BY key", (base + after, base + before)
        )
        return _from_rows(rows)


@lru_cache(maxsize=256)
def _select_at(count: int) -> str:
    """The query for so many messages; one string each, by which SQLite's prepared statement is found."""
    return _AT.format(wanted=", ".join(["(?)"] * count))


def _touch_session(connection: apsw.Connection, session_id: str, moment: Timestamp, taken: int) -> tuple[int, int, int]:
    """Create the session or bring it back, and take so many positions.

    The session's number, its first live position, and the first position that was free.
    """
    rows = connection.execute(_TOUCH_SESSION, (moment, session_id, taken)).fetchall()
    if not rows:
        make_room(connection, session_id)
        rows = connection.execute(_NEW_SESSION, (new_uuid(), session_id, moment, taken)).fetchall()
    return cast("tuple[int, int, int]", rows[0])


def _without_replays(
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
            known = _known_message(connection, message.uuid, session, first_live)
        if known is None:
            in_batch[message.uuid] = message
            fresh.append(message)
        elif known != (message.role, message.content):
            raise AlreadyExists(f"a different message already exists with uuid: {message.uuid}")
    return fresh


def _known_message(connection: apsw.Connection, uuid: str, session: int, first_live: int) -> tuple[str, str] | None:
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


def _insert(connection: apsw.Connection, appended: Appended, messages: Sequence[NewMessage], moment: Timestamp) -> None:
    if appended.last > MAXIMUM_POSITION:
        raise InvalidRequest(f"the session is full: it can hold {MAXIMUM_POSITION} messages; begin a new session")
    base = key_of(appended.session, appended.first)
    connection.executemany(
        f"INSERT INTO messages ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [_row_of(base + offset, message, moment) for offset, message in enumerate(messages)],
    )


def _advance(connection: apsw.Connection, appended: Appended) -> None:
    connection.execute("UPDATE sessions SET next_position = ? WHERE id = ?", (appended.last + 1, appended.session))


def _row_of(key: int, message: NewMessage, moment: Timestamp) -> tuple[Any, ...]:
    created_at = message.created_at or moment
    return (
        key,
        message.uuid or new_uuid(),
        message.role,
        message.content,
        metadata_text(message.metadata),
        message.token_count,
        created_at,
        created_at,
    )


def _promise(connection: apsw.Connection, appended: Appended, steps: Sequence[str], moment: Timestamp) -> None:
    """Put the job into the outbox."""
    connection.execute(NEW_JOB, (MESSAGES, appended.session, appended.first, appended.last, " ".join(steps), moment))


def _find(connection: apsw.Connection, session_id: str, uuid: str) -> Message:
    found = connection.execute(_LIVE_SESSION, (session_id,)).fetchone()
    if found is not None:
        session, first_live, next_position = found
        row = connection.execute(
            f"SELECT {_COLUMNS} FROM messages WHERE uuid = ? AND key BETWEEN ? AND ?",
            (uuid, key_of(session, first_live), key_of(session, next_position)),
        ).fetchone()
        if row is not None:
            return _from_row(row)
    raise NotFound("message", uuid)


def _write_results(connection: apsw.Connection, session: int, results: Sequence[MessageResult]) -> None:
    for result in results:
        key = key_of(session, result.position)
        if result.findings is not None:
            row = connection.execute("SELECT metadata FROM messages WHERE key = ?", (key,)).fetchone()
            if row is not None:
                values = (findings_text(row[0], result.findings), result.token_count, key)
                connection.execute(_WRITE_FINDINGS, values)
        elif result.token_count is not None:
            connection.execute("UPDATE messages SET token_count = ? WHERE key = ?", (result.token_count, key))
    edited = [result.position for result in results if result.findings is not None]
    note_edit(connection, session, edited, kind=ChangeKind.METADATA)


def _from_rows(rows: Sequence[Row]) -> list[Message]:
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
        )
        for key, uuid, role, content, metadata, token_count, created_at, updated_at in rows
    ]


def _from_row(row: Row) -> Message:
    return _from_rows([row])[0]

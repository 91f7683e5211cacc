"""Messages in SQLite."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from typing import cast

import apsw

from holdfast.domain.memory import EMPTY_MEMORY, MOST_RESULTS, Memory, call_before, is_result, window_bounds
from holdfast.domain.messages import DeletedMessage, FormerContent, Message, MessagePage, NewMessage
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, Metadata, without_protected_key
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import RetentionChange
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import NotFound
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.messages import Appended, MessageResult, Place, SessionMessage
from holdfast.storage.expirations import ExpirationWatch
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS, key_of, session_of
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.nouns.appends import advance, insert, promise, touch_session, without_replays
from holdfast.storage.sqlite.nouns.changes import note_edit, note_edits
from holdfast.storage.sqlite.nouns.features import put_features
from holdfast.storage.sqlite.nouns.message_changes import Live, deleted, remove, restore, rewrite, set_retention
from holdfast.storage.sqlite.nouns.message_rows import COLUMNS, from_row, from_rows, of_sessions
from holdfast.storage.sqlite.nouns.receipts import once
from holdfast.storage.sqlite.nouns.rows import findings_text, merged_text, metadata_from_text
from holdfast.storage.sqlite.nouns.sessions import NAMED, live_from
from holdfast.storage.sqlite.nouns.summaries import find_newest
from holdfast.telemetry.requests import current_request

# Most sessions have no summary: asking for the mere presence of one saves most memories a query.
_SESSION_OF_MEMORY = (
    "SELECT id, live_from, next_position, removed, EXISTS (SELECT 1 FROM summaries"
    f" WHERE point BETWEEN sessions.id << {POSITION_BITS} AND sessions.id << {POSITION_BITS} | {MAXIMUM_POSITION})"
    f" FROM sessions WHERE {NAMED} AND deleted_at IS NULL"
)
_LIVE_SESSION = f"SELECT id, live_from, next_position, removed FROM sessions WHERE {NAMED} AND deleted_at IS NULL"

_NUMBERED_SESSION = f"SELECT live_from, next_position, removed FROM sessions WHERE id = ? AND {PRESENT}"

_EDITIONS = (
    "SELECT sessions.id, live_from, edition FROM json_each(?) AS wanted"
    f" CROSS JOIN sessions ON sessions.id = wanted.value AND {PRESENT}"
)

_AT = (
    "WITH wanted (place) AS (VALUES {wanted})"
    f" SELECT {', '.join(f'messages.{column}' for column in COLUMNS.split(', '))} FROM wanted"
    f" CROSS JOIN sessions ON sessions.id = place >> {POSITION_BITS} AND live_from <= place & {MAXIMUM_POSITION}"
    f" AND {PRESENT}"
    " CROSS JOIN messages ON key = place"
)


_FORMER = (
    "SELECT position, message_revisions.content, message_revisions.metadata, message_revisions.updated_at, ended_at"
    " FROM json_each(?2) AS wanted CROSS JOIN message_revisions ON session = ?1 AND position = wanted.value"
    " CROSS JOIN messages ON messages.key = (session << ?3) + position"
    f" CROSS JOIN sessions ON sessions.id = session AND live_from <= position AND {PRESENT}"
    " WHERE message_revisions.removed = 0 ORDER BY position, message_revisions.revision"
)
_NOWHERE = MAXIMUM_POSITION + 1, 0
"""Of a session that is gone: where it begins to live, and its edition."""

# Made once: SQLite's prepared statement is found by the text, quickest if it is the same one each time.
_BETWEEN = f"SELECT {COLUMNS} FROM messages WHERE key > ? AND key < ? ORDER BY key"
_NEWEST = f"{_BETWEEN} DESC LIMIT ?"
_WRITE_FINDINGS = "UPDATE messages SET metadata = ?1, token_count = coalesce(?2, token_count) WHERE key = ?3"
_WRITE_FIRST_FINDINGS = f"{_WRITE_FINDINGS} AND metadata IS NULL"
_WRITE_OTHER_FINDINGS = f"{_WRITE_FINDINGS} AND (metadata IS NOT ?1 OR token_count <> coalesce(?2, token_count))"


class SqliteMessages:
    """See `holdfast.storage.contract.messages.Messages`."""

    def __init__(self, database: Database, expirations: ExpirationWatch) -> None:
        self._database = database
        self._expirations = expirations

    async def append(
        self,
        session_id: str,
        messages: Sequence[NewMessage],
        *,
        steps: Sequence[str],
        receipt: Receipt | None = None,
        committed: Callable[[Appended], None] | None = None,
    ) -> Written[Appended]:
        def operation(connection: apsw.Connection) -> Appended:
            moment = now()
            # Without UUIDs of the caller all messages are fresh, and their positions are taken at once.
            taken = len(messages) if all(message.uuid is None for message in messages) else 0
            session, first_live, next_position = touch_session(connection, session_id, moment, taken)
            fresh = messages if taken else without_replays(connection, messages, session, first_live)
            appended = Appended(session, next_position, next_position + len(fresh) - 1)
            if fresh:
                insert(connection, appended, fresh, moment)
                if not taken:
                    advance(connection, appended)
                if steps:
                    promise(connection, appended, steps, moment, request)
            return appended

        request = current_request.get()
        for message in messages:
            if message.expires_at is not None:
                self._expirations.expect(message.expires_at)
        heard = None if committed is None else partial(_tell, committed)
        return await self._database.write(once(receipt, Appended, operation), committed=heard)

    async def memory(self, session_id: str, *, window: int, lastn: int) -> Memory:
        found = self._database.row(_SESSION_OF_MEMORY, (session_id,))
        if found is None:
            return EMPTY_MEMORY
        session, first_live, next_position, removed, has_summaries = found
        summary = None
        if has_summaries:
            summary = self._database.read(lambda connection: find_newest(connection, session, first_live))
        after, limit = window_bounds(window=window, lastn=lastn, summary=summary)
        messages = self._newest(session, max(after, first_live - 1), next_position, limit, gaps=removed > 0)
        if messages and is_result(messages[0]):
            before = messages[0].position
            earlier = self._newest(session, first_live - 1, before, MOST_RESULTS, gaps=removed > 0)
            messages = call_before(earlier) + messages
        return Memory(messages, summary)

    async def page(self, session_id: str, *, offset: int, limit: int) -> MessagePage:
        found = self._database.row(_LIVE_SESSION, (session_id,))
        if found is None:
            return MessagePage([], 0)
        session, first_live, next_position, removed = found
        total = next_position - first_live - removed
        if removed:
            return MessagePage(self._counted(session, first_live, offset=min(offset, total), limit=limit), total)
        after = first_live - 1 + min(offset, total)
        return MessagePage(self._between(session, after, min(next_position, after + limit + 1)), total)

    async def span(self, session: int, *, after: int, limit: int) -> list[Message]:
        found = self._database.row(_NUMBERED_SESSION, (session,))
        if found is None:
            return []
        first_live, next_position, removed = found
        after = max(after, first_live - 1)
        if removed:
            return self._counted(session, after + 1, offset=0, limit=limit)
        return self._between(session, after, min(next_position, after + limit + 1))

    async def of_sessions(
        self, sessions: Sequence[int], *, after: Place, limit: int, size: int
    ) -> list[SessionMessage]:
        return of_sessions(self._database, sessions, after=after, limit=limit, size=size)

    async def awaited(self, session: int, *, first: int, last: int) -> bool:  # noqa: ARG002
        return False  # all of a transaction is seen at once

    async def at(self, places: Sequence[Place]) -> dict[Place, Message]:
        keys = [session << POSITION_BITS | position for session, position in places if position <= MAXIMUM_POSITION]
        if not keys:
            return {}
        messages = from_rows(rows := self._database.rows(_select_at(len(keys)), tuple(keys)))
        return {
            (row[0] >> POSITION_BITS, message.position): message for row, message in zip(rows, messages, strict=True)
        }

    async def former(self, session: int, positions: Sequence[int]) -> dict[int, list[FormerContent]]:
        rows = self._database.rows(_FORMER, (session, str(list(positions)), POSITION_BITS))
        found: dict[int, list[FormerContent]] = {}
        for position, content, metadata, updated_at, ended_at in rows:
            former = FormerContent(
                content=content,
                metadata=metadata_from_text(metadata),
                updated_at=updated_at,
                ended_at=ended_at,
            )
            found.setdefault(position, []).append(former)
        return found

    async def get(self, session_id: str, uuid: str) -> Message:
        return self._database.read(lambda connection: _find(connection, session_id, uuid)[1])

    async def merge_metadata(self, session_id: str, uuid: str, metadata: Metadata | None) -> Message:
        if not without_protected_key(metadata or {}):
            return await self.get(session_id, uuid)

        def operation(connection: apsw.Connection) -> Message:
            _, message = _find(connection, session_id, uuid)
            stored = None if message.metadata is None else bytes(message.metadata).decode()
            row: Row
            (row,) = connection.execute(
                f"UPDATE messages SET metadata = ?, updated_at = ? WHERE uuid = ? RETURNING {COLUMNS}",
                (merged_text(stored, metadata, most=MAXIMUM_MESSAGE_METADATA), now(), uuid),
            ).fetchall()
            note_edit(connection, session_of(row[0]), [message.position], kind=ChangeKind.METADATA)
            return from_row(row)

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

    async def revise(
        self,
        session_id: str,
        uuid: str,
        content: str,
        metadata: Metadata | None = None,
        *,
        steps: Sequence[str],
        summarising: Sequence[str] = (),
    ) -> Message:
        def operation(connection: apsw.Connection) -> Message | None:
            key, message = _find(connection, session_id, uuid)
            if message.content == content:
                return None
            rewrite(connection, key, message, content, metadata, steps=steps, summarising=summarising)
            return _find(connection, session_id, uuid)[1]

        revised = await self._database.write(operation)
        return revised or await self.merge_metadata(session_id, uuid, metadata)

    async def retain(
        self,
        session_id: str,
        uuid: str,
        change: RetentionChange,
        *,
        steps: Sequence[str],
        summarising: Sequence[str] = (),
    ) -> Message:
        def operation(connection: apsw.Connection) -> Message:
            key, message = _find(connection, session_id, uuid)
            if not set_retention(connection, key, message, change, steps=steps, summarising=summarising):
                return message
            return _find(connection, session_id, uuid)[1]

        self._expirations.expect(change.expiry_after(None))
        return await self._database.write(operation)

    async def delete(self, session_id: str, uuid: str, *, summarising: Sequence[str] = ()) -> None:
        def operation(connection: apsw.Connection) -> None:
            key, _ = _find(connection, session_id, uuid)
            remove(connection, key, summarising=summarising)

        await self._database.write(operation)

    async def deleted(self, session_id: str, *, before: int | None, limit: int) -> list[DeletedMessage]:
        def look(connection: apsw.Connection) -> list[DeletedMessage]:
            found = connection.execute(_LIVE_SESSION, (session_id,)).fetchone()
            return [] if found is None else deleted(connection, cast("Live", found[:2]), before=before, limit=limit)

        return self._database.read(look)

    async def restore(
        self, session_id: str, uuid: str, *, steps: Sequence[str], summarising: Sequence[str] = ()
    ) -> Message:
        def operation(connection: apsw.Connection) -> Message:
            found = connection.execute(_LIVE_SESSION, (session_id,)).fetchone()
            if found is None:
                raise NotFound("message", uuid)
            restore(connection, cast("Live", found[:2]), uuid, steps=steps, summarising=summarising)
            return _find(connection, session_id, uuid)[1]

        message = await self._database.write(operation)
        self._expirations.expect(message.expires_at)
        return message

    async def record(self, results: Sequence[MessageResult], *, analyzer: int = 0, model: str = "") -> None:
        def operation(connection: apsw.Connection) -> None:
            living = _living(connection, results)
            _write_results(connection, living)
            put_features(connection, living, analyzer=analyzer, model=model)

        if results:
            await self._database.write(operation)

    def _newest(self, session: int, after: int, before: int, limit: int, *, gaps: bool) -> list[Message]:
        """The newest messages at the positions between two exclusive bounds, oldest first."""
        if not gaps:
            return self._between(session, max(after, before - 1 - limit), before)
        base = session << POSITION_BITS
        rows = self._database.rows(_NEWEST, (base + after, base + before, limit))
        return from_rows(rows[::-1])

    def _counted(self, session: int, first: int, *, offset: int, limit: int) -> list[Message]:
        """Messages from a position on, after leaving out some, counted one by one."""
        rows = self._database.rows(
            f"SELECT {COLUMNS} FROM messages WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ? OFFSET ?",
            (key_of(session, first), key_of(session, MAXIMUM_POSITION), limit, offset),
        )
        return from_rows(rows)

    def _between(self, session: int, after: int, before: int) -> list[Message]:
        """The messages at the positions between two exclusive bounds, oldest first."""
        base = session << POSITION_BITS
        return from_rows(self._database.rows(_BETWEEN, (base + after, base + before)))


@lru_cache(maxsize=256)
def _select_at(count: int) -> str:
    """The query for so many messages; one string each, by which SQLite's prepared statement is found."""
    return _AT.format(wanted=", ".join(["(?)"] * count))


def _find(connection: apsw.Connection, session_id: str, uuid: str) -> tuple[int, Message]:
    """A live message, after its key; `NotFound` when it does not live in that session."""
    found = connection.execute(_LIVE_SESSION, (session_id,)).fetchone()
    if found is not None:
        session, first_live, next_position, _ = found
        row = connection.execute(
            f"SELECT {COLUMNS} FROM messages WHERE uuid = ? AND key BETWEEN ? AND ?",
            (uuid, key_of(session, first_live), key_of(session, next_position)),
        ).fetchone()
        if row is not None:
            return row[0], from_row(row)
    raise NotFound("message", uuid)


def _tell(committed: Callable[[Appended], None], written: Written[Appended]) -> None:
    appended = written.result
    if not written.replayed and appended.last >= appended.first:
        committed(appended)


def _living(connection: apsw.Connection, results: Sequence[MessageResult]) -> list[MessageResult]:
    """The results for live messages that still say what it was found in."""
    wanted = str(list({one.session for one in results}))
    rows = cast("list[tuple[int, int, int]]", connection.execute(_EDITIONS, (wanted,)).fetchall())
    editions = {session: (first_live, edition) for session, first_live, edition in rows}
    living = []
    for one in results:
        first_live, edition = editions.get(one.session, _NOWHERE)
        if one.position >= first_live and (not edition or _is_current(connection, one)):
            living.append(one)
    return living


def _is_current(connection: apsw.Connection, result: MessageResult) -> bool:
    row = connection.execute(
        "SELECT revision FROM messages WHERE key = ?", (key_of(result.session, result.position),)
    ).fetchone()
    return row is not None and result.revision in {None, row[0]}


def _write_results(connection: apsw.Connection, results: Sequence[MessageResult]) -> None:
    connection.executemany(
        "UPDATE messages SET token_count = ? WHERE key = ?",
        [
            (one.token_count, key_of(one.session, one.position))
            for one in results
            if one.findings is None and one.token_count is not None
        ],
    )
    if found := [one for one in results if one.findings is not None]:
        _write_found(connection, found)


def _write_found(connection: apsw.Connection, found: Sequence[MessageResult]) -> None:
    before = connection.total_changes()
    connection.executemany(
        _WRITE_FIRST_FINDINGS,
        [
            (findings_text(None, one.findings or {}), one.token_count, key_of(one.session, one.position))
            for one in found
        ],
    )
    if connection.total_changes() - before < len(found):
        _add_findings(connection, found)
    note_edits(connection, [(one.session, one.position) for one in found], kind=ChangeKind.METADATA)


def _add_findings(connection: apsw.Connection, results: Sequence[MessageResult]) -> None:
    """Add findings to the metadata that there are; where they have been added already they stay."""
    for result in results:
        key = key_of(result.session, result.position)
        row = connection.execute("SELECT metadata FROM messages WHERE key = ?", (key,)).fetchone()
        if row is not None:
            values = (findings_text(row[0], result.findings or {}), result.token_count, key)
            connection.execute(_WRITE_OTHER_FINDINGS, values)

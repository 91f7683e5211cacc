"""Messages in PostgreSQL."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Any

import asyncpg

from holdfast.domain.memory import Memory
from holdfast.domain.messages import DeletedMessage, FormerContent, Message, MessagePage, NewMessage
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, Metadata, without_protected_key
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import RetentionChange
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import NotFound
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.messages import Appended, MessageResult, Place, SessionMessage
from holdfast.storage.expirations import ExpirationWatch
from holdfast.storage.postgres.distributed import session_statements
from holdfast.storage.postgres.distributed.nodes import Nodes
from holdfast.storage.postgres.engine.batcher import Batcher
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.engine.turns import Turns
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.storage.postgres.nouns.append_statement import Append
from holdfast.storage.postgres.nouns.changes import note_edits
from holdfast.storage.postgres.nouns.chosen_appends import Leftovers, append_chosen
from holdfast.storage.postgres.nouns.features import put_features
from holdfast.storage.postgres.nouns.memories import Wanted, read_memories
from holdfast.storage.postgres.nouns.message_changes import Follow, deleted, remove, restore, revise, set_retention
from holdfast.storage.postgres.nouns.receipts import once
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION, findings_text, merged_text
from holdfast.storage.postgres.nouns.sessions import NAMED
from holdfast.telemetry.requests import current_request

log = logging.getLogger(__name__)

_COLUMNS = (
    "position, uuid, role, content, metadata, token_count, created_at, updated_at, name, revision, expires_at, remember"
)
_MESSAGE = ", ".join(f"messages.{column.strip()}" for column in _COLUMNS.split(","))

_LIVE = f"FROM {NAMED} AND deleted_at IS NULL"

_PAGE = f"""
WITH live AS MATERIALIZED (
    SELECT sessions.id, live_from, removed, next_position - live_from - removed AS total {_LIVE}
)
SELECT live.total, live.removed, {_COLUMNS} FROM live LEFT JOIN messages ON messages.session = live.id
    AND position >= live.live_from + least($2::bigint, live.total)
    AND position < live.live_from + least($2::bigint + least($3::bigint, {MAXIMUM_POSITION}), live.total)
ORDER BY position
"""

_COUNTED_PAGE = f"""
SELECT live.total, live.removed, {_COLUMNS} FROM (
    SELECT sessions.id, live_from, removed, next_position - live_from - removed AS total {_LIVE}
) AS live LEFT JOIN LATERAL (
    SELECT * FROM messages WHERE messages.session = live.id AND position >= live_from
    ORDER BY position OFFSET $2::bigint LIMIT $3::bigint
) AS counted ON true
ORDER BY position
"""
"""The page where positions have gaps."""

_LIVE_OF_SESSION = (
    f"SELECT {_COLUMNS} FROM messages WHERE session = $1"
    f" AND position >= (SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT})"
)
_AT = (
    f"SELECT sessions.id, {_MESSAGE} FROM unnest($1::bigint[], $2::int[]) AS wanted (session, position)"
    f" JOIN sessions ON sessions.id = wanted.session AND live_from <= wanted.position AND {PRESENT}"
    " JOIN messages ON messages.session = wanted.session AND messages.position = wanted.position"
)
_SPAN = f"{_LIVE_OF_SESSION} AND position > $2 ORDER BY position LIMIT $3"
_OF_SESSIONS = f"""
SELECT session, {_COLUMNS} FROM (
    SELECT *, octet_length(content) + coalesce(pg_column_size(metadata), 0) AS size, sum(octet_length(content)
        + coalesce(pg_column_size(metadata), 0)) OVER (ORDER BY place, position ROWS UNBOUNDED PRECEDING) AS total
    FROM (
        SELECT place, wanted.session, {_MESSAGE} FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (session, place)
        JOIN sessions ON sessions.id = wanted.session AND {PRESENT}
        CROSS JOIN LATERAL (
            SELECT {_COLUMNS} FROM messages WHERE messages.session = wanted.session AND position >= live_from
            AND (messages.session > $2 OR position > $3) ORDER BY position LIMIT $4
        ) AS messages
        ORDER BY place, position LIMIT $4
    ) AS messages
) AS messages WHERE total - size < $5 ORDER BY place, position
"""
_FIND = (
    f"SELECT {_MESSAGE} FROM session_names JOIN sessions ON sessions.id = session_names.session"
    " JOIN messages ON messages.session = sessions.id AND position >= live_from"
    f" WHERE session_names.session_id = $1 AND deleted_at IS NULL AND {PRESENT} AND messages.uuid = $2"
)
_FORMER = (
    "WITH there AS MATERIALIZED (SELECT position FROM messages WHERE session = $1 AND position = ANY($2::int[]))"
    " SELECT position, content, metadata, updated_at, ended_at FROM message_revisions"
    " WHERE session = $1 AND position IN (SELECT position FROM there) AND NOT removed"
    f" AND position >= (SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT}) ORDER BY position, revision"
)
_MOST_TOGETHER = 100
"""Messages that one search asks for together with others; more go in a statement of their own."""
_LOCK = f"{_LIVE_OF_SESSION} AND uuid = $2 FOR UPDATE"
_MERGED = f"UPDATE messages SET metadata = $3, updated_at = $4 WHERE session = $1 AND uuid = $2 RETURNING {_COLUMNS}"
_LOCK_RESULTS = (
    "SELECT messages.session, messages.position, messages.metadata, messages.token_count, messages.revision"
    " FROM unnest($1::bigint[], $2::int[]) AS wanted (session, position)"
    f" JOIN sessions ON sessions.id = wanted.session AND {PRESENT}"
    " JOIN messages ON messages.session = sessions.id AND messages.position = wanted.position"
    " WHERE messages.position >= live_from ORDER BY messages.session, messages.position FOR UPDATE OF messages"
)
_WRITE_RESULTS = (
    "UPDATE messages SET metadata = new.metadata, token_count = new.token_count"
    " FROM unnest($1::bigint[], $2::int[], $3::json[], $4::bigint[]) AS new (session, position, metadata, token_count)"
    " WHERE messages.session = new.session AND messages.position = new.position"
)


class PostgresMessages:
    """See `holdfast.storage.contract.messages.Messages`."""

    def __init__(
        self,
        database: Database,
        appends: Batcher[Append, Written[Appended]],
        chosen: Batcher[Append, Appended],
        wakeups: Wakeups,
        expirations: ExpirationWatch,
        *,
        nodes: Nodes,
    ) -> None:
        self._database = database
        self._expirations = expirations
        self._appends = appends
        self._chosen = chosen
        self._wakeups = wakeups
        self._turns = Turns(database, on_node=True)
        limit = database.options.pool_timeout
        self._memories: Batcher[Wanted, Memory] = Batcher(
            partial(read_memories, database, nodes),
            limit=limit,
            in_flight=database.batches_in_flight,
            gathers=database.gathers,
        )
        self._found: Batcher[Sequence[Place], dict[Place, Message]] = Batcher(
            partial(_read_all_at, database), limit=limit
        )

    async def append(
        self,
        session_id: str,
        messages: Sequence[NewMessage],
        *,
        steps: Sequence[str],
        receipt: Receipt | None = None,
        committed: Callable[[Appended], None] | None = None,
    ) -> Written[Appended]:
        append = Append(session_id, messages, steps, receipt, current_request.get())
        for message in messages:
            if message.expires_at is not None:
                self._expirations.expect(message.expires_at)
        if receipt is not None and any(message.uuid for message in messages):
            written = await self._append_alone(append)
        elif any(message.uuid for message in messages):
            written = Written(await self._chosen.submit(append))
        else:
            written = await self._appends.submit(append)
        if not written.replayed and written.result.last >= written.result.first:
            if steps:
                self._wakeups.announce()
            if committed is not None:
                _tell(committed, written.result)
        return written

    async def _append_alone(self, append: Append) -> Written[Appended]:
        leftovers: Leftovers = []

        async def operation(connection: asyncpg.Connection) -> Appended:
            (appended,) = await append_chosen([append], leftovers, connection, distributed=self._database.distributed)
            return appended

        return await self._database.transaction(once(append.receipt, Appended, operation))

    async def memory(self, session_id: str, *, window: int, lastn: int) -> Memory:
        return await self._memories.submit(Wanted(session_id, lastn if lastn > 0 else window, windowed=lastn <= 0))

    async def page(self, session_id: str, *, offset: int, limit: int) -> MessagePage:
        if self._database.distributed:
            total, rows = await session_statements.page(self._database, session_id, offset, limit)
            return MessagePage([Message(*row) for row in rows], total)
        rows = await self._database.read(_PAGE, session_id, offset, limit)
        if rows and rows[0][1]:
            rows = await self._database.read(_COUNTED_PAGE, session_id, offset, limit)
        if not rows:
            return MessagePage([], 0)
        return MessagePage([Message(*row[2:]) for row in rows if row[2] is not None], rows[0][0])

    async def span(self, session: int, *, after: int, limit: int) -> list[Message]:
        rows = await self._database.read(_SPAN, session, min(after, MAXIMUM_POSITION), limit)
        return [Message(*row) for row in rows]

    async def of_sessions(
        self, sessions: Sequence[int], *, after: Place, limit: int, size: int
    ) -> list[SessionMessage]:
        wanted = [session for session in sessions if session >= after[0]]
        if self._database.distributed:
            return await self._one_by_one(wanted, after, limit, size)
        rows = await self._database.read(_OF_SESSIONS, wanted, after[0], min(after[1], MAXIMUM_POSITION), limit, size)
        return [(row[0], Message(*row[1:])) for row in rows]

    async def _one_by_one(self, sessions: Sequence[int], after: Place, limit: int, size: int) -> list[SessionMessage]:
        """The same from each node in turn: the messages of the first session that has any."""
        for session in sessions:
            position = after[1] if session == after[0] else 0
            if messages := await self.span(session, after=position, limit=limit):
                before = accumulate((len(message.content) for message in messages), initial=0)
                fitting = zip(messages, before, strict=False)
                return [(session, message) for message, size_before in fitting if size_before < size]
        return []

    async def awaited(self, session: int, *, first: int, last: int) -> bool:
        # In one database all of a transaction is seen at once.
        return self._database.distributed and await session_statements.awaited(self._database, session, first, last)

    async def at(self, places: Sequence[Place]) -> dict[Place, Message]:
        wanted = [place for place in places if 0 < place[1] <= MAXIMUM_POSITION]
        if len(wanted) > _MOST_TOGETHER:
            return await _read_at(self._database, wanted)
        return await self._found.submit(wanted) if wanted else {}

    async def former(self, session: int, positions: Sequence[int]) -> dict[int, list[FormerContent]]:
        found: dict[int, list[FormerContent]] = {}
        for position, *former in await self._database.read(_FORMER, session, list(positions)):
            content, metadata, updated_at, ended_at = former
            found.setdefault(position, []).append(
                FormerContent(content=content, metadata=metadata, updated_at=updated_at, ended_at=ended_at)
            )
        return found

    async def get(self, session_id: str, uuid: str) -> Message:
        if self._database.distributed:
            row = await session_statements.find(self._database, session_id, uuid)
        else:
            row = await self._database.row(_FIND, session_id, uuid)
        if row is None:
            raise NotFound("message", uuid)
        return Message(*row)

    async def merge_metadata(self, session_id: str, uuid: str, metadata: Metadata | None) -> Message:
        if not without_protected_key(metadata or {}):
            return await self.get(session_id, uuid)

        async def operation(connection: asyncpg.Connection) -> Message:
            session = await connection.fetchval(f"SELECT sessions.id {_LIVE}", session_id)
            row = await connection.fetchrow(_LOCK, session, uuid)
            if row is None:
                raise NotFound("message", uuid)
            merged = merged_text(Message(*row).metadata, metadata, most=MAXIMUM_MESSAGE_METADATA)
            (row,) = await connection.fetch(_MERGED, session, uuid, merged, now())
            stored = Message(*row)
            await note_edits(connection, [(session, stored.position)], kind=ChangeKind.METADATA)
            return stored

        return await self._turns.take((session_id, uuid), operation)

    async def set_updated_at(self, session: int, times: Mapping[int, Timestamp]) -> None:
        await self._database.rows(
            "UPDATE messages SET updated_at = new.time FROM"
            " unnest($2::int[], $3::timestamptz[]) AS new (position, time)"
            " WHERE session = $1 AND messages.position = new.position AND messages.position >="
            f" (SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT})",
            session,
            list(times),
            list(times.values()),
        )

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
        follow = Follow(tuple(steps), tuple(summarising))
        revised = await self._database.transaction(
            partial(revise, session_id, uuid, (content, metadata), follow), on_node=True
        )
        if revised is None:
            return await self.merge_metadata(session_id, uuid, metadata)
        self._wakeups.announce()
        return revised

    async def retain(
        self,
        session_id: str,
        uuid: str,
        change: RetentionChange,
        *,
        steps: Sequence[str],
        summarising: Sequence[str] = (),
    ) -> Message:
        follow = Follow(tuple(steps), tuple(summarising))
        self._expirations.expect(change.expiry_after(None))
        message = await self._database.transaction(
            partial(set_retention, session_id, uuid, change, follow), on_node=True
        )
        self._wakeups.announce()
        return message

    async def delete(self, session_id: str, uuid: str, *, summarising: Sequence[str] = ()) -> None:
        await self._database.transaction(
            partial(remove, session_id, uuid, Follow((), tuple(summarising))), on_node=True
        )
        self._wakeups.announce()

    async def deleted(self, session_id: str, *, before: int | None, limit: int) -> list[DeletedMessage]:
        return await deleted(self._database, session_id, before=before, limit=limit)

    async def restore(
        self, session_id: str, uuid: str, *, steps: Sequence[str], summarising: Sequence[str] = ()
    ) -> Message:
        follow = Follow(tuple(steps), tuple(summarising))
        message = await self._database.transaction(partial(restore, session_id, uuid, follow, []), on_node=True)
        self._expirations.expect(message.expires_at)
        self._wakeups.announce()
        return message

    async def record(self, results: Sequence[MessageResult], *, analyzer: int = 0, model: str = "") -> None:
        # The rows are locked first, and in one order, so that two workers never wait for each other.
        async def operation(connection: asyncpg.Connection) -> None:
            wanted = {(result.session, result.position): result for result in results}
            if self._database.distributed:
                rows = await session_statements.lock_messages(connection, list(wanted))
            else:
                rows = await connection.fetch(_LOCK_RESULTS, *_columns(wanted, 2))
            rows = [row for row in rows if wanted[row[0], row[1]].revision in {None, row[4]}]
            written = []
            for session, position, metadata, token_count, _ in rows:
                result = wanted[session, position]
                text = None if metadata is None else bytes(metadata).decode()
                if result.findings is not None:
                    text = findings_text(metadata, result.findings)
                count = token_count if result.token_count is None else result.token_count
                written.append((session, position, text, count))
            if self._database.distributed:
                await session_statements.write_results(connection, written)
            else:
                await connection.execute(_WRITE_RESULTS, *_columns(written, 4))
            found = [wanted[row[0], row[1]] for row in rows]
            await put_features(
                connection, found, analyzer=analyzer, model=model, distributed=self._database.distributed
            )
            edited = [place for place in ((row[0], row[1]) for row in rows) if wanted[place].findings is not None]
            await note_edits(connection, edited, kind=ChangeKind.METADATA)

        if results:
            await self._database.transaction(operation, on_node=True)


def _tell(committed: Callable[[Appended], None], appended: Appended) -> None:
    """Tell what was stored to who wants to know; what they do with it fails no write."""
    try:
        committed(appended)
    except Exception:
        log.exception("what was written could not be told")


async def _read_all_at(database: Database, calls: Sequence[Sequence[Place]]) -> list[dict[Place, Message]]:
    """The live messages at the places of each call."""
    if len(calls) == 1:
        return [await _read_at(database, calls[0])]
    found = await _read_at(database, list({place for places in calls for place in places}))
    return [{place: found[place] for place in places if place in found} for places in calls]


async def _read_at(database: Database, places: Sequence[Place]) -> dict[Place, Message]:
    if database.distributed:
        rows = await session_statements.at(database, places)
    else:
        rows = await database.read(_AT, *zip(*places, strict=True))
    return {(row[0], row[1]): Message(*row[1:]) for row in rows}


def _columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[Sequence[Any]]:
    """Rows as columns, each an array for the statement."""
    return list(zip(*rows, strict=True)) or [()] * width

"""Appends: those that come while others are under way go to the database together, in one statement.

A statement is one transaction: it locks the sessions' rows in the order of their numbers, gives out positions, and
stores messages and jobs.  What it cannot do is told by the rows that it does not return: sessions that do not exist
yet.  These are created under the lock of the counter of session numbers, and their appends are stored in the same
transaction.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import Unavailable
from holdfast.storage.contract import Appended
from holdfast.storage.postgres.database import Collision, Database
from holdfast.storage.postgres.rows import metadata_text

MAXIMUM_BATCH = 128
"""Appends in one statement: their number bounds how long each of them waits for the others."""

IN_FLIGHT = 2
"""Statements under way at once: while one waits for the disk, the next one is worked on."""

_TRIES = 10

_APPEND = """
WITH locked AS MATERIALIZED (
    SELECT sessions.id, slots.slot, slots.count
    FROM unnest($2::text[], $3::int[]) WITH ORDINALITY AS slots (session_id, count, slot)
    JOIN session_names ON session_names.session_id = slots.session_id
    JOIN sessions ON sessions.id = session_names.session
    WHERE NOT sessions.superseded
    ORDER BY sessions.id FOR UPDATE OF sessions
), touched AS (
    UPDATE sessions SET updated_at = $1, deleted_at = NULL, next_position = next_position + locked.count
    FROM locked WHERE sessions.id = locked.id
    RETURNING sessions.id, locked.slot, next_position - locked.count AS first
), stored AS (
    INSERT INTO messages (session, position, uuid, role, content, metadata, token_count, created_at, updated_at)
    SELECT touched.id, touched.first + entry.place, entry.uuid, entry.role, entry.content, entry.metadata,
        entry.token_count, coalesce(entry.created_at, $1), coalesce(entry.created_at, $1)
    FROM unnest($4::int[], $5::int[], $6::uuid[], $7::text[], $8::text[], $9::json[], $10::bigint[],
        $11::timestamptz[])
        AS entry (slot, place, uuid, role, content, metadata, token_count, created_at)
    JOIN touched ON touched.slot = entry.slot
), promised AS (
    INSERT INTO jobs (kind, scope, first, last, steps, created_at)
    SELECT 'messages', touched.id, touched.first + promise.first, touched.first + promise.last,
        string_to_array(promise.steps, ' '), $1
    FROM unnest($12::int[], $13::int[], $14::int[], $15::text[]) AS promise (slot, first, last, steps)
    JOIN touched ON touched.slot = promise.slot
)
SELECT slot, id, first FROM touched
"""

_CREATE = """
WITH fresh AS (
    SELECT wanted.session_id, wanted.uuid, wanted.number + $4 AS id
    FROM unnest($2::text[], $3::uuid[]) WITH ORDINALITY AS wanted (session_id, uuid, number)
), counted AS (
    UPDATE counters SET value = value + cardinality($2::text[]) WHERE name = 'sessions'
), named AS (
    INSERT INTO session_names (session_id, session) SELECT session_id, id FROM fresh
)
INSERT INTO sessions (id, uuid, session_id, created_at, updated_at) SELECT id, uuid, session_id, $1, $1 FROM fresh
"""


class Append(msgspec.Struct, frozen=True):
    """One call of `holdfast.storage.contract.Messages.append`, less what is not stored."""

    session_id: str
    messages: Sequence[NewMessage]
    steps: Sequence[str]


class Appends:
    """Collects appends and stores them in batches."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[Append, asyncio.Future[Appended]]] = deque()
        self._drains: set[asyncio.Task[None]] = set()

    def submit(self, append: Append) -> asyncio.Future[Appended]:
        """Queue ``append``; the future has its result once that is durable, or its error."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Appended] = loop.create_future()
        self._waiting.append((append, future))
        if len(self._drains) < IN_FLIGHT:
            task = loop.create_task(self._drain())
            self._drains.add(task)
            task.add_done_callback(self._drains.discard)
        return future

    async def close(self) -> None:
        """Wait until everything queued is done."""
        while self._drains:
            await asyncio.gather(*self._drains)

    async def _drain(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAXIMUM_BATCH))]
            batch = [entry for entry in batch if not entry[1].done()]
            try:
                await self._store(batch)
            except Unavailable as error:
                for _, future in batch:
                    _fail(future, Unavailable(str(error), retry_after=error.retry_after))
            except Exception as error:  # noqa: BLE001  (it belongs to one of the callers: find out to which)
                await self._store_one_by_one(batch, error)

    async def _store(self, batch: Sequence[tuple[Append, asyncio.Future[Appended]]]) -> None:
        stored = await store(self._database, [append for append, _ in batch])
        for (_, future), appended in zip(batch, stored, strict=True):
            if not future.done():
                future.set_result(appended)

    async def _store_one_by_one(
        self, batch: Sequence[tuple[Append, asyncio.Future[Appended]]], error: Exception
    ) -> None:
        if len(batch) == 1:
            _fail(batch[0][1], error)
            return
        for entry in batch:
            try:
                await self._store([entry])
            except Exception as own:  # noqa: BLE001  (the caller gets it through the future)
                _fail(entry[1], own)


async def store(database: Database, appends: Sequence[Append]) -> list[Appended]:
    """Store ``appends``, each wholly or not at all, and return what each was given."""
    results: list[Appended | None] = [None] * len(appends)
    for _ in range(_TRIES):
        missing = [number for number, result in enumerate(results) if result is None]
        if not missing:
            break
        try:
            async with database.connection() as connection:
                await _store_known(connection, appends, missing, results)
            unknown = [number for number in missing if results[number] is None]
            if unknown:
                await _store_unknown(database, appends, unknown, results)
        except Collision:
            continue
    if None in results:
        raise Unavailable("too many writes to the same sessions at once")
    return [result for result in results if result is not None]


async def store_in(connection: asyncpg.Connection, append: Append) -> Appended:
    """Store one append inside a transaction; `Collision` when its session is being created elsewhere."""
    results: list[Appended | None] = [None]
    await _store_known(connection, [append], [0], results)
    if results[0] is None:
        await _create_sessions(connection, [append.session_id])
        await _store_known(connection, [append], [0], results)
    if results[0] is None:
        raise Collision
    return results[0]


async def _store_unknown(
    database: Database, appends: Sequence[Append], unknown: Sequence[int], results: list[Appended | None]
) -> None:
    """Create sessions and store the appends to them; those that somebody else has created meanwhile stay ``None``."""

    async def operation(connection: asyncpg.Connection) -> list[Appended | None]:
        found = list(results)
        names = list(dict.fromkeys(appends[number].session_id for number in unknown))
        created = await _create_sessions(connection, names)
        mine = [number for number in unknown if appends[number].session_id in created]
        if mine:
            await _store_known(connection, appends, mine, found)
        return found

    results[:] = await database.transaction(operation)


async def _create_sessions(connection: asyncpg.Connection, names: Sequence[str]) -> set[str]:
    """Create those of the sessions that nobody else has created, and say which."""
    last = await connection.fetchval("SELECT value FROM counters WHERE name = 'sessions' FOR UPDATE")
    taken = {
        name
        for (name,) in await connection.fetch("SELECT session_id FROM session_names WHERE session_id = ANY($1)", names)
    }
    fresh = [name for name in names if name not in taken]
    if fresh:
        await connection.execute(_CREATE, now(), fresh, [new_uuid() for _ in fresh], last)
    return set(fresh)


async def _store_known(
    connection: asyncpg.Connection,
    appends: Sequence[Append],
    numbers: Sequence[int],
    results: list[Appended | None],
) -> None:
    """Store those appends whose sessions exist, and enter their results."""
    batch = _Batch(now())
    offsets = {number: batch.add(appends[number]) for number in numbers}
    rows = await connection.fetch(_APPEND, *batch.arguments())
    sessions = {slot: (session, first) for slot, session, first in rows}
    for number, (slot, offset) in offsets.items():
        if slot in sessions:
            session, first = sessions[slot]
            results[number] = Appended(session, first + offset, first + offset + len(appends[number].messages) - 1)


class _Batch:
    """The arrays that a statement takes: sessions (slots), their messages, their jobs."""

    def __init__(self, moment: Timestamp) -> None:
        self._moment = moment
        self._slots: dict[str, int] = {}
        self._counts: list[int] = []
        self._messages: list[tuple[Any, ...]] = []
        self._promises: list[tuple[int, int, int, str]] = []

    def add(self, append: Append) -> tuple[int, int]:
        """Take an append in; its slot, and how many messages of the batch precede its own in the session."""
        slot = self._slots.setdefault(append.session_id, len(self._slots) + 1)
        if slot > len(self._counts):
            self._counts.append(0)
        offset = self._counts[slot - 1]
        for place, message in enumerate(append.messages, offset):
            self._messages.append(
                (
                    slot,
                    place,
                    message.uuid or new_uuid(),
                    message.role,
                    message.content,
                    metadata_text(message.metadata),
                    message.token_count,
                    message.created_at,
                )
            )
        count = len(append.messages)
        self._counts[slot - 1] += count
        if count and append.steps:
            self._promises.append((slot, offset, offset + count - 1, " ".join(append.steps)))
        return slot, offset

    def arguments(self) -> tuple[Any, ...]:
        """The arguments of the statement."""
        messages = list(zip(*self._messages, strict=True)) or [()] * 8
        promises = list(zip(*self._promises, strict=True)) or [()] * 4
        return (self._moment, list(self._slots), self._counts, *messages, *promises)


def _fail(future: asyncio.Future[Appended], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)

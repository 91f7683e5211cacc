"""Appends: those that come while others are under way go to the database together, in one statement.

A statement is one transaction: it locks the sessions' rows in the order of their numbers, gives out positions, and
stores messages and jobs.  What it cannot do is told by the rows that it does not return: sessions that somebody holds
locked and sessions that do not exist yet.  The latter are created under the lock of the counter of session numbers,
and their appends are stored in the same transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import asyncpg
import msgspec

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.messages import NewMessage
from holdfast.domain.timestamps import Timestamp, now
from holdfast.errors import Unavailable
from holdfast.storage.contract import Appended
from holdfast.storage.postgres.database import Database
from holdfast.storage.postgres.errors import Collision
from holdfast.storage.postgres.line import Entry, Line
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
    ORDER BY sessions.id FOR UPDATE OF sessions {skip}
), touched AS (
    UPDATE sessions SET updated_at = $1, deleted_at = NULL, next_position = next_position + locked.count
    FROM locked WHERE sessions.id = locked.id
    RETURNING sessions.id, locked.slot, next_position - locked.count AS first
), stored AS (
    INSERT INTO messages (session, position, uuid, role, content, metadata, token_count, created_at, updated_at)
    SELECT touched.id, touched.first + entry.place, entry.uuid::uuid, entry.role, entry.content, entry.metadata,
        coalesce(entry.token_count, 0), coalesce(entry.created_at, $1), coalesce(entry.created_at, $1)
    FROM unnest($4::int[], $5::int[], $6::text[], $7::text[], $8::text[], $9::json[], $10::bigint[],
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
_APPEND_WAITING = _APPEND.format(skip="")
_APPEND_SKIPPING = _APPEND.format(skip="SKIP LOCKED")

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


_Entry = Entry[Append, Appended]


class Appends:
    """Collects appends and stores them in batches, those to one session in the order of their arrival.

    A batch skips sessions whose rows somebody holds locked; their appends wait apart, so that they hold up nobody.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._line: Line[Append, Appended] = Line(database.options.pool_timeout)
        self._busy: set[str] = set()
        self._drains: set[asyncio.Task[None]] = set()
        self._stragglers: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(max(1, database.options.pool_size // 4))

    def submit(self, append: Append) -> asyncio.Future[Appended]:
        """Queue ``append``; the future has its result once that is durable, or its error."""
        future = self._line.join(append)
        self._wake()
        return future

    async def close(self) -> None:
        """Wait until everything queued is done."""
        while tasks := self._drains | self._stragglers:
            await asyncio.gather(*tasks)

    def _wake(self) -> None:
        if self._line and len(self._drains) < IN_FLIGHT:
            _spawn(self._drains, self._drain())

    async def _drain(self) -> None:
        while batch := self._take():
            stored = await self._store(batch, wait=False)
            late: dict[str, list[_Entry]] = {}
            for entry, done in zip(batch, stored, strict=True):
                if not done:
                    late.setdefault(entry.call.session_id, []).append(entry)
            self._busy -= {entry.call.session_id for entry in batch} - late.keys()
            for entries in late.values():
                _spawn(self._stragglers, self._wait_apart(entries))

    def _take(self) -> list[_Entry]:
        """The next batch: what waits, less what belongs to a session that is being written to."""
        batch = self._line.take(MAXIMUM_BATCH, can_go=lambda append: append.session_id not in self._busy)
        self._busy |= {entry.call.session_id for entry in batch}
        return batch

    async def _wait_apart(self, entries: Sequence[_Entry]) -> None:
        """Store appends to one session, however long somebody holds its row."""
        async with self._places:
            await self._store(entries, wait=True)
        self._busy.discard(entries[0].call.session_id)
        self._wake()

    async def _store(self, batch: Sequence[_Entry], *, wait: bool) -> list[bool]:
        """Store a batch and answer its callers; which of them have an answer now."""
        try:
            results: Sequence[Appended | Exception | None] = await store(
                self._database, [entry.call for entry in batch], wait=wait
            )
        except Unavailable as error:
            results = [Unavailable(str(error), retry_after=error.retry_after) for _ in batch]
        except Exception as error:  # noqa: BLE001  (it belongs to one of the callers: find out to which)
            if len(batch) > 1:
                return [(await self._store([entry], wait=wait))[0] for entry in batch]
            results = [error]
        for entry, result in zip(batch, results, strict=True):
            _answer(entry.future, result)
        return [result is not None for result in results]


async def store(database: Database, appends: Sequence[Append], *, wait: bool) -> list[Appended | None]:
    """Store ``appends``, each wholly or not at all, and return what each was given.

    ``None`` stands for those to sessions that somebody holds locked: only with ``wait`` are they waited for.
    """
    results: list[Appended | None] = [None] * len(appends)
    for _ in range(_TRIES):
        try:
            async with database.connection() as connection:
                await _store_known(connection, appends, _missing(results), results, wait=wait)
            if None in results:
                results = await _store_unknown(database, appends, results)
        except Collision:
            continue
        if not wait or None not in results:
            return results
    raise Unavailable("too many writes to the same sessions at once")


async def store_in(connection: asyncpg.Connection, append: Append) -> Appended:
    """Store one append inside a transaction; `Collision` when its session is being created elsewhere."""
    results: list[Appended | None] = [None]
    await _store_known(connection, [append], [0], results, wait=True)
    if results[0] is None:
        await _create_sessions(connection, [append.session_id])
        await _store_known(connection, [append], [0], results, wait=True)
    if results[0] is None:
        raise Collision
    return results[0]


async def _store_unknown(
    database: Database, appends: Sequence[Append], results: Sequence[Appended | None]
) -> list[Appended | None]:
    """Create the sessions that do not exist, and store the appends to them."""
    missing = _missing(results)
    names = list(dict.fromkeys(appends[number].session_id for number in missing))

    async def operation(connection: asyncpg.Connection) -> list[Appended | None]:
        found = list(results)
        created = await _create_sessions(connection, names)
        mine = [number for number in missing if appends[number].session_id in created]
        if mine:
            await _store_known(connection, appends, mine, found, wait=True)
        return found

    known = await database.rows("SELECT session_id FROM session_names WHERE session_id = ANY($1)", names)
    if len(known) == len(names):
        return list(results)
    return await database.transaction(operation)


def _missing(results: Sequence[Appended | None]) -> list[int]:
    return [number for number, result in enumerate(results) if result is None]


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
    *,
    wait: bool,
) -> None:
    """Store those appends whose sessions exist, and, unless it is to ``wait``, are not locked; enter their results."""
    batch = _Batch(now())
    offsets = {number: batch.add(appends[number]) for number in numbers}
    rows = await connection.fetch(_APPEND_WAITING if wait else _APPEND_SKIPPING, *batch.arguments())
    sessions = {slot: (session, first) for slot, session, first in rows}
    for number, (slot, offset) in offsets.items():
        if slot in sessions:
            session, first = sessions[slot]
            results[number] = Appended(session, first + offset, first + offset + len(appends[number].messages) - 1)


_NO_MESSAGES: list[Sequence[Any] | None] = [()] * 5 + [None] * 3


class _Batch:
    """The arrays that a statement takes: sessions (slots), their messages, their jobs.

    Each element of an array costs asyncpg as much as all else that it does with it.  So a column that no message
    fills is not sent (NULL in place of the array), and UUIDs travel as text, which the statement makes UUIDs of.
    """

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
                    message.token_count or None,
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
        *needed, metadata, token_counts, times = list(zip(*self._messages, strict=True)) or _NO_MESSAGES
        optional = (_unless_empty(column) for column in (metadata, token_counts, times))
        promises = list(zip(*self._promises, strict=True)) or [()] * 4
        return (self._moment, list(self._slots), self._counts, *needed, *optional, *promises)


def _unless_empty(column: Sequence[Any] | None) -> Sequence[Any] | None:
    return column if column and any(value is not None for value in column) else None


def _answer(future: asyncio.Future[Appended], result: Appended | Exception | None) -> None:
    if result is None or future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def _spawn(tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    tasks.add(task)
    task.add_done_callback(tasks.discard)

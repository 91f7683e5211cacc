"""Appends: those that come while others are under way go to the database together, in one statement.

What a statement (see `batch`) cannot do is told by the rows that it does not return: sessions that somebody holds
locked and sessions that do not exist yet.  The latter are created under the lock of the counter of session numbers,
and their appends are stored in the same transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import asyncpg

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.timestamps import now
from holdfast.errors import Unavailable
from holdfast.storage.contract.messages import Appended
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import Collision
from holdfast.storage.postgres.engine.line import Entry, Line
from holdfast.storage.postgres.nouns.batch import Append, Batch

MAXIMUM_BATCH = 128
"""Appends in one statement: their number bounds how long each of them waits for the others."""

IN_FLIGHT = 2
"""Statements under way at once: while one waits for the disk, the next one is worked on."""

_TRIES = 10

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
        try:
            while batch := self._take():
                await self._store_together(batch)
        finally:
            # At once, not when the loop gets to the task's callbacks: who joins the line meanwhile counts on it.
            self._drains.discard(asyncio.current_task())

    async def _store_together(self, batch: Sequence[_Entry]) -> None:
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
                await _store_known(
                    connection, appends, _missing(results), results, wait=wait, distributed=database.distributed
                )
            if None in results:
                results = await _store_unknown(database, appends, results)
        except Collision:
            continue
        if not wait or None not in results:
            return results
    raise Unavailable("too many writes to the same sessions at once")


async def store_in(connection: asyncpg.Connection, append: Append, *, distributed: bool) -> Appended:
    """Store one append inside a transaction; `Collision` when its session is being created elsewhere."""
    results: list[Appended | None] = [None]
    await _store_known(connection, [append], [0], results, wait=True, distributed=distributed)
    if results[0] is None:
        await _create_sessions(connection, [append.session_id])
        await _store_known(connection, [append], [0], results, wait=True, distributed=distributed)
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
            await _store_known(connection, appends, mine, found, wait=True, distributed=database.distributed)
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
    distributed: bool,
) -> None:
    """Store those appends whose sessions exist, and, unless it is to ``wait``, are not locked; enter their results."""
    batch = Batch(now())
    offsets = {number: batch.add(appends[number]) for number in numbers}
    sessions = await batch.store(connection, wait=wait, distributed=distributed)
    for number, (slot, offset) in offsets.items():
        if slot in sessions:
            session, first = sessions[slot]
            results[number] = Appended(session, first + offset, first + offset + len(appends[number].messages) - 1)


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

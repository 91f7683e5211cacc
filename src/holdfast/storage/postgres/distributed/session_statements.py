"""Statements for a distributed PostgreSQL (Citus), session by session, where one PostgreSQL is asked for many at once.

First the coordinator tells the numbers and the extents of sessions, then one node is asked for each session, by its
number.  A session may change in between: it is then read as it was when the coordinator was asked, less what a purge
has taken since.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, NamedTuple

import asyncpg

from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT

COLUMNS = (
    "position, uuid, role, content, metadata, token_count, created_at, updated_at, name, revision, expires_at, remember"
)

NAMED = (
    "SELECT slot, sessions.id, live_from, next_position, removed{more}"
    " FROM unnest($1::text[]) WITH ORDINALITY AS wanted (session_id, slot)"
    " JOIN session_names ON session_names.session_id = wanted.session_id"
    f" JOIN sessions ON sessions.id = session_names.session WHERE deleted_at IS NULL AND {PRESENT}"
)
"""Live sessions by their names, and more of each of them."""

_NAMED = NAMED.format(more="")
_NUMBERED = (
    "SELECT id, live_from, next_position, removed FROM sessions"
    f" WHERE id = ANY($1) AND deleted_at IS NULL AND {PRESENT} ORDER BY id"
)
_PAGE = f"SELECT {COLUMNS} FROM messages WHERE session = $1 AND position >= $2 AND position < $3 ORDER BY position"
_COUNTED_PAGE = (
    f"SELECT {COLUMNS} FROM messages WHERE session = $1 AND position >= $2 ORDER BY position OFFSET $3 LIMIT $4"
)
_FIND = f"SELECT {COLUMNS} FROM messages WHERE session = $1 AND position >= $2 AND uuid = $3"
_LIVE = (
    f"session = $1 AND position >= (SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT}) AND position = ANY($2)"
)
_AT = f"SELECT session, {COLUMNS} FROM messages WHERE {_LIVE}"
_LOCK = (
    f"SELECT session, position, metadata, token_count, revision FROM messages WHERE {_LIVE}"
    " ORDER BY position FOR UPDATE"
)
_WRITE = (
    "UPDATE messages SET metadata = new.metadata, token_count = new.token_count"
    " FROM unnest($2::int[], $3::json[], $4::bigint[]) AS new (position, metadata, token_count)"
    " WHERE messages.session = $1 AND messages.position = new.position"
)
_LAST_POINT = "SELECT max(point) FROM summaries WHERE session = $1 AND point >= $2"
_COUNT_AFTER = "SELECT count(*) FROM messages WHERE session = $1 AND position > $2"
_NEWEST_SUMMARY = "SELECT max(id) FROM summaries WHERE session = $1 AND point >= $2"
_DAYS = (
    "SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), count(*) FROM messages"
    " WHERE session = $1 AND position >= $2 AND created_at >= $3 GROUP BY 1"
)
_DELETE_MESSAGES = (
    "DELETE FROM messages WHERE session = $1 AND position IN ("
    "SELECT position FROM messages WHERE session = $1 AND position < $2 LIMIT $3) RETURNING position, uuid"
)
_DELETE_FEATURES = "DELETE FROM features WHERE session = $1 AND position = ANY($2)"
_DELETE_SUMMARIES = (
    "DELETE FROM summaries WHERE session = $1 AND point IN ("
    "SELECT point FROM summaries WHERE session = $1 AND point < $2 LIMIT $3) RETURNING 1"
)
_BETWEEN = (
    f"session = $1 AND position >= (SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT})"
    " AND position BETWEEN $2 AND $3"
    " ORDER BY position"
)
_INDEX_ROWS = (
    "SELECT session, position, role, messages.created_at, CASE WHEN analyzer = $4 THEN terms END,"
    " CASE WHEN model = $5 THEN vector END,"
    " CASE WHEN analyzer IS DISTINCT FROM $4 OR model IS DISTINCT FROM $5 THEN content END, name, remember"
    f" FROM messages LEFT JOIN features USING (session, position) WHERE {_BETWEEN}"
)
_METADATA = f"SELECT session, position, metadata FROM messages WHERE {_BETWEEN}"
_VECTORS = f"SELECT session, position, vector FROM features WHERE {_LIVE} AND model = $3"
_SUMMARIES = (
    "SELECT session, CASE WHEN model = $4 THEN vector END, id, uuid, point, point_uuid, content, metadata, token_count,"
    " created_at FROM summaries WHERE session = $1"
    f" AND point >= (SELECT live_from FROM sessions WHERE id = $1 AND remember >= $5 AND {PRESENT})"
    " AND id BETWEEN $2 AND $3 ORDER BY point"
)
_SIDE_BY_SIDE = 4
"""So many sessions are asked for at once where one call asks for many."""
_STORE = (
    "INSERT INTO messages (session, position, uuid, role, content, metadata, token_count, created_at, updated_at, name,"
    " expires_at, remember) SELECT session, position, uuid::uuid, role, content, metadata, coalesce(token_count, 0),"
    " coalesce(created_at, $1), coalesce(created_at, $1), coalesce(name, ''), expires_at,"
    " coalesce(remember, true)"
    " FROM unnest($2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::json[], $8::bigint[],"
    " $9::timestamptz[], $10::text[], $11::timestamptz[], $12::boolean[])"
    " AS new (session, position, uuid, role, content, metadata, token_count, created_at, name, expires_at, remember)"
)


class _Live(NamedTuple):
    """A live session: its number, its first live position, the one after its last, and how many of these are empty."""

    session: int
    first: int
    end: int
    removed: int

    @property
    def total(self) -> int:
        return self.end - self.first - self.removed


_PROMISED = (
    "SELECT least(next_position - 1, $3) - greatest(live_from, $2) + 1 - (SELECT count(*) FROM message_revisions"
    " WHERE message_revisions.session = sessions.id AND removed AND position BETWEEN greatest(live_from, $2) AND $3)"
    f" FROM sessions WHERE id = $1 AND deleted_at IS NULL AND {PRESENT}"
)
_FOUND = (
    "SELECT count(*) FROM messages WHERE session = $1"
    " AND position BETWEEN greatest($2, (SELECT live_from FROM sessions WHERE id = $1)) AND $3"
)


async def page(database: Database, session_id: str, offset: int, limit: int) -> tuple[int, list[asyncpg.Record]]:
    """How many live messages a session has, and the rows of some of them."""
    live = await _named(database, session_id)
    if live is None:
        return 0, []
    if live.removed:
        rows = await database.rows(_COUNTED_PAGE, live.session, live.first, min(offset, live.total), limit)
        return live.total, rows
    first = min(live.first + offset, live.end)
    return live.total, await database.rows(_PAGE, live.session, first, min(first + limit, live.end))


async def find(database: Database, session_id: str, uuid: str) -> asyncpg.Record | None:
    """The row of a live message."""
    live = await _named(database, session_id)
    return None if live is None else await database.row(_FIND, live.session, live.first, uuid)


async def at(database: Database, places: Sequence[tuple[int, int]]) -> list[asyncpg.Record]:
    """The rows of live messages, each after the number of its session."""
    rows: list[asyncpg.Record] = []
    for session, some in groupby(sorted(places), key=itemgetter(0)):
        rows += await database.rows(_AT, session, [position for _, position in some])
    return rows


async def awaited(database: Database, session: int, first: int, last: int) -> bool:
    """Whether fewer messages are at live positions than the session promises: their node has not committed yet."""
    promised = await database.rows(_PROMISED, session, first, last)
    if not promised or promised[0][0] <= 0:
        return False
    ((found,),) = await database.rows(_FOUND, session, first, last)
    return bool(found < promised[0][0])


async def lock_messages(connection: asyncpg.Connection, places: Sequence[tuple[int, int]]) -> list[asyncpg.Record]:
    """Lock live messages in one order everywhere: session, position, metadata and token count of each."""
    rows: list[asyncpg.Record] = []
    for session, some in groupby(sorted(places), key=itemgetter(0)):
        rows += await connection.fetch(_LOCK, session, [position for _, position in some])
    return rows


async def write_results(connection: asyncpg.Connection, results: Sequence[tuple[Any, ...]]) -> None:
    """Write session, position, metadata and token count, ordered by session."""
    for session, some in groupby(results, key=itemgetter(0)):
        await connection.execute(_WRITE, session, *zip(*(result[1:] for result in some), strict=True))


async def newest_summaries(database: Database, borders: Mapping[int, int]) -> dict[int, int]:
    """The number of the newest summary of each session that has one at or beyond a position."""
    found = {}
    for session, first in borders.items():
        ((newest,),) = await database.rows(_NEWEST_SUMMARY, session, first)
        if newest is not None:
            found[session] = newest
    return found


async def days(database: Database, firsts: Mapping[int, int], since: str) -> list[asyncpg.Record]:
    """Days and how many messages were made on them, of sessions from their first live position on."""
    found = await asyncio.gather(*(database.rows(_DAYS, *each, since) for each in firsts.items()))
    return list(chain.from_iterable(found))


async def index_rows(
    database: Database, spans: Sequence[tuple[int, int, int]], *, analyzer: int, model: str
) -> list[asyncpg.Record]:
    """The rows that a search index needs of messages, span after span."""
    return await _of_each(database, _INDEX_ROWS, [(*span, analyzer, model) for span in spans])


async def metadata(database: Database, spans: Sequence[tuple[int, int, int]]) -> list[asyncpg.Record]:
    """Session, position and metadata of live messages, span after span."""
    return await _of_each(database, _METADATA, spans)


async def vectors(database: Database, places: Sequence[tuple[int, int]], *, model: str) -> list[asyncpg.Record]:
    """Session, position and vector of live messages that have one."""
    calls = [
        (session, [position for _, position in some], model)
        for session, some in groupby(sorted(places), key=itemgetter(0))
    ]
    return await _of_each(database, _VECTORS, calls)


async def summaries(
    database: Database, spans: Sequence[tuple[int, int, int]], *, model: str, remembered: bool
) -> list[asyncpg.Record]:
    """Live summaries, each after the number of its session and the vector that a model gave it."""
    return await _of_each(database, _SUMMARIES, [(*span, model, remembered) for span in spans])


async def _of_each(database: Database, statement: str, calls: Sequence[tuple[Any, ...]]) -> list[asyncpg.Record]:
    """The rows of one statement for many sessions, some of which are asked at the same time."""
    places = asyncio.Semaphore(_SIDE_BY_SIDE)

    async def ask(arguments: tuple[Any, ...]) -> list[asyncpg.Record]:
        async with places:
            return await database.rows(statement, *arguments)

    return list(chain.from_iterable(await asyncio.gather(*map(ask, calls))))


async def unsummarised(database: Database, sessions: Sequence[int]) -> dict[int, int]:
    """See `holdfast.storage.contract.summaries.Summaries.unsummarised`."""
    found = {}
    for live in map(_Live._make, await database.rows(_NUMBERED, list(sessions))):
        ((point,),) = await database.rows(_LAST_POINT, live.session, live.first)
        after = live.first - 1 if point is None else point
        found[live.session] = live.end - 1 - after
        if live.removed:
            ((found[live.session],),) = await database.rows(_COUNT_AFTER, live.session, after)
    return found


async def remove_contents(
    connection: asyncpg.Connection, sessions: Sequence[int], before: Sequence[int], limit: int
) -> tuple[list[str], int]:
    """Remove at most ``limit`` messages, or summaries, before positions: the UUIDs of the ones, how many others."""
    uuids: list[str] = []
    summaries = 0
    for session, end in zip(sessions, before, strict=True):
        rows = await connection.fetch(_DELETE_MESSAGES, session, end, limit - len(uuids))
        if rows:
            await connection.execute(_DELETE_FEATURES, session, [position for position, _ in rows])
            uuids += [uuid for _, uuid in rows]
        summaries += len(await connection.fetch(_DELETE_SUMMARIES, session, end, limit - summaries))
        if limit in {len(uuids), summaries}:
            break
    return uuids, summaries


async def store_messages(
    connection: asyncpg.Connection, given: Mapping[int, tuple[int, int]], arguments: Sequence[Any]
) -> None:
    """Store the messages of a batch.

    ``given`` tells the session and the first position that a slot was given; ``arguments`` are the time and the
    columns of the messages, slot and place first.
    """
    moment, slots, places, *columns = arguments
    chosen = [number for number, slot in enumerate(slots) if slot in given]
    if not chosen:
        return
    sessions = [given[slots[number]][0] for number in chosen]
    positions = [given[slots[number]][1] + places[number] for number in chosen]
    taken = (column and [column[number] for number in chosen] for column in columns)
    await connection.execute(_STORE, moment, sessions, positions, *taken)


async def _named(database: Database, session_id: str) -> _Live | None:
    row = await database.row(_NAMED, [session_id])
    return None if row is None else _Live(*row[1:])

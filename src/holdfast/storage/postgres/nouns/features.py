"""Features of messages in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

import asyncpg

from holdfast.domain.metadata import EncodedMetadata
from holdfast.storage.contract.features import IndexRow, Span, Unembedded
from holdfast.storage.contract.messages import MessageResult, Place
from holdfast.storage.postgres.distributed import session_statements
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION

_LIVE_FROM = f"(SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT})"
_LIVE = f"session = $1 AND position >= {_LIVE_FROM}"
_WANTED = (
    "SELECT found.* FROM unnest($1::bigint[], $2::int[], $3::int[]) WITH ORDINALITY AS wanted (number, first, last, at)"
    f" JOIN sessions ON sessions.id = wanted.number AND {PRESENT}"
    " JOIN LATERAL (SELECT {columns} WHERE messages.session = wanted.number"
    " AND messages.position BETWEEN greatest(wanted.first, live_from) AND wanted.last"
    " ORDER BY messages.position) AS found ON true ORDER BY at, position"
)
_ROWS = _WANTED.format(
    columns="session, position, role, messages.created_at, CASE WHEN analyzer = $4 THEN terms END,"
    " CASE WHEN model = $5 THEN vector END,"
    " CASE WHEN analyzer IS DISTINCT FROM $4 OR model IS DISTINCT FROM $5 THEN content END, name, remember"
    " FROM messages LEFT JOIN features USING (session, position)"
)
_METADATA = _WANTED.format(columns="session, position, metadata FROM messages")
_OF_PLACES = (
    "SELECT session, position, vector FROM unnest($1::bigint[], $2::int[]) AS wanted (session, position)"
    " JOIN features USING (session, position) JOIN sessions ON sessions.id = session"
    f" WHERE position >= live_from AND model = $3 AND {PRESENT}"
)
_UNEMBEDDED = (
    "SELECT session, position, model IS DISTINCT FROM $4 AND content <> ''"
    " FROM messages LEFT JOIN features USING (session, position)"
    " WHERE (session, position) > ($1, $2) ORDER BY session, position LIMIT $3"
)

_PUT = (
    "INSERT INTO features (session, position, analyzer, terms, model, vector)"
    " SELECT session, position, CASE WHEN terms IS NOT NULL THEN $4::integer END, terms,"
    " CASE WHEN vector IS NOT NULL THEN $5::text END, vector FROM {rows}"
    " ON CONFLICT (session, position) DO UPDATE SET analyzer = coalesce(excluded.analyzer, features.analyzer),"
    " terms = coalesce(excluded.terms, features.terms), model = coalesce(excluded.model, features.model),"
    " vector = coalesce(excluded.vector, features.vector)"
)
_PUT_ALL = _PUT.format(
    rows="unnest($6::bigint[], $1::int[], $2::bytea[], $3::bytea[]) AS new (session, position, terms, vector)"
)
_PUT_OF_SESSION = _PUT.format(
    rows="(SELECT $6::bigint AS session, position, terms, vector"
    " FROM unnest($1::int[], $2::bytea[], $3::bytea[]) AS new (position, terms, vector)) AS new"
)


class PostgresFeatures:
    """See `holdfast.storage.contract.features.Features`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, spans: Sequence[Span], *, analyzer: int, model: str) -> list[IndexRow]:
        if self._database.distributed:
            rows = await session_statements.index_rows(self._database, _bounded(spans), analyzer=analyzer, model=model)
        else:
            rows = await self._database.read(_ROWS, *_columns(spans), analyzer, model)
        return [IndexRow(*row) for row in rows]

    async def vectors(self, places: Sequence[Place], *, model: str) -> dict[Place, bytes]:
        if self._database.distributed:
            rows = await session_statements.vectors(self._database, places, model=model)
        else:
            sessions, positions = zip(*places, strict=True) if places else ((), ())
            rows = await self._database.read(_OF_PLACES, sessions, positions, model)
        return {(session, position): bytes(vector) for session, position, vector in rows}

    async def unembedded(self, *, after: tuple[int, int], limit: int, model: str) -> Unembedded:
        rows = await self._database.read(_UNEMBEDDED, *after, limit, model)
        firsts = await self._database.read(
            f"SELECT id, live_from FROM sessions WHERE id = ANY($1) AND {PRESENT}",
            list({row[0] for row in rows if row[2]}),
        )
        live = dict(map(tuple, firsts))
        lacking = [
            (session, position)
            for session, position, lacks in rows
            if lacks and session in live and position >= live[session]
        ]
        return Unembedded(lacking, (rows[-1][0], rows[-1][1]) if len(rows) == limit else None)

    async def metadata(self, spans: Sequence[Span]) -> list[tuple[int, int, EncodedMetadata | None]]:
        if self._database.distributed:
            rows = await session_statements.metadata(self._database, _bounded(spans))
        else:
            rows = await self._database.read(_METADATA, *_columns(spans))
        return [(session, position, metadata) for session, position, metadata in rows]


async def put_features(
    connection: asyncpg.Connection, results: Sequence[MessageResult], *, analyzer: int, model: str, distributed: bool
) -> None:
    """Write the terms and vectors among results for messages that are locked, in the order of their places."""
    found = [one for one in results if one.terms is not None or one.vector is not None]
    if not found:
        return
    if not distributed:
        await connection.execute(_PUT_ALL, *_features(found), analyzer, model, [one.session for one in found])
        return
    for session, some in groupby(found, key=attrgetter("session")):
        await connection.execute(_PUT_OF_SESSION, *_features(list(some)), analyzer, model, session)


def _features(results: Sequence[MessageResult]) -> tuple[list[int], list[bytes | None], list[bytes | None]]:
    return [one.position for one in results], [one.terms for one in results], [one.vector for one in results]


def _bounded(spans: Sequence[Span]) -> list[Span]:
    """Spans within what a position can be."""
    most = MAXIMUM_POSITION
    return [(session, min(first, most), min(last, most)) for session, first, last in spans]


def _columns(spans: Sequence[Span]) -> Sequence[Sequence[int]]:
    """Sessions, first and last positions."""
    return list(zip(*_bounded(spans), strict=True)) or [(), (), ()]

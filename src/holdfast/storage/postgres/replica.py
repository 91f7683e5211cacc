"""Reading from a replica what is large and does not change: the messages that indexes and enrichment are fed with.

A replica lags behind, and nobody may notice.  The primary says which positions of a session live; they are contiguous,
so the number of rows that a replica must return is known beforehand.  When it returns fewer, or fails, the primary is
asked instead.
"""

from __future__ import annotations

import logging

import asyncpg

from holdfast.errors import Unavailable
from holdfast.storage.postgres.database import Database
from holdfast.storage.postgres.rows import MAXIMUM_POSITION

log = logging.getLogger(__name__)


async def live_rows(
    database: Database, query: str, session: int, after: int, limit: int, *arguments: object
) -> list[asyncpg.Record]:
    """The rows of at most ``limit`` live messages of a session beyond position ``after``, ascending.

    ``query`` takes the session, the first position, the position after the last, and ``arguments``.
    """
    bounds = await database.row(
        "SELECT greatest(live_from, $2), least(next_position, greatest(live_from, $2) + $3::bigint)"
        " FROM sessions WHERE id = $1",
        session,
        min(after + 1, MAXIMUM_POSITION),
        limit,
    )
    if bounds is None or bounds[0] >= bounds[1]:
        return []
    first, end = bounds
    if database.replica is not None:
        try:
            rows = await database.replica.rows(query, session, first, end, *arguments)
        except (Unavailable, asyncpg.PostgresError) as error:
            log.warning("the replica did not answer, the primary is asked instead: %s", error)
            rows = []
        if len(rows) == end - first:
            return rows
    return await database.rows(query, session, first, end, *arguments)

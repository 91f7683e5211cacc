"""Counting in PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import asyncpg

from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.statistics import Survey
from holdfast.storage.postgres.distributed import session_statements
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT

_SESSIONS = (
    "SELECT id, live_from, next_position, updated_at, removed FROM sessions"
    f" WHERE id > $1 AND deleted_at IS NULL AND {PRESENT} ORDER BY id LIMIT $2"
)
_DAYS = (
    "SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), count(*)"
    " FROM unnest($1::bigint[], $2::int[]) AS wanted (number, first)"
    " JOIN messages ON messages.session = wanted.number AND messages.position >= wanted.first"
    " WHERE created_at >= $3 GROUP BY 1"
)


class PostgresStatistics:
    """See `holdfast.storage.contract.statistics.Statistics`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def survey(self, *, after: int, limit: int, since: Timestamp) -> Survey:
        sessions = await self._database.read(_SESSIONS, after, limit)
        lately = {
            number: first
            for number, first, beyond, updated_at, _ in map(tuple, sessions)
            if first < beyond and updated_at >= since
        }
        days: Counter[str] = Counter()
        for day, count in map(tuple, await self._days(lately, since)):
            days[day] += count
        messages = sum(beyond - first - removed for _, first, beyond, _, removed in map(tuple, sessions))
        return Survey(sessions[-1][0] if sessions else None, len(sessions), messages, days)

    async def _days(self, firsts: Mapping[int, int], since: Timestamp) -> list[asyncpg.Record]:
        if self._database.distributed:
            return await session_statements.days(self._database, firsts, since)
        return await self._database.read(_DAYS, list(firsts), list(firsts.values()), since) if firsts else []

    async def users(self) -> int:
        ((count,),) = await self._database.read("SELECT count(*) FROM users")
        return int(count)

    async def bytes(self) -> int:
        ((count,),) = await self._database.read("SELECT pg_database_size(current_database())")
        return int(count)

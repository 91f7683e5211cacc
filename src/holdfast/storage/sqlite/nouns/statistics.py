"""Counting in SQLite."""

from __future__ import annotations

from collections import Counter
from typing import cast

import apsw

from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.statistics import Survey
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import POSITION_BITS
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.engine.readers import Reader

_SESSIONS = (
    "SELECT id, live_from, next_position, updated_at, removed FROM sessions"
    f" WHERE id > ? AND deleted_at IS NULL AND {PRESENT} ORDER BY id LIMIT ?"
)
_DAYS = (
    "SELECT substr(created_at, 1, 10), count(*) FROM messages"
    f" WHERE key >= (?1 << {POSITION_BITS}) + ?2 AND key < (?1 << {POSITION_BITS}) + ?3 AND created_at >= ?4 GROUP BY 1"
)


class SqliteStatistics:
    """See `holdfast.storage.contract.statistics.Statistics`."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database = database
        self._reader = reader

    async def survey(self, *, after: int, limit: int, since: Timestamp) -> Survey:
        def work(connection: apsw.Connection) -> Survey:
            sessions: list[Row] = connection.execute(_SESSIONS, (after, limit)).fetchall()
            days: Counter[str] = Counter()
            for number, first, beyond, updated_at, _ in sessions:
                if first < beyond and updated_at >= since:
                    found: list[Row] = connection.execute(_DAYS, (number, first, beyond, since)).fetchall()
                    days.update(dict(found))
            messages = sum(beyond - first - removed for _, first, beyond, _, removed in sessions)
            return Survey(sessions[-1][0] if sessions else None, len(sessions), messages, days)

        return await self._reader.read(work)

    async def users(self) -> int:
        def work(connection: apsw.Connection) -> int:
            ((count,),) = cast("list[tuple[int]]", connection.execute("SELECT count(*) FROM users").fetchall())
            return count

        return await self._reader.read(work)

    async def bytes(self) -> int:
        path = self._database.path
        return sum(file.stat().st_size for file in (path, path.with_name(f"{path.name}-wal")) if file.exists())

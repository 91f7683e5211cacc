"""The marks of chores in SQLite."""

from __future__ import annotations

import time

from holdfast.storage.contract.marks import Mark
from holdfast.storage.sqlite.engine.database import Database


class SqliteMarks:
    """See `holdfast.storage.contract.marks.Marks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chore: str) -> Mark | None:
        row = self._database.row("SELECT version, place, ended, noted_at FROM marks WHERE chore = ?", (chore,))
        if row is None:
            return None
        version, place, ended, noted_at = row
        return Mark(version, place, bool(ended), time.time() - noted_at)

    async def set(self, chore: str, *, version: str, place: str = "", ended: bool = False) -> None:
        values = (chore, version, place, ended, time.time())
        await self._database.write(
            lambda connection: connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?)", values)
        )

"""The marks of chores in PostgreSQL."""

from __future__ import annotations

from holdfast.storage.contract.marks import Mark
from holdfast.storage.postgres.engine.database import Database

_GET = (
    "SELECT version, place, ended, extract(epoch FROM clock_timestamp() - noted_at)::float8 FROM marks WHERE chore = $1"
)
_SET = (
    "INSERT INTO marks (chore, version, place, ended, noted_at) VALUES ($1, $2, $3, $4, clock_timestamp())"
    " ON CONFLICT (chore) DO UPDATE SET version = excluded.version, place = excluded.place, ended = excluded.ended,"
    " noted_at = excluded.noted_at"
)


class PostgresMarks:
    """See `holdfast.storage.contract.marks.Marks`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chore: str) -> Mark | None:
        row = await self._database.row(_GET, chore)
        return None if row is None else Mark(*row)

    async def set(self, chore: str, *, version: str, place: str = "", ended: bool = False) -> None:
        await self._database.rows(_SET, chore, version, place, ended)

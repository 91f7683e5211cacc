"""The outbox in PostgreSQL.

``due`` is the moment from which a job may be claimed, by the clock of the database, which all processes share; NULL
for a parked one.  Processes that claim at once skip each other's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import asyncpg

from holdfast.domain.jobs import MESSAGES, Job, JobCounts
from holdfast.storage.postgres.database import Database
from holdfast.storage.postgres.wakeups import Wakeups

_COLUMNS = "id, kind, scope, first, last, steps, attempts, error, created_at"

_CLAIM = (
    "WITH taken AS MATERIALIZED (SELECT id FROM jobs WHERE due <= clock_timestamp() ORDER BY due, id LIMIT $1"
    " FOR UPDATE SKIP LOCKED)"
    " UPDATE jobs SET due = clock_timestamp() + $2 * interval '1 second', attempts = attempts + 1"
    " FROM taken WHERE jobs.id = taken.id"
    f" RETURNING {', '.join(f'jobs.{column.strip()}' for column in _COLUMNS.split(','))}"
)


class PostgresJobs:
    """See `holdfast.storage.contract.Jobs`."""

    def __init__(self, database: Database, wakeups: Wakeups) -> None:
        self._database = database
        self._wakeups = wakeups

    async def claim(self, *, limit: int, lease: float) -> list[Job]:
        rows = await self._database.rows(_CLAIM, limit, float(lease))
        return sorted((_from_row(row) for row in rows), key=lambda job: job.id)

    async def finish(self, jobs: Sequence[int]) -> None:
        if jobs:
            await self._database.rows("DELETE FROM jobs WHERE id = ANY($1)", list(jobs))

    async def retry(self, job: int, *, steps: Sequence[str], delay: float, error: str) -> None:
        await self._put_back(job, steps, error, delay)

    async def park(self, job: int, *, steps: Sequence[str], error: str) -> None:
        await self._put_back(job, steps, error, None)

    async def _put_back(self, job: int, steps: Sequence[str], error: str, delay: float | None) -> None:
        await self._database.rows(
            "UPDATE jobs SET steps = $2, error = $3, due = clock_timestamp() + $4 * interval '1 second' WHERE id = $1",
            job,
            list(steps),
            error.replace("\0", ""),
            None if delay is None else float(delay),
        )

    async def release(self) -> None:
        await self._database.rows("UPDATE jobs SET due = clock_timestamp() WHERE due > clock_timestamp()")

    async def pending(self, session: int) -> list[Job]:
        return await self._list("scope = $1 AND kind = $2 ORDER BY id", session, MESSAGES)

    async def parked(self, *, after: int, limit: int) -> list[Job]:
        return await self._list("due IS NULL AND id > $1 ORDER BY id LIMIT $2", after, limit)

    async def _list(self, condition: str, *arguments: object) -> list[Job]:
        rows = await self._database.rows(f"SELECT {_COLUMNS} FROM jobs WHERE {condition}", *arguments)
        return [_from_row(row) for row in rows]

    async def redrive(self, jobs: Sequence[int] | None) -> int:
        return await self._change_parked("UPDATE jobs SET due = clock_timestamp(), attempts = 0", jobs)

    async def drop(self, jobs: Sequence[int] | None) -> int:
        return await self._change_parked("DELETE FROM jobs", jobs)

    async def _change_parked(self, statement: str, jobs: Sequence[int] | None) -> int:
        rows = await self._database.rows(
            f"{statement} WHERE due IS NULL AND ($1::bigint[] IS NULL OR id = ANY($1)) RETURNING 1",
            None if jobs is None else list(jobs),
        )
        self._wakeups.announce()
        return len(rows)

    async def counts(self) -> JobCounts:
        row = await self._database.row("SELECT count(due), count(*) - count(due) FROM jobs")
        return JobCounts(*row) if row else JobCounts(0, 0)

    async def next_due(self) -> float | None:
        row = await self._database.row("SELECT extract(epoch FROM min(due) - clock_timestamp())::float8 FROM jobs")
        return None if row is None or row[0] is None else max(0.0, row[0])

    def watch(self, wake: Callable[[], None]) -> None:
        self._wakeups.watch(wake)


def _from_row(row: asyncpg.Record) -> Job:
    number, kind, scope, first, last, steps, attempts, error, created_at = row
    return Job(number, kind, scope, first, last, tuple(steps), attempts, error, created_at)

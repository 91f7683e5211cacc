"""The outbox in SQLite.

``due`` is 0 for a job nobody has touched, a moment for one that is claimed or delayed, NULL for a parked one; so one
index serves claiming in order, waiting and listing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import apsw

from holdfast.domain.jobs import MESSAGES, Job, JobCounts
from holdfast.storage.sqlite.database import Database, Row

_COLUMNS = "id, kind, scope, first, last, steps, attempts, error, created_at"


class SqliteJobs:
    """See `holdfast.storage.contract.Jobs`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, *, limit: int, lease: float) -> list[Job]:
        if await self.next_due() != 0:
            return []

        def operation(connection: apsw.Connection) -> list[Job]:
            moment = time.time()
            rows = connection.execute(
                "UPDATE jobs SET due = ?1, attempts = attempts + 1"
                " WHERE id IN (SELECT id FROM jobs WHERE due <= ?2 ORDER BY due, id LIMIT ?3)"
                f" RETURNING {_COLUMNS}",
                (moment + lease, moment, limit),
            ).fetchall()
            return sorted((_from_row(row) for row in rows), key=lambda job: job.id)

        return await self._database.write(operation)

    async def finish(self, jobs: Sequence[int]) -> None:
        await self._database.write(
            lambda connection: connection.executemany("DELETE FROM jobs WHERE id = ?", [(job,) for job in jobs])
        )

    async def retry(self, job: int, *, steps: Sequence[str], delay: float, error: str) -> None:
        await self._put_back(job, steps, error, time.time() + delay)

    async def park(self, job: int, *, steps: Sequence[str], error: str) -> None:
        await self._put_back(job, steps, error, None)

    async def _put_back(self, job: int, steps: Sequence[str], error: str, due: float | None) -> None:
        await self._database.write(
            lambda connection: connection.execute(
                "UPDATE jobs SET steps = ?, due = ?, error = ? WHERE id = ?", (" ".join(steps), due, error, job)
            )
        )

    async def release(self) -> None:
        await self._database.write(lambda connection: connection.execute("UPDATE jobs SET due = 0 WHERE due > 0"))

    async def pending(self, session: int) -> list[Job]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM jobs WHERE scope = ? AND kind = ? ORDER BY id", (session, MESSAGES)
        )
        return [_from_row(row) for row in rows]

    async def parked(self, *, after: int, limit: int) -> list[Job]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM jobs WHERE due IS NULL AND id > ? ORDER BY id LIMIT ?", (after, limit)
        )
        return [_from_row(row) for row in rows]

    async def redrive(self, jobs: Sequence[int] | None) -> int:
        return await self._change_parked("UPDATE jobs SET due = 0, attempts = 0 WHERE due IS NULL", jobs)

    async def drop(self, jobs: Sequence[int] | None) -> int:
        return await self._change_parked("DELETE FROM jobs WHERE due IS NULL", jobs)

    async def _change_parked(self, statement: str, jobs: Sequence[int] | None) -> int:
        def operation(connection: apsw.Connection) -> int:
            before = connection.total_changes()
            if jobs is None:
                connection.execute(statement)
            else:
                connection.executemany(f"{statement} AND id = ?", [(job,) for job in jobs])
            return connection.total_changes() - before

        return await self._database.write(operation)

    async def counts(self) -> JobCounts:
        row = self._database.row("SELECT count(due), count(*) - count(due) FROM jobs")
        return JobCounts(*row) if row else JobCounts(0, 0)

    async def next_due(self) -> float | None:
        row = self._database.row("SELECT min(due) FROM jobs WHERE due IS NOT NULL")
        if row is None or row[0] is None:
            return None
        return max(0.0, float(row[0]) - time.time())


def _from_row(row: Row) -> Job:
    number, kind, scope, first, last, steps, attempts, error, created_at = row
    return Job(number, kind, scope, first, last, tuple(steps.split()), attempts, error, created_at)

"""The outbox in SQLite.

``due`` is 0 for a job nobody has touched, a moment for one that is claimed or delayed, NULL for a parked one; so one
index serves claiming in order and waiting.  ``claims`` is 0 again in a job that was widened while it was claimed: that
tells ``finish``, ``retry`` and ``park`` that there is more to do.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence

import apsw

from holdfast.domain.jobs import MESSAGES, SESSION_KINDS, Job, JobCounts, NewJob, without_twins
from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.telemetry.requests import current_request

NEW_JOB = "INSERT INTO jobs (kind, scope, first, last, steps, created_at, request, due) VALUES (?, ?, ?, ?, ?, ?, ?, 0)"

_COLUMNS = "id, kind, scope, first, last, steps, attempts, error, created_at, due IS NULL, claims, request"
_OF_SESSION = "scope = ? AND kind IN ('" + "', '".join(SESSION_KINDS) + "')"
_OF_REACHABLE_SESSION = (
    f"{_OF_SESSION} AND scope NOT IN (SELECT id FROM sessions WHERE id = scope AND (superseded = 1 OR NOT {PRESENT}))"
)

# The kinds there are, each found by one look into the index, however many jobs it has.
_KINDS = (
    "WITH RECURSIVE kinds (kind) AS (SELECT min(kind) FROM jobs UNION ALL"
    " SELECT (SELECT min(kind) FROM jobs WHERE kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL)"
)
_COUNTS = (
    f"{_KINDS} SELECT kinds.kind,"
    " (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE kind = kinds.kind AND due IS NOT NULL LIMIT ?1)),"
    " (SELECT count(*) FROM (SELECT 1 FROM jobs WHERE kind = kinds.kind AND due IS NULL LIMIT ?1))"
    " FROM kinds WHERE kinds.kind IS NOT NULL"
)
_FIRST_DUE = (
    f"{_KINDS} SELECT min((SELECT min(due) FROM jobs WHERE kind = kinds.kind AND due IS NOT NULL))"
    " FROM kinds WHERE kinds.kind IS NOT NULL"
)

_WAITING = (
    "SELECT max(id), sum(CASE WHEN kind = ?1 AND due IS NOT NULL THEN last - first + 1 ELSE 0 END)"
    " FROM (SELECT id, kind, due, first, last FROM jobs WHERE id > ?2 ORDER BY id LIMIT ?3)"
)
_ROWS_PER_LOOK = 4096
"""Jobs counted at once: a millisecond's work on the event loop."""


class SqliteJobs:
    """See `holdfast.storage.contract.jobs.Jobs`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, *, limit: int, lease: float, kind: str | None = None) -> list[Job]:
        if await self.next_due(kind=kind) != 0:
            return []
        of_kind = "" if kind is None else " AND kind = ?4"

        def operation(connection: apsw.Connection) -> list[Job]:
            moment = time.time()
            rows = connection.execute(
                "UPDATE jobs SET due = ?1, claims = claims + 1"
                f" WHERE id IN (SELECT id FROM jobs WHERE due <= ?2{of_kind} ORDER BY due, id LIMIT ?3)"
                f" RETURNING {_COLUMNS}",
                (moment + lease, moment, limit) + (() if kind is None else (kind,)),
            ).fetchall()
            return sorted((_from_row(row) for row in rows), key=lambda job: job.id)

        return await self._database.write(operation)

    async def begin(self, job: int) -> None:
        await self._database.write(
            lambda connection: connection.execute("UPDATE jobs SET attempts = attempts + 1 WHERE id = ?", (job,))
        )

    async def extend(self, jobs: Sequence[int], *, lease: float) -> None:
        end = time.time() + lease
        await self._database.write(
            lambda connection: connection.executemany(
                "UPDATE jobs SET due = ? WHERE id = ? AND due > 0", [(end, job) for job in jobs]
            )
        )

    async def finish(self, jobs: Sequence[int], *, follow: Sequence[NewJob] = ()) -> None:
        def operation(connection: apsw.Connection) -> None:
            numbers = [(job,) for job in jobs]
            before = connection.total_changes()
            connection.executemany("DELETE FROM jobs WHERE id = ? AND claims > 0", numbers)
            if connection.total_changes() - before < len(numbers):
                connection.executemany("UPDATE jobs SET due = 0 WHERE id = ? AND due > 0", numbers)
            add_jobs(connection, follow)

        await self._database.write(operation)

    async def retry(
        self, job: int, *, steps: Sequence[str], attempts: int, delay: float, error: str, follow: Sequence[NewJob] = ()
    ) -> None:
        await self._put_back(job, (" ".join(steps), attempts, error), time.time() + delay, follow)

    async def park(
        self, job: int, *, steps: Sequence[str], attempts: int, error: str, follow: Sequence[NewJob] = ()
    ) -> None:
        await self._put_back(job, (" ".join(steps), attempts, error), None, follow)

    async def _put_back(
        self, job: int, outcome: tuple[str, int, str], due: float | None, follow: Sequence[NewJob]
    ) -> None:
        def operation(connection: apsw.Connection) -> None:
            connection.execute(
                "UPDATE jobs SET steps = ?2, attempts = iif(claims > 0, ?3, attempts), error = ?4, claims = 0,"
                " due = iif(claims > 0, ?5, coalesce(?5, 0)) WHERE id = ?1",
                (job, *outcome, due),
            )
            add_jobs(connection, follow)

        await self._database.write(operation)

    async def release(self, jobs: Sequence[int] | None = None) -> None:
        def operation(connection: apsw.Connection) -> None:
            if jobs is None:
                connection.execute("UPDATE jobs SET due = 0 WHERE due > 0")
            else:
                connection.executemany(
                    "UPDATE jobs SET due = 0, claims = max(claims - 1, 0) WHERE id = ? AND due > 0",
                    [(job,) for job in jobs],
                )

        await self._database.write(operation)

    async def pending(self, session: int) -> list[Job]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM jobs WHERE {_OF_REACHABLE_SESSION} ORDER BY id", (session,))
        return [_from_row(row) for row in rows]

    async def parked(self, *, after: int, limit: int) -> list[Job]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM jobs WHERE due IS NULL AND id > ? ORDER BY id LIMIT ?", (after, limit)
        )
        return [_from_row(row) for row in rows]

    async def redrive(self, jobs: Sequence[int] | None) -> int:
        return await self._change_parked("UPDATE jobs SET due = 0, attempts = 0, claims = 0 WHERE due IS NULL", jobs)

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

    async def counts(self, *, at_most: int | None = None) -> JobCounts:
        return JobCounts.total((await self.counts_by_kind(at_most=at_most)).values(), at_most=at_most)

    async def counts_by_kind(self, *, at_most: int | None = None) -> dict[str, JobCounts]:
        rows = self._database.rows(_COUNTS, (-1 if at_most is None else at_most,))
        return {kind: JobCounts(pending, parked) for kind, pending, parked in rows}

    async def waiting_messages(self, *, at_most: int) -> int:
        waiting, after = 0, 0
        while waiting < at_most:
            row = self._database.row(_WAITING, (MESSAGES, after, _ROWS_PER_LOOK))
            if row is None or row[0] is None:
                break
            after, waiting = row[0], waiting + row[1]
            await asyncio.sleep(0)
        return waiting

    async def next_due(self, *, kind: str | None = None) -> float | None:
        if kind is None:
            row = self._database.row(_FIRST_DUE)
        else:
            row = self._database.row("SELECT min(due) FROM jobs WHERE kind = ? AND due IS NOT NULL", (kind,))
        if row is None or row[0] is None:
            return None
        return max(0.0, float(row[0]) - time.time())

    def watch(self, wake: Callable[[], None]) -> None:
        """Nothing to do: the lock on the data directory keeps other servers away."""


def add_jobs(connection: apsw.Connection, jobs: Sequence[NewJob]) -> None:
    """Put jobs into the outbox."""
    moment = now()
    for job in without_twins(jobs):
        if not (job.single and _widen(connection, job)):
            _insert(connection, job, moment)


def _widen(connection: apsw.Connection, job: NewJob) -> bool:
    """Let the job that the scope has of that kind reach as far as ``job``; whether there was one."""
    connection.execute(
        "UPDATE jobs SET last = max(last, ?), attempts = 0, claims = 0, due = coalesce(due, 0),"
        " request = iif(request = '', ?, request) WHERE scope = ? AND kind = ?",
        (job.last, _request(job), job.scope, job.kind),
    )
    return connection.changes() > 0


def _insert(connection: apsw.Connection, job: NewJob, moment: Timestamp) -> None:
    connection.execute(NEW_JOB, (job.kind, job.scope, job.first, job.last, " ".join(job.steps), moment, _request(job)))


def _request(job: NewJob) -> str:
    """Which request promises a job: the one that the caller works for, where the job names none."""
    return job.request or current_request.get()


def _from_row(row: Row) -> Job:
    number, kind, scope, first, last, steps, attempts, error, created_at, parked, claims, request = row
    return Job(
        number,
        kind,
        scope,
        first,
        last,
        tuple(steps.split()),
        attempts,
        error,
        created_at,
        bool(parked),
        claims,
        request,
    )

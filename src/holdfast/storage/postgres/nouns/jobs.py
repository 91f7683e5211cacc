"""The outbox in PostgreSQL.

``due`` is the moment from which a job may be claimed, by the clock of the database, which all processes share; NULL
for a parked one.  Processes that claim at once skip each other's rows.  ``claims`` is 0 again in a job that was
widened while it was claimed: that tells ``finish``, ``retry`` and ``park`` that there is more to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import asyncpg

from holdfast.domain.jobs import MESSAGES, SESSION_KINDS, Job, JobCounts, NewJob, without_twins
from holdfast.domain.timestamps import now
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.telemetry.requests import current_request

_COLUMNS = "id, kind, scope, first, last, steps, attempts, error, created_at, due IS NULL AS parked, claims, request"
_OF_SESSION = "kind IN ('" + "', '".join(SESSION_KINDS) + "') AND scope"

_CLAIM = (
    "WITH taken AS MATERIALIZED (SELECT id AS taken_id FROM jobs WHERE due <= clock_timestamp(){of_kind}"
    " ORDER BY due, id LIMIT $1 FOR UPDATE SKIP LOCKED)"
    " UPDATE jobs SET due = clock_timestamp() + $2 * interval '1 second', claims = claims + 1"
    f" FROM taken WHERE id = taken_id RETURNING {_COLUMNS}"
)
_ADD = (
    "INSERT INTO jobs (kind, scope, first, last, steps, single, request, created_at)"
    " SELECT kind, scope, first, last, string_to_array(steps, ' '), single, request, $1"
    " FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::bool[], $8::text[])"
    " AS new (kind, scope, first, last, steps, single, request)"
    " ON CONFLICT (scope, kind) WHERE single DO UPDATE SET last = greatest(jobs.last, excluded.last), attempts = 0,"
    " claims = 0, due = coalesce(jobs.due, clock_timestamp()),"
    " request = CASE WHEN jobs.request = '' THEN excluded.request ELSE jobs.request END"
)
_GONE = f"SELECT FROM sessions WHERE sessions.id = $1 AND (superseded OR NOT {PRESENT})"
_DROP = (
    "DELETE FROM jobs WHERE id IN (SELECT id FROM unnest($1::bigint[], $2::bigint[]) AS gone (session, before)"
    f" JOIN jobs ON {_OF_SESSION} = gone.session AND last < gone.before LIMIT $3) RETURNING 1"
)
_PUT_BACK = (
    "UPDATE jobs SET steps = $2, attempts = CASE WHEN claims > 0 THEN $3 ELSE attempts END, error = $4, claims = 0,"
    " due = CASE WHEN claims > 0 OR $5::float8 IS NOT NULL"
    " THEN clock_timestamp() + $5 * interval '1 second' ELSE clock_timestamp() END WHERE id = $1"
)
_SECONDS_UNTIL_DUE = "SELECT extract(epoch FROM min(due) - clock_timestamp())::float8"

# The kinds there are, each found by one look into the index, however many jobs it has.
_KINDS = (
    "WITH RECURSIVE kinds (kind) AS (SELECT min(kind) FROM jobs UNION ALL"
    " SELECT (SELECT min(jobs.kind) FROM jobs WHERE jobs.kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL)"
)
_COUNTS = (
    f"{_KINDS} SELECT kinds.kind,"
    " (SELECT count(*) FROM (SELECT FROM jobs WHERE jobs.kind = kinds.kind AND due IS NOT NULL LIMIT $1) AS found),"
    " (SELECT count(*) FROM (SELECT FROM jobs WHERE jobs.kind = kinds.kind AND due IS NULL LIMIT $1) AS found)"
    " FROM kinds WHERE kinds.kind IS NOT NULL"
)
_WAITING = (
    "SELECT coalesce(sum(found.last - found.first + 1), 0)::bigint FROM"
    " (SELECT first, last FROM jobs WHERE kind = $1 AND due IS NOT NULL LIMIT $2) AS found"
)
_FIRST_DUE = (
    f"{_KINDS} {_SECONDS_UNTIL_DUE} FROM"
    " (SELECT (SELECT min(due) FROM jobs WHERE jobs.kind = kinds.kind) AS due FROM kinds WHERE kinds.kind IS NOT NULL)"
    " AS found"
)


class PostgresJobs:
    """See `holdfast.storage.contract.jobs.Jobs`."""

    def __init__(self, database: Database, wakeups: Wakeups) -> None:
        self._database = database
        self._wakeups = wakeups

    async def claim(self, *, limit: int, lease: float, kind: str | None = None) -> list[Job]:
        if kind is None:
            rows = await self._database.rows(_CLAIM.format(of_kind=""), limit, float(lease))
        else:
            rows = await self._database.rows(_CLAIM.format(of_kind=" AND kind = $3"), limit, float(lease), kind)
        return sorted((_from_row(row) for row in rows), key=lambda job: job.id)

    async def begin(self, job: int) -> None:
        await self._database.rows("UPDATE jobs SET attempts = attempts + 1 WHERE id = $1", job)

    async def extend(self, jobs: Sequence[int], *, lease: float) -> None:
        await self._database.rows(
            "UPDATE jobs SET due = clock_timestamp() + $2 * interval '1 second'"
            " WHERE id = ANY($1) AND (claims > 0 OR due > clock_timestamp())",
            list(jobs),
            float(lease),
        )

    async def finish(self, jobs: Sequence[int], *, follow: Sequence[NewJob] = ()) -> None:
        async def operation(connection: asyncpg.Connection) -> None:
            removed = await connection.fetch(
                "DELETE FROM jobs WHERE id = ANY($1) AND claims > 0 RETURNING id", list(jobs)
            )
            if len(removed) < len(jobs):
                await connection.execute(
                    "UPDATE jobs SET due = clock_timestamp() WHERE id = ANY($1) AND due > clock_timestamp()", list(jobs)
                )
            await add_jobs(connection, follow)

        if jobs or follow:
            await self._database.transaction(operation)
            self._announce(follow)

    async def retry(
        self, job: int, *, steps: Sequence[str], attempts: int, delay: float, error: str, follow: Sequence[NewJob] = ()
    ) -> None:
        await self._put_back(job, (list(steps), attempts, error), float(delay), follow)

    async def park(
        self, job: int, *, steps: Sequence[str], attempts: int, error: str, follow: Sequence[NewJob] = ()
    ) -> None:
        await self._put_back(job, (list(steps), attempts, error), None, follow)

    async def _put_back(
        self, job: int, outcome: tuple[list[str], int, str], delay: float | None, follow: Sequence[NewJob]
    ) -> None:
        steps, attempts, error = outcome

        async def operation(connection: asyncpg.Connection) -> None:
            await connection.execute(_PUT_BACK, job, steps, attempts, error.replace("\0", ""), delay)
            await add_jobs(connection, follow)

        await self._database.transaction(operation)
        self._announce(follow)

    async def release(self, jobs: Sequence[int] | None = None) -> None:
        if jobs is None:
            await self._database.rows("UPDATE jobs SET due = clock_timestamp() WHERE due > clock_timestamp()")
        else:
            await self._database.rows(
                "UPDATE jobs SET due = clock_timestamp(), claims = greatest(claims - 1, 0)"
                " WHERE id = ANY($1) AND due > clock_timestamp()",
                list(jobs),
            )
        self._wakeups.announce()

    async def pending(self, session: int) -> list[Job]:
        return await self._list(f"{_OF_SESSION} = $1 AND NOT EXISTS ({_GONE}) ORDER BY id", session)

    async def parked(self, *, after: int, limit: int) -> list[Job]:
        return await self._list("due IS NULL AND id > $1 ORDER BY id LIMIT $2", after, limit)

    async def _list(self, condition: str, *arguments: object) -> list[Job]:
        rows = await self._database.rows(f"SELECT {_COLUMNS} FROM jobs WHERE {condition}", *arguments)
        return [_from_row(row) for row in rows]

    async def redrive(self, jobs: Sequence[int] | None) -> int:
        count = await self._change_parked("UPDATE jobs SET due = clock_timestamp(), attempts = 0, claims = 0", jobs)
        self._wakeups.announce()
        return count

    async def drop(self, jobs: Sequence[int] | None) -> int:
        return await self._change_parked("DELETE FROM jobs", jobs)

    async def _change_parked(self, statement: str, jobs: Sequence[int] | None) -> int:
        rows = await self._database.rows(
            f"{statement} WHERE due IS NULL AND ($1::bigint[] IS NULL OR id = ANY($1)) RETURNING 1",
            None if jobs is None else list(jobs),
        )
        return len(rows)

    async def counts(self, *, at_most: int | None = None) -> JobCounts:
        return JobCounts.total((await self.counts_by_kind(at_most=at_most)).values(), at_most=at_most)

    async def counts_by_kind(self, *, at_most: int | None = None) -> dict[str, JobCounts]:
        rows = await self._database.rows(_COUNTS, at_most)
        return {kind: JobCounts(pending, parked) for kind, pending, parked in rows}

    async def waiting_messages(self, *, at_most: int) -> int:
        row = await self._database.row(_WAITING, MESSAGES, at_most)
        return 0 if row is None else int(row[0])

    async def next_due(self, *, kind: str | None = None) -> float | None:
        if kind is None:
            row = await self._database.row(_FIRST_DUE)
        else:
            row = await self._database.row(f"{_SECONDS_UNTIL_DUE} FROM jobs WHERE kind = $1", kind)
        return None if row is None or row[0] is None else max(0.0, row[0])

    def watch(self, wake: Callable[[], None]) -> None:
        self._wakeups.watch(wake)

    def _announce(self, jobs: Sequence[NewJob]) -> None:
        if jobs:
            self._wakeups.announce()


async def add_jobs(connection: asyncpg.Connection, jobs: Sequence[NewJob]) -> None:
    """Put jobs into the outbox; the caller announces them after the commit.

    A job that names no request is promised by the one that the caller works for.
    """
    if not jobs:
        return
    entries = sorted(without_twins(jobs), key=lambda job: (job.scope, job.kind))
    request = current_request.get()
    columns = zip(
        *(
            (job.kind, job.scope, job.first, job.last, " ".join(job.steps), job.single, job.request or request)
            for job in entries
        ),
        strict=True,
    )
    await connection.execute(_ADD, now(), *columns)


async def drop_jobs(
    connection: asyncpg.Connection, sessions: Sequence[int], *, before: Sequence[int], limit: int
) -> int:
    """Remove at most ``limit`` jobs that concern only positions of a session before the one given; how many."""
    return len(await connection.fetch(_DROP, sessions, before, limit))


def _from_row(row: asyncpg.Record) -> Job:
    number, kind, scope, first, last, steps, attempts, error, created_at, parked, claims, request = row
    return Job(number, kind, scope, first, last, tuple(steps), attempts, error, created_at, parked, claims, request)

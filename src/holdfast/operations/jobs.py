"""The outbox as operators see it: what was given up, and what is to become of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from holdfast.domain.jobs import SESSION_KINDS, Job
from holdfast.domain.principals import Principal
from holdfast.operations.access import Access


class ParkedJob(msgspec.Struct, frozen=True):
    """A job that was given up; ``session_id`` is that of its session, ``None`` where it has none or it is deleted."""

    job: Job
    session_id: str | None


class JobOperations:
    """Shows, retries and drops jobs that were given up."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def parked(self, principal: Principal, *, after: int = 0, limit: int) -> list[ParkedJob]:
        """At most ``limit`` parked jobs whose ``id`` exceeds ``after``, ascending."""
        storage = self._access.to_administer(principal)
        jobs = await storage.jobs.parked(after=after, limit=limit)
        names = await storage.sessions.names({job.scope for job in jobs if job.kind in SESSION_KINDS})
        return [ParkedJob(job, names.get(job.scope) if job.kind in SESSION_KINDS else None) for job in jobs]

    async def retry(self, principal: Principal, jobs: Sequence[int] | None) -> int:
        """Let parked jobs be tried again, all of them when ``None``; how many."""
        with self._access.administering(principal, "retry_jobs", *map(str, jobs or ())) as storage:
            return await storage.jobs.redrive(jobs)

    async def drop(self, principal: Principal, jobs: Sequence[int] | None) -> int:
        """Remove parked jobs, all of them when ``None``; how many.  What they should have enriched stays as it is."""
        with self._access.administering(principal, "drop_jobs", *map(str, jobs or ())) as storage:
            return await storage.jobs.drop(jobs)

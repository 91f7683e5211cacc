"""The state of enrichment on the wire (ours)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from holdfast.domain.jobs import Job
from holdfast.enrichment.progress import EnrichmentStatus, status_of

MAXIMUM_JOBS = 100
"""Jobs that are described; all are counted."""


class JobBody(msgspec.Struct):
    """A job that is not done.

    ``steps`` are those that are left, ``messages`` how many messages they concern, and ``attempts`` how often it has
    failed.  ``error`` says why the last attempt failed; a ``parked`` job is not tried again by itself.
    """

    id: int
    steps: Sequence[str]
    messages: int
    status: str
    attempts: int
    error: str
    created_at: str

    @classmethod
    def from_job(cls, job: Job) -> JobBody:
        """The body of a job of a session."""
        status = EnrichmentStatus.PARKED if job.parked else EnrichmentStatus.PENDING
        messages = job.last - job.first + 1
        return cls(job.id, job.steps, messages, str(status), job.attempts, job.error, job.created_at)


class EnrichmentBody(msgspec.Struct):
    """The state of a session's enrichment: ``done``, ``pending``, or ``parked`` when only parked jobs are left."""

    status: str
    pending: int
    parked: int
    jobs: list[JobBody]

    @classmethod
    def from_jobs(cls, jobs: Sequence[Job]) -> EnrichmentBody:
        """The body for the jobs of a session that are not done."""
        parked = sum(job.parked for job in jobs)
        described = [JobBody.from_job(job) for job in jobs[:MAXIMUM_JOBS]]
        return cls(str(status_of(jobs)), len(jobs) - parked, parked, described)

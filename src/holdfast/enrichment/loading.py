"""From jobs to what their steps run over; what is gone meanwhile is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from holdfast.domain.jobs import Job
from holdfast.domain.messages import Message
from holdfast.enrichment.steps.contract import SessionMessages, SessionSummary, UnfoldedSession
from holdfast.storage.contract.messages import Place
from holdfast.storage.contract.storage import Storage

_LONGEST_WAIT = timedelta(hours=1)
"""A message that could not be read for so long after its job was made is taken to be gone."""

_CHUNK = 100
"""Messages read at once: reading runs on the event loop."""


class Loading:
    """Reads the targets of jobs from the storage."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def messages(self, jobs: Sequence[Job]) -> Mapping[int, SessionMessages]:
        """The messages of jobs over positions."""
        places = [(job.scope, position) for job in jobs for position in range(job.first, job.last + 1)]
        found: dict[Place, Message] = {}
        for start in range(0, len(places), _CHUNK):
            found |= await self._storage.messages.at(places[start : start + _CHUNK])
        loaded = {job.id: SessionMessages(job.scope, list(_of_job(job, found))) for job in jobs}
        return {job: part for job, part in loaded.items() if part.messages}

    async def awaited(self, jobs: Sequence[Job]) -> set[int]:
        """Those of the jobs over positions whose messages cannot be read yet, by number; see `Messages.awaited`."""
        return {
            job.id
            for job in jobs
            if await self._storage.messages.awaited(job.scope, first=job.first, last=job.last) and not _is_old(job)
        }

    async def summaries(self, jobs: Sequence[Job]) -> Mapping[int, SessionSummary]:
        """The summaries whose points the jobs name."""
        loaded = {job.id: (job.scope, await self._storage.summaries.at(job.scope, job.last)) for job in jobs}
        return {job: SessionSummary(scope, summary) for job, (scope, summary) in loaded.items() if summary is not None}

    async def sessions(self, jobs: Sequence[Job]) -> Mapping[int, UnfoldedSession]:
        """The sessions of jobs; the summariser itself finds out what there is to fold."""
        return {job.id: UnfoldedSession(job.scope) for job in jobs}


def _of_job(job: Job, found: Mapping[Place, Message]) -> Iterator[Message]:
    for position in range(job.first, job.last + 1):
        message = found.get((job.scope, position))
        if message is not None:
            yield message


def _is_old(job: Job) -> bool:
    return datetime.now(UTC) - datetime.fromisoformat(job.created_at) > _LONGEST_WAIT

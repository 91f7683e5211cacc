"""How far the enrichment of a session has come, and waiting for it.

The outbox tells; the worker of this process says when it makes sense to look again, and a look now and then covers
workers of other processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import enum
import time
from collections.abc import Iterable, Sequence

from holdfast.domain.jobs import SUMMARIES, Job
from holdfast.enrichment.pace import Haste
from holdfast.storage.contract.jobs import Jobs

POLL_SECONDS = 0.5


class EnrichmentStatus(enum.StrEnum):
    """Whether enrichment is done, still under way, or was given up in part."""

    DONE = "done"
    PENDING = "pending"
    PARKED = "parked"


class Progress:
    """Watches the jobs of sessions, which are named by number; ``haste`` is told while somebody waits."""

    def __init__(self, outbox: Jobs, haste: Haste | None = None) -> None:
        self._outbox = outbox
        self._haste = haste or Haste()
        self._waiting: dict[int, set[asyncio.Event]] = {}
        self._stopped = False

    def settled(self, sessions: Iterable[int]) -> None:
        """Jobs of these sessions were finished, put back or parked."""
        if self._waiting:
            for session in sessions:
                for event in self._waiting.get(session, ()):
                    event.set()

    def stop(self) -> None:
        """Let nobody wait any longer: whoever does is told how far things are."""
        self._stopped = True
        self.settled(list(self._waiting))

    async def wait(self, session: int, *, first: int, last: int, seconds: float) -> EnrichmentStatus:
        """Return when nothing is under way for the positions ``first`` to ``last``, after ``seconds``, or at `stop`."""
        deadline = time.monotonic() + seconds
        event = asyncio.Event()
        self._waiting.setdefault(session, set()).add(event)
        try:
            with self._haste.awaited():
                return await self._wait(event, session, first, last, deadline)
        finally:
            self._forget(session, event)

    async def _wait(
        self, event: asyncio.Event, session: int, first: int, last: int, deadline: float
    ) -> EnrichmentStatus:
        while True:
            event.clear()
            jobs = await self._outbox.pending(session)
            status = status_of([job for job in jobs if _concerns(job, first, last)])
            left = deadline - time.monotonic()
            if status is not EnrichmentStatus.PENDING or left <= 0 or self._stopped:
                return status
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(left, POLL_SECONDS)):
                    await event.wait()

    def _forget(self, session: int, event: asyncio.Event) -> None:
        events = self._waiting[session]
        events.discard(event)
        if not events:
            del self._waiting[session]


def status_of(jobs: Sequence[Job]) -> EnrichmentStatus:
    """What the jobs that are left say."""
    if any(not job.parked for job in jobs):
        return EnrichmentStatus.PENDING
    return EnrichmentStatus.PARKED if jobs else EnrichmentStatus.DONE


def _concerns(job: Job, first: int, last: int) -> bool:
    """Whether a job is about these positions, or about a summary that they may have called for."""
    return job.first <= last and (job.last >= first or (job.kind == SUMMARIES and not job.parked))

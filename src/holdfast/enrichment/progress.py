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

from holdfast.domain.jobs import Job
from holdfast.storage.contract import Jobs

POLL_SECONDS = 0.5


class EnrichmentStatus(enum.StrEnum):
    """Whether enrichment is done, still under way, or was given up in part."""

    DONE = "done"
    PENDING = "pending"
    PARKED = "parked"


class Progress:
    """Watches the jobs of sessions, which are named by number."""

    def __init__(self, outbox: Jobs) -> None:
        self._outbox = outbox
        self._waiting: dict[int, set[asyncio.Event]] = {}

    def settled(self, sessions: Iterable[int]) -> None:
        """Jobs of these sessions were finished, put back or parked."""
        if self._waiting:
            for session in sessions:
                for event in self._waiting.get(session, ()):
                    event.set()

    async def wait(self, session: int, *, up_to: int, seconds: float) -> EnrichmentStatus:
        """Return when nothing is under way for the messages at positions ``up_to`` and before, or after ``seconds``."""
        deadline = time.monotonic() + seconds
        event = asyncio.Event()
        self._waiting.setdefault(session, set()).add(event)
        try:
            while True:
                event.clear()
                status = status_of(await self._outbox.pending(session), up_to=up_to)
                left = deadline - time.monotonic()
                if status is not EnrichmentStatus.PENDING or left <= 0:
                    return status
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), min(left, POLL_SECONDS))
        finally:
            self._forget(session, event)

    def _forget(self, session: int, event: asyncio.Event) -> None:
        events = self._waiting[session]
        events.discard(event)
        if not events:
            del self._waiting[session]


def status_of(jobs: Sequence[Job], *, up_to: int | None = None) -> EnrichmentStatus:
    """What the jobs of a session say of the messages at positions ``up_to`` and before, by default of all."""
    concerned = [job for job in jobs if up_to is None or job.first <= up_to]
    if any(not job.parked for job in concerned):
        return EnrichmentStatus.PENDING
    return EnrichmentStatus.PARKED if concerned else EnrichmentStatus.DONE

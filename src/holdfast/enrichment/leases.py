"""Holding on to claimed jobs while they are worked on, and giving them back when the work is broken off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Self

from holdfast.domain.jobs import Job
from holdfast.errors import HoldfastError
from holdfast.storage.contract.jobs import Jobs

log = logging.getLogger(__name__)

LEASE_SECONDS = 60.0
"""So long nobody else takes a claimed job; it is prolonged while the work goes on."""


class Leases:
    """The claimed jobs of a batch; ``async with`` prolongs their leases as long as its body runs.

    A body that is cancelled gives the jobs back at once, without counting the attempt.  After an error they come back
    by themselves when their lease has ended.
    """

    def __init__(self, outbox: Jobs, jobs: Sequence[Job], *, seconds: float = LEASE_SECONDS) -> None:
        self._outbox = outbox
        self._held = {job.id for job in jobs}
        self._seconds = seconds
        self._keeper: asyncio.Task[None] | None = None

    def settled(self, jobs: Iterable[int]) -> None:
        """These jobs are finished, put back or parked: they are held no longer."""
        self._held.difference_update(jobs)

    async def __aenter__(self) -> Self:
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        if isinstance(error, asyncio.CancelledError) and self._held:
            await self._outbox.release(sorted(self._held))

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._seconds / 3)
            try:
                await self._outbox.extend(sorted(self._held), lease=self._seconds)
            except HoldfastError as error:
                log.warning("the leases of %d enrichment jobs were not prolonged: %s", len(self._held), error)

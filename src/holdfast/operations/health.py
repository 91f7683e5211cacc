"""How the server is: for probes, and for those who watch it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from holdfast.domain.jobs import JobCounts
from holdfast.domain.principals import Principal
from holdfast.enrichment.tally import Tally
from holdfast.operations.access import Access
from holdfast.operations.remember import Remember

MOST_COUNTED = 10_000
"""Jobs of one kind are counted so far: those who watch a server must not be what burdens it."""


class Figures(msgspec.Struct, frozen=True):
    """What is counted: jobs by kind at this moment, and since the start steps of enrichment and stored messages."""

    jobs: Mapping[str, JobCounts]
    tally: Tally
    messages_stored: int


class HealthOperations:
    """Tells how the server is."""

    def __init__(self, access: Access, *, tally: Tally, remember: Remember) -> None:
        self._access = access
        self._tally = tally
        self._remember = remember

    async def readiness(self, principal: Principal) -> JobCounts:
        """How many jobs wait, at most `MOST_COUNTED`.  Open to everybody.

        `Unavailable` when the store does not answer.
        """
        storage = self._access.to_probe(principal)
        await storage.ping()
        return await storage.jobs.counts(at_most=MOST_COUNTED)

    async def figures(self, principal: Principal) -> Figures:
        """All figures at this moment."""
        jobs = await self._access.to_watch(principal).jobs.counts_by_kind(at_most=MOST_COUNTED)
        return Figures(jobs, self._tally, self._remember.stored)

    def check_operator(self, principal: Principal) -> None:
        """`Forbidden` to those who do not run the server: how it is set up is not for others."""
        self._access.to_administer(principal)

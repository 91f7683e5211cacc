"""How the server is: for probes, and for those who watch it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from holdfast.domain.jobs import JobCounts
from holdfast.domain.principals import Principal
from holdfast.enrichment.backlog import Backlog
from holdfast.enrichment.tally import Tally
from holdfast.operations.access import Access
from holdfast.operations.remember import Remember

MOST_COUNTED = 10_000
"""Jobs of one kind are counted so far: those who watch a server must not be what burdens it."""


class Figures(msgspec.Struct, frozen=True):
    """What is counted: jobs by kind and waiting messages at this moment; since the start what was done and stored.

    ``messages_waiting`` and ``messages_refused`` are those of `holdfast.enrichment.backlog.Backlog`.
    """

    jobs: Mapping[str, JobCounts]
    tally: Tally
    messages_stored: int
    messages_waiting: int
    messages_refused: int


class HealthOperations:
    """Tells how the server is."""

    def __init__(self, access: Access, *, tally: Tally, remember: Remember, backlog: Backlog) -> None:
        self._access = access
        self._tally = tally
        self._remember = remember
        self._backlog = backlog

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
        backlog = self._backlog
        return Figures(jobs, self._tally, self._remember.stored, backlog.waiting, backlog.refused)

    @property
    def takes_messages(self) -> bool:
        """Whether enrichment keeps up so far that messages are taken."""
        return not self._backlog.is_full

    def check_operator(self, principal: Principal) -> None:
        """`Forbidden` to those who do not run the server: how it is set up is not for others."""
        self._access.to_administer(principal)

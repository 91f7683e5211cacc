"""Not putting more into the outbox than is worked off."""

from __future__ import annotations

import asyncio

from holdfast.domain.jobs import JobCounts
from holdfast.storage.contract.jobs import Jobs

MOST_PENDING = 200
"""Jobs of one kind that wait, before more of that kind are added by a chore."""

_PAUSE_SECONDS = 0.5


async def until_few_wait(outbox: Jobs, kind: str) -> None:
    """Return when no more than `MOST_PENDING` jobs of a kind wait or are under way."""
    while await _many_wait(outbox, kind):  # noqa: ASYNC110 (no event tells of it)
        await asyncio.sleep(_PAUSE_SECONDS)


async def _many_wait(outbox: Jobs, kind: str) -> bool:
    counts = await outbox.counts_by_kind(at_most=MOST_PENDING + 1)
    return counts.get(kind, JobCounts(0, 0)).pending > MOST_PENDING

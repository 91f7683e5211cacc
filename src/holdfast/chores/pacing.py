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
    none = JobCounts(0, 0)
    while (await outbox.counts_by_kind()).get(kind, none).pending > MOST_PENDING:  # noqa: ASYNC110 (no event tells it)
        await asyncio.sleep(_PAUSE_SECONDS)

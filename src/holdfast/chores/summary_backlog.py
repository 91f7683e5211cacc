"""Summaries that are due although no new message calls for them.

That happens when the summariser is switched on, or the message window made smaller, while sessions hold more messages
than a memory returns.  Looking through all sessions finds them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from holdfast.chores.bookmark import Bookmark
from holdfast.chores.pacing import until_few_wait
from holdfast.domain.jobs import SUMMARISING, NewJob
from holdfast.enrichment.plan import SUMMARY_STEP, summary_is_due
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

NAME = "summary-backlog"

SESSIONS_AT_ONCE = 200


class SummaryBacklog:
    """Puts a summarising job into the outbox for every session that is due for a summary.

    ``window`` is the message window of memories; ``wake`` is called when there is something to do.  A look that was
    broken off goes on where it was.
    """

    def __init__(self, storage: Storage, *, window: int, wake: Callable[[], None]) -> None:
        self._storage = storage
        self._window = window
        self._wake = wake
        self.version = f"window {window}"
        self._bookmark = Bookmark(storage.marks, chore=NAME, version=self.version)

    async def run(self) -> None:
        """Look through all sessions once."""
        if found := await self._look_through():
            log.info("%d sessions are due for a summary, which is being made", found)

    async def _look_through(self) -> int:
        total = 0
        after = int(await self._bookmark.place() or 0)
        while page := await self._storage.sessions.page(after=after, limit=SESSIONS_AT_ONCE):
            after = page[-1].id
            due = await self._due({session.id: session.session_id for session in page})
            if due:
                await until_few_wait(self._storage.jobs, SUMMARISING)
                await self._storage.jobs.finish([], follow=due)
                self._wake()
            total += len(due)
            await self._bookmark.move(str(after))
            await asyncio.sleep(0)
        return total

    async def _due(self, session_ids: Mapping[int, str]) -> list[NewJob]:
        """The jobs for those of the sessions, given by number and id, that are due."""
        found = []
        for session, count in (await self._storage.summaries.unsummarised(list(session_ids))).items():
            if summary_is_due(unsummarised=count, window=self._window):
                extent = await self._storage.sessions.extent(session_ids[session])
                if extent is not None and extent.session == session:
                    found.append(_summarising(extent))
        return found


def _summarising(extent: Extent) -> NewJob:
    return NewJob(
        kind=SUMMARISING, scope=extent.session, first=extent.first, last=extent.last, steps=(SUMMARY_STEP,), single=True
    )

"""Noting in the audit log who changed what."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from holdfast.domain.audit import MOST_TARGETS, NewEntry
from holdfast.domain.principals import Principal
from holdfast.domain.timestamps import now
from holdfast.errors import HoldfastError
from holdfast.storage.contract.audit import Audit

log = logging.getLogger(__name__)

FLUSH_SECONDS = 0.5
"""Entries are written together: what was noted is in the log after so long, and the time of one write."""
RETRY_SECONDS = 5.0
BATCH = 500
MOST_WAITING = 100_000
"""So many entries wait for a store that does not answer; then the oldest are given up."""


class AuditTrail:
    """Notes entries without keeping anybody waiting.

    They are written some moments later, many at a time.  A crash may lose the entries of the last half second; what
    they tell of is stored all the same.
    """

    def __init__(self, audit: Audit) -> None:
        self._audit = audit
        self._waiting: deque[NewEntry] = deque(maxlen=MOST_WAITING)
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def note(self, principal: Principal, action: str, targets: tuple[str, ...]) -> None:
        """Note what a principal has done to what."""
        if len(self._waiting) == MOST_WAITING:
            log.error("the audit log cannot be written: an entry by %s is lost", self._waiting[0].actor)
        self._waiting.append(NewEntry(now(), principal.name, action, targets[:MOST_TARGETS], len(targets)))
        if self._task is None:
            self._task = asyncio.create_task(self._write_later())

    async def flush(self) -> None:
        """Write what waits now."""
        await self._write()

    async def close(self) -> None:
        """Write what waits; the storage must still be open."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        try:
            await self._write()
        except HoldfastError as error:
            log.error("%d entries of the audit log are lost with the stop: %s", len(self._waiting), error)

    async def _write_later(self) -> None:
        pause = FLUSH_SECONDS
        while self._waiting:
            await asyncio.sleep(pause)
            try:
                await self._write()
            except HoldfastError as error:
                log.warning("the audit log could not be written: %s", error)
                pause = RETRY_SECONDS
        self._task = None

    async def _write(self) -> None:
        # Entries wait until they are written: two who write at the same time would write them twice.
        async with self._writing:
            while self._waiting:
                batch = [self._waiting[place] for place in range(min(BATCH, len(self._waiting)))]
                await self._audit.note(batch)
                for _ in batch:
                    self._waiting.popleft()

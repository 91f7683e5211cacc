"""Waiting for what happens to a session, for those who look at it.

However many look at a session, it is looked up once for all of them, twice a second, and all sessions in one go; when
nobody looks nothing is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from zlib import crc32

import msgspec

from holdfast.domain.jobs import SUMMARIES, SUMMARISING
from holdfast.domain.principals import Principal
from holdfast.errors import HoldfastError, NotFound
from holdfast.operations.access import Access
from holdfast.storage.contract.jobs import Jobs
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.contract.storage import Nouns, Storage

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
_PAUSE_AFTER_FAILURE = 5.0


class UnderWay(msgspec.Struct, frozen=True):
    """The enrichment of messages that is under way in a session: of those at position ``first`` and later.

    ``state`` is another number whenever something was finished or begun, and 0 when nothing is under way.
    """

    state: int = 0
    first: int = 0


class Glimpse(msgspec.Struct, frozen=True):
    """A session at a moment: which messages are live, and which of them are being enriched."""

    extent: Extent
    under_way: UnderWay


class _Waiter:
    """Somebody who waits for a session to be another than it was seen: see `Watching.wait`."""

    __slots__ = ("edition", "event", "seen", "state")

    def __init__(self, seen: int, state: int, edition: int | None) -> None:
        self.seen = seen
        self.state = state
        self.edition = edition
        self.event = asyncio.Event()

    def has_missed(self, extent: Extent) -> bool:
        """Whether messages came, or with an ``edition`` were changed, since the session was seen."""
        return extent.last != self.seen or self.edition not in {None, extent.edition}


class Watching:
    """Tells when messages of a session came, went or were changed, and what was found out about those that came."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._waiting: dict[str, set[_Waiter]] = {}
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    async def look(self, principal: Principal, session_id: str) -> Glimpse:
        """How a session is now; `NotFound` when the principal may see no such session."""
        return await _glimpse(self._access.to_read(principal), session_id)

    async def wait(
        self,
        principal: Principal,
        session_id: str,
        *,
        seen: int,
        state: int = 0,
        edition: int | None = None,
        seconds: float,
    ) -> Glimpse:
        """How a session is: as soon as its last message is not at position ``seen``, or after ``seconds``.

        With the ``state`` of an `UnderWay` also as soon as that is another, and with the ``edition`` of an `Extent` as
        soon as messages were edited, deleted or restored.  `NotFound` when the principal may see no such session.
        """
        storage = self._access.to_read(principal)
        glimpse = await _glimpse(storage, session_id)
        waiter = _Waiter(seen, state, edition)
        if waiter.has_missed(glimpse.extent) or (state and glimpse.under_way.state != state) or self._stopped:
            return glimpse
        self._waiting.setdefault(session_id, set()).add(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look(self._access.to_index()))
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiter.event.wait(), seconds)
        finally:
            self._forget(session_id, waiter)
        return await _glimpse(storage, session_id)

    def stop(self) -> None:
        """Let nobody wait any longer."""
        self._stopped = True
        for waiters in self._waiting.values():
            for waiter in waiters:
                waiter.event.set()

    async def close(self) -> None:
        """End the looking."""
        self.stop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def _forget(self, session_id: str, waiter: _Waiter) -> None:
        waiters = self._waiting[session_id]
        waiters.discard(waiter)
        if not waiters:
            del self._waiting[session_id]

    async def _look(self, storage: Storage) -> None:
        while self._waiting:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await asyncio.gather(*(self._look_at(storage, session_id) for session_id in list(self._waiting)))
            except HoldfastError as error:
                log.warning("it could not be seen what happened to sessions: %s", error)
                await asyncio.sleep(_PAUSE_AFTER_FAILURE)

    async def _look_at(self, storage: Storage, session_id: str) -> None:
        extent = await storage.sessions.extent(session_id)
        # Only those who saw something under way need to know how far that is.
        state = 0
        if extent is not None and any(waiter.state for waiter in self._waiting.get(session_id, ())):
            state = (await _under_way(storage.jobs, extent.session)).state
        for waiter in self._waiting.get(session_id, ()):
            if extent is None or waiter.has_missed(extent) or (waiter.state and waiter.state != state):
                waiter.event.set()


async def _glimpse(storage: Nouns, session_id: str) -> Glimpse:
    extent = await storage.sessions.extent(session_id)
    if extent is None:
        raise NotFound("session", session_id)
    return Glimpse(extent, await _under_way(storage.jobs, extent.session))


async def _under_way(jobs: Jobs, session: int) -> UnderWay:
    waiting = [
        job for job in await jobs.pending(session) if not job.parked and job.kind not in {SUMMARIES, SUMMARISING}
    ]
    if not waiting:
        return UnderWay()
    numbers = ",".join(str(job.id) for job in waiting)
    return UnderWay(crc32(numbers.encode()) or 1, min(job.first for job in waiting))

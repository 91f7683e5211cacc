"""Waiting for what happens to a session, for those who look at it.

However many look at a session, it is looked up once for all of them, twice a second, and all sessions in one go; when
nobody looks nothing is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

from holdfast.domain.principals import Principal
from holdfast.errors import HoldfastError, NotFound
from holdfast.operations.access import Access
from holdfast.storage.contract.sessions import Extent, Sessions

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
_PAUSE_AFTER_FAILURE = 5.0


class _Waiter:
    """Somebody who waits for the last message of a session to be another than the one seen."""

    __slots__ = ("event", "seen")

    def __init__(self, seen: int) -> None:
        self.seen = seen
        self.event = asyncio.Event()


class Watching:
    """Tells when messages came to a session, or went."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._waiting: dict[str, set[_Waiter]] = {}
        self._task: asyncio.Task[None] | None = None
        self._stopped = False

    async def wait(self, principal: Principal, session_id: str, *, seen: int, seconds: float) -> Extent:
        """Which messages are live: as soon as the last one is not at position ``seen``, or after ``seconds``.

        `NotFound` when the principal may see no such session.
        """
        sessions = self._access.to_read(principal).sessions
        extent = await _extent(sessions, session_id)
        if extent.last != seen or self._stopped:
            return extent
        waiter = _Waiter(seen)
        self._waiting.setdefault(session_id, set()).add(waiter)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look(self._access.to_index().sessions))
        try:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(waiter.event.wait(), seconds)
        finally:
            self._forget(session_id, waiter)
        return await _extent(sessions, session_id)

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

    async def _look(self, sessions: Sessions) -> None:
        while self._waiting:
            await asyncio.sleep(LOOK_SECONDS)
            watched = list(self._waiting)
            try:
                extents = await asyncio.gather(*map(sessions.extent, watched))
            except HoldfastError as error:
                log.warning("it could not be seen what happened to sessions: %s", error)
                await asyncio.sleep(_PAUSE_AFTER_FAILURE)
                continue
            for session_id, extent in zip(watched, extents, strict=True):
                for waiter in self._waiting.get(session_id, ()):
                    if extent is None or extent.last != waiter.seen:
                        waiter.event.set()


async def _extent(sessions: Sessions, session_id: str) -> Extent:
    extent = await sessions.extent(session_id)
    if extent is None:
        raise NotFound("session", session_id)
    return extent

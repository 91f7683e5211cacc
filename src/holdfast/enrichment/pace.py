"""How close upon each other the claims of a lane follow.

A batch costs a claim, a calculation and commits however few jobs it has.  Where messages come one after the other, each
would have a batch of its own, which costs the server more than storing the message did.  So after a claim that left no
job behind, the next one waits a moment for more of them, unless somebody waits for enrichment.  What comes after a
quiet time waits as long: whoever stores a message often reads or searches next, and that request has the process for
itself.  A backlog is worked off without a pause.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator


class Haste:
    """Knows whether somebody waits for enrichment."""

    def __init__(self) -> None:
        self._waiting = 0
        self._pauses: set[asyncio.Event] = set()

    @contextlib.contextmanager
    def awaited(self) -> Iterator[None]:
        """Somebody waits as long as the body runs."""
        self._waiting += 1
        for pause in self._pauses:
            pause.set()
        try:
            yield
        finally:
            self._waiting -= 1

    async def pause(self, seconds: float) -> None:
        """Return after so many seconds, or as soon as somebody waits."""
        if self._waiting:
            return
        pause = asyncio.Event()
        self._pauses.add(pause)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await pause.wait()
        finally:
            self._pauses.discard(pause)


class Pace:
    """Lets so many ``seconds`` pass after news, and after a claim of fewer than ``batch`` jobs, without ``haste``."""

    def __init__(self, *, seconds: float, batch: int, haste: Haste) -> None:
        self._seconds = seconds
        self._batch = batch
        self._haste = haste
        self._next = 0.0

    def note(self, jobs: int) -> None:
        """So many jobs were claimed just now."""
        if 0 < jobs < self._batch:
            self._next = time.monotonic() + self._seconds

    def note_news(self) -> None:
        """Somebody told just now that there are jobs."""
        self._next = time.monotonic() + self._seconds

    async def keep(self) -> None:
        """Return when it is time for the next claim."""
        left = self._next - time.monotonic()
        if left > 0:
            await self._haste.pause(left)

"""Telling the worker of this process that there is something to do."""

from __future__ import annotations

import asyncio
import contextlib


class Wakeup:
    """A signal that is remembered until somebody has waited for it."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def __call__(self) -> None:
        """Give the signal."""
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Return when the signal was given since the last wait, or after ``seconds``; whether it was given."""
        with contextlib.suppress(TimeoutError):
            # Not wait_for: before Python 3.12 it forgets a cancellation that comes together with the signal.
            async with asyncio.timeout(seconds):
                await self._event.wait()
        given = self._event.is_set()
        self._event.clear()
        return given

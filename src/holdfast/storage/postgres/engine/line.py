"""The line in which calls wait to go to the database together; nobody waits in it for longer than a limit."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from holdfast.errors import Unavailable

Call = TypeVar("Call")
Result = TypeVar("Result")


class Entry(NamedTuple, Generic[Call, Result]):
    """A call, its answer to come, and when it will have waited too long, by the clock of the event loop."""

    call: Call
    future: asyncio.Future[Result]
    deadline: float


class Line(Generic[Call, Result]):
    """First come, first served; who has waited for ``limit`` seconds is sent away with `Unavailable`."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._entries: deque[Entry[Call, Result]] = deque()
        self._timer: asyncio.TimerHandle | None = None
        self._expected = 0
        self._complete: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def join(self, call: Call) -> asyncio.Future[Result]:
        """Put a call at the end of the line."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._entries.append(Entry(call, future, loop.time() + self._limit))
        if self._timer is None:
            self._timer = loop.call_later(self._limit, self._send_away)
        if self._complete is not None and len(self._entries) >= self._expected and not self._complete.done():
            self._complete.set_result(None)
        return future

    async def gather(self, expected: int, seconds: float) -> None:
        """Wait until so many are in the line, but no longer than so many seconds."""
        if len(self._entries) >= expected:
            return
        self._expected = expected
        self._complete = asyncio.get_running_loop().create_future()
        await asyncio.wait([self._complete], timeout=seconds)
        self._complete = None

    def take(self, maximum: int, *, can_go: Callable[[Call], bool] = lambda _: True) -> list[Entry[Call, Result]]:
        """At most ``maximum`` entries from the front, less those that cannot go yet; who was cancelled is left out."""
        taken: list[Entry[Call, Result]] = []
        staying: list[Entry[Call, Result]] = []
        while self._entries and len(taken) < maximum:
            entry = self._entries.popleft()
            if not entry.future.done():
                (taken if can_go(entry.call) else staying).append(entry)
        self._entries.extendleft(reversed(staying))
        return taken

    def _send_away(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        now = loop.time()
        while self._entries and self._entries[0].deadline <= now:
            future = self._entries.popleft().future
            if not future.done():
                future.set_exception(Unavailable(f"the database did not get to it within {self._limit:g} seconds"))
        if self._entries:
            self._timer = loop.call_at(self._entries[0].deadline, self._send_away)

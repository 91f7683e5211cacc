"""Reads of one kind that are asked for while others are under way go to the database together, in one statement.

A statement for many costs a fraction of a statement for one, per read, on both sides of the connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from holdfast.errors import Unavailable
from holdfast.storage.postgres.engine.line import Entry, Line

Call = TypeVar("Call")
Result = TypeVar("Result")

MAXIMUM_BATCH = 64
"""Reads in one statement."""

IN_FLIGHT = 2
"""Statements of one kind under way at once."""


class BatchedRead(Generic[Call, Result]):
    """Collects what is asked for, and lets ``read`` answer many calls at once, in their order.

    A call is answered by a statement that began after it was made.  Nobody waits for longer than ``limit`` seconds
    for the statement to begin.
    """

    def __init__(self, read: Callable[[Sequence[Call]], Awaitable[Sequence[Result]]], *, limit: float) -> None:
        self._read = read
        self._line: Line[Call, Result] = Line(limit)
        self._drains: set[asyncio.Task[None]] = set()

    def submit(self, call: Call) -> asyncio.Future[Result]:
        """Queue a call; the future has its result, or the error."""
        future = self._line.join(call)
        if len(self._drains) < IN_FLIGHT:
            drain = asyncio.get_running_loop().create_task(self._drain())
            self._drains.add(drain)
        return future

    async def _drain(self) -> None:
        try:
            while batch := self._line.take(MAXIMUM_BATCH):
                await self._answer(batch)
        finally:
            # At once, not when the loop gets to the task's callbacks: who joins the line meanwhile counts on it.
            self._drains.discard(asyncio.current_task())

    async def _answer(self, batch: Sequence[Entry[Call, Result]]) -> None:
        try:
            found: Sequence[Result | Exception] = await self._read([entry.call for entry in batch])
        except Unavailable as error:
            found = [Unavailable(str(error), retry_after=error.retry_after) for _ in batch]
        except Exception as error:  # noqa: BLE001  (it belongs to one of the callers: find out to which)
            if len(batch) > 1:
                for entry in batch:
                    await self._answer([entry])
                return
            found = [error]
        for entry, result in zip(batch, found, strict=True):
            if entry.future.done():
                continue
            if isinstance(result, Exception):
                entry.future.set_exception(result)
            else:
                entry.future.set_result(result)

"""A question that many ask at once and that is put once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Shared(Generic[Answer]):
    """Puts ``question`` for all who wait: who comes while it is under way gets the answer of the next one.

    So nobody gets an answer to a question that was put before they asked.
    """

    def __init__(self, question: Callable[[], Awaitable[Answer]]) -> None:
        self._question = question
        self._next: asyncio.Future[Answer] | None = None
        self._asking: asyncio.Task[None] | None = None

    async def answer(self) -> Answer:
        """The answer to a question that is put from now on, or its error."""
        loop = asyncio.get_running_loop()
        if self._next is None:
            self._next = loop.create_future()
            if self._asking is None or self._asking.done():
                self._asking = loop.create_task(self._ask())
        return await asyncio.shield(self._next)

    async def _ask(self) -> None:
        while self._next is not None:
            future, self._next = self._next, None
            try:
                found = await self._question()
            except Exception as error:  # noqa: BLE001  (it belongs to those who asked)
                future.set_exception(error)
                future.exception()  # somebody may have gone away without it
            else:
                future.set_result(found)

"""Recalling: the memory of a session."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec

from holdfast.domain.memory import MOST_RESULTS, Memory, call_before, is_result
from holdfast.domain.messages import Message
from holdfast.domain.principals import Principal
from holdfast.operations.access import Access
from holdfast.operations.limits import LIST_CHUNK


class MemoryQuery(msgspec.Struct, frozen=True):
    """Which memory: that of a session, by the window rule, or its newest ``lastn`` messages when that is above 0."""

    session_id: str
    lastn: int = 0


class Recall:
    """Gives an assistant the memory of a session back; ``window`` is how many messages it holds by itself."""

    def __init__(self, access: Access, *, window: int) -> None:
        self._access = access
        self._window = window

    async def __call__(self, principal: Principal, query: MemoryQuery) -> Memory:
        """The newest messages with the newest summary; an unknown session has an empty memory."""
        messages = self._access.to_read(principal).messages
        return await messages.memory(query.session_id, window=self._window, lastn=query.lastn)

    async def long(self, principal: Principal, query: MemoryQuery) -> tuple[Memory, AsyncIterator[list[Message]]]:
        """A memory of many messages: the newest summary with none of them, and the messages in chunks."""
        messages = self._access.to_read(principal).messages
        newest = await messages.memory(query.session_id, window=self._window, lastn=1)
        count = (await messages.page(query.session_id, offset=0, limit=1)).total_count
        return Memory([], newest.summary), self._chunks(principal, query, count)

    async def _chunks(self, principal: Principal, query: MemoryQuery, count: int) -> AsyncIterator[list[Message]]:
        messages = self._access.to_read(principal).messages
        at = max(0, count - query.lastn)
        first = (await messages.page(query.session_id, offset=at, limit=1)).messages
        if at and first and is_result(first[0]):
            before = min(at, MOST_RESULTS + 1)
            earlier = await messages.page(query.session_id, offset=at - before, limit=before)
            at -= len(call_before(earlier.messages))
        while at < count:
            chunk = (await messages.page(query.session_id, offset=at, limit=min(LIST_CHUNK, count - at))).messages
            if not chunk:  # the session was deleted meanwhile
                return
            yield chunk
            at += len(chunk)

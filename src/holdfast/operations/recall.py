"""Recalling: the memory of a session."""

from __future__ import annotations

import msgspec

from holdfast.domain.memory import Memory
from holdfast.domain.principals import Principal
from holdfast.operations.access import Access


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

"""Facts: what people state about themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from holdfast.domain.principals import Principal
from holdfast.errors import InvalidRequest
from holdfast.operations.access import Access
from holdfast.providers.facts.contract import FactFinder, Said, Statement

MOST_MESSAGES = 100
"""Messages that one preview looks at."""

_INLINE = 10
"""So few messages are looked at on the event loop: about two milliseconds."""


class FactOperations:
    """Finds facts in what was said."""

    def __init__(self, access: Access, finder: FactFinder) -> None:
        self._access = access
        self._finder = finder

    async def preview(self, principal: Principal, messages: Sequence[Said]) -> list[Statement]:
        """What would be taken for facts in a conversation; nothing is stored.

        `InvalidRequest` for more than `MOST_MESSAGES` messages.
        """
        self._access.to_read(principal)
        if len(messages) > MOST_MESSAGES:
            raise InvalidRequest(f"messages: at most {MOST_MESSAGES} are looked at, got {len(messages)}")
        if len(messages) <= _INLINE:
            return self._finder.find(messages)
        return await asyncio.to_thread(self._finder.find, messages)

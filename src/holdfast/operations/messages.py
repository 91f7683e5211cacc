"""Messages, one by one and page by page."""

from __future__ import annotations

import msgspec

from holdfast.domain.messages import Message, MessagePage
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, Metadata
from holdfast.domain.principals import Principal
from holdfast.operations.access import Access
from holdfast.operations.limits import check_metadata

_FARTHEST = 2**62
"""An offset that every database can count to."""


class MessagePageQuery(msgspec.Struct, frozen=True):
    """Which messages of a session: at most ``limit``, oldest first, after leaving out the first ``offset``."""

    session_id: str
    offset: int
    limit: int


class MessageOperations:
    """Reads and changes stored messages."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def page(self, principal: Principal, query: MessagePageQuery) -> MessagePage:
        """A page of messages, and how many there are; an unknown session has none."""
        messages = self._access.to_read(principal).messages
        return await messages.page(query.session_id, offset=min(query.offset, _FARTHEST), limit=query.limit)

    async def get(self, principal: Principal, session_id: str, uuid: str) -> Message:
        """One message; `NotFound` when it does not live in that session."""
        return await self._access.to_read(principal).messages.get(session_id, uuid)

    async def merge_metadata(
        self, principal: Principal, session_id: str, uuid: str, metadata: Metadata | None
    ) -> Message:
        """Merge metadata into a message, and return it; `NotFound` when it does not live in that session."""
        with self._access.writing(principal, "update_message", session_id, uuid) as seen:
            check_metadata(metadata, "metadata", most=MAXIMUM_MESSAGE_METADATA)
            return await seen.messages.merge_metadata(session_id, uuid, metadata)

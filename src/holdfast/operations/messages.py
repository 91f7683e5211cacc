"""Messages, one by one and page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from holdfast.domain.messages import DeletedMessage, Message, MessagePage
from holdfast.domain.metadata import MAXIMUM_MESSAGE_METADATA, Metadata
from holdfast.domain.principals import Principal
from holdfast.domain.retention import AS_IT_IS, RetentionChange
from holdfast.enrichment.plan import SUMMARY_STEP
from holdfast.operations.access import Access
from holdfast.operations.limits import check_expiry, check_metadata
from holdfast.storage.contract.storage import Nouns

_FARTHEST = 2**62
"""An offset that every database can count to."""


class MessagePageQuery(msgspec.Struct, frozen=True):
    """Which messages of a session: at most ``limit``, oldest first, after leaving out the first ``offset``."""

    session_id: str
    offset: int
    limit: int


class MessageChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of a message: another ``content``, unless it is ``None``, and ``metadata`` to merge.

    ``retention`` says when it expires and whether it is remembered.
    """

    content: str | None = None
    metadata: Metadata | None = None
    retention: RetentionChange = AS_IT_IS


class MessageOperations:
    """Reads and changes stored messages.

    ``steps`` are the names of the enrichment steps that an edited message calls for; ``wake`` tells the worker that
    there is something to do.
    """

    def __init__(self, access: Access, *, steps: Sequence[str], wake: Callable[[], None]) -> None:
        self._access = access
        self._steps = tuple(steps)
        self._summarising = tuple(step for step in steps if step == SUMMARY_STEP)
        self._wake = wake

    async def page(self, principal: Principal, query: MessagePageQuery) -> MessagePage:
        """A page of messages, and how many there are; an unknown session has none."""
        messages = self._access.to_read(principal).messages
        return await messages.page(query.session_id, offset=min(query.offset, _FARTHEST), limit=query.limit)

    async def get(self, principal: Principal, session_id: str, uuid: str) -> Message:
        """One message; `NotFound` when it does not live in that session."""
        return await self._access.to_read(principal).messages.get(session_id, uuid)

    async def update(self, principal: Principal, session_id: str, uuid: str, change: MessageChange) -> Message:
        """Change a message, and return it; `NotFound` when it does not live in that session.

        Metadata are merged.  Another content is enriched anew; the one before is kept as a revision with it.
        """
        with self._access.writing(principal, "update_message", session_id, uuid) as seen:
            await check_metadata(change.metadata, "metadata", most=MAXIMUM_MESSAGE_METADATA)
            check_expiry(change.retention.expiry_after(None), "expires_at")
            if change.content is None and change.retention.is_empty:
                return await seen.messages.merge_metadata(session_id, uuid, change.metadata)
            message = await self._change(seen, session_id, uuid, change)
        self._wake()
        return message

    async def _change(self, seen: Nouns, session_id: str, uuid: str, change: MessageChange) -> Message:
        """Merge first, which may be refused: then nothing is changed."""
        steps, summarising = self._steps, self._summarising
        if change.content is None:
            message = await seen.messages.merge_metadata(session_id, uuid, change.metadata)
        else:
            message = await seen.messages.revise(
                session_id, uuid, change.content, change.metadata, steps=steps, summarising=summarising
            )
        if change.retention.is_empty:
            return message
        return await seen.messages.retain(session_id, uuid, change.retention, steps=steps, summarising=summarising)

    async def delete(self, principal: Principal, session_id: str, uuid: str) -> None:
        """Delete one message; `NotFound` when it does not live in that session.

        It is gone for all readers at once, and so are summaries that had folded it, which are made anew.  Until the
        purge it can be restored.
        """
        with self._access.forgetting(principal, "forget_message", session_id, uuid) as seen:
            await seen.messages.delete(session_id, uuid, summarising=self._summarising)
        self._wake()

    async def deleted(
        self, principal: Principal, session_id: str, *, before: int | None = None, limit: int
    ) -> list[DeletedMessage]:
        """Messages of a session that were deleted by themselves and can be restored, the last ones first."""
        messages = self._access.to_read(principal).messages
        return await messages.deleted(session_id, before=before, limit=limit)

    async def restore(self, principal: Principal, session_id: str, uuid: str) -> Message:
        """Bring back a message that was deleted by itself, before it is purged, and return it.

        What it states is found anew, and summaries that should have it are made anew.  `NotFound` when there is none;
        `AlreadyExists` when another message has its UUID now.
        """
        with self._access.writing(principal, "restore_message", session_id, uuid) as seen:
            message = await seen.messages.restore(session_id, uuid, steps=self._steps, summarising=self._summarising)
        self._wake()
        return message

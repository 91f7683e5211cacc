"""The messages of sessions that are open to a principal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from holdfast.domain.memory import EMPTY_MEMORY, Memory
from holdfast.domain.messages import DeletedMessage, FormerContent, Message, MessagePage, NewMessage
from holdfast.domain.metadata import Metadata
from holdfast.domain.principals import Limits
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import RetentionChange
from holdfast.domain.sessions import NewSession
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.contract.messages import Appended, MessageResult, Messages, Place, SessionMessage
from holdfast.storage.contract.sessions import Sessions


class LimitedMessages:
    """See `holdfast.storage.contract.messages.Messages`; ``sessions`` are those that are open."""

    def __init__(self, messages: Messages, sessions: Sessions, limits: Limits) -> None:
        self._messages = messages
        self._sessions = sessions
        self._limits = limits

    async def append(
        self,
        session_id: str,
        messages: Sequence[NewMessage],
        *,
        steps: Sequence[str],
        receipt: Receipt | None = None,
        committed: Callable[[Appended], None] | None = None,
    ) -> Written[Appended]:
        """`NotFound` for a session that is closed, or would be: a new one is that of the only user who is open."""
        if not await self._is_open(session_id):
            await self._begin(session_id)
        return await self._messages.append(session_id, messages, steps=steps, receipt=receipt, committed=committed)

    async def memory(self, session_id: str, *, window: int, lastn: int) -> Memory:
        """Empty also for a session that is closed."""
        if not await self._is_open(session_id):
            return EMPTY_MEMORY
        return await self._messages.memory(session_id, window=window, lastn=lastn)

    async def page(self, session_id: str, *, offset: int, limit: int) -> MessagePage:
        """Empty also for a session that is closed."""
        if not await self._is_open(session_id):
            return MessagePage([], 0)
        return await self._messages.page(session_id, offset=offset, limit=limit)

    async def former(self, session: int, positions: Sequence[int]) -> dict[int, list[FormerContent]]:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._messages.former(session, positions)

    async def get(self, session_id: str, uuid: str) -> Message:
        """`NotFound` also in a session that is closed."""
        await self._check(session_id, uuid)
        return await self._messages.get(session_id, uuid)

    async def merge_metadata(self, session_id: str, uuid: str, metadata: Metadata | None) -> Message:
        """`NotFound` also in a session that is closed."""
        await self._check(session_id, uuid)
        return await self._messages.merge_metadata(session_id, uuid, metadata)

    async def revise(
        self,
        session_id: str,
        uuid: str,
        content: str,
        metadata: Metadata | None = None,
        *,
        steps: Sequence[str],
        summarising: Sequence[str] = (),
    ) -> Message:
        """`NotFound` also in a session that is closed."""
        await self._check(session_id, uuid)
        return await self._messages.revise(session_id, uuid, content, metadata, steps=steps, summarising=summarising)

    async def retain(
        self,
        session_id: str,
        uuid: str,
        change: RetentionChange,
        *,
        steps: Sequence[str],
        summarising: Sequence[str] = (),
    ) -> Message:
        """`NotFound` also in a session that is closed."""
        await self._check(session_id, uuid)
        return await self._messages.retain(session_id, uuid, change, steps=steps, summarising=summarising)

    async def delete(self, session_id: str, uuid: str, *, summarising: Sequence[str] = ()) -> None:
        """`NotFound` also in a session that is closed."""
        await self._check(session_id, uuid)
        await self._messages.delete(session_id, uuid, summarising=summarising)

    async def deleted(self, session_id: str, *, before: int | None, limit: int) -> list[DeletedMessage]:
        """Empty also for a session that is closed."""
        if not await self._is_open(session_id):
            return []
        return await self._messages.deleted(session_id, before=before, limit=limit)

    async def restore(
        self, session_id: str, uuid: str, *, steps: Sequence[str], summarising: Sequence[str] = ()
    ) -> Message:
        """`NotFound` also in a session that is closed."""
        await self._check(session_id, uuid)
        return await self._messages.restore(session_id, uuid, steps=steps, summarising=summarising)

    async def span(self, session: int, *, after: int, limit: int) -> list[Message]:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._messages.span(session, after=after, limit=limit)

    async def of_sessions(
        self, sessions: Sequence[int], *, after: Place, limit: int, size: int
    ) -> list[SessionMessage]:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._messages.of_sessions(sessions, after=after, limit=limit, size=size)

    async def awaited(self, session: int, *, first: int, last: int) -> bool:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._messages.awaited(session, first=first, last=last)

    async def at(self, places: Sequence[Place]) -> dict[Place, Message]:
        """As the contract says: the number of a session is known only to who may see it."""
        return await self._messages.at(places)

    async def set_updated_at(self, session: int, times: Mapping[int, Timestamp]) -> None:
        """As the contract says: the number of a session is known only to who may see it."""
        await self._messages.set_updated_at(session, times)

    async def record(self, results: Sequence[MessageResult], *, analyzer: int = 0, model: str = "") -> None:
        """As the contract says: the number of a session is known only to who may see it."""
        await self._messages.record(results, analyzer=analyzer, model=model)

    async def _is_open(self, session_id: str) -> bool:
        try:
            await self._sessions.get(session_id)
        except NotFound:
            return False
        return True

    async def _begin(self, session_id: str) -> None:
        """Create the session, so that it is that of the user who is open; one that is closed is no more found."""
        try:
            await self._sessions.create(NewSession(session_id=session_id, user_id=self._limits.sole_user))
        except AlreadyExists:
            if not await self._is_open(session_id):
                raise NotFound("session", session_id) from None

    async def _check(self, session_id: str, uuid: str) -> None:
        if not await self._is_open(session_id):
            raise NotFound("message", uuid)

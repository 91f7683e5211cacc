"""The chat message history, for coroutines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from holdfast_client.exceptions import NotFoundError
from holdfast_client.langchain.history_session import HistorySession
from holdfast_client.langchain.messages import from_langchain, with_summary
from holdfast_client.memory.models import Memory, MemorySearchPayload, MemorySearchResult

__all__ = ["AsyncHistoryMethods"]


class AsyncHistoryMethods(HistorySession):
    """Methods of the history."""

    async def aget_messages(self) -> list[BaseMessage]:
        """Messages in the memory of the session, oldest first, after a system message with the summary of older ones.

        A session without memory has none.
        """
        return with_summary(await self.aget_memory())

    async def aget_memory(self) -> Memory:
        """The memory as the server gives it."""
        try:
            return await self.client.memory.aget_memory(self.session_id, self.lastn)
        except NotFoundError:
            return Memory()

    async def aadd_messages(self, messages: Sequence[BaseMessage]) -> None:
        """Append messages to the session, which is created if there is none."""
        await self._aadd([(message, None) for message in messages])

    async def aadd_message(self, message: BaseMessage, metadata: dict[str, Any] | None = None) -> None:
        """Append one message, with metadata of its own."""
        await self._aadd([(message, metadata)])

    async def aadd_user_message(self, message: HumanMessage | str, metadata: dict[str, Any] | None = None) -> None:
        """Append what the user said."""
        human = message if isinstance(message, HumanMessage) else HumanMessage(content=message)
        await self._aadd([(human, metadata)])

    async def aadd_ai_message(self, message: AIMessage | str, metadata: dict[str, Any] | None = None) -> None:
        """Append what the assistant said."""
        ai = message if isinstance(message, AIMessage) else AIMessage(content=message)
        await self._aadd([(ai, metadata)])

    async def asearch(
        self,
        query: str,
        metadata: dict[str, Any] | None = None,
        search_scope: str = "messages",
        search_type: str = "similarity",
        mmr_lambda: float | None = None,
        limit: int | None = None,
    ) -> list[MemorySearchResult]:
        """Search the memory of the session; ``metadata`` is a filter as in ``MemorySearchPayload``."""
        payload = MemorySearchPayload(
            text=query,
            metadata=metadata,
            search_scope=search_scope,
            search_type=search_type,
            mmr_lambda=mmr_lambda,
        )
        return await self.client.memory.asearch_memory(self.session_id, payload, limit)

    async def aclear(self) -> None:
        """Delete the session with its memory. Does nothing if there is none."""
        try:
            await self.client.memory.adelete_memory(self.session_id)
        except NotFoundError:
            return

    async def _aadd(self, messages: Sequence[tuple[BaseMessage, dict[str, Any] | None]]) -> None:
        if not messages:
            return
        memory = Memory(messages=[from_langchain(message, metadata) for message, metadata in messages])
        await self.client.memory.aadd_memory(self.session_id, memory, wait=self.wait)

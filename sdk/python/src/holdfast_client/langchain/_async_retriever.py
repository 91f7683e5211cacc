"""The retriever, for coroutines."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun
from langchain_core.documents import Document

from holdfast_client.langchain.documents import from_memory
from holdfast_client.langchain.filters import combined
from holdfast_client.langchain.retriever_scope import RetrieverScope

__all__ = ["AsyncRetrieverMethods"]


class AsyncRetrieverMethods(RetrieverScope):
    """Methods which LangChain calls."""

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangChain's
        metadata: dict[str, Any] | None = None,
        top_k: int | None = None,
    ) -> list[Document]:
        payload, limit = self._payload(query, combined(metadata, self.filter, filter)), top_k or self.top_k
        if self.user_id:
            return from_memory(await self._holdfast.user.asearch_memory(self.user_id, payload, limit))
        return from_memory(await self._holdfast.memory.asearch_memory(self.session_id or "", payload, limit))

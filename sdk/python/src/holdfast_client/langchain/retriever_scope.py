"""What the retriever searches."""

from __future__ import annotations

from typing import Any, Optional

from holdfast_client.langchain.connected_retriever import ConnectedRetriever
from holdfast_client.langchain.filters import to_path
from holdfast_client.memory.models import MemorySearchPayload, MemorySearchType, SearchScope

__all__ = ["RetrieverScope"]


class RetrieverScope(ConnectedRetriever):
    """Fields of the retriever."""

    top_k: Optional[int] = None
    filter: Optional[dict[str, Any]] = None
    search_scope: SearchScope = SearchScope.messages
    search_type: MemorySearchType = MemorySearchType.similarity
    mmr_lambda: Optional[float] = None

    def _check(self) -> None:
        if bool(self.session_id) == bool(self.user_id):
            msg = "give either session_id, to search one session, or user_id, to search all sessions of a user"
            raise ValueError(msg)
        if self.metadata and "where" in self.metadata:
            msg = "metadata of a retriever are for tracing and select nothing; give filter, or metadata with a query"
            raise ValueError(msg)
        to_path(self.filter)

    def _payload(self, query: str, metadata: dict[str, Any] | None) -> MemorySearchPayload:
        return MemorySearchPayload(
            text=query or None,
            metadata=metadata,
            search_scope=self.search_scope.value,
            search_type=self.search_type.value,
            mmr_lambda=self.mmr_lambda,
        )

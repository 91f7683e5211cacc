"""What the retriever searches."""

from __future__ import annotations

from typing import Any, Optional

from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, model_validator

from holdfast_client.client import HoldfastClient
from holdfast_client.langchain.connection import client_for
from holdfast_client.langchain.filters import to_path
from holdfast_client.memory.models import MemorySearchPayload, MemorySearchType, SearchScope

__all__ = ["RetrieverScope"]


class RetrieverScope(BaseRetriever):
    """Fields of the retriever."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    session_id: Optional[str] = None
    user_id: Optional[str] = None
    url: Optional[str] = None
    api_key: Optional[str] = Field(default=None, repr=False)
    client: Optional[HoldfastClient] = Field(default=None, exclude=True)
    top_k: Optional[int] = None
    filter: Optional[dict[str, Any]] = None
    search_scope: SearchScope = SearchScope.messages
    search_type: MemorySearchType = MemorySearchType.similarity
    mmr_lambda: Optional[float] = None

    @model_validator(mode="after")
    def _connected(self) -> RetrieverScope:
        if bool(self.session_id) == bool(self.user_id):
            msg = "give either session_id, to search one session, or user_id, to search all sessions of a user"
            raise ValueError(msg)
        if self.metadata and "where" in self.metadata:
            msg = "metadata of a retriever are for tracing and select nothing; give filter, or metadata with a query"
            raise ValueError(msg)
        to_path(self.filter)
        self.client = client_for(self.client, self.url, self.api_key)
        return self

    @property
    def _holdfast(self) -> HoldfastClient:
        return client_for(self.client, self.url, self.api_key)

    def _payload(self, query: str, metadata: dict[str, Any] | None) -> MemorySearchPayload:
        return MemorySearchPayload(
            text=query or None,
            metadata=metadata,
            search_scope=self.search_scope.value,
            search_type=self.search_type.value,
            mmr_lambda=self.mmr_lambda,
        )

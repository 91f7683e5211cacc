"""A retriever of LangChain over what is known about a user."""

from __future__ import annotations

from typing import Any, Optional

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, model_validator

from holdfast_client.client import HoldfastClient
from holdfast_client.facts.models import FactSearchResult
from holdfast_client.langchain.connection import client_for

__all__ = ["HoldfastFactRetriever"]


class HoldfastFactRetriever(BaseRetriever):
    """Finds valid facts of a user, or those that a session has part in, best first, each as a document.

    ``options`` are those of ``client.facts.search``: ``where``, ``as_of``, ``min_score`` and so on. A document has the
    sentence as content; its metadata are those of the fact, and ``uuid``, ``slot``, ``value``, ``origin``, ``valid_at``
    and ``score``.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    session_id: Optional[str] = None
    user_id: Optional[str] = None
    url: Optional[str] = None
    api_key: Optional[str] = Field(default=None, repr=False)
    client: Optional[HoldfastClient] = Field(default=None, exclude=True)
    top_k: Optional[int] = None
    options: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _of_somebody(self) -> HoldfastFactRetriever:
        if not (self.user_id or self.session_id):
            msg = "give a user_id or a session_id: facts of everybody are for nobody's prompt"
            raise ValueError(msg)
        self.client = client_for(self.client, self.url, self.api_key)
        return self

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(found) for found in self._holdfast().facts.search(query, **self._asked())]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(found) for found in await self._holdfast().facts.asearch(query, **self._asked())]

    def _holdfast(self) -> HoldfastClient:
        return client_for(self.client, self.url, self.api_key)

    def _asked(self) -> dict[str, Any]:
        return {"user_id": self.user_id, "session_id": self.session_id, "limit": self.top_k, **self.options}


def _document(found: FactSearchResult) -> Document:
    fact = found.fact
    told = {"slot": fact.slot, "value": fact.value, "origin": fact.origin, "valid_at": fact.valid_at.isoformat()}
    metadata = {**fact.metadata, "uuid": str(fact.uuid), **told, "score": found.dist}
    return Document(page_content=fact.text, metadata=metadata)

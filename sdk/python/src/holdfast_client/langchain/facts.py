"""A retriever of LangChain over what is known about a user."""

from __future__ import annotations

from typing import Any, Optional

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from pydantic import Field

from holdfast_client.facts.models import FactSearchResult
from holdfast_client.langchain.connected_retriever import ConnectedRetriever

__all__ = ["HoldfastFactRetriever"]


class HoldfastFactRetriever(ConnectedRetriever):
    """Finds valid facts of a user, or those that a session has part in, best first, each as a document.

    ``options`` are those of ``client.facts.search``: ``where``, ``as_of``, ``min_score`` and so on. A document has the
    sentence as content; its metadata are those of the fact, and ``uuid``, ``slot``, ``value``, ``origin``, ``valid_at``
    and ``score``.
    """

    top_k: Optional[int] = None
    options: dict[str, Any] = Field(default_factory=dict)

    def _check(self) -> None:
        if not (self.user_id or self.session_id):
            msg = "give a user_id or a session_id: facts of everybody are for nobody's prompt"
            raise ValueError(msg)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return [_document(found) for found in self._holdfast.facts.search(query, **self._asked())]

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [_document(found) for found in await self._holdfast.facts.asearch(query, **self._asked())]

    def _asked(self) -> dict[str, Any]:
        return {"user_id": self.user_id, "session_id": self.session_id, "limit": self.top_k, **self.options}


def _document(found: FactSearchResult) -> Document:
    fact = found.fact
    told = {"slot": fact.slot, "value": fact.value, "origin": fact.origin, "valid_at": fact.valid_at.isoformat()}
    metadata = {**fact.metadata, "uuid": str(fact.uuid), **told, "score": found.dist}
    return Document(page_content=fact.text, metadata=metadata)

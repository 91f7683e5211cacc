"""A runnable of LangChain that gives the context for a question, and a retriever that gives it as a document."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForRetrieverRun, CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import Field

from holdfast_client.client import HoldfastClient
from holdfast_client.context.models import Context
from holdfast_client.langchain.connected_retriever import ConnectedRetriever

__all__ = ["HoldfastContextRetriever", "context_runnable"]


class HoldfastContextRetriever(ConnectedRetriever):
    """Gives what an assistant should know of a user, or of a session, as one document; none where that is nothing.

    ``options`` are those of ``client.context.get``: ``max_tokens``, ``sections`` and so on. The document has the text
    for the prompt as content; its metadata are ``tokens``, ``stable_sha256`` and the ``uuids`` of what it tells.
    """

    options: dict[str, Any] = Field(default_factory=dict)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        return _documents(self._holdfast.context.get(query, **self._asked()))

    async def _aget_relevant_documents(
        self, query: str, *, run_manager: AsyncCallbackManagerForRetrieverRun
    ) -> list[Document]:
        return _documents(await self._holdfast.context.aget(query, **self._asked()))

    def _asked(self) -> dict[str, Any]:
        return {"user_id": self.user_id, "session_id": self.session_id, **self.options}


def context_runnable(
    client: HoldfastClient, *, user_id: str | None = None, session_id: str | None = None, **options: Any
) -> Runnable[str, str]:
    """A runnable from a question to the text for the prompt; ``options`` are those of ``client.context.get``."""

    def get(query: str) -> str:
        return str(client.context.get(query, user_id=user_id, session_id=session_id, **options))

    async def aget(query: str) -> str:
        return str(await client.context.aget(query, user_id=user_id, session_id=session_id, **options))

    return RunnableLambda(get, aget)


def _documents(context: Context) -> list[Document]:
    uuids = [item.uuid for section in context.sections for item in section.items]
    if not uuids:
        return []
    metadata = {"tokens": context.tokens, "stable_sha256": context.stable.sha256, "uuids": uuids}
    return [Document(page_content=context.context, metadata=metadata)]

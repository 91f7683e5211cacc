"""Calls about the documents of a collection, for coroutines."""

from __future__ import annotations

from typing import Any

from holdfast_client._http.async_transport import AsyncTransport
from holdfast_client._http.settings import TimeLimit
from holdfast_client.document import _calls
from holdfast_client.document.models import Document, DocumentCollectionModel, DocumentSearchPayload
from holdfast_client.exceptions import ZepClientError

__all__ = ["AsyncCollectionMethods"]


class AsyncCollectionMethods(DocumentCollectionModel):
    """Methods of a collection. All raise ValueError if it was not obtained from a client."""

    @property
    def _async(self) -> AsyncTransport:
        return self._bound().asynchronous

    async def aadd_documents(
        self, documents: list[Document], batch_size: int = 500, *, timeout: TimeLimit = None
    ) -> list[str]:
        """Store documents and return their UUIDs in the same order.

        They are sent in batches of at most ``batch_size`` and 5 MB, each of which is stored whole or not at all.
        Raises IncompleteBatchError, which has the UUIDs so far, when a batch fails after others were stored.
        """
        transport, stored = self._async, list[str]()
        for batch in list(_calls.batches(documents, batch_size)):  # all are encoded before any is sent
            try:
                uuids = await transport.send(_calls.add_documents(self.name, batch), timeout=timeout)
            except ZepClientError as error:
                raise _calls.incomplete(error, stored, len(documents)) from error
            stored += uuids
        return stored

    async def aupdate_document(
        self,
        uuid: str,
        document_id: str | None = None,
        metadata: dict[str, Any] | None = None,
        *,
        timeout: TimeLimit = None,
    ) -> None:
        """Give a document another ``document_id`` or other metadata, which takes the place of what was stored.

        Raises NotFoundError when the document is unknown.
        """
        call = _calls.update_document(self.name, uuid, document_id, metadata)
        await self._async.send(call, timeout=timeout)

    async def adelete_document(self, uuid: str, *, timeout: TimeLimit = None) -> None:
        """Delete a document. Raises NotFoundError when it never existed."""
        await self._async.send(_calls.delete_document(self.name, uuid), timeout=timeout)

    async def adelete_documents(self, uuids: list[str], *, timeout: TimeLimit = None) -> None:
        """Delete several documents in one request. Raises NotFoundError when none of them exists."""
        await self._async.send(_calls.delete_documents(self.name, uuids), timeout=timeout)

    async def aget_document(self, uuid: str, *, timeout: TimeLimit = None) -> Document:
        """A document by its UUID. Raises NotFoundError when it is unknown."""
        return await self._async.send(_calls.get_document(self.name, uuid), timeout=timeout)

    async def aget_documents(
        self,
        uuids: list[str] | None = None,
        *,
        document_ids: list[str] | None = None,
        timeout: TimeLimit = None,
    ) -> list[Document]:
        """Those of these documents which exist, asked for by UUID or by the caller's own ids.

        Raises NotFoundError when none of them does, ValueError unless one list of ids is given.
        """
        return await self._async.send(_calls.get_documents(self.name, uuids, document_ids), timeout=timeout)

    async def acreate_index(
        self,
        force: bool = False,  # noqa: FBT001, FBT002 - older callers pass it by position
        *,
        timeout: TimeLimit = None,
    ) -> None:
        """Ask for an index of the vectors. The server keeps one by itself where that is of use.

        Raises ValueError for a collection of at most 10 000 documents, unless forced.
        """
        await self._async.send(_calls.create_index(self, force=force), timeout=timeout)

    async def asearch_return_query_vector(
        self,
        text: str | None = None,
        embedding: list[float] | None = None,
        metadata: dict[str, Any] | None = None,
        limit: int | None = None,
        search_type: str | None = None,
        mmr_lambda: float | None = None,
        *,
        timeout: TimeLimit = None,
    ) -> tuple[list[Document], list[float]]:
        """Search as ``search`` does, and also return the vector of the query."""
        payload = DocumentSearchPayload.model_validate(
            {
                "text": text,
                "embedding": embedding,
                "metadata": metadata,
                "search_type": search_type,
                "mmr_lambda": mmr_lambda,
            }
        )
        return await self._async.send(_calls.search(self.name, payload, limit), timeout=timeout)

    async def asearch(
        self,
        text: str | None = None,
        embedding: list[float] | None = None,
        metadata: dict[str, Any] | None = None,
        limit: int | None = None,
        search_type: str | None = None,
        mmr_lambda: float | None = None,
        *,
        timeout: TimeLimit = None,
    ) -> list[Document]:
        """Find the documents closest to a text or vector, and which match a filter on metadata; at most ``limit`` (20).

        ``search_type`` is ``similarity`` or ``mmr``, which avoids near-repeats; ``mmr_lambda`` weighs relevance (1)
        against variety (0). A collection which no longer exists has no results.
        """
        found, _ = await self.asearch_return_query_vector(
            text, embedding, metadata, limit, search_type, mmr_lambda, timeout=timeout
        )
        return found

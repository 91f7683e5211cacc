"""The vector store, for coroutines."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import anyio
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from typing_extensions import Self

from holdfast_client.document.collections import DocumentCollection
from holdfast_client.document.models import Document as StoredDocument
from holdfast_client.exceptions import NotFoundError
from holdfast_client.langchain.documents import from_stored, identifier, to_stored
from holdfast_client.langchain.filters import combined, refuse_unknown
from holdfast_client.langchain.stored_collection import StoredCollection

__all__ = ["AsyncVectorStoreMethods"]

_POLL_SECONDS = 0.05

_LEAST_LAMBDA = 1e-6
"""The server takes 0 as "not given"."""

_OF_A_SEARCH = ("k", "filter", "metadata")
_OF_A_VARIED_SEARCH = (*_OF_A_SEARCH, "fetch_k", "lambda_mult")


class AsyncVectorStoreMethods(StoredCollection):
    """Methods of the vector store."""

    async def aadd_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: Sequence[str | None] | None = None,
        document_ids: Sequence[str | None] | None = None,
        batch_size: int | None = None,
        **kwargs: Any,
    ) -> list[str]:
        """Store texts and return their ids in the same order.

        ``ids`` (also under the name ``document_ids``) are the caller's own; a document which has one of them already
        is replaced. Without them the server's UUIDs are the ids. Requests are as large as the server takes them, so
        ``batch_size`` has no effect.
        """
        refuse_unknown(kwargs, ("metadatas", "ids", "document_ids", "batch_size"))
        contents, own_ids = list(texts), ids if ids is not None else document_ids
        if not contents:
            return []
        vectors = await self._embedding.aembed_documents(contents) if self._embedding else None
        documents = to_stored(contents, metadatas, own_ids, vectors)
        collection = await self._aget_collection()
        await self._adelete_stored([document.document_id for document in documents if document.document_id])
        uuids = await collection.aadd_documents(documents)
        if collection.is_auto_embedded:
            await self._aembedded()
        return [document.document_id or uuid for document, uuid in zip(documents, uuids)]

    async def adelete(self, ids: list[str] | None = None, **kwargs: Any) -> bool:
        """Delete documents by their ids. Returns whether all of them existed; raises ValueError without ids."""
        refuse_unknown(kwargs, ("ids",))
        if not ids:
            msg = "ids must be given"
            raise ValueError(msg)
        return await self._adelete_stored(ids) == len(set(ids))

    async def aget_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """Documents with these ids; those which do not exist are left out."""
        return [from_stored(document) for document in await self._aget_stored(list(ids))]

    async def asimilarity_search(
        self,
        query: str,
        k: int = 4,
        metadata: dict[str, Any] | None = None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangChain's
        **kwargs: Any,
    ) -> list[Document]:
        """The ``k`` documents closest to a text.

        ``filter`` says what their metadata must be: ``{"tenant": "birch"}``, ``{"stars": {"$gte": 4}}``; see
        ``HoldfastVectorStore``. ``metadata`` is a filter of the server: ``{"where": {"jsonpath": …}}``.
        """
        refuse_unknown(kwargs, _OF_A_SEARCH)
        found = await self._asearch_text(query, k, combined(metadata, filter))
        return [from_stored(document) for document in found]

    async def asimilarity_search_with_score(
        self,
        query: str,
        k: int = 4,
        metadata: dict[str, Any] | None = None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangChain's
        **kwargs: Any,
    ) -> list[tuple[Document, float]]:
        """As ``similarity_search``, with scores between 0 and 1: more is closer."""
        refuse_unknown(kwargs, _OF_A_SEARCH)
        found = await self._asearch_text(query, k, combined(metadata, filter))
        return [(from_stored(document), document.score or 0.0) for document in found]

    async def asimilarity_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        metadata: dict[str, Any] | None = None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangChain's
        **kwargs: Any,
    ) -> list[Document]:
        """The ``k`` documents closest to a vector."""
        refuse_unknown(kwargs, _OF_A_SEARCH)
        asked = combined(metadata, filter)
        collection = await self._aget_collection()
        found = await collection.asearch(embedding=embedding, metadata=asked, limit=k)
        return [from_stored(document) for document in found]

    async def amax_marginal_relevance_search(
        self,
        query: str,
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        metadata: dict[str, Any] | None = None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangChain's
        **kwargs: Any,
    ) -> list[Document]:
        """``k`` documents close to a text but not too much alike; ``lambda_mult`` 1 is closest, 0 most varied.

        The server itself decides among how many it chooses, so ``fetch_k`` has no effect.
        """
        refuse_unknown(kwargs, _OF_A_VARIED_SEARCH)
        found = await self._asearch_text(query, k, combined(metadata, filter), lambda_mult)
        return [from_stored(document) for document in found]

    async def amax_marginal_relevance_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        fetch_k: int = 20,
        lambda_mult: float = 0.5,
        metadata: dict[str, Any] | None = None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangChain's
        **kwargs: Any,
    ) -> list[Document]:
        """As ``max_marginal_relevance_search``, for a vector."""
        refuse_unknown(kwargs, _OF_A_VARIED_SEARCH)
        asked = combined(metadata, filter)
        collection = await self._aget_collection()
        found = await collection.asearch(
            embedding=embedding,
            metadata=asked,
            limit=k,
            search_type="mmr",
            mmr_lambda=lambda_mult or _LEAST_LAMBDA,
        )
        return [from_stored(document) for document in found]

    @classmethod
    async def afrom_texts(
        cls,
        texts: list[str],
        embedding: Embeddings | None = None,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        collection_name: str = "",
        **kwargs: Any,
    ) -> Self:
        """Make a store of these texts. ``kwargs`` are those of the constructor."""
        store = cls(collection_name, embedding=embedding, **kwargs)
        await store.aadd_texts(texts, metadatas, ids=ids)
        return store

    async def _aget_collection(self) -> DocumentCollection:
        if self._collection is None:
            self._collection = await self._aopen_collection()
        return self._collection

    async def _aopen_collection(self) -> DocumentCollection:
        try:
            return await self.client.document.aget_collection(self.collection_name)
        except NotFoundError:
            probe = await self._embedding.aembed_query("length of a vector") if self._embedding else None
        config = self._config_for(len(probe) if probe else None)
        return await self.client.document.aadd_collection(
            self.collection_name,
            config.embedding_dimensions,
            config.description,
            config.metadata,
            config.is_auto_embedded,
        )

    async def _aembedded(self) -> None:
        end = time.monotonic() + self._wait_seconds
        while time.monotonic() < end:
            collection = await self.client.document.aget_collection(self.collection_name)
            if collection.status == "ready":
                return
            await anyio.sleep(_POLL_SECONDS)

    async def _asearch_text(
        self, query: str, k: int, metadata: dict[str, Any] | None, mmr_lambda: float | None = None
    ) -> list[StoredDocument]:
        vector = await self._embedding.aembed_query(query) if self._embedding else None
        collection = await self._aget_collection()
        return await collection.asearch(
            text=query if vector is None else None,
            embedding=vector,
            metadata=metadata,
            limit=k,
            search_type="similarity" if mmr_lambda is None else "mmr",
            mmr_lambda=mmr_lambda if mmr_lambda is None else mmr_lambda or _LEAST_LAMBDA,
        )

    async def _aget_stored(self, ids: list[str]) -> list[StoredDocument]:
        """Find documents by the callers' ids, and by UUID where that finds none; in the order of ``ids``."""
        found: dict[str | None, StoredDocument] = {}
        collection = await self._aget_collection()
        for key in ("document_ids", "uuids"):
            missing = [item for item in ids if item not in found and (key == "document_ids" or _is_uuid(item))]
            if missing:
                found |= {identifier(document): document for document in await self._alist(collection, key, missing)}
        return [found[item] for item in dict.fromkeys(ids) if item in found]

    async def _alist(self, collection: DocumentCollection, key: str, ids: list[str]) -> list[StoredDocument]:
        try:
            if key == "uuids":
                return await collection.aget_documents(ids)
            return await collection.aget_documents(document_ids=ids)
        except NotFoundError:
            return []

    async def _adelete_stored(self, ids: list[str]) -> int:
        stored = await self._aget_stored(ids) if ids else []
        uuids = [document.uuid for document in stored if document.uuid]
        if uuids:
            collection = await self._aget_collection()
            await collection.adelete_documents(uuids)
        return len(uuids)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

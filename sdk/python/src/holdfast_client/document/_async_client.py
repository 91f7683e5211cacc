"""Calls about collections, for coroutines."""

from __future__ import annotations

from typing import Any

from holdfast_client._http.resource import Resource
from holdfast_client._http.settings import TimeLimit
from holdfast_client.document import _calls
from holdfast_client.document.collections import DocumentCollection
from holdfast_client.document.models import DocumentCollectionModel

__all__ = ["AsyncDocumentMethods"]


class AsyncDocumentMethods(Resource):
    """Methods of ``client.document``."""

    async def aadd_collection(
        self,
        name: str,
        embedding_dimensions: int,
        description: str | None = None,
        metadata: dict[str, Any] | None = None,
        is_auto_embedded: bool = True,  # noqa: FBT001, FBT002 - older callers pass it by position
        *,
        timeout: TimeLimit = None,
    ) -> DocumentCollection:
        """Create a collection and return it as the server has it.

        A name is 3 to 40 letters and digits; capitals become small. Vectors have ``embedding_dimensions`` numbers
        (8 to 2000), made by the server if ``is_auto_embedded``, else sent with each document.
        Raises APIError when the name is taken or something is out of bounds.
        """
        collection = DocumentCollectionModel(
            name=name,
            embedding_dimensions=embedding_dimensions,
            description=description,
            metadata=metadata,
            is_auto_embedded=is_auto_embedded,
        )
        await self._async.send(_calls.add_collection(collection), timeout=timeout)
        return await self.aget_collection(name, timeout=timeout)

    async def aget_collection(self, name: str, *, timeout: TimeLimit = None) -> DocumentCollection:
        """A collection by its name. Raises NotFoundError when it is unknown."""
        fields = await self._async.send(_calls.get_collection(name), timeout=timeout)
        return DocumentCollection.bound(self._transports, fields)

    async def aupdate_collection(
        self,
        name: str,
        description: str | None = None,
        metadata: dict[str, Any] | None = None,
        *,
        timeout: TimeLimit = None,
    ) -> DocumentCollection:
        """Change description and metadata, and return the collection as it is then.

        ``metadata`` takes the place of what was stored. Raises NotFoundError when the collection is unknown.
        """
        await self._async.send(_calls.update_collection(name, description, metadata), timeout=timeout)
        return await self.aget_collection(name, timeout=timeout)

    async def alist_collections(self, *, timeout: TimeLimit = None) -> list[DocumentCollection]:
        """All collections."""
        rows = await self._async.send(_calls.list_collections(), timeout=timeout)
        return [DocumentCollection.bound(self._transports, fields) for fields in rows]

    async def adelete_collection(self, collection_name: str, *, timeout: TimeLimit = None) -> None:
        """Delete a collection with all its documents, at once and for good. Raises NotFoundError when it is unknown."""
        await self._async.send(_calls.delete_collection(collection_name), timeout=timeout)

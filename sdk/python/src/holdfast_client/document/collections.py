"""The collection of documents, with its methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from holdfast_client._http.resource import Transports
from holdfast_client.document._async_collection import AsyncCollectionMethods
from holdfast_client.document._sync_collection import SyncCollectionMethods
from holdfast_client.exceptions import APIError

__all__ = ["DocumentCollection"]


class DocumentCollection(AsyncCollectionMethods, SyncCollectionMethods):
    """A named set of documents to search in: its state when it was fetched, and calls about its documents.

    Obtained from ``client.document``. Each call is there plain and, with the prefix ``a``, for coroutines.
    """

    @classmethod
    def bound(cls, transports: Transports, fields: Mapping[str, Any]) -> DocumentCollection:
        """Make one from an answer of the server."""
        try:
            collection = cls.model_validate({key: value for key, value in fields.items() if value is not None})
        except ValidationError as error:
            raise APIError(message=f"the answer is not a collection: {error}") from error
        collection._transports = transports
        return collection

    @property
    def status(self) -> str:
        """``ready`` when it has documents and all of them are embedded, else ``pending``."""
        ready = self.document_count and self.document_count == self.document_embedded_count
        return "ready" if ready else "pending"

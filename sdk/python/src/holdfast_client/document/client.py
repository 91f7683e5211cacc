"""The class behind ``client.document``."""

from holdfast_client.document._async_client import AsyncDocumentMethods
from holdfast_client.document._sync_client import SyncDocumentMethods

__all__ = ["DocumentClient"]


class DocumentClient(AsyncDocumentMethods, SyncDocumentMethods):
    """Calls about collections: each one plain and, with the prefix ``a``, for coroutines."""

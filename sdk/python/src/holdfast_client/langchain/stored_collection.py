"""What the vector store knows about its collection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from holdfast_client._http.resource import require
from holdfast_client.client import HoldfastClient
from holdfast_client.document.collections import DocumentCollection
from holdfast_client.langchain.connection import DEFAULT_URL, client_for

__all__ = ["CollectionConfig", "StoredCollection"]


@dataclass(frozen=True)
class CollectionConfig:
    """How to create a collection which does not exist yet; the fields are those of ``add_collection``."""

    name: str
    description: Optional[str] = None
    metadata: Optional[dict[str, Any]] = None
    embedding_dimensions: int = 384
    is_auto_embedded: bool = True


class StoredCollection(VectorStore):
    """Collection, embedding model and client of a vector store."""

    def __init__(
        self,
        collection_name: str,
        api_url: str = DEFAULT_URL,
        *,
        api_key: str | None = None,
        config: CollectionConfig | None = None,
        embedding: Embeddings | None = None,
        client: HoldfastClient | None = None,
        wait_seconds: float = 30.0,
    ) -> None:
        self.collection_name = require(collection_name, "collection_name")
        self.client = client_for(client, api_url, api_key)
        self._config = config
        self._embedding = embedding
        self._wait_seconds = wait_seconds
        self._collection: DocumentCollection | None = None

    @property
    def embeddings(self) -> Embeddings | None:
        """The embedding model, if the vectors are made here and not by the server."""
        return self._embedding

    def _config_for(self, dimensions: int | None) -> CollectionConfig:
        if self._config is not None:
            return self._config
        if dimensions is None:
            return CollectionConfig(self.collection_name)
        return CollectionConfig(self.collection_name, embedding_dimensions=dimensions, is_auto_embedded=False)

    def _select_relevance_score_fn(self) -> Any:
        return float  # a score is between 0 and 1 already, and more is closer

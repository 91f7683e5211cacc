"""Shapes of documents and their collections."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from pydantic import Field, PrivateAttr, field_validator

from holdfast_client._http.resource import Transports
from holdfast_client._model import Model
from holdfast_client.memory.models import SearchType

__all__ = ["Document", "DocumentCollectionModel", "DocumentSearchPayload", "SearchType"]


class Document(Model):
    """A text with metadata and, once embedded, a vector.

    ``document_id`` is the caller's own name for it, unique in its collection. ``content`` may be empty only if an
    ``embedding`` is given. ``score`` is set in search results: between 0 and 1, more is closer.
    """

    uuid: Optional[str] = None
    created_at: Optional[datetime] = None
    updated_at: Optional[datetime] = None
    document_id: Optional[str] = None
    content: str
    metadata: Optional[dict[str, Any]] = Field(default_factory=dict)
    is_embedded: Optional[bool] = None
    embedding: Optional[list[float]] = None
    score: Optional[float] = None


class DocumentCollectionModel(Model):
    """What the server says about a collection; ``DocumentCollection`` adds the methods.

    ``is_auto_embedded``: the server makes the vectors; otherwise each document comes with one of
    ``embedding_dimensions`` numbers.
    """

    name: str
    uuid: Optional[str] = None
    created_at: Optional[datetime] = None
    updated_at: Optional[datetime] = None
    description: Optional[str] = None
    metadata: Optional[dict[str, Any]] = Field(default_factory=dict)
    embedding_dimensions: Optional[int] = None
    is_auto_embedded: Optional[bool] = True
    is_indexed: Optional[bool] = None
    document_count: Optional[int] = None
    document_embedded_count: Optional[int] = None
    is_normalized: Optional[bool] = None

    _transports: Optional[Transports] = PrivateAttr(default=None)

    def _bound(self) -> Transports:
        if self._transports is None:
            msg = "this collection belongs to no client; get it from client.document"
            raise ValueError(msg)
        return self._transports


class DocumentSearchPayload(Model):
    """What to search for in a collection: a text or a vector, a filter on metadata, or both."""

    text: Optional[str] = None
    embedding: Optional[list[float]] = None
    metadata: Optional[dict[str, Any]] = None
    search_type: SearchType = SearchType.similarity
    mmr_lambda: Optional[float] = None

    @field_validator("search_type", mode="before")
    @classmethod
    def _without_choice(cls, value: Any) -> Any:
        return SearchType.similarity if value is None else value

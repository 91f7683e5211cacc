"""Documents: texts with metadata and a vector, in a collection."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from holdfast.domain.collections import Collection
from holdfast.domain.metadata import EncodedMetadata, Metadata
from holdfast.domain.origins import Origin
from holdfast.domain.timestamps import Timestamp
from holdfast.domain.vectors import PackedVector, width_of
from holdfast.errors import AlreadyExists, InvalidRequest

MAXIMUM_BATCH = 5000
"""Documents of one request: more would hold up everybody else's writes."""

MAXIMUM_ID = 100
MAXIMUM_CHANGED_ID = 40
"""Longest ``document_id`` on creation, and on change, as the contract has them."""

_PRINTABLE = re.compile(r"[ -~]*", re.ASCII)


class Document(msgspec.Struct, frozen=True):
    """A stored document.

    ``number`` orders the documents of a collection: ascending from 1 in the order of insertion, never used twice.
    ``document_id`` is empty when the caller gave none.  ``embedding`` is ``None`` until the document is embedded.
    """

    number: int
    uuid: str
    document_id: str
    content: str
    metadata: EncodedMetadata | None
    embedding: PackedVector | None
    created_at: Timestamp
    updated_at: Timestamp


class NewDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller gives to add a document; without an ``origin`` the store chooses it."""

    document_id: str = ""
    content: str = ""
    metadata: Metadata | None = None
    embedding: PackedVector | None = None
    origin: Origin | None = None


class DocumentChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller changes of a document: an empty ``document_id`` and metadata ``None`` keep what is stored."""

    uuid: str
    document_id: str = ""
    metadata: Metadata | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be changed."""
        return not self.document_id and self.metadata is None


class DocumentRevision(msgspec.Struct, frozen=True, kw_only=True):
    """What a change left of a document, for an index: the state after it, and the revision that made it.

    A document that is no longer ``live`` has neither content nor metadata nor vector.  ``model`` names the model that
    made the vector; it is empty for a vector that the caller supplied, and when there is none.
    """

    number: int
    revision: int
    live: bool
    content: str = ""
    metadata: EncodedMetadata | None = None
    embedding: PackedVector | None = None
    model: str = ""


def check_document_id(document_id: str, *, most: int, field: str) -> None:
    """`InvalidRequest` when an identifier is too long or holds anything but printable ASCII characters."""
    if len(document_id) > most:
        raise InvalidRequest(f"{field}: at most {most} characters are allowed, got {len(document_id)}")
    if not _PRINTABLE.fullmatch(document_id):
        raise InvalidRequest(f"{field}: only printable ASCII characters are allowed, got {document_id!r}")


def check_batch(collection: Collection, documents: list[NewDocument]) -> None:
    """`InvalidRequest` when one of the documents cannot be added to the collection (http-api §4.23)."""
    if len(documents) > MAXIMUM_BATCH:
        raise InvalidRequest(
            f"documents: at most {MAXIMUM_BATCH} are taken in one request, got {len(documents)}; send smaller batches"
        )
    for place, document in enumerate(documents):
        _check_embedding(collection, document, f"documents[{place}].embedding")
        check_document_id(document.document_id, most=MAXIMUM_ID, field=f"documents[{place}].document_id")
        if not document.content and document.embedding is None:
            raise InvalidRequest(f"documents[{place}].content: content or an embedding is required")
    check_distinct(document.document_id for document in documents)


def check_distinct(document_ids: Iterable[str]) -> None:
    """`AlreadyExists` when an identifier that is not empty comes twice."""
    seen: set[str] = set()
    for document_id in document_ids:
        if document_id and document_id in seen:
            raise taken(document_id)
        seen.add(document_id)


def taken(document_id: str) -> AlreadyExists:
    """The error for a ``document_id`` that another live document has."""
    return AlreadyExists(f"document_id already exists: {document_id}")


def _check_embedding(collection: Collection, document: NewDocument, field: str) -> None:
    embedding = document.embedding
    if collection.is_auto_embedded:
        if embedding is not None:
            raise InvalidRequest(
                f"{field}: cannot create documents with embeddings in a collection that is embedded automatically"
            )
        return
    if embedding is None:
        raise InvalidRequest(
            f"{field}: cannot create documents without embeddings in a collection that is not embedded automatically"
        )
    check_width(collection, embedding, field=field)


def check_width(collection: Collection, embedding: PackedVector, *, field: str) -> None:
    """`InvalidRequest` when a vector has not the width of the collection."""
    width = width_of(embedding)
    if width != collection.dimensions:
        raise InvalidRequest(
            f"{field}: embedding width mismatch: collection {collection.name} has {collection.dimensions} dimensions, "
            f"got {width}"
        )

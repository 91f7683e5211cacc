"""Collections on the wire (http-api §3.6, §4.18–4.21)."""

from __future__ import annotations

from typing import Any

import msgspec

from holdfast.domain.collections import (
    MAXIMUM_DESCRIPTION,
    MAXIMUM_DIMENSIONS,
    MAXIMUM_NAME,
    MINIMUM_DIMENSIONS,
    MINIMUM_NAME,
    Collection,
    CollectionChange,
    NewCollection,
    name_defect,
    range_defect,
)
from holdfast.domain.metadata import EncodedMetadata
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import plain
from holdfast.http.wire.users import shown

_RULES = {
    "Name": f"{MINIMUM_NAME} to {MAXIMUM_NAME} ASCII letters and digits",
    "Description": f"at most {MAXIMUM_DESCRIPTION} characters",
    "EmbeddingDimensions": f"a width from {MINIMUM_DIMENSIONS} to {MAXIMUM_DIMENSIONS}",
    "IsAutoEmbedded": "true or false",
}


class CreateCollection(msgspec.Struct):
    """A collection to create; its name is the one in the body."""

    name: str = ""
    description: str = ""
    metadata: dict[str, Any] | None = None
    embedding_dimensions: int = 0
    is_auto_embedded: bool | None = None

    def to_new_collection(self) -> NewCollection:
        """The domain's value; `InvalidRequest` has a line for each field that breaks a rule."""
        dimensions, description = self.embedding_dimensions, plain(self.description)
        defects = {
            "Name": name_defect(self.name),
            "Description": range_defect(len(description), 0, MAXIMUM_DESCRIPTION),
            "EmbeddingDimensions": (
                range_defect(dimensions, MINIMUM_DIMENSIONS, MAXIMUM_DIMENSIONS) if dimensions else "required"
            ),
            "IsAutoEmbedded": "required" if self.is_auto_embedded is None else None,
        }
        _refuse("CreateDocumentCollectionRequest", defects)
        return NewCollection(
            name=self.name.lower(),
            description=description,
            metadata=self.metadata,
            dimensions=dimensions,
            is_auto_embedded=bool(self.is_auto_embedded),
        )


class UpdateCollection(msgspec.Struct):
    """Changes to a collection: an empty description keeps the old one, metadata is replaced."""

    description: str = ""
    metadata: dict[str, Any] | None = None

    def to_change(self) -> CollectionChange:
        """The domain's value; `InvalidRequest` when the description is too long."""
        description = plain(self.description)
        defect = range_defect(len(description), 0, MAXIMUM_DESCRIPTION)
        _refuse("UpdateDocumentCollectionRequest", {"Description": defect})
        return CollectionChange(description=description, metadata=self.metadata)


class CollectionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A collection.  No field may be added: a published client refuses those it does not know."""

    uuid: str
    created_at: str
    updated_at: str
    name: str
    description: str
    embedding_dimensions: int
    is_auto_embedded: bool
    is_normalized: bool
    is_indexed: bool
    document_count: int
    document_embedded_count: int
    metadata: EncodedMetadata | msgspec.UnsetType = msgspec.UNSET

    @classmethod
    def from_collection(cls, collection: Collection) -> CollectionBody:
        """The body of a stored collection, whose index the server keeps by itself."""
        return cls(
            uuid=collection.uuid,
            created_at=collection.created_at,
            updated_at=collection.updated_at,
            name=collection.name,
            description=collection.description,
            metadata=shown(collection.metadata),
            embedding_dimensions=collection.dimensions,
            is_auto_embedded=collection.is_auto_embedded,
            is_normalized=False,
            is_indexed=True,
            document_count=collection.document_count,
            document_embedded_count=collection.embedded_count,
        )


def _refuse(request: str, defects: dict[str, str | None]) -> None:
    """`InvalidRequest` with the contract's line, and what is allowed, for each defect."""
    lines = [
        f"Key: '{request}.{field}' Error:Field validation for '{field}' failed on the '{rule}' tag:"
        f" give {_RULES[field]}"
        for field, rule in defects.items()
        if rule
    ]
    if lines:
        raise InvalidRequest("\n".join(lines))

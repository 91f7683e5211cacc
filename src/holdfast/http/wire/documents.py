"""Documents and their searches on the wire (http-api §3.7, §3.9, §4.23–4.30)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import orjson

from holdfast.domain.documents import (
    MAXIMUM_CHANGED_ID,
    Document,
    DocumentChange,
    NewDocument,
    check_document_id,
)
from holdfast.domain.filters import read_condition
from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.vectors import PackedVector, pack_components, unpack
from holdfast.errors import InvalidRequest
from holdfast.http.wire.reading import Uuid, plain
from holdfast.http.wire.users import shown
from holdfast.operations.document_search import DocumentHit, DocumentHits, DocumentQuery
from holdfast.operations.documents import DocumentSelection

VectorText = Annotated[
    msgspec.Raw, msgspec.Meta(extra_json_schema={"type": ["array", "null"], "items": {"type": "number"}})
]
"""A vector as it is sent: written once, by what writes numbers quickest."""

_NO_VECTOR = msgspec.Raw(b"null")
_EMPTY_VECTOR = msgspec.Raw(b"[]")


class CreateDocument(msgspec.Struct):
    """A document to add."""

    document_id: str = ""
    content: str = ""
    metadata: dict[str, Any] | None = None
    embedding: list[float] | None = None

    def to_new_document(self, place: int) -> NewDocument:
        """The domain's value; ``place`` is that in the request."""
        return NewDocument(
            document_id=self.document_id,
            content=plain(self.content),
            metadata=self.metadata,
            embedding=_packed(self.embedding, f"documents[{place}].embedding"),
        )


class UpdateDocument(msgspec.Struct):
    """Changes to a document: an empty identifier keeps the old one, metadata is replaced."""

    document_id: str = ""
    metadata: dict[str, Any] | None = None

    def to_change(self, uuid: str, field: str = "document_id") -> DocumentChange:
        """The domain's value; `InvalidRequest` when the identifier breaks a rule."""
        check_document_id(self.document_id, most=MAXIMUM_CHANGED_ID, field=field)
        return DocumentChange(uuid=uuid, document_id=self.document_id, metadata=self.metadata)


class UpdateListedDocument(UpdateDocument):
    """Changes to the document with that UUID."""

    uuid: Uuid | None = None

    def to_listed_change(self, place: int) -> DocumentChange:
        """The domain's value; `InvalidRequest` without a UUID."""
        if self.uuid is None or self.uuid.given is None:
            raise InvalidRequest(f"[{place}].uuid: a UUID is required")
        return self.to_change(self.uuid.given, field=f"[{place}].document_id")


class ListDocuments(msgspec.Struct):
    """Which documents to get: by UUID or by identifier; without either, all of the collection."""

    uuids: list[Uuid] = []
    document_ids: list[str] = []

    def to_selection(self) -> DocumentSelection:
        """The operation's value."""
        return DocumentSelection([str(uuid) for uuid in self.uuids], list(map(plain, self.document_ids)))


class SearchDocuments(msgspec.Struct):
    """What to search for: a text, or a vector, or a condition on metadata alone."""

    text: str = ""
    embedding: list[float] | None = None
    metadata: dict[str, Any] | None = None
    search_type: str = "similarity"
    mmr_lambda: float = 0.0

    def to_query(self, limit: int, *, ignore_unknown: bool) -> DocumentQuery:
        """The domain's value; `InvalidRequest` when there is nothing to search for or too much."""
        if not self.text and not self.embedding and not self.metadata:
            raise InvalidRequest("empty query: give text, or an embedding, or metadata")
        if self.text and self.embedding:
            raise InvalidRequest("text: give either text or an embedding, not both")
        diverse = self.search_type == "mmr"
        if diverse and not self.text and not self.embedding:
            raise InvalidRequest("search_type: mmr needs text or an embedding")
        return DocumentQuery(
            text=self.text,
            vector=_packed(self.embedding, "embedding"),
            predicate=read_condition(self.metadata, ignore_unknown=ignore_unknown),
            where=(self.metadata or {}).get("where"),
            diverse=diverse,
            mmr_lambda=self.mmr_lambda,
            limit=limit,
        )


class DocumentBody(msgspec.Struct, kw_only=True):
    """A document; empty metadata is left out, and ``embedding`` is null until there is one."""

    uuid: str
    created_at: str
    updated_at: str
    document_id: str
    content: str
    metadata: EncodedMetadata | msgspec.UnsetType = msgspec.UNSET
    embedding: VectorText
    is_embedded: bool

    @classmethod
    def from_document(cls, document: Document) -> DocumentBody:
        """The body of a stored document."""
        return cls(**_fields(document))


class DocumentHitBody(DocumentBody, kw_only=True):
    """A document that was found; ``score`` is 0 to 1, larger is closer."""

    score: float

    @classmethod
    def from_hit(cls, hit: DocumentHit) -> DocumentHitBody:
        """The body of a hit."""
        return cls(**_fields(hit.document), score=hit.score)


class DocumentHitsBody(msgspec.Struct):
    """What a search found; ``query_vector`` is empty when nothing was compared, and there are no further pages."""

    results: list[DocumentHitBody]
    query_vector: VectorText
    result_count: int
    total_pages: int
    current_page: int

    @classmethod
    def from_hits(cls, found: DocumentHits) -> DocumentHitsBody:
        """The body of a search's result."""
        vector = _EMPTY_VECTOR if found.query_vector is None else vector_json(found.query_vector)
        return cls([DocumentHitBody.from_hit(hit) for hit in found.hits], vector, len(found.hits), 0, 0)


def vector_json(vector: PackedVector) -> msgspec.Raw:
    """A vector as JSON, each component with as few digits as tell it from all others of 32 bits."""
    return msgspec.Raw(orjson.dumps(unpack(vector), option=orjson.OPT_SERIALIZE_NUMPY))


def _fields(document: Document) -> dict[str, Any]:
    embedding = document.embedding
    return {
        "uuid": document.uuid,
        "created_at": document.created_at,
        "updated_at": document.updated_at,
        "document_id": document.document_id,
        "content": document.content,
        "metadata": shown(document.metadata),
        "embedding": _NO_VECTOR if embedding is None else vector_json(embedding),
        "is_embedded": embedding is not None,
    }


def _packed(components: list[float] | None, field: str) -> PackedVector | None:
    """The vector that was sent; an empty list counts as none."""
    return pack_components(components, field=field) if components else None

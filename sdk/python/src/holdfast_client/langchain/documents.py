"""From search results to LangChain's documents, and back. Does no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from langchain_core.documents import Document

from holdfast_client.document.models import Document as StoredDocument
from holdfast_client.memory.models import MemorySearchResult

__all__ = ["from_memory", "from_stored", "identifier", "to_stored"]


def from_memory(results: Sequence[MemorySearchResult]) -> list[Document]:
    """Documents of messages or summaries found; their metadata has what else is known, and the ``score``."""
    return [_from_result(result) for result in results]


def from_stored(document: StoredDocument) -> Document:
    """The LangChain document which was stored."""
    return Document(page_content=document.content, metadata=document.metadata or {}, id=identifier(document))


def identifier(document: StoredDocument) -> str | None:
    """What LangChain calls the id: the caller's own if there is one, else the UUID."""
    return document.document_id or document.uuid


def to_stored(
    texts: Iterable[str],
    metadatas: Sequence[dict[str, Any]] | None,
    ids: Sequence[str | None] | None,
    embeddings: Sequence[list[float]] | None,
) -> list[StoredDocument]:
    """Documents to store. Raises ValueError when the lists are not equally long."""
    contents = list(texts)
    for name, values in (("metadatas", metadatas), ("ids", ids)):
        if values is not None and len(values) != len(contents):
            msg = f"{len(contents)} texts were given, but {len(values)} {name}"
            raise ValueError(msg)
    return [
        StoredDocument(
            content=content,
            metadata=metadatas[index] if metadatas else None,
            document_id=ids[index] if ids else None,
            embedding=embeddings[index] if embeddings else None,
        )
        for index, content in enumerate(contents)
    ]


def _from_result(result: MemorySearchResult) -> Document:
    fields = result.summary.model_dump(exclude_none=True) if result.summary else dict(result.message or {})
    content = fields.pop("content", "")
    metadata = {**fields, "score": result.dist}
    if result.session_id is not None:
        metadata["session_id"] = result.session_id
    if result.duplicates is not None:
        metadata["duplicates"] = result.duplicates
        metadata["duplicates_at"] = [place.model_dump() for place in result.duplicates_at or []]
    return Document(page_content=content, metadata=metadata, id=fields.get("uuid"))

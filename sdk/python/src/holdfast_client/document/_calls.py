"""The calls about collections and their documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from holdfast_client._http.answer import nothing, reader
from holdfast_client._http.call import API, Call, Repetition, json_body
from holdfast_client._http.resource import positive, require
from holdfast_client.document.models import Document, DocumentCollectionModel, DocumentSearchPayload
from holdfast_client.exceptions import IncompleteBatchError, ZepClientError

__all__ = ["SearchPage"]

SearchPage = tuple[list[Document], list[float]]
"""Documents found and the vector of the query (empty for a search by metadata alone)."""

ROWS_WORTH_AN_INDEX = 10_000

_BATCH_BYTES = 5_000_000
"""A little less than the 5 MiB which a server takes by default."""

_read_collection = reader(dict[str, Any])
_read_collections = reader(list[dict[str, Any]])
_read_uuids = reader(list[str])
_read_document = reader(Document)
_read_documents = reader(list[Document])
_read_results = reader(list[Document], key="results")
_read_query_vector = reader(list[float], key="query_vector")


def add_collection(collection: DocumentCollectionModel) -> Call[None]:
    """``POST /collection/{name}``."""
    subject, body = _subject(collection.name), collection.to_body()
    return Call("POST", _path(collection.name), subject, nothing, Repetition.KEYED, body=body)


def get_collection(name: str) -> Call[dict[str, Any]]:
    """``GET /collection/{name}``."""
    return Call("GET", _path(name), _subject(name), _read_collection)


def update_collection(name: str, description: str | None, metadata: dict[str, Any] | None) -> Call[None]:
    """``PATCH /collection/{name}``."""
    body = {key: value for key, value in (("description", description), ("metadata", metadata)) if value is not None}
    return Call("PATCH", _path(name), _subject(name), nothing, body=body)


def list_collections() -> Call[list[dict[str, Any]]]:
    """``GET /collection``."""
    return Call("GET", (*API, "collection"), "collections", _read_collections)


def delete_collection(name: str) -> Call[None]:
    """``DELETE /collection/{name}``."""
    return Call("DELETE", _path(name), _subject(name), nothing, Repetition.REMOVAL)


def add_documents(name: str, documents: list[bytes]) -> Call[list[str]]:
    """``POST /collection/{name}/document``, for documents which are encoded already."""
    body = b"[" + b",".join(documents) + b"]"
    return Call("POST", _path(name, "document"), _subject(name), _read_uuids, Repetition.KEYED, body=body)


def get_document(name: str, uuid: str) -> Call[Document]:
    """``GET /collection/{name}/document/uuid/{uuid}``."""
    return Call("GET", _document_path(name, uuid), _document_subject(name, uuid), _read_document)


def update_document(name: str, uuid: str, document_id: str | None, metadata: dict[str, Any] | None) -> Call[None]:
    """``PATCH /collection/{name}/document/uuid/{uuid}``."""
    body = {key: value for key, value in (("document_id", document_id), ("metadata", metadata)) if value is not None}
    return Call("PATCH", _document_path(name, uuid), _document_subject(name, uuid), nothing, body=body)


def delete_document(name: str, uuid: str) -> Call[None]:
    """``DELETE /collection/{name}/document/uuid/{uuid}``."""
    return Call("DELETE", _document_path(name, uuid), _document_subject(name, uuid), nothing, Repetition.REMOVAL)


def delete_documents(name: str, uuids: list[str]) -> Call[None]:
    """``POST /collection/{name}/document/list/delete``."""
    if not uuids:
        msg = "uuids must not be empty"
        raise ValueError(msg)
    path = _path(name, "document", "list", "delete")
    return Call("POST", path, _list_subject(name), nothing, Repetition.REMOVAL, body=_texts(uuids))


def get_documents(name: str, uuids: list[str] | None, document_ids: list[str] | None) -> Call[list[Document]]:
    """``POST /collection/{name}/document/list/get``."""
    if bool(uuids) == bool(document_ids):
        msg = "give either uuids or document_ids, and at least one of them"
        raise ValueError(msg)
    body = {"uuids": _texts(uuids)} if uuids else {"document_ids": _texts(document_ids or [])}
    return Call("POST", _path(name, "document", "list", "get"), _list_subject(name), _read_documents, body=body)


def create_index(collection: DocumentCollectionModel, *, force: bool) -> Call[None]:
    """``POST /collection/{name}/index/create``."""
    count = collection.document_count
    if not force and count and count <= ROWS_WORTH_AN_INDEX:
        msg = f"an index is of use for more than {ROWS_WORTH_AN_INDEX} documents, there are {count}; force=True insists"
        raise ValueError(msg)
    query: dict[str, str | int] = {"force": "true" if force else "false"}
    return Call("POST", _path(collection.name, "index", "create"), _subject(collection.name), nothing, query=query)


def search(name: str, payload: DocumentSearchPayload, limit: int | None) -> Call[SearchPage]:
    """``POST /collection/{name}/search``; an unknown collection has no results."""
    return Call(
        "POST",
        _path(name, "search"),
        _subject(name),
        _read_search_page,
        query={} if limit is None else {"limit": limit},
        body=payload.to_body(),
        when_missing=lambda: ([], []),
    )


def batches(documents: list[Document], size: int, *, most_bytes: int = _BATCH_BYTES) -> Iterator[list[bytes]]:
    """Cut a list into batches of at most ``size`` encoded documents, none above ``most_bytes``.

    A document which is longer by itself goes alone. Raises ValueError unless ``size`` is a positive integer.
    """
    positive(size, "batch_size")
    batch, length = list[bytes](), 0
    for document in documents:
        encoded = json_body(document.to_body())
        if batch and (len(batch) == size or length + len(encoded) > most_bytes):
            yield batch
            batch, length = [], 0
        batch.append(encoded)
        length += len(encoded) + 1
    if batch:
        yield batch


def incomplete(error: ZepClientError, stored: list[str], total: int) -> ZepClientError:
    """The error to raise when a batch failed after ``stored`` documents went through."""
    if not stored:
        return error
    message = f"stored {len(stored)} of {total} documents: {error.message}"
    return IncompleteBatchError(getattr(error, "response", None), message, uuids=stored)


def _read_search_page(response: httpx.Response) -> SearchPage:
    return _read_results(response), _read_query_vector(response)


def _texts(uuids: list[str]) -> list[str]:
    return [str(uuid) for uuid in uuids]


def _path(name: str, *rest: str) -> tuple[str, ...]:
    return (*API, "collection", require(name, "collection name"), *rest)


def _document_path(name: str, uuid: str) -> tuple[str, ...]:
    return _path(name, "document", "uuid", require(str(uuid or ""), "uuid"))


def _subject(name: str) -> str:
    return f"collection {name!r}"


def _document_subject(name: str, uuid: str) -> str:
    return f"document {str(uuid)!r} of collection {name!r}"


def _list_subject(name: str) -> str:
    return f"documents of collection {name!r}"

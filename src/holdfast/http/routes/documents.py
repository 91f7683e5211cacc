"""The documents of a collection (http-api §4.23–4.30, §4.32)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.responses import Response

from holdfast.domain.collections import Collection
from holdfast.domain.documents import MAXIMUM_BATCH, Document
from holdfast.domain.identifiers import ZERO_UUID, canonical_uuid
from holdfast.errors import InvalidRequest, NotFound
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_array, json_response, ok, streamed_json
from holdfast.http.routes.collections import COLLECTION, collection_name
from holdfast.http.routing import QueryParameter, Route
from holdfast.http.wire.documents import (
    CreateDocument,
    DocumentBody,
    DocumentHitsBody,
    ListDocuments,
    SearchDocuments,
    UpdateDocument,
    UpdateListedDocument,
)
from holdfast.http.wire.reading import Uuid

CHUNK = 100
"""Documents read and written at once: with their vectors they make about half a megabyte of JSON."""


async def add_documents(request: ApiRequest) -> Response:
    """Add documents, all or none; their UUIDs in the order of the request."""
    sent = await request.read(list[CreateDocument])
    documents = [document.to_new_document(place) for place, document in enumerate(sent)]
    uuids = await request.services.add_documents(
        collection_name(request), documents, receipt=request.receipt_for(json_response)
    )
    return json_response(uuids)


async def get_document(request: ApiRequest) -> Response:
    """One document with its vector."""
    uuid = _document_uuid(request)
    collection = await _collection(request)
    return json_response(DocumentBody.from_document(await request.services.storage.documents.get(collection.id, uuid)))


async def update_document(request: ApiRequest) -> Response:
    """Change a document's identifier, or replace its metadata; its content never changes."""
    uuid = _document_uuid(request)
    change = (await request.read(UpdateDocument)).to_change(uuid)
    if change.is_empty:
        raise InvalidRequest("no fields to update: give document_id or metadata")
    collection = await _collection(request)
    if not await request.services.storage.documents.update(collection.id, [change]):
        raise NotFound("document", uuid)
    return ok()


async def delete_document(request: ApiRequest) -> Response:
    """Delete a document; deleting it again is no error until the next purge."""
    uuid = _document_uuid(request)
    collection = await _collection(request)
    if not await request.services.storage.documents.delete(collection.id, [uuid]):
        raise NotFound("document", uuid)
    return ok()


async def get_documents(request: ApiRequest) -> Response:
    """Documents by UUID or identifier, in the order of the request; without either, the whole collection."""
    wanted = await request.read(ListDocuments)
    if wanted.uuids and wanted.document_ids:
        raise InvalidRequest("uuids: give either uuids or document_ids, not both")
    collection = await _collection(request)
    if not wanted.uuids and not wanted.document_ids:
        return await _whole(request, collection)
    documents = request.services.storage.documents
    if wanted.uuids:
        found = await documents.with_uuids(collection.id, [str(uuid) for uuid in wanted.uuids])
    else:
        found = await documents.with_ids(collection.id, wanted.document_ids)
    if not found:
        raise NotFound("documents", f"of collection {collection.name}")
    return json_response([DocumentBody.from_document(document) for document in found])


async def update_documents(request: ApiRequest) -> Response:
    """Change several documents, each only in what its element carries; unknown ones are skipped."""
    sent = await request.read(list[UpdateListedDocument])
    _check_size(len(sent))
    changes = [change.to_listed_change(place) for place, change in enumerate(sent)]
    collection = await _collection(request)
    if not changes:
        return ok()
    if all(change.is_empty for change in changes):
        raise InvalidRequest("no fields to update: give document_id or metadata")
    if not await request.services.storage.documents.update(collection.id, changes):
        raise NotFound("documents", f"of collection {collection.name}")
    return ok()


async def delete_documents(request: ApiRequest) -> Response:
    """Delete several documents; unknown ones are skipped."""
    uuids = await request.read(list[Uuid])
    _check_size(len(uuids))
    collection = await _collection(request)
    if not await request.services.storage.documents.delete(collection.id, [str(uuid) for uuid in uuids]):
        raise NotFound("documents", f"of collection {collection.name}")
    return ok()


async def search_documents(request: ApiRequest) -> Response:
    """Find documents by text, by vector, or by a condition on metadata alone, which gives the newest first."""
    query = (await request.read(SearchDocuments)).to_query(request.integer("limit"))
    found = await request.services.search_documents(collection_name(request), query)
    return json_response(DocumentHitsBody.from_hits(found))


async def _collection(request: ApiRequest) -> Collection:
    return await request.services.storage.collections.get(collection_name(request))


async def _whole(request: ApiRequest, collection: Collection) -> Response:
    """All documents of a collection, streamed."""
    documents = request.services.storage.documents
    first = await documents.page(collection.id, after=0, limit=CHUNK)
    if not first:
        raise NotFound("documents", f"of collection {collection.name}")

    async def chunks() -> AsyncIterator[list[Any]]:
        found: list[Document] = first
        while found:
            yield [DocumentBody.from_document(document) for document in found]
            found = await documents.page(collection.id, after=found[-1].number, limit=CHUNK)

    return streamed_json(json_array(chunks()))


def _document_uuid(request: ApiRequest) -> str:
    try:
        uuid = canonical_uuid(request.parameters["uuid"])
    except ValueError as error:
        raise InvalidRequest(f"unable to parse document UUID: {error}") from None
    if uuid == ZERO_UUID:
        raise InvalidRequest("unable to parse document UUID: the zero UUID names no document")
    return uuid


def _check_size(count: int) -> None:
    if count > MAXIMUM_BATCH:
        raise InvalidRequest(f"at most {MAXIMUM_BATCH} documents are taken in one request, got {count}")


def _is_uuid(parameters: Mapping[str, str]) -> bool:
    try:
        canonical_uuid(parameters["uuid"])
    except ValueError:
        return False
    return True


_DOCUMENTS = COLLECTION + "/document"
_DOCUMENT = _DOCUMENTS + "/uuid/{uuid}"
_SHORT = _DOCUMENTS + "/{uuid}"

ROUTES = (
    Route(
        method="POST",
        path=_DOCUMENTS,
        handler=add_documents,
        summary="Add documents to a collection",
        tag="documents",
        request=list[CreateDocument],
        answer=list[str],
        errors=(400, 404),
    ),
    Route(
        method="GET",
        path=_DOCUMENT,
        handler=get_document,
        summary="Get a document",
        tag="documents",
        answer=DocumentBody,
        errors=(400, 404),
    ),
    Route(
        method="PATCH",
        path=_DOCUMENT,
        handler=update_document,
        summary="Change a document",
        tag="documents",
        request=UpdateDocument,
        answer=str,
        errors=(400, 404),
    ),
    Route(
        method="DELETE",
        path=_DOCUMENT,
        handler=delete_document,
        summary="Delete a document",
        tag="documents",
        answer=str,
        errors=(400, 404),
    ),
    Route(
        method="GET",
        path=_SHORT,
        handler=get_document,
        summary="Get a document, as the JavaScript client asks for it",
        tag="documents",
        answer=DocumentBody,
        errors=(400, 404),
        fits=_is_uuid,
    ),
    Route(
        method="PATCH",
        path=_SHORT,
        handler=update_document,
        summary="Change a document, as the JavaScript client asks for it",
        tag="documents",
        request=UpdateDocument,
        answer=str,
        errors=(400, 404),
        fits=_is_uuid,
    ),
    Route(
        method="POST",
        path=_DOCUMENTS + "/list/get",
        handler=get_documents,
        summary="Get several documents, or all of a collection",
        tag="documents",
        request=ListDocuments,
        answer=list[DocumentBody],
        errors=(400, 404),
    ),
    Route(
        method="PATCH",
        path=_DOCUMENTS + "/list/update",
        handler=update_documents,
        summary="Change several documents",
        tag="documents",
        request=list[UpdateListedDocument],
        answer=str,
        errors=(400, 404),
    ),
    Route(
        method="POST",
        path=_DOCUMENTS + "/list/delete",
        handler=delete_documents,
        summary="Delete several documents",
        tag="documents",
        request=list[Uuid],
        answer=str,
        errors=(400, 404),
    ),
    Route(
        method="POST",
        path=COLLECTION + "/search",
        handler=search_documents,
        summary="Search a collection",
        tag="documents",
        request=SearchDocuments,
        answer=DocumentHitsBody,
        query=(QueryParameter("limit", "integer", "Most results to return; 0, negative or absent means 20."),),
        errors=(400, 404),
    ),
)

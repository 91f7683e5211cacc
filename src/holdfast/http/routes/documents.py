"""The documents of a collection (http-api §4.23–4.30, §4.32)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.responses import Response

from holdfast.domain.documents import Document
from holdfast.domain.identifiers import ZERO_UUID, canonical_uuid
from holdfast.errors import InvalidRequest
from holdfast.http.idempotency import mark_replayed
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_array, json_response, ok, streamed_json
from holdfast.http.routes.collections import COLLECTION, collection_name
from holdfast.http.routing import QueryParameter, Routes
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

DOCUMENTS = COLLECTION + "/document"
DOCUMENT = DOCUMENTS + "/uuid/{uuid}"
SHORT = DOCUMENTS + "/{uuid}"
"""The path of a document by which the JavaScript client asks for it."""

routes = Routes("documents")


def _is_uuid(parameters: Mapping[str, str]) -> bool:
    try:
        canonical_uuid(parameters["uuid"])
    except ValueError:
        return False
    return True


@routes.route("POST", DOCUMENTS, request=list[CreateDocument], answer=list[str], errors=(400, 404), keyed=True)
async def add_documents(request: ApiRequest) -> Response:
    """Add documents to a collection.

    Add documents, all or none; their UUIDs in the order of the request.
    """
    sent = await request.read(list[CreateDocument])
    documents = [document.to_new_document(place) for place, document in enumerate(sent)]
    written = await request.verbs.documents.add(
        request.principal, collection_name(request), documents, receipt=await request.receipt()
    )
    return mark_replayed(json_response(written.result), written)


@routes.route(
    "GET",
    SHORT,
    name="get_document_briefly",
    summary="Get a document, as the JavaScript client asks for it",
    answer=DocumentBody,
    errors=(400, 404),
    fits=_is_uuid,
)
@routes.route("GET", DOCUMENT, answer=DocumentBody, errors=(400, 404))
async def get_document(request: ApiRequest) -> Response:
    """Get a document.

    One document with its vector.
    """
    uuid = _document_uuid(request)
    document = await request.verbs.documents.get(request.principal, collection_name(request), uuid)
    return json_response(DocumentBody.from_document(document))


@routes.route(
    "PATCH",
    SHORT,
    name="update_document_briefly",
    summary="Change a document, as the JavaScript client asks for it",
    request=UpdateDocument,
    answer=str,
    errors=(400, 404),
    fits=_is_uuid,
)
@routes.route("PATCH", DOCUMENT, request=UpdateDocument, answer=str, errors=(400, 404))
async def update_document(request: ApiRequest) -> Response:
    """Change a document.

    Change a document's identifier, or replace its metadata; its content never changes.
    """
    uuid = _document_uuid(request)
    change = (await request.read(UpdateDocument)).to_change(uuid)
    await request.verbs.documents.update(request.principal, collection_name(request), change)
    return ok()


@routes.route("DELETE", DOCUMENT, answer=str, errors=(400, 404))
async def delete_document(request: ApiRequest) -> Response:
    """Delete a document.

    Deleting it again is no error until it is purged.
    """
    uuid = _document_uuid(request)
    await request.verbs.forget.document(request.principal, collection_name(request), uuid)
    return ok()


@routes.route("POST", DOCUMENTS + "/list/get", request=ListDocuments, answer=list[DocumentBody], errors=(400, 404))
async def get_documents(request: ApiRequest) -> Response:
    """Get several documents, or all of a collection.

    Documents by UUID or identifier, in the order of the request; without either, the whole collection.
    """
    selection = (await request.read(ListDocuments)).to_selection()
    chunks = request.verbs.documents.selected(request.principal, collection_name(request), selection)
    first = await anext(chunks)
    if not selection.is_everything:
        return json_response(_bodies(first))

    async def bodies() -> AsyncIterator[list[Any]]:
        yield _bodies(first)
        async for chunk in chunks:
            yield _bodies(chunk)

    return streamed_json(json_array(bodies()))


@routes.route("PATCH", DOCUMENTS + "/list/update", request=list[UpdateListedDocument], answer=str, errors=(400, 404))
async def update_documents(request: ApiRequest) -> Response:
    """Change several documents.

    Change each only in what its element carries; unknown ones are skipped.
    """
    sent = await request.read(list[UpdateListedDocument])
    changes = [change.to_listed_change(place) for place, change in enumerate(sent)]
    await request.verbs.documents.update_several(request.principal, collection_name(request), changes)
    return ok()


@routes.route("POST", DOCUMENTS + "/list/delete", request=list[Uuid], answer=str, errors=(400, 404), keyed=True)
async def delete_documents(request: ApiRequest) -> Response:
    """Delete several documents.

    Unknown ones are skipped.
    """
    uuids = [str(uuid) for uuid in await request.read(list[Uuid])]
    written = await request.verbs.forget.documents(
        request.principal, collection_name(request), uuids, receipt=await request.receipt()
    )
    return mark_replayed(ok(), written)


@routes.route(
    "POST",
    COLLECTION + "/search",
    request=SearchDocuments,
    answer=DocumentHitsBody,
    query=(QueryParameter("limit", "integer", "Most results to return; 0, negative or absent means 20."),),
    errors=(400, 404),
)
async def search_documents(request: ApiRequest) -> Response:
    """Search a collection.

    Find documents by text, by vector, or by a condition on metadata alone, which gives the newest first.
    """
    ignore_unknown = request.services.settings.search.unknown_filters == "ignore"
    sent, limit = await request.read(SearchDocuments), request.integer("limit")
    query = await request.made(partial(sent.to_query, limit, ignore_unknown=ignore_unknown))
    search = request.verbs.search_documents(request.principal, collection_name(request), query)
    found = await (search if query.predicate is None else request.while_wanted(search))
    return json_response(DocumentHitsBody.from_hits(found))


def _bodies(documents: Sequence[Document]) -> list[DocumentBody]:
    return [DocumentBody.from_document(document) for document in documents]


def _document_uuid(request: ApiRequest) -> str:
    try:
        uuid = canonical_uuid(request.parameters["uuid"])
    except ValueError as error:
        raise InvalidRequest(f"unable to parse document UUID: {error}") from None
    if uuid == ZERO_UUID:
        raise InvalidRequest("unable to parse document UUID: the zero UUID names no document")
    return uuid

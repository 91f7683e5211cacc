"""``/api/v1/collection`` and a collection below it (http-api §4.18–4.22, §4.31)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.idempotency import mark_replayed
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response, ok
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.collections import CollectionBody, CreateCollection, UpdateCollection

COLLECTION = "/api/v1/collection/{name}"

routes = Routes("collections")


@routes.route("GET", "/api/v1/collection", answer=list[CollectionBody])
async def list_collections(request: ApiRequest) -> Response:
    """List collections.

    All collections in the order of their creation.
    """
    found = await request.verbs.collections.all(request.principal)
    return json_response([CollectionBody.from_collection(collection) for collection in found])


@routes.route("POST", COLLECTION, request=CreateCollection, answer=str, errors=(400,), keyed=True)
async def create_collection(request: ApiRequest) -> Response:
    """Create a collection.

    Create a collection under the name in the body; the one in the path is not looked at.
    """
    new = (await request.read(CreateCollection)).to_new_collection()
    written = await request.verbs.collections.create(request.principal, new, receipt=await request.receipt())
    return mark_replayed(ok(), written)


@routes.route("GET", COLLECTION, answer=CollectionBody, errors=(404,))
async def get_collection(request: ApiRequest) -> Response:
    """Get a collection.

    One collection, with exact counts.
    """
    collection = await request.verbs.collections.get(request.principal, collection_name(request))
    return json_response(CollectionBody.from_collection(collection))


@routes.route("PATCH", COLLECTION, request=UpdateCollection, answer=str, errors=(400, 404))
async def update_collection(request: ApiRequest) -> Response:
    """Change a collection.

    Change a collection's description, or replace its metadata.
    """
    change = (await request.read(UpdateCollection)).to_change()
    await request.verbs.collections.update(request.principal, collection_name(request), change)
    return ok()


@routes.route("DELETE", COLLECTION, answer=str, errors=(404,))
async def delete_collection(request: ApiRequest) -> Response:
    """Remove a collection with all its documents for good."""
    await request.verbs.forget.collection(request.principal, collection_name(request))
    return ok()


@routes.route(
    "POST",
    COLLECTION + "/index/create",
    answer=str,
    query=(QueryParameter("force", "boolean", "Accepted for compatibility; makes no difference."),),
    errors=(400, 404),
)
async def create_index(request: ApiRequest) -> Response:
    """Make a collection ready to be searched.

    The server does so by itself, so this is never needed.
    """
    request.flag("force")
    await request.verbs.collections.prepare(request.principal, collection_name(request))
    return ok()


def collection_name(request: ApiRequest) -> str:
    """The name in the path, in lower case."""
    return request.parameters["name"].lower()

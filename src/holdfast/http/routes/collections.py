"""``/api/v1/collection`` and a collection below it (http-api §4.18–4.22, §4.31)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response, ok
from holdfast.http.routing import QueryParameter, Route
from holdfast.http.wire.collections import CollectionBody, CreateCollection, UpdateCollection


async def list_collections(request: ApiRequest) -> Response:
    """All collections in the order of their creation."""
    found = await request.services.storage.collections.all()
    return json_response([CollectionBody.from_collection(collection) for collection in found])


async def create_collection(request: ApiRequest) -> Response:
    """Create a collection under the name in the body; the one in the path is not looked at."""
    new = (await request.read(CreateCollection)).to_new_collection()
    await request.services.storage.collections.create(new, receipt=request.receipt_for(_created))
    return ok()


async def get_collection(request: ApiRequest) -> Response:
    """One collection, with exact counts."""
    collection = await request.services.storage.collections.get(collection_name(request))
    return json_response(CollectionBody.from_collection(collection))


async def update_collection(request: ApiRequest) -> Response:
    """Change a collection's description, or replace its metadata."""
    change = (await request.read(UpdateCollection)).to_change()
    await request.services.storage.collections.update(collection_name(request), change)
    return ok()


async def delete_collection(request: ApiRequest) -> Response:
    """Remove a collection with all its documents for good."""
    await request.services.collection_views.delete(collection_name(request))
    return ok()


async def create_index(request: ApiRequest) -> Response:
    """Make a collection ready to be searched; the server does so by itself, so this is never needed."""
    request.flag("force")
    await request.services.collection_views.begin(collection_name(request))
    return ok()


def collection_name(request: ApiRequest) -> str:
    """The name in the path, in lower case."""
    return request.parameters["name"].lower()


def _created(_: object) -> ApiResponse:
    return ok()


COLLECTION = "/api/v1/collection/{name}"

ROUTES = (
    Route(
        method="GET",
        path="/api/v1/collection",
        handler=list_collections,
        summary="List collections",
        tag="collections",
        answer=list[CollectionBody],
    ),
    Route(
        method="POST",
        path=COLLECTION,
        handler=create_collection,
        summary="Create a collection",
        tag="collections",
        request=CreateCollection,
        answer=str,
        errors=(400,),
    ),
    Route(
        method="GET",
        path=COLLECTION,
        handler=get_collection,
        summary="Get a collection",
        tag="collections",
        answer=CollectionBody,
        errors=(404,),
    ),
    Route(
        method="PATCH",
        path=COLLECTION,
        handler=update_collection,
        summary="Change a collection",
        tag="collections",
        request=UpdateCollection,
        answer=str,
        errors=(400, 404),
    ),
    Route(
        method="DELETE",
        path=COLLECTION,
        handler=delete_collection,
        summary="Remove a collection with all its documents for good",
        tag="collections",
        answer=str,
        errors=(404,),
    ),
    Route(
        method="POST",
        path=COLLECTION + "/index/create",
        handler=create_index,
        summary="Make a collection ready to be searched",
        tag="collections",
        answer=str,
        query=(QueryParameter("force", "boolean", "Accepted for compatibility; makes no difference."),),
        errors=(400, 404),
    ),
)

"""``/api/v1/sessions/{session_id}/search`` (http-api §4.8)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import QueryParameter, Route
from holdfast.http.wire.memory import MessageBody
from holdfast.http.wire.search import SearchRequest, SearchResultBody

DEFAULT_LIMIT = 10
MAXIMUM_LIMIT = 1000


async def search_session(request: ApiRequest) -> Response:
    """Find messages of a session; an unknown session has none."""
    limit = min(request.count("limit") or DEFAULT_LIMIT, MAXIMUM_LIMIT)
    query = await request.read(SearchRequest)
    hits = await request.services.search(request.parameters["session_id"], query.text, limit=limit)
    return json_response(
        [SearchResultBody(MessageBody.from_message(hit.message), None, hit.similarity, None) for hit in hits]
    )


ROUTES = (
    Route(
        method="POST",
        path="/api/v1/sessions/{session_id}/search",
        handler=search_session,
        summary="Search the memory of a session",
        tag="search",
        request=SearchRequest,
        answer=list[SearchResultBody],
        query=(QueryParameter("limit", "integer", "Most results to return; 0 or absent means 10."),),
        errors=(400,),
    ),
)

"""Searches of a session (http-api §4.8), and Holdfast's own of a user and of everything."""

from __future__ import annotations

import math

from starlette.responses import Response

from holdfast.errors import InvalidRequest
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import QueryParameter, Route
from holdfast.http.wire.search import SearchRequest, SearchResultBody
from holdfast.operations.search import DEFAULT_LIMIT, SearchQuery

MAXIMUM_LIMIT = 1000


async def search_session(request: ApiRequest) -> Response:
    """Find messages or summaries of a session; an unknown session has none."""
    query = await _query(request)
    found = await request.services.search.in_session(request.parameters["session_id"], query)
    return json_response([SearchResultBody.from_found(each, with_session=False) for each in found])


async def search_user(request: ApiRequest) -> Response:
    """Find messages or summaries in all sessions of a user; an unknown user has none."""
    query = await _query(request)
    found = await request.services.search.of_user(request.parameters["user_id"], query)
    return json_response([SearchResultBody.from_found(each, with_session=True) for each in found])


async def search_everything(request: ApiRequest) -> Response:
    """Find messages or summaries in all sessions."""
    found = await request.services.search.everywhere(await _query(request))
    return json_response([SearchResultBody.from_found(each, with_session=True) for each in found])


async def _query(request: ApiRequest) -> SearchQuery:
    limit = min(request.count("limit") or DEFAULT_LIMIT, MAXIMUM_LIMIT)
    body = await request.read(SearchRequest)
    return body.to_query(limit=limit, min_score=_number(request, "min_score"), explain=request.flag("explain"))


def _number(request: ApiRequest, name: str) -> float | None:
    """A number of the query; ``None`` when absent or empty."""
    text = request.query.get(name, "")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise InvalidRequest(f"{name}: {text!r} is not a number")
    return number


_PARAMETERS = (
    QueryParameter("limit", "integer", "Most results to return; 0 or absent means 10."),
    QueryParameter("min_score", "number", "Leave out results whose `dist` is smaller."),
    QueryParameter("explain", "boolean", "Add to each result what its score is made of."),
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
        query=_PARAMETERS,
        errors=(400,),
    ),
    Route(
        method="POST",
        path="/api/v1/user/{user_id}/search",
        handler=search_user,
        summary="Search all sessions of a user",
        tag="search",
        request=SearchRequest,
        answer=list[SearchResultBody],
        query=_PARAMETERS,
        errors=(400,),
    ),
    Route(
        method="POST",
        path="/api/v1/search",
        handler=search_everything,
        summary="Search all sessions",
        tag="search",
        request=SearchRequest,
        answer=list[SearchResultBody],
        query=_PARAMETERS,
        errors=(400,),
    ),
)

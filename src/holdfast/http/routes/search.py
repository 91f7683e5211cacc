"""Searches of a session (http-api §4.8), and Holdfast's own of a user and of everything."""

from __future__ import annotations

import math
from collections.abc import Coroutine
from functools import partial
from typing import Any

from starlette.responses import Response

from holdfast.errors import InvalidRequest
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.search import SearchRequest, SearchResultBody
from holdfast.operations.search import Found, SearchQuery

_PARAMETERS = (
    QueryParameter("limit", "integer", "Most results to return; 0 or absent means 10."),
    QueryParameter("min_score", "number", "Leave out results whose `dist` is smaller."),
    QueryParameter("explain", "boolean", "Add to each result what its score is made of."),
)

routes = Routes("search")


@routes.route(
    "POST",
    "/api/v1/sessions/{session_id}/search",
    request=SearchRequest,
    answer=list[SearchResultBody],
    query=_PARAMETERS,
    errors=(400,),
)
async def search_session(request: ApiRequest) -> Response:
    """Search the memory of a session.

    Find messages or summaries of a session; an unknown session has none.
    """
    query = await _query(request)
    search = request.verbs.search.in_session(request.principal, request.parameters["session_id"], query)
    found = await _found(request, query, search)
    return json_response([SearchResultBody.from_found(each, with_session=False) for each in found])


@routes.route(
    "POST",
    "/api/v1/user/{user_id}/search",
    request=SearchRequest,
    answer=list[SearchResultBody],
    query=_PARAMETERS,
    errors=(400,),
)
async def search_user(request: ApiRequest) -> Response:
    """Search all sessions of a user.

    Find messages or summaries in all sessions of a user; an unknown user has none.
    """
    query = await _query(request)
    search = request.verbs.search.of_user(request.principal, request.parameters["user_id"], query)
    found = await _found(request, query, search)
    return json_response([SearchResultBody.from_found(each, with_session=True) for each in found])


@routes.route(
    "POST",
    "/api/v1/search",
    request=SearchRequest,
    answer=list[SearchResultBody],
    query=_PARAMETERS,
    errors=(400,),
)
async def search_everything(request: ApiRequest) -> Response:
    """Search all sessions.

    Find messages or summaries in all sessions.
    """
    query = await _query(request)
    found = await _found(request, query, request.verbs.search.everywhere(request.principal, query))
    return json_response([SearchResultBody.from_found(each, with_session=True) for each in found])


async def _found(request: ApiRequest, query: SearchQuery, search: Coroutine[Any, Any, list[Found]]) -> list[Found]:
    """What a search finds; one with a filter, which may do much work, ends when nobody waits for it any more."""
    return await (search if query.filter.where is None else request.while_wanted(search))


async def _query(request: ApiRequest) -> SearchQuery:
    body = await request.read(SearchRequest)
    make = partial(
        body.to_query,
        limit=request.count("limit"),
        min_score=_number(request, "min_score"),
        explain=request.flag("explain"),
        ignore_unknown=request.services.settings.search.unknown_filters == "ignore",
    )
    return await request.made(make)


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

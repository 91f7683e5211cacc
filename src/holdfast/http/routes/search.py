"""Searches of a session (http-api §4.8), and Holdfast's own of a user and of everything."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Coroutine
from functools import partial
from typing import Any, NamedTuple

from starlette.responses import Response

from holdfast.errors import InvalidRequest
from holdfast.http.request import ApiRequest
from holdfast.http.responses import apart, json_response
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.search import SearchRequest, SearchResultBody, bodies_of_found, lengths_of
from holdfast.operations.found import Found
from holdfast.operations.search import SearchQuery

_PARAMETERS = (
    QueryParameter("limit", "integer", "Most results to return; 0 or absent means 10."),
    QueryParameter("min_score", "number", "Leave out results whose `dist` is smaller."),
    QueryParameter("explain", "boolean", "Add to each result what its score is made of."),
)

_INLINE_METADATA = 1 << 18
"""So many bytes are looked through for long values on the event loop, in about a millisecond."""

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
    asked = await _asked(request)
    search = request.verbs.search.in_session(request.principal, request.parameters["session_id"], asked.query)
    return await _answered(request, asked, search, with_session=False)


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
    asked = await _asked(request)
    search = request.verbs.search.of_user(request.principal, request.parameters["user_id"], asked.query)
    return await _answered(request, asked, search, with_session=True)


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
    asked = await _asked(request)
    search = request.verbs.search.everywhere(request.principal, asked.query)
    return await _answered(request, asked, search, with_session=True)


class _Asked(NamedTuple):
    """What to look for, and whether long values of metadata are wanted with what is found."""

    query: SearchQuery
    whole_metadata: bool


async def _answered(
    request: ApiRequest, asked: _Asked, search: Coroutine[Any, Any, list[Found]], *, with_session: bool
) -> Response:
    """What a search finds; one with a filter, which may do much work, ends when nobody waits for it any more."""
    found = await (search if asked.query.filter.where is None else request.while_wanted(search))
    lengths = lengths_of(found)
    size = 0 if asked.whole_metadata else lengths.metadata
    shown = partial(bodies_of_found, found, with_session=with_session, whole_metadata=not size)
    bodies = shown() if size <= _INLINE_METADATA else await asyncio.to_thread(shown)
    return json_response(await apart(bodies, lengths.characters))


async def _asked(request: ApiRequest) -> _Asked:
    body = await request.read(SearchRequest)
    make = partial(
        body.to_query,
        limit=request.count("limit"),
        min_score=_number(request, "min_score"),
        explain=request.flag("explain"),
        ignore_unknown=request.services.settings.search.unknown_filters == "ignore",
    )
    return _Asked(await request.made(make) if body.metadata else make(), body.whole_metadata)


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

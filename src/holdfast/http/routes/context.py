"""``/api/v1/context``: what an assistant should know now, as a text for its prompt."""

from __future__ import annotations

import time

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Routes
from holdfast.http.wire.context import ContextBody, ContextRequest

CONTEXT = "/api/v1/context"

routes = Routes("context")


@routes.route("POST", CONTEXT, request=ContextRequest, answer=ContextBody, errors=(400,))
async def get_context(request: ApiRequest) -> Response:
    """Get the context for a prompt.

    Instructions, profile, summary, facts, messages and the newest messages, as a text within a number of tokens. Its
    stable part comes first and stays the same, byte by byte, until what it tells changes; its hash is the `ETag`.
    """
    begun = time.perf_counter()
    body = await request.read(ContextRequest)
    query = body.to_query(ignore_unknown=request.services.settings.search.unknown_filters == "ignore")
    context = await request.verbs.context(request.principal, query)
    took = round((time.perf_counter() - begun) * 1000, 3)
    response = json_response(ContextBody.of(context, query, took_ms=took))
    response.headers["ETag"] = f'"{context.sha256}"'
    return response

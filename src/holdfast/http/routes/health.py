"""``/readyz``: whether the server can do its work; ``/healthz`` is answered by the application itself."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Routes


class Readiness(msgspec.Struct):
    """That the server is ready, and what waits in the background."""

    status: str
    jobs_pending: int
    jobs_parked: int


routes = Routes("operations")


@routes.route("GET", "/readyz", answer=Readiness, errors=(503,), authenticated=False)
async def get_readiness(request: ApiRequest) -> Response:
    """Whether the server can do its work.

    200 when the store answers, else 503.
    """
    counts = await request.verbs.health.readiness(request.principal)
    return json_response(Readiness("ready", counts.pending, counts.parked))

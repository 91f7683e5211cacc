"""``/readyz``: whether the server can do its work; ``/healthz`` is answered by the application itself."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Route


class Readiness(msgspec.Struct):
    """That the server is ready, and what waits in the background."""

    status: str
    jobs_pending: int
    jobs_parked: int


async def get_readiness(request: ApiRequest) -> Response:
    """200 when the store answers, else 503."""
    storage = request.services.storage
    await storage.ping()
    counts = await storage.jobs.counts()
    return json_response(Readiness("ready", counts.pending, counts.parked))


ROUTES = (
    Route(
        method="GET",
        path="/readyz",
        handler=get_readiness,
        summary="Whether the server can do its work",
        tag="operations",
        answer=Readiness,
        errors=(503,),
        authenticated=False,
    ),
)

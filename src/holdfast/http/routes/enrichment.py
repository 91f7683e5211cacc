"""``/api/v1/sessions/{session_id}/enrichment``: what the background has still to do for a session (ours)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Route
from holdfast.http.wire.enrichment import EnrichmentBody


async def get_enrichment(request: ApiRequest) -> Response:
    """Whether enrichment of the session is done, and the jobs that are not."""
    storage = request.services.storage
    session = await storage.sessions.get(request.parameters["session_id"])
    return json_response(EnrichmentBody.from_jobs(await storage.jobs.pending(session.id)))


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/sessions/{session_id}/enrichment",
        handler=get_enrichment,
        summary="What enrichment has still to do for a session",
        tag="memory",
        answer=EnrichmentBody,
        errors=(404,),
    ),
)

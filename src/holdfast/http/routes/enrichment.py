"""``/api/v1/sessions/{session_id}/enrichment``: what the background has still to do for a session (ours)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Routes
from holdfast.http.wire.enrichment import EnrichmentBody

routes = Routes("memory")


@routes.route("GET", "/api/v1/sessions/{session_id}/enrichment", answer=EnrichmentBody, errors=(404,))
async def get_enrichment(request: ApiRequest) -> Response:
    """What enrichment has still to do for a session.

    Whether enrichment of the session is done, and the jobs that are not.
    """
    jobs = await request.verbs.enrichment.of_session(request.principal, request.parameters["session_id"])
    return json_response(EnrichmentBody.from_jobs(jobs))

"""``/metrics``: what the server counts."""

from __future__ import annotations

import asyncio

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse
from holdfast.http.routing import Routes
from holdfast.loading import load_beside

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

routes = Routes("operations")


@routes.route("GET", "/metrics", answer=str)
async def get_metrics(request: ApiRequest) -> Response:
    """Metrics for Prometheus.

    All metrics at this moment.
    """
    figures = await request.verbs.health.figures(request.principal)
    prometheus = await load_beside("holdfast.http.prometheus")
    snapshot = prometheus.Snapshot(request.services, figures)
    text = await asyncio.to_thread(prometheus.text_of, snapshot)
    return ApiResponse(text, headers={"Content-Type": CONTENT_TYPE})

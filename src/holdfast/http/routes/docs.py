"""``/openapi.json`` and ``/docs``: the description of the API, for programs and for people."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from starlette.responses import Response

from holdfast.http.openapi import describe_api
from holdfast.http.request import ApiRequest
from holdfast.http.responses import JSON, ApiResponse, encode
from holdfast.http.routing import Routes

# The page loads nothing from elsewhere, and its script may talk to this server only.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'"

routes = Routes("operations")


@routes.route("GET", "/openapi.json", answer=dict[str, Any], authenticated=False)
async def get_description(request: ApiRequest) -> Response:  # noqa: ARG001 (every route gets its request)
    """The OpenAPI document."""
    return ApiResponse(_description(), media_type=JSON)


@routes.route("GET", "/docs", answer=str, media_type="text/html", authenticated=False)
async def get_docs_page(request: ApiRequest) -> Response:  # noqa: ARG001 (every route gets its request)
    """A page to read about the API and to try it."""
    page = resources.files("holdfast.http").joinpath("docs.html").read_text("utf-8")
    return ApiResponse(page, media_type="text/html", headers={"Content-Security-Policy": _POLICY})


@cache
def _description() -> bytes:
    from holdfast.http.routes import ROUTES  # noqa: PLC0415 (this module is itself part of that table)

    return encode(describe_api(ROUTES))

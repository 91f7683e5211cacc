"""``/.well-known/oauth-protected-resource``: where agents get a token (RFC 9728)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.errors import NotFound
from holdfast.http.oauth import WELL_KNOWN
from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routing import Routes

routes = Routes("agents")


@routes.route("GET", WELL_KNOWN, answer=object, authenticated=False, published=False)
async def describe_resource(request: ApiRequest) -> Response:
    """Tell which authorization server has tokens for agents."""
    return _described(request, "")


@routes.route("GET", f"{WELL_KNOWN}/{{path}}", answer=object, authenticated=False, rest=True, published=False)
async def describe_resource_at_path(request: ApiRequest) -> Response:
    """Tell which authorization server has tokens for agents at that path."""
    return _described(request, request.parameters["path"])


def _described(request: ApiRequest, path: str) -> Response:
    issuer = request.services.issuer
    said = None if issuer is None else issuer.metadata(path)
    if said is None:
        raise NotFound("page", WELL_KNOWN)
    response = json_response(said)
    response.headers["Access-Control-Allow-Origin"] = "*"  # agents in browsers read it before they can log in
    return response

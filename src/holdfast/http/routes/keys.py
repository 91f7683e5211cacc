"""``/api/v1/keys``: API keys (ours)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response, ok
from holdfast.http.routing import Routes
from holdfast.http.wire.keys import CreateKey, KeyBody

KEYS = "/api/v1/keys"

routes = Routes("access")


@routes.route("GET", KEYS, answer=list[KeyBody])
async def list_keys(request: ApiRequest) -> Response:
    """List API keys.

    All keys, revoked ones included, in the order of their creation; takes the right `admin`.
    """
    return json_response([KeyBody.from_key(key) for key in await request.verbs.keys.all(request.principal)])


@routes.route("POST", KEYS, request=CreateKey, answer=KeyBody, status=201, errors=(400,))
async def create_key(request: ApiRequest) -> Response:
    """Make an API key.

    The answer holds the token that its holder sends, which is shown this once; takes the right `admin`.
    """
    new = (await request.read(CreateKey)).to_new_key()
    return json_response(KeyBody.from_issued(await request.verbs.keys.create(request.principal, new)), status=201)


@routes.route("DELETE", KEYS + "/{key_id}", answer=str, errors=(404,))
async def revoke_key(request: ApiRequest) -> Response:
    """Revoke an API key.

    All servers refuse it within five seconds; takes the right `admin`.
    """
    await request.verbs.keys.revoke(request.principal, request.parameters["key_id"])
    return ok()

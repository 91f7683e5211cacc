"""Erasing users and sessions so that nothing is left of them, with certificates (ours)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.http.request import ApiRequest
from holdfast.http.responses import json_response
from holdfast.http.routes.listing import CURSOR, LIMIT
from holdfast.http.routes.sessions import SESSION
from holdfast.http.routes.users import DRY_RUN, USER
from holdfast.http.routing import Routes
from holdfast.http.wire.erasures import CertificateBody, ErasureBody
from holdfast.operations.limits import LIST_CHUNK

routes = Routes("erasures")


@routes.route("POST", USER + "/erase", answer=ErasureBody, query=(DRY_RUN,), errors=(400, 404))
async def erase_user(request: ApiRequest) -> Response:
    """Erase a user.

    Remove a user with all that belongs to it, wait until nothing is left of it in any table or file of the store, look
    for it, and certify that. With `dry_run=true` only the counts are answered. Repeat the request when it was
    interrupted.
    """
    user_id, erase = request.parameters["user_id"], request.verbs.erase
    if request.flag("dry_run"):
        return json_response(ErasureBody(await erase.preview_user(request.principal, user_id)))
    return json_response(ErasureBody.from_certificate(await erase.user(request.principal, user_id)))


@routes.route("POST", SESSION + "/erase", answer=ErasureBody, query=(DRY_RUN,), errors=(400, 404))
async def erase_session(request: ApiRequest) -> Response:
    """Erase a session.

    As with a user: the session cannot come back, and nothing is left of it.
    """
    session_id, erase = request.parameters["session_id"], request.verbs.erase
    if request.flag("dry_run"):
        return json_response(ErasureBody(await erase.preview_session(request.principal, session_id)))
    return json_response(ErasureBody.from_certificate(await erase.session(request.principal, session_id)))


@routes.route("GET", "/api/v1/certificates", answer=list[CertificateBody], query=(LIMIT, CURSOR), errors=(400,))
async def list_certificates(request: ApiRequest) -> Response:
    """List certificates of erasures.

    Certificates, ascending by number; the cursor is one. It takes the right `admin`.
    """
    limit, after = request.count("limit") or LIST_CHUNK, request.count("cursor")
    found = await request.verbs.erase.certificates(request.principal, after=after, limit=min(limit, LIST_CHUNK))
    return json_response([CertificateBody.from_certificate(certificate) for certificate in found])

"""``/api/v1/sessions`` and ``/api/v1/sessions/{session_id}`` (http-api §4.1–4.4)."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from holdfast.domain.receipts import Written
from holdfast.domain.sessions import Session
from holdfast.http.idempotency import mark_replayed
from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response
from holdfast.http.routes.listing import CURSOR, LIMIT, listed
from holdfast.http.routing import Routes
from holdfast.http.wire.sessions import CreateSession, SessionBody, UpdateSession

SESSIONS = "/api/v1/sessions"
SESSION = SESSIONS + "/{session_id}"

routes = Routes("sessions")


@routes.route("GET", SESSIONS, answer=list[SessionBody], query=(LIMIT, CURSOR), errors=(400,))
async def list_sessions(request: ApiRequest) -> Response:
    """List sessions.

    Live sessions, ascending by number.
    """
    return await listed(request, partial(request.verbs.sessions.page, request.principal), SessionBody.from_session)


@routes.route("POST", SESSIONS, request=CreateSession, answer=SessionBody, status=201, errors=(400,), keyed=True)
async def create_session(request: ApiRequest) -> Response:
    """Create a session.

    Create a session; never an upsert.
    """
    new = (await request.read(CreateSession)).to_new_session()
    written = await request.verbs.sessions.create(request.principal, new, receipt=await request.receipt())
    return _created(written)


@routes.route("GET", SESSION, answer=SessionBody, errors=(404,))
async def get_session(request: ApiRequest) -> Response:
    """Get a session.

    One session.
    """
    session = await request.verbs.sessions.get(request.principal, request.parameters["session_id"])
    return json_response(SessionBody.from_session(session))


@routes.route("PATCH", SESSION, request=UpdateSession, answer=SessionBody, errors=(400, 404))
async def update_session(request: ApiRequest) -> Response:
    """Merge metadata into a session.

    Merge metadata into a session, bringing it back if it was deleted. A session without a user is given the one named.
    It can be given another time to expire, or none, and be remembered or not.
    """
    change = await request.read(UpdateSession)
    session = await request.verbs.sessions.merge_metadata(
        request.principal,
        request.parameters["session_id"],
        change.metadata,
        user_id=change.to_user_id(),
        retention=change.to_retention(),
    )
    return json_response(SessionBody.from_session(session))


def _created(written: Written[Session]) -> ApiResponse:
    return mark_replayed(json_response(SessionBody.from_session(written.result), status=201), written)

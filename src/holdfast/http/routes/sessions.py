"""``/api/v1/sessions`` and ``/api/v1/sessions/{session_id}`` (http-api §4.1–4.4)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.domain.sessions import Session
from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response
from holdfast.http.routes.listing import CURSOR, LIMIT, listed
from holdfast.http.routing import Route
from holdfast.http.wire.sessions import CreateSession, SessionBody, UpdateSession


async def list_sessions(request: ApiRequest) -> Response:
    """Live sessions, ascending by number."""
    sessions = request.services.storage.sessions
    return await listed(request, lambda after, limit: sessions.page(after=after, limit=limit), SessionBody.from_session)


async def create_session(request: ApiRequest) -> Response:
    """Create a session; never an upsert."""
    new = (await request.read(CreateSession)).to_new_session()
    session = await request.services.storage.sessions.create(new, receipt=request.receipt_for(_created))
    return _created(session)


async def get_session(request: ApiRequest) -> Response:
    """One session."""
    session = await request.services.storage.sessions.get(request.parameters["session_id"])
    return json_response(SessionBody.from_session(session))


async def update_session(request: ApiRequest) -> Response:
    """Merge metadata into a session, bringing it back if it was deleted."""
    change = await request.read(UpdateSession)
    session = await request.services.storage.sessions.merge_metadata(request.parameters["session_id"], change.metadata)
    return json_response(SessionBody.from_session(session))


def _created(session: Session) -> ApiResponse:
    return json_response(SessionBody.from_session(session), status=201)


ROUTES = (
    Route(
        method="GET",
        path="/api/v1/sessions",
        handler=list_sessions,
        summary="List sessions",
        tag="sessions",
        answer=list[SessionBody],
        query=(LIMIT, CURSOR),
        errors=(400,),
    ),
    Route(
        method="POST",
        path="/api/v1/sessions",
        handler=create_session,
        summary="Create a session",
        tag="sessions",
        request=CreateSession,
        answer=SessionBody,
        status=201,
        errors=(400,),
    ),
    Route(
        method="GET",
        path="/api/v1/sessions/{session_id}",
        handler=get_session,
        summary="Get a session",
        tag="sessions",
        answer=SessionBody,
        errors=(404,),
    ),
    Route(
        method="PATCH",
        path="/api/v1/sessions/{session_id}",
        handler=update_session,
        summary="Merge metadata into a session",
        tag="sessions",
        request=UpdateSession,
        answer=SessionBody,
        errors=(400, 404),
    ),
)

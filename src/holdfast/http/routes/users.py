"""``/api/v1/user`` and what lies below it (http-api §4.12–4.17)."""

from __future__ import annotations

from functools import partial

from starlette.responses import Response

from holdfast.domain.receipts import Written
from holdfast.domain.users import User
from holdfast.http.idempotency import mark_replayed
from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response, ok
from holdfast.http.routes.listing import CURSOR, LIMIT, listed, whole
from holdfast.http.routing import QueryParameter, Routes
from holdfast.http.wire.erasures import ErasureBody
from holdfast.http.wire.sessions import SessionBody
from holdfast.http.wire.users import CreateUser, UpdateUser, UserBody

USERS = "/api/v1/user"
USER = USERS + "/{user_id}"
DRY_RUN = QueryParameter("dry_run", "boolean", "Only count what would go, and remove nothing.")

routes = Routes("users")


@routes.route("GET", USERS, answer=list[UserBody], query=(LIMIT, CURSOR), errors=(400,))
async def list_users(request: ApiRequest) -> Response:
    """List users.

    Users, ascending by number.
    """
    return await listed(request, partial(request.verbs.users.page, request.principal), UserBody.from_user)


@routes.route("POST", USERS, request=CreateUser, answer=UserBody, status=201, errors=(400,), keyed=True)
async def create_user(request: ApiRequest) -> Response:
    """Create a user."""
    new = (await request.read(CreateUser)).to_new_user()
    written = await request.verbs.users.create(request.principal, new, receipt=await request.receipt())
    return _created(written)


@routes.route("GET", USER, answer=UserBody, errors=(404,))
async def get_user(request: ApiRequest) -> Response:
    """Get a user.

    One user.
    """
    user = await request.verbs.users.get(request.principal, request.parameters["user_id"])
    return json_response(UserBody.from_user(user))


@routes.route("PATCH", USER, request=UpdateUser, answer=UserBody, errors=(400, 404))
async def update_user(request: ApiRequest) -> Response:
    """Change a user.

    Change a user's details and merge metadata.
    """
    change = (await request.read(UpdateUser)).to_change()
    user = await request.verbs.users.update(request.principal, request.parameters["user_id"], change)
    return json_response(UserBody.from_user(user))


@routes.route("DELETE", USER, answer=str, query=(DRY_RUN,), errors=(400, 404))
async def delete_user(request: ApiRequest) -> Response:
    """Remove a user and all its sessions for good.

    With `dry_run=true` nothing is removed: the counts of what would go are answered as JSON.
    """
    if request.flag("dry_run"):
        counts = await request.verbs.erase.preview_user(request.principal, request.parameters["user_id"])
        return json_response(ErasureBody(counts))
    await request.verbs.forget.user(request.principal, request.parameters["user_id"])
    return ok()


@routes.route("GET", USER + "/sessions", answer=list[SessionBody])
async def list_sessions_of_user(request: ApiRequest) -> Response:
    """List the sessions of a user.

    All live sessions of a user; an unknown user has none.
    """
    read_page = partial(request.verbs.sessions.of_user, request.principal, request.parameters["user_id"])
    return await whole(read_page, SessionBody.from_session)


def _created(written: Written[User]) -> ApiResponse:
    return mark_replayed(json_response(UserBody.from_user(written.result), status=201), written)

"""``/api/v1/user`` and what lies below it (http-api §4.12–4.17)."""

from __future__ import annotations

from starlette.responses import Response

from holdfast.domain.users import User
from holdfast.http.request import ApiRequest
from holdfast.http.responses import ApiResponse, json_response, ok
from holdfast.http.routes.listing import CURSOR, LIMIT, listed, whole
from holdfast.http.routing import Route
from holdfast.http.wire.sessions import SessionBody
from holdfast.http.wire.users import CreateUser, UpdateUser, UserBody


async def list_users(request: ApiRequest) -> Response:
    """Users, ascending by number."""
    users = request.services.storage.users
    return await listed(request, lambda after, limit: users.page(after=after, limit=limit), UserBody.from_user)


async def create_user(request: ApiRequest) -> Response:
    """Create a user."""
    new = (await request.read(CreateUser)).to_new_user()
    user = await request.services.storage.users.create(new, receipt=request.receipt_for(_created))
    return _created(user)


async def get_user(request: ApiRequest) -> Response:
    """One user."""
    return json_response(UserBody.from_user(await request.services.storage.users.get(request.parameters["user_id"])))


async def update_user(request: ApiRequest) -> Response:
    """Change a user's details and merge metadata."""
    change = (await request.read(UpdateUser)).to_change()
    user = await request.services.storage.users.update(request.parameters["user_id"], change)
    return json_response(UserBody.from_user(user))


async def delete_user(request: ApiRequest) -> Response:
    """Remove a user and all its sessions for good."""
    await request.services.storage.users.delete(request.parameters["user_id"])
    return ok()


async def list_sessions_of_user(request: ApiRequest) -> Response:
    """All live sessions of a user; an unknown user has none."""
    sessions, user_id = request.services.storage.sessions, request.parameters["user_id"]
    return await whole(
        lambda after, limit: sessions.of_user(user_id, after=after, limit=limit), SessionBody.from_session
    )


def _created(user: User) -> ApiResponse:
    return json_response(UserBody.from_user(user), status=201)


_USER = "/api/v1/user/{user_id}"

ROUTES = (
    Route(
        method="GET",
        path="/api/v1/user",
        handler=list_users,
        summary="List users",
        tag="users",
        answer=list[UserBody],
        query=(LIMIT, CURSOR),
        errors=(400,),
    ),
    Route(
        method="POST",
        path="/api/v1/user",
        handler=create_user,
        summary="Create a user",
        tag="users",
        request=CreateUser,
        answer=UserBody,
        status=201,
        errors=(400,),
    ),
    Route(
        method="GET",
        path=_USER,
        handler=get_user,
        summary="Get a user",
        tag="users",
        answer=UserBody,
        errors=(404,),
    ),
    Route(
        method="PATCH",
        path=_USER,
        handler=update_user,
        summary="Change a user",
        tag="users",
        request=UpdateUser,
        answer=UserBody,
        errors=(400, 404),
    ),
    Route(
        method="DELETE",
        path=_USER,
        handler=delete_user,
        summary="Remove a user and all its sessions for good",
        tag="users",
        answer=str,
        errors=(404,),
    ),
    Route(
        method="GET",
        path=_USER + "/sessions",
        handler=list_sessions_of_user,
        summary="List the sessions of a user",
        tag="users",
        answer=list[SessionBody],
    ),
)

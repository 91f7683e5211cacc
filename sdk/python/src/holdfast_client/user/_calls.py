"""The calls about users."""

from __future__ import annotations

from holdfast_client._http.answer import nothing, reader
from holdfast_client._http.call import API, Call, Repetition
from holdfast_client._http.resource import require
from holdfast_client.memory._calls import page_query
from holdfast_client.memory.models import Session
from holdfast_client.user.models import CreateUserRequest, UpdateUserRequest, User

_read_user = reader(User)
_read_users = reader(list[User])
_read_sessions = reader(list[Session])


def add(user: CreateUserRequest) -> Call[User]:
    """``POST /user``."""
    require(user.user_id, "user_id")
    subject = _subject(user.user_id)
    return Call("POST", (*API, "user"), subject, _read_user, Repetition.KEYED, body=user.to_body())


def get(user_id: str) -> Call[User]:
    """``GET /user/{id}``."""
    return Call("GET", _path(user_id), _subject(user_id), _read_user)


def update(user: UpdateUserRequest) -> Call[User]:
    """``PATCH /user/{id}``."""
    return Call("PATCH", _path(user.user_id), _subject(user.user_id), _read_user, body=user.to_body())


def delete(user_id: str) -> Call[None]:
    """``DELETE /user/{id}``."""
    return Call("DELETE", _path(user_id), _subject(user_id), nothing, Repetition.REMOVAL)


def list_users(limit: int | None, cursor: int | None) -> Call[list[User]]:
    """``GET /user``."""
    return Call("GET", (*API, "user"), "users", _read_users, query=page_query(limit, cursor))


def get_sessions(user_id: str) -> Call[list[Session]]:
    """``GET /user/{id}/sessions``."""
    return Call("GET", _path(user_id, "sessions"), f"sessions of user {user_id!r}", _read_sessions)


def _path(user_id: str, *rest: str) -> tuple[str, ...]:
    return (*API, "user", require(user_id, "user_id"), *rest)


def _subject(user_id: str) -> str:
    return f"user {user_id!r}"

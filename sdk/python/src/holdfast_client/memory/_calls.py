"""The calls about sessions and their memory."""

from __future__ import annotations

from typing import Any, TypeVar

from holdfast_client._http.answer import reader, text
from holdfast_client._http.call import API, Call, Repetition
from holdfast_client._http.resource import positive, require
from holdfast_client.exceptions import APIError
from holdfast_client.memory.models import (
    Enrichment,
    Memory,
    MemorySearchPayload,
    MemorySearchResult,
    MemorySearchType,
    SearchScope,
    Session,
)

_WAIT_SECONDS = 10
"""How long the server is to wait for enrichment, unless the caller says it."""

_SPARE_SECONDS = 10
"""How much longer than that an answer may take."""

_read_session = reader(Session)
_read_sessions = reader(list[Session])
_read_memory = reader(Memory)
_read_enrichment = reader(Enrichment)
_read_results = reader(list[MemorySearchResult])


def get_session(session_id: str) -> Call[Session]:
    """``GET /sessions/{id}``."""
    return Call("GET", _path(session_id), _subject(session_id), _read_session)


def add_session(session: Session) -> Call[Session]:
    """``POST /sessions``."""
    require(session.session_id, "session_id")
    path, subject = (*API, "sessions"), _subject(session.session_id)
    return Call("POST", path, subject, _read_session, Repetition.KEYED, body=session.to_body())


def update_session(session: Session) -> Call[Session]:
    """``PATCH /sessions/{id}``."""
    session_id = session.session_id
    return Call("PATCH", _path(session_id), _subject(session_id), _read_session, body=session.to_body())


def list_sessions(limit: int | None, cursor: int | None) -> Call[list[Session]]:
    """``GET /sessions``."""
    return Call("GET", (*API, "sessions"), "sessions", _read_sessions, query=page_query(limit, cursor))


def get_memory(session_id: str, lastn: int | None) -> Call[Memory]:
    """``GET /sessions/{id}/memory``."""
    query: dict[str, str | int] = {} if lastn is None else {"lastn": lastn}
    return Call("GET", _path(session_id, "memory"), _memory_subject(session_id), _read_memory, query=query)


def add_memory(
    session_id: str, memory: Memory, *, wait: bool, wait_seconds: int | None, keep_timestamps: bool
) -> Call[str]:
    """``POST /sessions/{id}/memory``."""
    query: dict[str, str | int] = {}
    if keep_timestamps:
        query["keep_timestamps"] = "true"
    if wait:
        query["wait"] = "true"
        query["wait_seconds"] = _WAIT_SECONDS if wait_seconds is None else positive(wait_seconds, "wait_seconds")
    return Call(
        "POST",
        _path(session_id, "memory"),
        _memory_subject(session_id),
        text,
        Repetition.KEYED,
        query=query,
        body=memory.to_body(),
        least_timeout=int(query["wait_seconds"]) + _SPARE_SECONDS if wait else 0,
    )


def get_enrichment(session_id: str) -> Call[Enrichment]:
    """``GET /sessions/{id}/enrichment``."""
    return Call("GET", _path(session_id, "enrichment"), _subject(session_id), _read_enrichment)


def delete_memory(session_id: str) -> Call[str]:
    """``DELETE /sessions/{id}/memory``."""
    return Call("DELETE", _path(session_id, "memory"), _subject(session_id), text, Repetition.REMOVAL)


def search_memory(session_id: str, payload: MemorySearchPayload, limit: int | None) -> Call[list[MemorySearchResult]]:
    """``POST /sessions/{id}/search``."""
    return _search(_path(session_id, "search"), _memory_subject(session_id), payload, limit)


def search_user_memory(user_id: str, payload: MemorySearchPayload, limit: int | None) -> Call[list[MemorySearchResult]]:
    """``POST /user/{id}/search``."""
    path = (*API, "user", require(user_id, "user_id"), "search")
    return _search(path, f"memory of user {user_id!r}", payload, limit)


def search_all_sessions(payload: MemorySearchPayload, limit: int | None) -> Call[list[MemorySearchResult]]:
    """``POST /search``."""
    return _search((*API, "search"), "memory of all sessions", payload, limit)


def page_query(limit: int | None, cursor: int | None) -> dict[str, str | int]:
    """Query of a listing: only what was given."""
    return {name: value for name, value in (("limit", limit), ("cursor", cursor)) if value is not None}


def next_cursor(last_id: int | None) -> int:
    """The cursor which continues behind the row with this id."""
    if last_id is None:
        raise APIError(message="the server lists rows without ids, so the list cannot be continued")
    return last_id


def _search(
    path: tuple[str, ...], subject: str, payload: MemorySearchPayload, limit: int | None
) -> Call[list[MemorySearchResult]]:
    _one_of(SearchScope, payload.search_scope, "search_scope")
    _one_of(MemorySearchType, payload.search_type, "search_type")
    query: dict[str, str | int] = {} if limit is None else {"limit": limit}
    return Call("POST", path, subject, _read_results, query=query, body=payload.to_body())


EnumType = TypeVar("EnumType", SearchScope, MemorySearchType)


def _one_of(kind: type[EnumType], value: Any, name: str) -> None:
    known = [item.value for item in kind]
    if value is not None and value not in known:
        msg = f"{name} must be one of {', '.join(known)}, got {value!r}"
        raise ValueError(msg)


def _path(session_id: str, *rest: str) -> tuple[str, ...]:
    return (*API, "sessions", require(session_id, "session_id"), *rest)


def _subject(session_id: str) -> str:
    return f"session {session_id!r}"


def _memory_subject(session_id: str) -> str:
    return f"memory of session {session_id!r}"

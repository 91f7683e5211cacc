"""The calls about messages."""

from __future__ import annotations

from typing import Any

from holdfast_client._http.answer import reader, text
from holdfast_client._http.call import API, Call, Repetition
from holdfast_client._http.resource import positive, require
from holdfast_client.message.models import Message

_read_message = reader(Message)
_read_messages = reader(list[Message], key="messages")


def get_session_messages(session_id: str, limit: int | None, cursor: int | None) -> Call[list[Message]]:
    """``GET /sessions/{id}/messages``; ``cursor`` is a page number here."""
    require(session_id, "session_id")
    query: dict[str, str | int] = {}
    if limit is not None and cursor is not None:
        query = {"limit": positive(limit, "limit"), "cursor": positive(cursor, "cursor")}
    path = (*API, "sessions", session_id, "messages")
    return Call("GET", path, f"messages of session {session_id!r}", _read_messages, query=query)


def get_session_message(session_id: str, message_id: str) -> Call[Message]:
    """``GET /sessions/{id}/messages/{uuid}``."""
    return Call("GET", _path(session_id, message_id), _subject(session_id, message_id), _read_message)


def update_message_metadata(session_id: str, message_id: str, metadata: dict[str, Any]) -> Call[Message]:
    """``PATCH /sessions/{id}/messages/{uuid}``."""
    subject = _subject(session_id, message_id)
    return Call("PATCH", _path(session_id, message_id), subject, _read_message, body={"metadata": _bare(metadata)})


def update_message(
    session_id: str,
    message_id: str,
    content: str | None,
    metadata: dict[str, Any] | None,
    *,
    expires_at: str | None,
    ttl: int | None,
    remember: bool | None,
) -> Call[Message]:
    """``PATCH /sessions/{id}/messages/{uuid}``."""
    if content == "":
        raise ValueError("content must not be empty; delete the message instead")
    if expires_at is not None and ttl is not None:
        raise ValueError("give either expires_at or ttl")
    change = {"content": content, "metadata": metadata, "expires_at": expires_at, "ttl": ttl, "remember": remember}
    body = {name: value for name, value in change.items() if value is not None}
    return Call("PATCH", _path(session_id, message_id), _subject(session_id, message_id), _read_message, body=body)


def delete_message(session_id: str, message_id: str) -> Call[str]:
    """``DELETE /sessions/{id}/messages/{uuid}``."""
    subject = _subject(session_id, message_id)
    return Call("DELETE", _path(session_id, message_id), subject, text, Repetition.REMOVAL)


def _bare(metadata: dict[str, Any]) -> dict[str, Any]:
    if set(metadata) == {"metadata"} and isinstance(metadata["metadata"], dict):
        return metadata["metadata"]
    return metadata


def _path(session_id: str, message_id: str) -> tuple[str, ...]:
    message_id = require(str(message_id or ""), "message_id")
    return (*API, "sessions", require(session_id, "session_id"), "messages", message_id)


def _subject(session_id: str, message_id: str) -> str:
    return f"message {str(message_id)!r} of session {session_id!r}"

"""The calls about facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Union
from uuid import UUID

from holdfast_client._http.answer import nothing, reader
from holdfast_client._http.call import API, Call, Repetition
from holdfast_client._http.resource import require
from holdfast_client.facts.models import Fact, FactPage, FactSearchResult, NewFact, Profile, Statement
from holdfast_client.message.models import Message

Moment = Union[datetime, str]
Uuid = Union[UUID, str]

_read_fact = reader(Fact)
_read_page = reader(FactPage)
_read_facts = reader(list[Fact], key="facts")
_read_found = reader(list[FactSearchResult], key="results")
_read_profile = reader(Profile)
_read_statements = reader(list[Statement], key="facts")


def add(fact: NewFact) -> Call[Fact]:
    """``POST /facts``."""
    return Call("POST", (*API, "facts"), "fact", _read_fact, Repetition.KEYED, body=fact.to_body())


def get(uuid: Uuid) -> Call[Fact]:
    """``GET /facts/{uuid}``."""
    return Call("GET", _path(uuid), _subject(uuid), _read_fact)


def list_facts(filters: Mapping[str, Any]) -> Call[FactPage]:
    """``GET /facts``."""
    query = {name: _text(value) for name, value in filters.items() if value is not None}
    return Call("GET", (*API, "facts"), "facts", _read_page, query=query)


def change(uuid: Uuid, changes: Mapping[str, Any], *, revision: int | None) -> Call[Fact]:
    """``PATCH /facts/{uuid}``."""
    body = {name: _json(value) for name, value in changes.items() if value is not None}
    repetition = Repetition.HARMLESS if revision is None else Repetition.NEVER
    return Call("PATCH", _path(uuid), _subject(uuid), _read_fact, repetition, body=body, headers=_if_match(revision))


def forget(uuid: Uuid, *, revision: int | None) -> Call[None]:
    """``DELETE /facts/{uuid}``."""
    return Call("DELETE", _path(uuid), _subject(uuid), nothing, Repetition.REMOVAL, headers=_if_match(revision))


def search(text: str, options: Mapping[str, Any]) -> Call[list[FactSearchResult]]:
    """``POST /facts/search``."""
    body = {"text": text, **{name: _json(value) for name, value in options.items() if value is not None}}
    return Call("POST", (*API, "facts", "search"), "facts", _read_found, body=body)


def preview(messages: Sequence[Message]) -> Call[list[Statement]]:
    """``POST /facts/preview``."""
    body = {"messages": [{"role": message.role, "content": message.content} for message in messages]}
    return Call("POST", (*API, "facts", "preview"), "facts", _read_statements, body=body)


def profile(user_id: str, *, as_of: Moment | None, valid_on: Moment | None) -> Call[Profile]:
    """``GET /user/{id}/profile``."""
    moments = {"as_of": as_of, "valid_on": valid_on}
    query = {name: _text(value) for name, value in moments.items() if value is not None}
    path = (*API, "user", require(user_id, "user_id"), "profile")
    return Call("GET", path, f"user {user_id!r}", _read_profile, query=query)


def of_message(session_id: str, uuid: Uuid) -> Call[list[Fact]]:
    """``GET /sessions/{id}/messages/{uuid}/facts``."""
    path = (*API, "sessions", require(session_id, "session_id"), "messages", require(str(uuid), "uuid"), "facts")
    return Call("GET", path, f"message {uuid}", _read_facts)


def _path(uuid: Uuid) -> tuple[str, ...]:
    return (*API, "facts", require(str(uuid), "uuid"))


def _subject(uuid: Uuid) -> str:
    return f"fact {uuid}"


def _if_match(revision: int | None) -> dict[str, str]:
    return {} if revision is None else {"If-Match": f'"{revision}"'}


def _text(value: Any) -> str | int:
    if isinstance(value, datetime):
        return _json(value)  # type: ignore[no-any-return]
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, int) else str(value)


def _json(value: Any) -> Any:
    """A value as JSON has it; a time without a zone counts as one of this machine's zone."""
    if isinstance(value, datetime):
        return value.astimezone().isoformat()
    return str(value) if isinstance(value, UUID) else value

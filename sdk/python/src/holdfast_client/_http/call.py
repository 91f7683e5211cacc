"""A call of the API as a value: what to send and how to read the answer. Does no I/O."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, Callable, Generic, Optional, TypeVar
from urllib.parse import quote

import httpx

__all__ = ["API", "Call", "Repetition", "encoded_path", "json_body"]

T = TypeVar("T")

API = ("api", "v1")
"""The first segments of every path of the API."""


class Repetition(Enum):
    """What sending a call a second time means, when nobody knows whether the first one arrived."""

    HARMLESS = auto()
    """Reads, and changes whose repetition changes nothing."""
    KEYED = auto()
    """Stores something; an ``Idempotency-Key`` makes the server answer the repetition without storing again."""
    REMOVAL = auto()
    """Removes something; when the repetition does not find it, the first one did its work."""
    NEVER = auto()
    """Is sent once."""


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request and the reader of its answer.

    ``path`` are the segments below the base URL, not yet encoded. ``subject`` names what is asked for in messages.
    ``read`` gets a successful response. ``when_missing`` gives the result of a 404; None lets it be an error.
    ``body`` is anything JSON can say, or bytes which are JSON already.
    ``headers`` are sent with it. ``key`` is the caller's idempotency key. ``least_timeout`` are seconds which this
    call may need in any case.
    """

    method: str
    path: tuple[str, ...]
    subject: str
    read: Callable[[httpx.Response], T]
    repetition: Repetition = Repetition.HARMLESS
    query: Mapping[str, str | int] = field(default_factory=dict)
    body: Any = None
    when_missing: Optional[Callable[[], T]] = None
    authenticated: bool = True
    key: Optional[str] = None
    headers: Mapping[str, str] = field(default_factory=dict)
    least_timeout: float = 0

    def with_key(self, key: str | None) -> Call[T]:
        """The same call with the caller's idempotency key; with one of its own if that is None."""
        if key is None:
            return self
        if not key or not (key.isascii() and key.isprintable()):
            msg = f"idempotency_key must be printable ASCII characters, got {key!r}"
            raise ValueError(msg)
        return replace(self, key=key)

    @property
    def content(self) -> Optional[bytes]:
        """The bytes of the body; None when there is none."""
        if self.body is None or isinstance(self.body, bytes):
            return self.body
        return json_body(self.body)


def encoded_path(segments: tuple[str, ...]) -> str:
    """Join path segments so that the server finds each again exactly, whatever characters it has."""
    return "".join("/" + _encoded_segment(segment) for segment in segments)


def _encoded_segment(segment: str) -> str:
    if segment in {".", ".."}:
        # These two would be resolved like a relative path on the way.
        return segment.replace(".", "%2E")
    return quote(segment, safe="")


def json_body(value: Any) -> bytes:
    """Encode as JSON. Not-a-number and infinities, which JSON does not know, raise ValueError."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair, as cut-off text has it, can only be sent as an escape.
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()

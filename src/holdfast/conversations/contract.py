"""What readers of conversation files yield, and what they are told."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from holdfast.domain.metadata import Metadata

_NAMESPACE = uuid.UUID("5c5a6a55-8a5f-4f0b-9d59-5b9a4f9a2f60")


class Destination(msgspec.Struct, frozen=True):
    """The session that a message belongs to, whom it belongs to, and what is known of it."""

    session_id: str
    user_id: str | None = None
    metadata: Metadata | None = msgspec.field(default=None)


class ImportedMessage(msgspec.Struct, frozen=True):
    """A message as it is sent: ``body`` is the JSON object for the API."""

    destination: Destination
    body: dict[str, Any]


class Unreadable(msgspec.Struct, frozen=True):
    """Something of a file that cannot be read: where it is, and why."""

    place: str
    reason: str


Item = ImportedMessage | Unreadable


class Defaults(msgspec.Struct, frozen=True):
    """What holds where a file says nothing: the ``session``, and the ``user`` if any, who then owns all sessions."""

    session: str
    user: str | None = None


Reader = Callable[[Path, Defaults], Iterator[Item]]
"""Yields what a file holds, in order; whatever cannot be read is yielded as `Unreadable`, and reading goes on.

Memory is bounded by one conversation (one line, where a line is a message) and, where a file is one JSON text, by it.
"""


class Identities:
    """Gives each message a UUID made from its session, its place there and its text.

    So importing a file again finds the messages already there.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def next(self, session_id: str, role: str, content: str) -> str:
        """The UUID of the next message of a session."""
        place = self._counts[session_id]
        self._counts[session_id] += 1
        return made_uuid(session_id, str(place), role, content)


def made_uuid(*parts: str) -> str:
    """A UUID that follows from ``parts``."""
    text = "\x00".join(parts)
    return str(uuid.uuid5(_NAMESPACE, text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")))


def message(
    destination: Destination,
    *,
    uuid: str,
    role: str,
    content: str,
    created_at: str | None = None,
    metadata: Metadata | None = None,
    name: str = "",
) -> ImportedMessage:
    """A message; what is not known is left out of its body."""
    body: dict[str, Any] = {"uuid": uuid, "role": role, "content": content}
    if created_at:
        body["created_at"] = created_at
    if metadata:
        body["metadata"] = metadata
    if name:
        body["name"] = name
    return ImportedMessage(destination, body)

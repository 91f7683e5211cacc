"""JSON Lines, one message each: Holdfast's own form.  A line is read as the API reads a message."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from holdfast.conversations.contract import (
    Defaults,
    Destination,
    Identities,
    ImportedMessage,
    Item,
    Unreadable,
    message,
)
from holdfast.conversations.text import numbered_lines
from holdfast.errors import InvalidRequest
from holdfast.http.wire.memory import MessageRequest
from holdfast.http.wire.reading import plain, read_body, timestamp


class Line(MessageRequest):
    """One line: a message as the API takes it, and the session and user that it belongs to."""

    NEEDED: ClassVar[str] = "content"

    session_id: str = ""
    user_id: str = ""


def read(file: Path, defaults: Defaults) -> Iterator[Item]:
    """See `holdfast.conversations.contract.Reader`."""
    identities = Identities()
    for number, text in numbered_lines(file):
        try:
            yield _message(text, defaults, identities)
        except InvalidRequest as error:
            yield Unreadable(f"line {number}", str(error))


def _message(text: bytes, defaults: Defaults, identities: Identities) -> ImportedMessage:
    if not text.startswith(b"{"):
        raise InvalidRequest("content: missing; a line must be a JSON object with role and content")
    line = read_body(text, Line)
    session_id = plain(line.session_id) or defaults.session
    role, content = plain(line.role), plain(line.content)
    made = identities.next(session_id, role, content)
    return message(
        Destination(session_id, defaults.user or plain(line.user_id) or None),
        uuid=(line.uuid.given if line.uuid else None) or made,
        role=role,
        content=content,
        created_at=timestamp(line.created_at),
        metadata=line.metadata,
        name=plain(line.name),
    )

"""Conversation files: JSON Lines of messages, and JSON in the LoCoMo format.

Each message gets a UUID made from its session, its place and its text, so that importing a file again finds the
messages already there.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from holdfast.domain.timestamps import parse_timestamp, timestamp_of
from holdfast.errors import InvalidRequest

_NAMESPACE = uuid.UUID("5c5a6a55-8a5f-4f0b-9d59-5b9a4f9a2f60")
_DATE_FORMATS = ("%I:%M %p on %d %B, %Y", "%d %B, %Y", "%B-%d-%Y", "%Y-%m-%d")


class Line(msgspec.Struct):
    """One line of a JSON Lines file."""

    content: str
    role: str = ""
    session_id: str | None = None
    created_at: str | None = None
    metadata: dict[str, Any] | None = None


class Turn(msgspec.Struct):
    """One turn of a LoCoMo session."""

    speaker: str
    text: str
    id: str = ""
    caption: str | None = None


class LocomoSession(msgspec.Struct):
    """One session of a LoCoMo conversation."""

    id: str
    turns: list[Turn]
    date: str = ""


class LocomoConversation(msgspec.Struct):
    """One conversation in the LoCoMo format; its questions are left aside."""

    id: str
    sessions: list[LocomoSession]


class ImportedMessage(msgspec.Struct, omit_defaults=True):
    """A message as it is sent."""

    uuid: str
    role: str
    content: str
    created_at: str | None = None
    metadata: dict[str, Any] | None = None

    def to_body(self) -> dict[str, Any]:
        """The JSON object of the message."""
        body: dict[str, Any] = msgspec.to_builtins(self)
        return body


class Conversation(msgspec.Struct):
    """The messages of one session, in order."""

    session_id: str
    user_id: str | None
    messages: list[ImportedMessage]


def read_conversations(file: Path, *, session: str, user: str | None) -> list[Conversation]:
    """The conversations of ``file``.

    ``session`` is for lines that name no session; ``user``, if given, owns all sessions.  `InvalidRequest` names the
    place of what cannot be read.
    """
    data = file.read_bytes()
    if data.lstrip()[:1] == b"[":
        return list(_from_locomo(data, user))
    return _from_lines(data, session, user)


def _from_lines(data: bytes, session: str, user: str | None) -> list[Conversation]:
    found: dict[str, Conversation] = {}
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = msgspec.json.decode(line, type=Line)
            created_at = parse_timestamp(record.created_at) if record.created_at else None
        except (msgspec.DecodeError, ValueError) as error:
            raise InvalidRequest(f"line {number}: {error}") from None
        session_id = record.session_id or session
        conversation = found.setdefault(session_id, Conversation(session_id, user, []))
        _add(conversation, record.role, record.content, created_at, record.metadata)
    if not found:
        raise InvalidRequest("the file holds no messages")
    return list(found.values())


def _from_locomo(data: bytes, user: str | None) -> Iterator[Conversation]:
    try:
        conversations = msgspec.json.decode(data, type=list[LocomoConversation])
    except msgspec.DecodeError as error:
        raise InvalidRequest(f"not a list of conversations: {error}") from None
    for conversation in conversations:
        for session in conversation.sessions:
            imported = Conversation(f"{conversation.id}-{session.id}", user or conversation.id, [])
            created_at = _date(session.date)
            for turn in session.turns:
                text = f"{turn.text} [shares {turn.caption}]" if turn.caption else turn.text
                _add(imported, turn.speaker, text, created_at, {"turn": turn.id} if turn.id else None)
            yield imported


def _add(
    conversation: Conversation, role: str, content: str, created_at: str | None, metadata: dict[str, Any] | None
) -> None:
    place = f"{conversation.session_id}\x00{len(conversation.messages)}\x00{role}\x00{content}"
    identifier = str(uuid.uuid5(_NAMESPACE, place))
    conversation.messages.append(ImportedMessage(identifier, role, content, created_at, metadata))


def _date(text: str) -> str | None:
    """The time that a LoCoMo session states, taken as UTC; ``None`` when it states none that can be read."""
    for form in _date_formats(text):
        try:
            return timestamp_of(datetime.strptime(text.strip(), form).replace(tzinfo=UTC))
        except ValueError:
            continue
    return None


def _date_formats(text: str) -> Iterable[str]:
    return _DATE_FORMATS if text else ()

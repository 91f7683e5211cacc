"""JSON in the LoCoMo format: conversations whose sessions become sessions of one user each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import msgspec

from holdfast.conversations.contract import Defaults, Destination, Identities, Item, message
from holdfast.conversations.text import each_conversation
from holdfast.domain.timestamps import timestamp_of

_DATE_FORMATS = ("%I:%M %p on %d %B, %Y", "%d %B, %Y", "%B-%d-%Y", "%Y-%m-%d")


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


def read(file: Path, defaults: Defaults) -> Iterator[Item]:
    """See `holdfast.conversations.contract.Reader`."""
    return each_conversation(file, LocomoConversation, partial(_of_conversation, defaults))


def _of_conversation(defaults: Defaults, _: int, conversation: LocomoConversation) -> Iterator[Item]:
    for session in conversation.sessions:
        yield from _of_session(conversation.id, session, defaults)


def _of_session(conversation: str, session: LocomoSession, defaults: Defaults) -> Iterator[Item]:
    destination = Destination(f"{conversation}-{session.id}", defaults.user or conversation)
    identities = Identities()
    created_at = _date(session.date)
    for turn in session.turns:
        text = f"{turn.text} [shares {turn.caption}]" if turn.caption else turn.text
        yield message(
            destination,
            uuid=identities.next(destination.session_id, turn.speaker, text),
            role=turn.speaker,
            content=text,
            created_at=created_at,
            metadata={"turn": turn.id} if turn.id else None,
        )


def _date(text: str) -> str | None:
    """The time that a LoCoMo session states, taken as UTC; ``None`` when it states none that can be read."""
    for form in _DATE_FORMATS if text else ():
        try:
            return timestamp_of(datetime.strptime(text.strip(), form).replace(tzinfo=UTC))
        except ValueError:
            continue
    return None

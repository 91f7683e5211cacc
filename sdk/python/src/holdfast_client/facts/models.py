"""Shapes of facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional
from uuid import UUID

from pydantic import Field

from holdfast_client._model import Model

__all__ = [
    "Fact",
    "FactPage",
    "FactRevision",
    "FactSearchResult",
    "FactSource",
    "NewFact",
    "Profile",
    "ProfileSlot",
    "ProfileValue",
    "Statement",
]


class FactSource(Model):
    """What a fact rests on: ``quote`` is ``content[start:end]`` of a message."""

    message: UUID
    session_id: str
    role: str
    said_at: datetime
    start: int
    end: int
    quote: str


class FactRevision(Model):
    """What a fact was from one change to the next: who made it so, when and why."""

    revision: int
    text: str
    slot: Optional[str] = None
    value: Optional[str] = None
    state: str
    valid_at: datetime
    invalid_at: Optional[datetime] = None
    pinned: bool = False
    topics: list[str] = Field(default_factory=list)
    metadata: dict[str, Any] = Field(default_factory=dict)
    at: datetime
    actor: str
    reason: str = ""


class Fact(Model):
    """A sentence about a user.

    ``origin`` is "stated" (quoted word for word), "asserted" (by a caller) or "extracted" (by a language model).
    ``valid_at`` to ``invalid_at`` is when it is true, ``created_at`` to ``retired_at`` when the server knew it.
    ``ends`` says that the value holds no more. ``sources`` and ``history`` come with a single fact.
    """

    uuid: UUID
    user_id: Optional[str] = None
    session_id: Optional[str] = None
    subject: str = "user"
    origin: str
    text: str
    slot: Optional[str] = None
    value: Optional[str] = None
    ends: bool = False
    state: str
    valid_at: datetime
    invalid_at: Optional[datetime] = None
    superseded_by: Optional[UUID] = None
    created_at: datetime
    updated_at: datetime
    retired_at: Optional[datetime] = None
    revision: int
    pinned: bool = False
    topics: list[str] = Field(default_factory=list)
    metadata: dict[str, Any] = Field(default_factory=dict)
    actor: str = ""
    reason: str = ""
    sources: Optional[list[FactSource]] = None
    history: Optional[list[FactRevision]] = None


class NewFact(Model):
    """A fact to assert of the user ``user_id``, or in the session ``session_id`` that has none.

    ``slot`` is one of the server's, or a key of your own with the prefix ``x-``. ``supersedes`` are the facts whose
    place it takes, ``sources`` the messages it rests on.
    """

    user_id: Optional[str] = None
    session_id: Optional[str] = None
    subject: Optional[str] = None
    text: str
    slot: Optional[str] = None
    value: Optional[str] = None
    valid_at: Optional[datetime] = None
    invalid_at: Optional[datetime] = None
    supersedes: Optional[list[UUID]] = None
    sources: Optional[list[UUID]] = None
    pinned: bool = False
    topics: list[str] = Field(default_factory=list)
    metadata: Optional[dict[str, Any]] = None


class FactPage(Model):
    """Some facts, newest first, and how many there are; ``next_cursor`` asks for the next page, if there is one."""

    facts: list[Fact]
    total_count: int
    next_cursor: Optional[str] = None


class FactSearchResult(Model):
    """A fact that was found; the larger ``dist``, the better it answers."""

    fact: Fact
    dist: float
    explanation: Optional[dict[str, float]] = None


class ProfileValue(Model):
    """What fills a slot, and in whose words; ``fact`` is the UUID of the fact."""

    fact: UUID
    value: Optional[str] = None
    text: str
    origin: str
    valid_at: datetime
    invalid_at: Optional[datetime] = None
    quote: Optional[FactSource] = None


class ProfileSlot(Model):
    """What fills a slot now, and what did before, newest first; a ``single`` slot has at most one current value."""

    single: bool
    current: list[ProfileValue]
    former: list[ProfileValue]


class Profile(Model):
    """What is known about a user, slot by slot."""

    user_id: str
    slots: dict[str, ProfileSlot]

    def value(self, slot: str) -> Optional[str]:
        """The current value of a slot, the newest where there are several; None where there is none."""
        current = self.slots[slot].current if slot in self.slots else []
        return (current[0].value or current[0].text) if current else None


class Statement(Model):
    """What would be kept of a conversation: ``text`` is ``content[start:end]`` of the message with that index."""

    message: int
    start: int
    end: int
    text: str
    slot: Optional[str] = None
    value: Optional[str] = None
    ends: bool = False

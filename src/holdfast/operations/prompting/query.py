"""What a context is asked for, and what is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from holdfast.domain.filters import SearchFilter
from holdfast.domain.messages import Message, is_blank
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import InvalidRequest
from holdfast.operations.limits import LONGEST_QUESTION
from holdfast.operations.prompting.items import LeftOut, Part, Section

MOST_TOKENS: Final = 100_000
MOST_NEIGHBOURS: Final = 5
MOST_TURNS: Final = 100
"""Messages that a caller may send along."""

_ASKED: Final = 3
"""So many of the last turns make the question, where there is none."""


class Form(StrEnum):
    """How a context is given."""

    TEXT = "text"
    MESSAGES = "messages"
    JSON = "json"


class Turn(msgspec.Struct, frozen=True):
    """A message that the caller holds and has not stored."""

    role: str
    content: str


class Choice(msgspec.Struct, frozen=True):
    """Whether a section is wanted, and how much of it at most."""

    wanted: bool = True
    max_tokens: int | None = None
    limit: int | None = None


_ALL: Final = Choice()


class ContextQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be known, and in how many tokens.

    Without a ``text`` the last of ``turns``, or of the messages of the session, make the question.  Everything of the
    user is looked at, of the session alone where it has no user.  ``as_of`` asks what had been said by then,
    ``timeout`` is how many seconds searches may take, ``known_stable`` the hash of the stable part that the caller has.
    """

    session_id: str | None = None
    user_id: str | None = None
    text: str = ""
    turns: tuple[Turn, ...] = ()
    max_tokens: int = 1500
    sections: Mapping[Part, Choice] = {}
    neighbours: int = 1
    min_score: float | None = None
    filter: SearchFilter = msgspec.field(default_factory=SearchFilter)
    as_of: Timestamp | None = None
    asked_at: datetime | None = None
    form: Form = Form.TEXT
    known_stable: str | None = None
    timeout: float | None = None

    def choice(self, part: Part) -> Choice:
        """What the caller wants of a section."""
        return self.sections.get(part, _ALL) if self.sections else _ALL

    def question(self, recent: Sequence[Message]) -> str:
        """What is asked: the text, or the last turns, those of the session where the caller gives none."""
        if self.text.strip():
            return self.text[:LONGEST_QUESTION]
        turns = list(self.turns) or [Turn(message.role, message.content) for message in recent]
        asked = "\n".join(turn.content for turn in turns[-_ASKED:] if not is_blank(turn.content))
        return asked[:LONGEST_QUESTION]

    def check(self) -> None:
        """`InvalidRequest` names what is wrong."""
        if self.user_id is None and self.session_id is None:
            raise InvalidRequest("user_id: give a user_id or a session_id")
        if not 1 <= self.max_tokens <= MOST_TOKENS:
            raise InvalidRequest(f"max_tokens: must be from 1 to {MOST_TOKENS}, got {self.max_tokens}")
        if not 0 <= self.neighbours <= MOST_NEIGHBOURS:
            raise InvalidRequest(f"neighbours: must be from 0 to {MOST_NEIGHBOURS}, got {self.neighbours}")
        if len(self.turns) > MOST_TURNS:
            raise InvalidRequest(f"messages: at most {MOST_TURNS} are taken, got {len(self.turns)}")


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """A text for a prompt: ``stable`` and, behind it, ``volatile``.

    ``tokens`` are those of both.  ``recent`` are the newest messages for callers that take messages: they are then not
    in the text.  ``unchanged`` tells that the caller knows the stable part.
    """

    stable: str
    sha256: str
    unchanged: bool
    volatile: str
    sections: list[Section]
    recent: list[Turn]
    tokens: int
    left_out: list[LeftOut]

    @property
    def text(self) -> str:
        """The whole."""
        return self.stable + self.volatile

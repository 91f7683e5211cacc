"""What a finder of facts is given, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

LONGEST_ANSWER: Final = 200
"""Characters of a message that is looked at as an answer to a question: who tells more makes sentences."""


class Said(msgspec.Struct, frozen=True):
    """One message of a conversation, as far as facts depend on it."""

    role: str
    content: str


class Statement(msgspec.Struct, frozen=True):
    """Something that the user says about themselves.

    ``content[start:end]`` of the message with the index ``message`` are the words, in code points.  ``value`` is what
    they put into ``slot``; both are ``None`` for what fills none.  With ``ends`` the words say that the value holds no
    more; then ``value`` may be ``None``, which ends whatever the slot holds.  ``topics`` say what it is about: health.

    With ``about`` it is a statement only if the slot holds a value which those words name, as is known of the user:
    "we packed in Leeds" ends a home or a job.  ``ends`` ends that value, else ``value`` takes its place.
    """

    message: int
    start: int
    end: int
    slot: str | None = None
    value: str | None = None
    ends: bool = False
    topics: tuple[str, ...] = ()
    about: str | None = None


class FactFinder(Protocol):
    """Finds what users state about themselves."""

    def find(self, messages: Sequence[Said], *, first: int = 0) -> list[Statement]:
        """The statements in ``messages[first:]``, in order; the messages before tell what they are part of."""
        ...

    def find_alone(self, message: Said) -> list[Statement]:
        """The statements in a message by itself, as the message 0: those of `find` unless it is `played`."""
        ...

    def find_answer(self, message: Said, question: Said, before: Said | None = None) -> list[Statement]:
        """What a message states only as the answer to the one before it, or puts right of that, as the message 0.

        ``before`` is what was said before the question: it may tell whom that is about, and what is put right.
        """
        ...

    def answers_for_others(self, message: Said, question: Said, before: Said | None = None) -> bool:
        """Whether a message answers a question about somebody else, so that what it states is not the user's own.

        ``before`` is what was said before the question.
        """
        ...

    def played(self, messages: Sequence[Said]) -> list[bool]:
        """Which messages of a conversation are part of a play, so that nothing that is said in them is meant."""
        ...

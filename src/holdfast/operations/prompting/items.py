"""What a context is made of: sections of items."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from holdfast.domain.timestamps import Timestamp


class Part(StrEnum):
    """The sections, in the order in which they stand in a context."""

    __hash__ = str.__hash__  # that of an enumeration is written in Python, and asked for dozens of times

    INSTRUCTIONS = "instructions"
    PROFILE = "profile"
    SUMMARY = "summary"
    FACTS = "facts"
    MESSAGES = "messages"
    RECENT = "recent"


STABLE = (Part.INSTRUCTIONS, Part.PROFILE, Part.SUMMARY)
"""The sections that change only when what they tell changes, whatever is asked."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a context tells, and where it comes from.

    ``line`` is its text as it stands in the context, with a line break at its end.  ``text`` is what was said or
    written, shortened where it is ``truncated``.
    """

    kind: str
    uuid: str
    session_id: str | None
    speaker: str
    created_at: Timestamp
    score: float | None = None
    text: str
    truncated: bool = False
    line: str


class Section(msgspec.Struct, frozen=True):
    """A section as it stands in a context; ``tokens`` are those of its text."""

    name: Part
    text: str
    tokens: int
    items: list[Item]


class LeftOut(msgspec.Struct, frozen=True):
    """What was left out of a section: how many items, and why: ``budget`` or ``timeout``."""

    section: Part
    items: int
    reason: str

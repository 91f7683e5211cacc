"""What happened to the sessions of a scope since somebody looked: which messages and summaries came and went."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Protocol

import msgspec


class ChangeKind(IntEnum):
    """What a change is about."""

    MESSAGES = 0
    """The live messages of the session are at positions ``first`` to ``last``; none when ``last < first``."""
    SUMMARIES = 1
    """The newest summary has the number ``last``; those whose point is before ``first`` are dead."""
    METADATA = 2
    """The metadata of messages at positions ``first`` to ``last`` may be others."""
    SUMMARY_METADATA = 3
    """The metadata of summaries with the numbers ``first`` to ``last`` may be others."""
    FACTS = 4
    """Facts of the holder that stands in the place of the session changed or went if ``first`` grew; ``last`` is the
    number of the newest."""


class Change(msgspec.Struct, frozen=True, array_like=True):
    """The newest state of a session in one respect.

    Of messages, summaries and facts neither ``first`` nor ``last`` ever decreases.  So who keeps the greatest of each
    that it was told is right, in whatever order and however often it was told.
    """

    session: int
    kind: ChangeKind
    first: int
    last: int


EDITS = (ChangeKind.METADATA, ChangeKind.SUMMARY_METADATA)
"""The kinds that tell of metadata only."""


def merged(changes: Iterable[tuple[int, int, int, int]]) -> list[Change]:
    """One change for each session and kind: the greatest bounds, or the span that holds all edited positions."""
    bounds: dict[tuple[int, int], tuple[int, int]] = {}
    for session, kind, first, last in changes:
        known = bounds.get((session, kind))
        if known is None:
            bounds[session, kind] = (first, last)
        else:
            lower = min if kind in EDITS else max
            bounds[session, kind] = (lower(first, known[0]), max(last, known[1]))
    return [Change(session, ChangeKind(kind), *span) for (session, kind), span in bounds.items()]


class Changes(msgspec.Struct, frozen=True):
    """What happened, and the ``revision`` to ask from next time.

    ``complete`` means that the changes are those of all live sessions that have anything, and that a session which is
    not among them has nothing: what happened since cannot be told.
    """

    revision: int
    changes: list[Change]
    complete: bool = False


class SessionChanges(Protocol):
    """The log of what happens to sessions.

    A change is written in the transaction of what it tells.  Whatever was acknowledged before a call is in its answer;
    what is under way may be, and is in the next one if it is not.  The log is kept for a while only.
    """

    async def since(self, revision: int | None, *, user_id: str | None = None, summaries: bool = False) -> Changes:
        """What happened since a ``revision``, to the sessions of a user or to all; ``None`` asks for all there is.

        The cost is that of the changes, unless the answer is complete, which for ``None`` it is.  With ``summaries``
        a complete answer tells of summaries, else of messages.  An unknown user has no sessions.
        """
        ...

    async def edits(self, session: int, revision: int | None) -> Changes:
        """Which metadata of one session changed since a ``revision``; an answer that is complete cannot tell."""
        ...

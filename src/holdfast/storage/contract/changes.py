"""What happened to the sessions of a scope since somebody looked: which messages and summaries came and went."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Protocol

import msgspec

NO_SESSION = 0
"""The number of a change that stands for those before it, which were forgotten."""


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


class Change(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The newest state of a session in one respect.

    Of messages, summaries and facts neither ``last`` nor ``edition`` ever decreases, nor does ``first`` in one edition.
    So who keeps the greatest ``last``, and ``first`` of the greatest ``edition``, is right, in whatever order and
    however often it was told.  A greater ``edition`` means that messages were deleted or edited one by one, and that
    summaries which had folded them are gone, or that the session was restored; ``removed`` of the positions from
    ``first`` on have no message any more.
    """

    session: int
    kind: ChangeKind
    first: int
    last: int
    edition: int = 0
    removed: int = 0


EDITS = (ChangeKind.METADATA, ChangeKind.SUMMARY_METADATA)
"""The kinds that tell of metadata only."""


def merged(changes: Iterable[tuple[int, int, int, int, int, int]]) -> list[Change]:
    """One change for each session and kind: the newest state, or the span that holds all edited positions."""
    found: dict[tuple[int, int], Change] = {}
    for session, kind, *state in changes:
        if session == NO_SESSION:
            continue
        change = Change(session, ChangeKind(kind), *state)
        known = found.get((session, kind))
        found[session, kind] = change if known is None else _joined(known, change)
    return list(found.values())


def _joined(one: Change, other: Change) -> Change:
    last = max(one.last, other.last)
    if one.kind in EDITS:
        return Change(one.session, one.kind, min(one.first, other.first), last)
    newer = max(one, other, key=_age)
    return Change(one.session, one.kind, newer.first, last, newer.edition, newer.removed)


def _age(change: Change) -> tuple[int, int]:
    return change.edition, change.first


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

    async def forget(self) -> None:
        """Forget all that is logged: whoever asks for what happened before is given a complete answer."""
        ...

    async def edits(self, session: int, revision: int | None) -> Changes:
        """Which metadata of one session changed since a ``revision``; an answer that is complete cannot tell."""
        ...

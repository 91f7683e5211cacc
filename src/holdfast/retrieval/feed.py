"""What an index is fed with: the interface between the cache of indexes and where messages are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

from holdfast.retrieval.index import MessageBatch

MetadataText = bytes
"""JSON text of an object."""


class Span(msgspec.Struct, frozen=True, gc=False):
    """What there is of one session: numbers up to `last`, of those that `border` lets live; none when it is beyond.

    Numbers are positions of messages or numbers of summaries.  `last` never decreases, nor does `border` in one
    edition; whenever the border moves, all that was there before is gone.  Whenever the `edition` grows, single ones
    are gone, are back or say something else, so that all are to be loaded anew; `removed` is how many between border
    and last are not there.

    There is one for each session, with integers alone in it; so the garbage collector need not look at them.
    """

    session: int
    border: int
    last: int
    edition: int = 0
    removed: int = 0

    @property
    def age(self) -> tuple[int, int]:
        """By which it is told which of two states of a session is the newer one."""
        return self.edition, self.border


class Missing(msgspec.Struct, frozen=True, gc=False):
    """What an index lacks of a session: live numbers beyond `after`, up to `last`, of which `removed` are not there."""

    session: int
    border: int
    after: int
    last: int
    removed: int = 0


class News(msgspec.Struct, frozen=True):
    """What happened in a scope.

    Attributes:
        cursor: where to begin the next time.
        spans: of the sessions that changed.
        complete: whether the spans are those of all sessions, so that others have nothing.
        edited: keys of messages whose metadata may be others, as ranges that include both ends.
        edits_unknown: whether any metadata may be others.
    """

    cursor: int
    spans: Sequence[Span]
    complete: bool = False
    edited: Sequence[tuple[int, int]] = ()
    edits_unknown: bool = False


class Feed(Protocol):
    """Reads what an index of one scope needs from where messages are kept."""

    @property
    def stored_name(self) -> str | None:
        """The name of the file in which the index may be kept; None when it is to be kept in none."""
        ...

    @property
    def known(self) -> Span | None:
        """All that there is now, where the scope is one session and that is known without asking; None elsewhere."""
        ...

    async def since(self, cursor: int | None, *, edits: bool) -> News:
        """What happened since a cursor; everything there is for None, or when that cannot be told.

        What was acknowledged before the call is in the answer. A feed may leave out edits unless they are wanted.
        """
        ...

    def load(self, missing: Sequence[Missing]) -> AsyncIterator[MessageBatch]:
        """What is missing, in the order of sessions and numbers, some at a time; session keys are session numbers."""
        ...

    def promised(self, missing: Missing) -> int | None:
        """How many messages there must be; None when that cannot be told."""
        ...

    async def vectors(self, keys: Sequence[int]) -> tuple[Sequence[int], NDArray[np.float32]] | None:
        """Vectors that have come to exist for messages that had none: keys and rows; None when there is none."""
        ...

    def metadata(
        self, sessions: Sequence[int], keys: Sequence[int]
    ) -> AsyncIterator[tuple[Sequence[int], Sequence[MetadataText | None]]]:
        """Keys and metadata of messages, given with their sessions, some at a time; those that are gone are left out.

        Keys are ascending.
        """
        ...

"""Sessions, and which of their messages are live."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import msgspec

from holdfast.domain.metadata import Metadata
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.retention import AS_IT_IS, RetentionChange
from holdfast.domain.sessions import DeletedSession, ListedSession, NewSession, Session
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import HoldfastError


class Extent(msgspec.Struct, frozen=True):
    """Which messages of a session are live: those at positions ``first`` to ``last``, both inclusive.

    ``removed`` of these positions have no message, because it was deleted by itself.  ``first`` moves when the session
    is deleted, ``last`` when messages are appended, ``edition`` when one is deleted or its content edited, or when the
    session is restored, which moves ``first`` back; so an equal extent means that no message came, went or says
    something else.  A session that is not to ``remember`` is for
    searches of it alone.
    """

    session: int
    session_id: str
    first: int
    last: int
    edition: int = 0
    removed: int = 0
    remember: bool = True

    @property
    def count(self) -> int:
        """How many messages are live."""
        return self.last - self.first + 1 - self.removed


class Sessions(Protocol):
    """Sessions, by ``session_id``."""

    async def create(self, session: NewSession, *, receipt: Receipt | None = None) -> Written[Session]:
        """Store a new session and return it.

        `AlreadyExists` when a live session has the ``session_id``; `InvalidRequest` when ``user_id`` names no
        user; neither burns an ``id``, but where two create the same session at once.  A soft-deleted session of that
        ``session_id`` does not hinder: the new one has nothing of it, and the old one cannot come back any more.
        """
        ...

    async def create_all(self, sessions: Sequence[NewSession]) -> list[Session | HoldfastError]:
        """As `create`, of many: each session, or why it cannot be, in their order.

        Those that are created get ascending numbers in their order, but that those whose ``session_id`` was that of a
        deleted session may come last.  Whatever befalls one of them does not hinder the others.
        """
        ...

    async def get(self, session_id: str) -> Session:
        """The live session; `NotFound` when there is none."""
        ...

    async def merge_metadata(
        self,
        session_id: str,
        metadata: Metadata | None,
        *,
        user_id: str | None = None,
        retention: RetentionChange = AS_IT_IS,
    ) -> Session:
        """Merge ``metadata`` deeply into the stored one, move ``updated_at`` and return the session.

        ``None`` merges nothing.  The protected key ``system`` of ``metadata`` is left out.  `InvalidRequest` when it
        would grow beyond `MAXIMUM_METADATA`.  A session without a user becomes one of ``user_id``, which must exist
        (else `InvalidRequest`); one that has a user keeps it.  A soft-deleted session
        comes back to life with its identity and metadata, without its messages.  `NotFound` when the session
        never existed or was purged.  No concurrent merge is lost.

        When a session is not to be remembered any more, no fact rests on its messages from then on, and wide searches
        do not find it.  When it is to be remembered again, they do.
        """
        ...

    async def delete(self, session_id: str) -> None:
        """Soft-delete the session with its messages and summaries; `NotFound` when no live session has that id."""
        ...

    async def deleted(self, *, before: int | None, limit: int, session_id: str | None = None) -> list[DeletedSession]:
        """At most ``limit`` sessions that `restore` would bring back, those created last first.

        Their ``id`` is below ``before`` if that is given; only the one of a ``session_id`` if that is given.  Messages
        that were deleted before by themselves are in their counts.
        """
        ...

    async def restore(self, session_id: str, *, steps: Sequence[str]) -> Session:
        """Bring back a soft-deleted session with the messages and summaries that it had.

        One job for ``steps`` over these messages is stored, which finds anew what they state: the facts that rested on
        them went with the deletion.  The edition of the session moves.  `NotFound` when the session is not deleted, has
        come back without its messages, or the purge has begun with it.
        """
        ...

    async def erase(self, session_id: str) -> None:
        """As `delete`, and the session cannot come back: its rows go for good, as those of a deleted user do."""
        ...

    async def set_updated_at(self, times: Mapping[int, Timestamp]) -> None:
        """Let ``updated_at`` of sessions, by number, be what it was elsewhere; sessions that are gone are skipped."""
        ...

    async def beginning(self, prefix: str, *, limit: int) -> list[Session]:
        """At most ``limit`` of the live sessions whose id begins with ``prefix``, in no order, at a cost of these."""
        ...

    async def of_users_beginning(self, prefix: str, *, limit: int) -> list[Session]:
        """As `beginning`, of the users whose ``user_id`` begins so."""
        ...

    async def page(self, *, after: int, limit: int) -> list[Session]:
        """At most ``limit`` live sessions whose ``id`` exceeds ``after``, ascending by ``id``."""
        ...

    async def of_user(self, user_id: str, *, after: int, limit: int) -> list[Session]:
        """As `page`, of one user; an unknown user has none."""
        ...

    async def newest(self, *, before: int | None, limit: int, user_id: str | None = None) -> list[ListedSession]:
        """At most ``limit`` live sessions, those created last first, whose ``id`` is below ``before`` if that is given.

        Of one user if ``user_id`` is given; an unknown user has none.
        """
        ...

    async def extent(self, session_id: str) -> Extent | None:
        """Which messages are live; ``None`` when there is no live session of that id."""
        ...

    async def edition(self, session: int) -> int:
        """How often messages of a session, by its number, were deleted or edited one by one; 0 when it is gone."""
        ...

    async def names(self, numbers: Collection[int]) -> dict[int, str]:
        """The ``session_id`` of sessions by their numbers; those that were removed are left out."""
        ...

    async def extents_of_user(self, user_id: str) -> list[Extent]:
        """The extents of all live sessions of a user, ascending by session number."""
        ...

    async def extents(self) -> list[Extent]:
        """The extents of all live sessions, ascending by session number."""
        ...

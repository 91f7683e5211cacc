"""Users."""

from __future__ import annotations

from typing import Protocol

from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.users import NewUser, User, UserChange


class Users(Protocol):
    """Users, by ``user_id``."""

    async def create(self, user: NewUser, *, receipt: Receipt | None = None) -> Written[User]:
        """Store a new user and return it.  `AlreadyExists` when the ``user_id`` is taken; no ``id`` is burnt."""
        ...

    async def get(self, user_id: str) -> User:
        """The user; `NotFound` when there is none."""
        ...

    async def update(self, user_id: str, change: UserChange) -> User:
        """Apply ``change`` and return the user as it is then; ``updated_at`` moves even when nothing changes.

        Metadata merges deeply, the ``system`` key included; no concurrent merge is lost.  `NotFound` when there
        is no such user.
        """
        ...

    async def delete(self, user_id: str) -> None:
        """Remove the user, all its sessions (also soft-deleted ones) and everything in them.

        However much that is, it takes no longer: from the moment of the return nothing of it is seen or can come back,
        and all identifiers are free.  The rows go for good in the background, which begins at once, in short
        transactions with pauses between them; after a crash the next start, or a purge, goes on with it.  A user that
        is created under the same ``user_id`` has nothing of it.  `NotFound` when there is no such user.
        """
        ...

    async def beginning(self, prefix: str, *, limit: int) -> list[User]:
        """At most ``limit`` of the users whose ``user_id`` begins with ``prefix``, in no order, at a cost of these."""
        ...

    async def page(self, *, after: int, limit: int) -> list[User]:
        """At most ``limit`` users whose ``id`` exceeds ``after``, ascending by ``id``."""
        ...

    async def newest(self, *, before: int | None, limit: int) -> list[User]:
        """At most ``limit`` users, those created last first, whose ``id`` is below ``before`` if that is given."""
        ...

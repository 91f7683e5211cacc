"""API keys."""

from __future__ import annotations

from typing import Protocol

from holdfast.domain.keys import Key
from holdfast.domain.timestamps import Timestamp


class Keys(Protocol):
    """API keys, by ``id``."""

    async def add(self, key: Key) -> None:
        """Store a new key.  `AlreadyExists` when the ``id`` is taken."""
        ...

    async def all(self) -> list[Key]:
        """All keys, revoked ones included, in the order of their creation."""
        ...

    async def revoke(self, key: str, *, at: Timestamp) -> None:
        """Let a key be revoked from ``at`` on; one that is revoked already stays as it is.  `NotFound` without it."""
        ...

    async def mark_used(self, key: str, *, at: Timestamp) -> None:
        """Note that a key was used; one that is gone is skipped."""
        ...

    async def revision(self) -> int:
        """A number that grows whenever a key is added or revoked, so that whoever remembers keys sees it."""
        ...

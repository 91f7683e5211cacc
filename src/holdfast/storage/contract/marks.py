"""How far chores have come, so that neither a restart nor another server begins all over again."""

from __future__ import annotations

from typing import Protocol

import msgspec


class Mark(msgspec.Struct, frozen=True):
    """How far a chore has come.

    ``version`` names what it was about, such as a model: with another one it begins anew.  ``place`` is where it goes
    on, as the chore itself spells it.  ``ended`` tells whether it came to its end; ``age`` is how many seconds ago
    that was noted, by the clock of the database.
    """

    version: str
    place: str
    ended: bool
    age: float


class Marks(Protocol):
    """One mark per chore, by name."""

    async def get(self, chore: str) -> Mark | None:
        """The mark of a chore; ``None`` when it was never noted."""
        ...

    async def set(self, chore: str, *, version: str, place: str = "", ended: bool = False) -> None:
        """Note how far a chore has come, in place of what was noted before."""
        ...

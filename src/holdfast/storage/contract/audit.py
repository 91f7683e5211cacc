"""The audit log."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from holdfast.domain.audit import Entry, NewEntry
from holdfast.domain.timestamps import Timestamp


class Audit(Protocol):
    """The audit log."""

    async def note(self, entries: Sequence[NewEntry]) -> None:
        """Add entries, all or none."""
        ...

    async def page(self, *, before: int | None, limit: int) -> list[Entry]:
        """At most ``limit`` entries, newest first, whose ``id`` is below ``before`` if that is given."""
        ...

    async def replace_names(self, names: Collection[str], *, by: str) -> int:
        """Put another text in the place of these names, as targets and behind the colon of actors.

        In how many entries.
        """
        ...

    async def drop(self, *, before: Timestamp, limit: int) -> int:
        """Remove at most ``limit`` entries that are older than ``before``; how many."""
        ...

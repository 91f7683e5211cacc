"""How much there is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from holdfast.domain.timestamps import Timestamp


class Survey(msgspec.Struct, frozen=True):
    """What was counted in some sessions; ``last`` is the number of the last of them, ``None`` when there was none.

    ``days`` has the live messages by the day of their creation, such as ``2024-05-02``, in UTC.
    """

    last: int | None
    sessions: int
    messages: int
    days: Mapping[str, int]


class Statistics(Protocol):
    """Counting, beside what callers wait for."""

    async def survey(self, *, after: int, limit: int, since: Timestamp) -> Survey:
        """Count in at most ``limit`` live sessions whose number exceeds ``after``, ascending.

        Days are counted from ``since`` on, in sessions to which something was added since then.
        """
        ...

    async def users(self) -> int:
        """How many users there are."""
        ...

    async def bytes(self) -> int:
        """How many bytes the database takes where it lies."""
        ...

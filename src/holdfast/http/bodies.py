"""The memory that bodies of requests may take together while they are under way."""

from __future__ import annotations

from holdfast.errors import Unavailable


class BodyMemory:
    """Counts the bytes of bodies that are held; ``limit`` bounds them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.held = 0

    def take(self, size: int) -> None:
        """Count ``size`` bytes more; `Unavailable`, and none counted, when there is no room for them."""
        if self.held + size > self._limit:
            raise Unavailable("too many large requests at the same time: try again in a moment")
        self.held += size

    def give_back(self, size: int) -> None:
        """Count ``size`` bytes less."""
        self.held -= size

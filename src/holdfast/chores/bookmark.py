"""Where a long look through everything goes on after a restart."""

from __future__ import annotations

from holdfast.storage.contract.marks import Marks

STEPS_PER_NOTE = 20
"""Steps between two notes: so many are repeated at most, and noting costs little."""


class Bookmark:
    """Keeps the place of one chore, for one version of what it is about."""

    def __init__(self, marks: Marks, *, chore: str, version: str) -> None:
        self._marks = marks
        self._chore = chore
        self._version = version
        self._steps = 0

    async def place(self) -> str:
        """Where to go on; empty at the beginning."""
        mark = await self._marks.get(self._chore)
        if mark is None or mark.ended or mark.version != self._version:
            return ""
        return mark.place

    async def move(self, place: str) -> None:
        """A step ended at ``place``; now and then that is noted."""
        self._steps += 1
        if self._steps % STEPS_PER_NOTE == 0:
            await self._marks.set(self._chore, version=self._version, place=place)

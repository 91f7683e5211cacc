"""Pages of what is open, read through pages of what there is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

CHUNK = 500
"""Rows looked at between two moments for others."""


class Numbered(Protocol):
    """A row with an ascending number."""

    @property
    def id(self) -> int:
        """The number."""
        ...


Row = TypeVar("Row", bound=Numbered)


class ReadPage(Protocol[Row]):
    """Reads at most ``limit`` rows whose number exceeds ``after``, ascending."""

    def __call__(self, *, after: int, limit: int) -> Awaitable[list[Row]]:
        """The rows."""
        ...


async def page_of(read_page: ReadPage[Row], admits: Callable[[Row], bool], *, after: int, limit: int) -> list[Row]:
    """At most ``limit`` rows that are admitted, whose number exceeds ``after``, ascending."""
    found: list[Row] = []
    while len(found) < limit:
        rows = await read_page(after=after, limit=CHUNK)
        found += [row for row in rows if admits(row)]
        if len(rows) < CHUNK:
            break
        after = rows[-1].id
        await asyncio.sleep(0)
    return found[:limit]


class ReadNewest(Protocol[Row]):
    """Reads at most ``limit`` rows, the newest first, whose number is below ``before`` if that is given."""

    def __call__(self, *, before: int | None, limit: int) -> Awaitable[list[Row]]:
        """The rows."""
        ...


async def newest_of(
    read: ReadNewest[Row], admits: Callable[[Row], bool], *, before: int | None, limit: int
) -> list[Row]:
    """At most ``limit`` rows that are admitted, the newest first, whose number is below ``before`` if that is given."""
    found: list[Row] = []
    while len(found) < limit:
        rows = await read(before=before, limit=CHUNK)
        found += [row for row in rows if admits(row)]
        if len(rows) < CHUNK:
            break
        before = rows[-1].id
        await asyncio.sleep(0)
    return found[:limit]

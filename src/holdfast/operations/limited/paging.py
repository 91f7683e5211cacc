"""Pages of what is open, read through pages of what there is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol, TypeVar

CHUNK = 500
"""Rows looked at between two moments for others."""
FEW = 2000
"""Rows that are looked up by their names and sorted; where more are open, a page of all rows holds enough of them."""


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


class ReadBeginning(Protocol[Row]):
    """Reads at most ``limit`` of the rows that begin with a prefix, in no order."""

    def __call__(self, prefix: str, *, limit: int) -> Awaitable[list[Row]]:
        """The rows."""
        ...


async def if_few(read: ReadBeginning[Row], prefixes: Iterable[str]) -> list[Row] | None:
    """All rows that begin with one of the prefixes, ascending; ``None`` when there are more than `FEW`."""
    found: dict[int, Row] = {}
    for prefix in prefixes:
        found |= {row.id: row for row in await read(prefix, limit=FEW + 1)}
        if len(found) > FEW:
            return None
        await asyncio.sleep(0)
    return [found[number] for number in sorted(found)]


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

"""Finding rows by a word in their names, where there is no index: newest first, a bounded number at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic

import msgspec

from holdfast.operations.limited.paging import ReadNewest, Row

MOST_LOOKED_AT = 5000
"""Rows that one call looks at."""

_CHUNK = 500


class Finding(msgspec.Struct, Generic[Row], frozen=True):
    """Rows that fit, the newest first; ``before`` is where to go on, ``None`` when there is nothing further.

    ``looked_at`` is how many rows were looked at.
    """

    rows: list[Row]
    before: int | None
    looked_at: int


async def find(read: ReadNewest[Row], fits: Callable[[Row], bool], *, before: int | None, limit: int) -> Finding[Row]:
    """At most ``limit`` rows that fit, of the newest `MOST_LOOKED_AT` whose number is below ``before``."""
    found: list[Row] = []
    looked_at = 0
    while looked_at < MOST_LOOKED_AT:
        rows = await read(before=before, limit=_CHUNK)
        for row in rows:
            looked_at += 1
            before = row.id
            if fits(row):
                found.append(row)
                if len(found) == limit:
                    return Finding(found, before, looked_at)
        if len(rows) < _CHUNK:
            return Finding(found, None, looked_at)
        await asyncio.sleep(0)
    return Finding(found, before, looked_at)


def contains(text: str) -> Callable[..., bool]:
    """Whether any of some names contains a text, whatever the case."""
    wanted = text.casefold()
    return lambda *names: any(wanted in name.casefold() for name in names if name)

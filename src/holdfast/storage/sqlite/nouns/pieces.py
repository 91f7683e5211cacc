"""Removing much, in transactions short enough not to be felt.

A piece is one transaction.  It goes on, over as many sessions or collections as it gets to, until its time is up, so
that small things share a transaction and large ones are spread over many.  Between two pieces others have their turn.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import apsw

from holdfast.storage.contract.storage import Purged
from holdfast.storage.sqlite.engine.database import Database

CHUNK = 50
"""Rows that one statement removes: after each the clock is looked at."""

PIECE_SECONDS = 0.01
PAUSE_SECONDS = 0.01

Work = Callable[[apsw.Connection], Purged | None]
"""Removes some rows and says which; ``None`` when there are none left.  What is dead it decides anew each time."""


async def in_pieces(database: Database, work: Work) -> Purged:
    """Do ``work`` until nothing is left of it; what was removed."""
    total = Purged()
    while True:
        removed, finished = await database.write(lambda connection: _piece(connection, work))
        total += removed
        if finished:
            return total
        await asyncio.sleep(PAUSE_SECONDS)


def _piece(connection: apsw.Connection, work: Work) -> tuple[Purged, bool]:
    """What one transaction removes, and whether that was the last of it."""
    total = Purged()
    end = time.monotonic() + PIECE_SECONDS
    while time.monotonic() < end:
        removed = work(connection)
        if removed is None:
            return total, True
        total += removed
    return total, False

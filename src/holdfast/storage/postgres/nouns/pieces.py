"""Removing much, in transactions short enough not to be felt, with pauses in which others have their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg

from holdfast.storage.contract.storage import Purged
from holdfast.storage.postgres.engine.database import Database

BATCH = 500
"""Rows that one transaction removes."""

PAUSE_SECONDS = 0.01

Work = Callable[[asyncpg.Connection], Awaitable[Purged | None]]
"""Removes some rows and says which; ``None`` when there are none left.  What is dead it decides anew each time."""


async def in_pieces(database: Database, work: Work) -> Purged:
    """Do ``work`` until nothing is left of it; what was removed."""
    total = Purged()
    while (removed := await database.transaction(work, on_node=True)) is not None:
        total += removed
        await asyncio.sleep(PAUSE_SECONDS)
    return total

"""Changes of one row that come at the same time are made one after the other, in one transaction.

Each in a transaction of its own would wait for the one before it, commit included, with a connection of the pool in its
hand: two hundred of them take seconds, and nobody else gets a connection meanwhile.  So they wait in this process, and
all that have come since the last transaction began share the next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import partial
from typing import TypeVar

import asyncpg

from holdfast.errors import HoldfastError
from holdfast.storage.postgres.engine.batcher import Batcher, Outcome
from holdfast.storage.postgres.engine.database import Database

Result = TypeVar("Result")

Change = Callable[[asyncpg.Connection], Awaitable[Result]]
"""Makes a change in a transaction.  A `HoldfastError` that it raises it raises before it has written anything."""


class Turns:
    """Lets changes of ``database`` that have a key in common take their turns.

    ``on_node`` as for `Database.transaction`.
    """

    def __init__(self, database: Database, *, on_node: bool = False) -> None:
        self._database = database
        self._on_node = on_node
        self._waiting: Counter[Hashable] = Counter()
        self._lines: dict[Hashable, Batcher[Change[object], object]] = {}

    async def take(self, key: Hashable, change: Change[Result]) -> Result:
        """What ``change`` gives, when it is its turn; `Unavailable` when that does not come within the wait limit."""
        self._waiting[key] += 1
        if key not in self._lines:
            limit = self._database.options.pool_timeout
            self._lines[key] = Batcher(self._make, limit=limit, in_flight=1)
        try:
            return await self._lines[key].submit(change)  # type: ignore[return-value]
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key], self._lines[key]

    async def _make(self, changes: Sequence[Change[object]]) -> Sequence[Outcome[object]]:
        return await self._database.transaction(partial(_in_turn, changes), on_node=self._on_node)


async def _in_turn(changes: Sequence[Change[object]], connection: asyncpg.Connection) -> list[Outcome[object]]:
    outcomes: list[Outcome[object]] = []
    for change in changes:
        try:
            outcomes.append(await change(connection))
        except HoldfastError as error:
            outcomes.append(error)
    return outcomes

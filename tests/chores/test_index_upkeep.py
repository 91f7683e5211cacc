"""Which collections get an index of the store, and when."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from holdfast.chores.chore import Chore
from holdfast.chores.index_upkeep import IndexUpkeep
from holdfast.chores.supervisor import Supervisor
from holdfast.errors import Unavailable
from tests.storage.deadline import until

PAUSE = 0.01
NO_STORAGE: Any = None


class Indexes:
    """Collections with so many vectors; counts what is asked for."""

    def __init__(self, **counts: int) -> None:
        self.counts = {int(name[1:]): count for name, count in counts.items()}
        self.made: list[int] = []
        self.rounds = 0
        self.busy = False
        self.tries = 0
        self.failures = 0
        self.grow: Callable[[], None] = lambda: None

    async def unindexed(self, *, least: int) -> dict[int, int]:
        self.grow()
        return {number: count for number, count in self.counts.items() if count > least and number not in self.made}

    async def index(self, collection: int) -> bool:
        self.tries += 1
        if self.failures:
            self.failures -= 1
            raise Unavailable("no room")
        if not self.busy:
            self.made.append(collection)
        return not self.busy

    async def drop_unneeded_indexes(self, *, least: int) -> int:
        self.rounds += 1
        return 0

    async def several_rounds(self) -> None:
        target = self.rounds + 5

        async def reached() -> bool:
            return self.rounds >= target

        await until(reached)


@asynccontextmanager
async def upkeep_of(indexes: Indexes) -> AsyncIterator[IndexUpkeep]:
    upkeep = IndexUpkeep(indexes, least=100, pause=PAUSE)  # type: ignore[arg-type]
    chore = Chore(name="index-upkeep", run=upkeep.run, interval=PAUSE, wakeup=upkeep.wakeup)
    async with Supervisor(NO_STORAGE).running([chore]):
        yield upkeep


async def test_large_collections_at_rest_get_an_index() -> None:
    indexes = Indexes(_1=101, _2=100, _3=5000)
    async with upkeep_of(indexes):
        await indexes.several_rounds()
    assert indexes.made == [1, 3]


async def test_a_collection_that_is_being_filled_waits_until_somebody_asks() -> None:
    indexes = Indexes(_1=101)
    indexes.grow = lambda: indexes.counts.update({1: indexes.counts[1] + 1_000_000})
    async with upkeep_of(indexes) as upkeep:
        await indexes.several_rounds()
        assert indexes.made == []
        upkeep.request(1)
        await indexes.several_rounds()
    assert indexes.made == [1]


async def test_while_another_process_builds_it_is_tried_again_now_and_then() -> None:
    indexes = Indexes(_1=101)
    indexes.busy = True

    async def made() -> bool:
        return indexes.made == [1]

    async with upkeep_of(indexes):
        for _ in range(4):
            await indexes.several_rounds()
        assert 1 < indexes.tries < 10  # of 20 rounds
        indexes.busy = False
        await until(made)


async def test_what_fails_is_left_alone_until_somebody_asks() -> None:
    indexes = Indexes(_1=101)
    indexes.failures = 1
    async with upkeep_of(indexes) as upkeep:
        await indexes.several_rounds()
        assert (indexes.made, indexes.failures) == ([], 0)
        upkeep.request(1)
        await indexes.several_rounds()
    assert indexes.made == [1]

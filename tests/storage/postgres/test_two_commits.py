"""On a distributed database the coordinator commits first, and a node a moment later: readers come in between.

The stand-in for one commits both at once, so the node's half of an append is held back here until a test lets it go.

1. A job whose messages cannot be read yet is not taken for done: it comes again, and its steps see them.
2. A search that has met the gap finds the messages once they are there.
3. What was deleted meanwhile is not waited for.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import asyncpg
import pytest

from holdfast.domain.principals import ANYONE
from holdfast.enrichment.loading import Loading
from holdfast.operations.access import Access
from holdfast.operations.search import MEBIBYTE, Search, SearchQuery
from holdfast.storage.postgres.distributed import session_statements
from holdfast.storage.postgres.nouns import append_statement
from holdfast.storage.postgres.storage import PostgresStorage
from tests.enrichment.surroundings import Recorder, lane_over, worker_over
from tests.storage.deadline import until
from tests.storage.postgres.distributed import _distributed_database, distributed_postgres
from tests.storage.samples import live, say

__all__ = ["_distributed_database", "distributed_postgres"]

Half = tuple[Mapping[int, tuple[int, int]], Sequence[Any]]


class Node:
    """Holds back what a node would commit."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._prepared: list[Half] = []
        self.away = True

    async def store(self, connection: asyncpg.Connection, given: Mapping[int, Any], arguments: Sequence[Any]) -> None:
        """In place of `session_statements.store_messages`."""
        if self.away:
            self._prepared.append((given, arguments))
        else:
            await session_statements.store_messages(connection, given, arguments)

    async def commit(self, storage: PostgresStorage) -> None:
        """Let everybody see what was held back."""
        self.away = False
        for given, arguments in self._prepared:
            async with storage._database.connection() as connection:
                await session_statements.store_messages(connection, given, arguments)
        self._prepared.clear()


@pytest.fixture
async def storage(distributed_postgres: str) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(distributed_postgres)
    await storage.start()
    await say(storage, "tour", "my violin", steps=())
    yield storage
    await storage.stop()


@pytest.fixture
def node(distributed_postgres: str, monkeypatch: pytest.MonkeyPatch, storage: PostgresStorage) -> Node:
    node = Node(distributed_postgres)
    monkeypatch.setattr(append_statement, "store_messages", node.store)
    return node


async def test_a_job_waits_for_its_messages(storage: PostgresStorage, node: Node) -> None:
    step = Recorder("step")
    worker = worker_over(storage, lane_over(storage, step, awaited=Loading(storage).awaited))
    await say(storage, "tour", "pumpkin soup", steps=("step",))
    await worker.work_off()
    assert step.seen == []
    (job,) = await storage.jobs.pending(1)
    assert (job.attempts, job.parked) == (0, False)
    await node.commit(storage)

    async def seen() -> list[str]:
        await worker.work_off()
        return step.seen

    assert await until(seen) == ["pumpkin soup"]
    assert await storage.jobs.pending(1) == []


async def test_a_search_finds_what_was_not_there_when_it_first_looked(storage: PostgresStorage, node: Node) -> None:
    search = Search(Access(storage), model=None, cache_bytes=MEBIBYTE)
    query = SearchQuery("pumpkin soup")
    await say(storage, "tour", "pumpkin soup", steps=())
    for _ in range(2):
        assert "pumpkin soup" not in await _contents(search, query)
    await node.commit(storage)

    async def found() -> bool:
        return (await _contents(search, query))[0] == "pumpkin soup"

    await until(found)


async def test_nothing_is_waited_for_that_was_deleted(storage: PostgresStorage, node: Node) -> None:
    await say(storage, "tour", "pumpkin soup", steps=())
    assert await storage.messages.awaited(1, first=1, last=2)
    assert not await storage.messages.awaited(1, first=1, last=1)
    await storage.sessions.delete("tour")
    assert not await storage.messages.awaited(1, first=1, last=2)


async def test_gaps_are_not_waited_for_and_hide_nothing_that_is(storage: PostgresStorage, node: Node) -> None:
    node.away = False
    await say(storage, "tour", "dead gap", steps=())
    await storage.messages.delete("tour", (await live(storage, "tour"))[1].uuid, summarising=())
    await storage.sessions.delete("tour")
    await say(storage, "tour", "three", "gap", "five", steps=())
    await storage.messages.delete("tour", (await live(storage, "tour"))[1].uuid, summarising=())
    await storage.messages.revise("tour", (await live(storage, "tour"))[0].uuid, "3", steps=())
    await say(storage, "walk", *"abcdef", steps=())
    await storage.messages.delete("walk", (await live(storage, "walk"))[4].uuid, summarising=())
    node.away = True
    await say(storage, "tour", "six", steps=())
    spans = [(1, 5), (1, 6), (3, 5), (4, 4), (4, 6), (5, 6), (6, 6), (6, 9), (1, 2)]
    awaited = [span for span in spans if await storage.messages.awaited(1, first=span[0], last=span[1])]
    assert awaited == [span for span in spans if span[1] >= 6]


async def _contents(search: Search, query: SearchQuery) -> list[str]:
    return [hit.message.content for hit in await search.in_session(ANYONE, "tour", query) if hit.message is not None]

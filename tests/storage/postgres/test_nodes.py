"""Memories are read at the node that has the session, and by way of the coordinator where that cannot be asked."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from functools import partial
from typing import Any

import asyncpg
import pytest

from holdfast.errors import Unavailable
from holdfast.storage.contract.expirations import Expired
from holdfast.storage.postgres.distributed import memories as distributed_memories
from holdfast.storage.postgres.distributed.nodes import LEFT_ALONE_SECONDS, Address
from holdfast.storage.postgres.engine.batcher import IN_FLIGHT
from holdfast.storage.postgres.engine.connections import Connections
from holdfast.storage.postgres.nouns import append_statement
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.deadline import until
from tests.storage.memories import REQUESTS, SESSIONS, expected, make_sessions
from tests.storage.postgres.distributed import _distributed_database, distributed_postgres
from tests.storage.samples import LONG_AGO, contents, message, say

__all__ = ["_distributed_database", "distributed_postgres"]

NAMES = [f"s{number}" for number in range(20)]


class Asked:
    """How many shards of messages each statement asks for that is sent to a node."""

    def __init__(self) -> None:
        self.shards: list[int] = []

    def note(self, query: asyncpg.connection.LoggedQuery) -> None:
        if shards := set(re.findall(r"messages_\d+", query.query)):
            self.shards.append(len(shards))


@pytest.fixture
def cluster(distributed_postgres: str, request: pytest.FixtureRequest) -> str:
    if "://" in request.config.getoption("--store"):
        pytest.skip("moves shards of the stand-in about")
    return distributed_postgres


@pytest.fixture
async def storage(cluster: str) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(cluster)
    await storage.start()
    for name in NAMES:
        await say(storage, name, f"one in {name}", "two")
    yield storage
    await storage.stop()


async def read(storage: PostgresStorage) -> list[list[str]]:
    """The memories of all sessions, asked for at once."""
    memories = await asyncio.gather(*(storage.messages.memory(name, window=9, lastn=0) for name in NAMES))
    return [[message.content for message in memory.messages] for memory in memories]


EXPECTED = [[f"one in {name}", "two"] for name in NAMES]


async def opened(storage: PostgresStorage) -> None:
    async def is_open() -> bool:
        assert await read(storage) == EXPECTED
        return any(node.is_open for node in storage._nodes._nodes.values())

    await until(is_open)


async def listening(storage: PostgresStorage) -> Asked:
    """Listens to what the node is asked."""
    (node,) = storage._nodes._nodes.values()
    asked = Asked()
    async with AsyncExitStack() as stack:
        for _ in range(node.options.pool_size):
            connection = await stack.enter_async_context(node.connection())
            connection.add_query_logger(asked.note)
    return asked


async def test_many_sessions_are_read_in_one_statement_for_all_shards(storage: PostgresStorage) -> None:
    await opened(storage)
    asked = await listening(storage)
    assert await read(storage) == EXPECTED
    assert asked.shards == [8]


async def test_what_comes_while_a_batch_is_under_way_goes_together_to_a_distributed_database(
    storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(storage)
    ask = storage._nodes.rows
    under_way: list[int] = []

    async def ask_noted(address: Address, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[asyncpg.Record] | None:
        under_way.append(1 + (under_way[-1] if under_way else 0))
        try:
            return await ask(address, calls)
        finally:
            under_way.append(under_way[-1] - 1)

    monkeypatch.setattr(storage._nodes, "rows", ask_noted)
    for _ in range(3):
        first = asyncio.create_task(storage.messages.memory("s1", window=9, lastn=0))
        await asyncio.sleep(0)
        assert await read(storage) == EXPECTED
        await first
    assert max(under_way) == 1


async def test_one_session_is_read_in_a_statement_for_its_shard(storage: PostgresStorage) -> None:
    await opened(storage)
    asked = await listening(storage)
    for name in NAMES:
        assert await contents(storage, name) == [f"one in {name}", "two"]
    assert asked.shards == []
    for name in NAMES:
        memory = await storage.messages.memory(name, window=9, lastn=0)
        assert [message.content for message in memory.messages] == [f"one in {name}", "two"]
    assert asked.shards == [1] * len(NAMES)


async def test_memories_of_all_kinds_of_sessions_come_from_the_node_as_they_are(storage: PostgresStorage) -> None:
    await make_sessions(storage)
    asked = [(name, *sizes) for name in SESSIONS for sizes in REQUESTS]
    truth = [await expected(storage, *one) for one in asked]
    await opened(storage)
    (node,) = storage._nodes._nodes.values()
    shards = Asked()
    async with node.connection() as connection:
        connection.add_query_logger(shards.note)
    found = await asyncio.gather(
        *(storage.messages.memory(name, window=window, lastn=lastn) for name, window, lastn in asked)
    )
    assert [(memory.messages, memory.summary) for memory in found] == truth
    assert shards.shards


@pytest.mark.parametrize("node_answers", [True, False])
async def test_what_comes_after_the_coordinator_was_asked_is_left_out(
    storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch, node_answers: bool
) -> None:
    await opened(storage)
    ask = storage._nodes.rows

    async def ask_later(address: Address, calls: Sequence[tuple[str, Sequence[Any]]]) -> list[asyncpg.Record] | None:
        await say(storage, "s1", "three")
        return await ask(address, calls) if node_answers else None

    monkeypatch.setattr(storage._nodes, "rows", ask_later)
    for window, lastn in ((9, 0), (1, 0), (9, 1)):
        before = await contents(storage, "s1")
        memory = await storage.messages.memory("s1", window=window, lastn=lastn)
        assert [message.content for message in memory.messages] == before[-(lastn or window) :]


async def test_only_the_primary_of_a_node_is_asked(storage: PostgresStorage, cluster: str) -> None:
    execute(cluster, "INSERT INTO pg_dist_node VALUES (1, '/nowhere', 5432, 'secondary')")
    try:
        await opened(storage)
        assert {address.host for address in storage._nodes._nodes} == {cluster.partition("host=")[2].partition("&")[0]}
    finally:
        execute(cluster, "DELETE FROM pg_dist_node WHERE noderole = 'secondary'")


async def test_nodes_are_not_asked_behind_a_pooler(storage: PostgresStorage, cluster: str) -> None:
    pooled = PostgresStorage(f"{cluster}&pooler=transaction")
    await pooled.start()
    try:
        for _ in range(2):
            assert await read(pooled) == EXPECTED
        assert pooled._nodes._nodes == {}
    finally:
        await pooled.stop()


async def test_a_node_is_opened_once_and_closed_in_the_end(
    storage: PostgresStorage, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens: list[str] = []
    open_pool = Connections.open

    may_open = asyncio.Event()

    async def open_noted(connections: Connections) -> None:
        opens.append(connections.place)
        await may_open.wait()
        await open_pool(connections)

    monkeypatch.setattr(Connections, "open", open_noted)
    for _ in range(5):
        assert await asyncio.gather(read(storage), read(storage)) == [EXPECTED] * 2
    may_open.set()
    await opened(storage)
    assert len(opens) == 1
    await storage.stop()

    async def left() -> bool:
        connection = await asyncpg.connect(cluster)
        try:
            return await connection.fetchval(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND application_name = 'holdfast'"
            ) == 0  # fmt: skip
        finally:
            await connection.close()

    await until(left)


async def test_a_node_that_fails_is_left_alone_for_a_while_and_then_opened_anew(
    storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await opened(storage)
    (node,) = storage._nodes._nodes.values()
    asked = 0

    async def fail(calls: object) -> list[asyncpg.Record]:
        nonlocal asked
        asked += 1
        raise Unavailable("it is broken")

    with monkeypatch.context() as broken, caplog.at_level(logging.WARNING):
        broken.setattr(node, "answer", fail)
        for _ in range(6):
            assert await read(storage) == EXPECTED
    assert asked <= IN_FLIGHT
    assert "is not asked for the time being, but the coordinator: it is broken" in caplog.text
    monkeypatch.setattr(node, "_not_before", node._not_before - LEFT_ALONE_SECONDS)
    await opened(storage)


async def test_a_shard_that_has_moved_is_read_where_it_is_now(storage: PostgresStorage, cluster: str) -> None:
    await opened(storage)
    execute(cluster, "CREATE TABLE stand_in.left_behind AS TABLE messages")
    execute(cluster, "ALTER VIEW stand_in.messages_1 RENAME TO messages_27")
    execute(cluster, "CREATE VIEW stand_in.messages_1 AS TABLE stand_in.left_behind")
    execute(cluster, "UPDATE pg_dist_shard SET shardid = 27 WHERE shardid = 1")
    execute(cluster, "UPDATE pg_dist_placement SET shardid = 27, placementid = 127 WHERE shardid = 1")
    try:
        for name in NAMES:
            await say(storage, name, "three")
        assert await read(storage) == [[*each, "three"] for each in EXPECTED]
    finally:
        execute(cluster, "DROP TABLE stand_in.left_behind CASCADE")
        execute(cluster, "ALTER VIEW stand_in.messages_27 RENAME TO messages_1")
        execute(cluster, "UPDATE pg_dist_shard SET shardid = 1 WHERE shardid = 27")
        execute(cluster, "UPDATE pg_dist_placement SET shardid = 1, placementid = 101 WHERE shardid = 27")


async def test_a_shard_that_is_gone_from_its_node_is_read_through_the_coordinator(
    storage: PostgresStorage, cluster: str
) -> None:
    await opened(storage)
    execute(cluster, "ALTER VIEW stand_in.messages_2 RENAME TO elsewhere")
    try:
        assert await read(storage) == EXPECTED
    finally:
        execute(cluster, "ALTER VIEW stand_in.elsewhere RENAME TO messages_2")


async def test_a_node_that_cannot_be_reached_is_left_alone_for_a_while(
    storage: PostgresStorage, cluster: str, caplog: pytest.LogCaptureFixture
) -> None:
    execute(cluster, "UPDATE pg_dist_node SET nodename = '/nowhere'")
    try:
        with caplog.at_level(logging.WARNING):
            for _ in range(5):
                assert await read(storage) == EXPECTED
                assert await contents(storage, "s1") == ["one in s1", "two"]
                await asyncio.sleep(0)

            async def told() -> bool:
                return "the node /nowhere:5432 is not asked for the time being" in caplog.text

            await until(told)
            assert await read(storage) == EXPECTED
        assert caplog.text.count("is not asked for the time being") == 1
    finally:
        execute(cluster, f"UPDATE pg_dist_node SET nodename = '{cluster.partition('host=')[2].partition('&')[0]}'")


AWAY = """
CREATE FUNCTION away() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'connection to the remote node failed' USING ERRCODE = 'connection_failure'; END $$;
CREATE TRIGGER away BEFORE DELETE ON messages FOR EACH ROW WHEN (OLD.session = {session}) EXECUTE FUNCTION away();
"""


async def test_what_expires_on_a_node_that_is_away_holds_up_nobody_else(storage: PostgresStorage, cluster: str) -> None:
    gone = [message("gone", expires_at=LONG_AGO)]
    session = (await storage.messages.append("s1", gone, steps=())).result.session
    await storage.messages.append("s2", gone, steps=())
    execute(cluster, AWAY.format(session=session))
    try:
        assert await storage.expirations.settle() == Expired(messages=1)
        assert await contents(storage, "s2") == ["one in s2", "two"]
        assert await contents(storage, "s1") == ["one in s1", "two", "gone"]
    finally:
        execute(cluster, "DROP FUNCTION away CASCADE")
    other = PostgresStorage(cluster)
    await other.start()
    assert await other.expirations.settle() == Expired(messages=1)
    assert await contents(other, "s1") == ["one in s1", "two"]
    await other.stop()


@pytest.mark.parametrize("call", ["memory", "append"])
async def test_callers_that_come_again_share_a_batch_of_a_distributed_database(
    storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    batches = 0

    async def slowly(work: Any, *arguments: Any) -> Any:
        nonlocal batches
        batches += 1
        await asyncio.sleep(0.05)
        return await work(*arguments)

    for module, name in ((append_statement, "store_messages"), (distributed_memories, "memories")):
        monkeypatch.setattr(module, name, partial(slowly, getattr(module, name)))

    async def caller(name: str, pause: float) -> None:
        for _ in range(6):
            if call == "memory":
                await storage.messages.memory(name, window=9, lastn=0)
            else:
                await say(storage, name, "more")
            await asyncio.sleep(pause)

    await asyncio.gather(*(caller(name, number / 1000) for number, name in enumerate(NAMES[:8])))
    assert batches <= 8  # the first call goes alone; if batches did not gather there would be eleven


async def test_connections_to_nodes_look_into_the_catalogue_without_hiding_shards(storage: PostgresStorage) -> None:
    await opened(storage)
    (node,) = storage._nodes._nodes.values()
    ((setting,),) = await node.rows("SHOW citus.override_table_visibility")
    assert setting == "off"

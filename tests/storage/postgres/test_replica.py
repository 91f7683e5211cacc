"""A read replica takes reads off the primary; that it lags or fails is noticed by nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest

from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.samples import say


@pytest.fixture
async def replica(other_database: str) -> AsyncIterator[PostgresStorage]:
    """Stands in for a replica: a database that gets of the primary what a test lets through."""
    replica = PostgresStorage(other_database)
    await replica.start()
    yield replica
    await replica.stop()


@pytest.fixture
async def primary(empty_postgres: str, replica: PostgresStorage, other_database: str) -> AsyncIterator[PostgresStorage]:
    primary = PostgresStorage(f"{empty_postgres}&replica={quote(other_database, safe='')}")
    await primary.start()
    yield primary
    await primary.stop()


async def contents(storage: PostgresStorage, session: int, after: int = 0) -> list[str]:
    return [message.content for message in await storage.messages.span(session, after=after, limit=3)]


async def index_contents(storage: PostgresStorage, session: int) -> list[str | None]:
    return [row.content for row in await storage.features.span(session, after=0, limit=9, analyzer=1, model="m")]


async def test_messages_are_read_from_a_replica_that_has_them(
    primary: PostgresStorage, replica: PostgresStorage
) -> None:
    session = (await say(primary, "s", "one", "two")).session
    await say(replica, "s", "one, from the replica", "two, from the replica")
    assert await contents(primary, session) == ["one, from the replica", "two, from the replica"]
    assert await index_contents(primary, session) == ["one, from the replica", "two, from the replica"]


async def test_messages_that_a_replica_does_not_have_yet_are_read_from_the_primary(
    primary: PostgresStorage, replica: PostgresStorage
) -> None:
    session = (await say(primary, "s", "one", "two")).session
    await say(replica, "s", "one, from the replica")
    assert await contents(primary, session) == ["one", "two"]
    assert await index_contents(primary, session) == ["one", "two"]


async def test_messages_deleted_since_are_not_read_from_a_replica(
    primary: PostgresStorage, replica: PostgresStorage
) -> None:
    session = (await say(primary, "s", "one", "two")).session
    await say(replica, "s", "one, from the replica", "two, from the replica")
    await primary.sessions.delete("s")
    assert await contents(primary, session) == []
    await say(primary, "s", "three")
    assert await contents(primary, session) == ["three"]


async def test_what_is_just_written_is_always_read_from_the_primary(
    primary: PostgresStorage, replica: PostgresStorage
) -> None:
    await say(replica, "s", "from the replica")
    await say(primary, "s", "one")
    memory = await primary.messages.memory("s", window=12, lastn=0)
    assert [message.content for message in memory.messages] == ["one"]


async def test_a_replica_that_fails_is_replaced_by_the_primary(
    primary: PostgresStorage, replica: PostgresStorage, postgres_dsn: str, other_database: str
) -> None:
    session = (await say(primary, "s", "one")).session
    await replica.stop()
    execute(postgres_dsn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test%'")
    assert await contents(primary, session) == ["one"]
    execute(other_database, "DROP TABLE messages")
    assert await contents(primary, session) == ["one"]


async def test_a_server_starts_without_its_replica(empty_postgres: str) -> None:
    storage = PostgresStorage(f"{empty_postgres}&replica={quote('postgresql://x@/x?host=/nowhere', safe='')}")
    await storage.start()
    session = (await say(storage, "s", "one")).session
    assert await contents(storage, session) == ["one"]
    await storage.stop()

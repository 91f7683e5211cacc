"""Changes of one row wait for each other in the process, not in the pool, and share a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from holdfast.domain.metadata import MAXIMUM_METADATA
from holdfast.domain.users import UserChange
from holdfast.errors import HoldfastError, NotFound
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.deadline import until
from tests.storage.samples import contents, decoded, live, say, session_of, user_of

CONNECTIONS = 3
CALLS = 30


@pytest.fixture
async def storage(empty_postgres: str) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(f"{empty_postgres}&pool_size={CONNECTIONS}&pool_timeout=60")
    await storage.start()
    yield storage
    await storage.stop()


@pytest.fixture
async def holder(empty_postgres: str) -> AsyncIterator[asyncpg.Connection]:
    """Holds rows locked, as another server does."""
    connection = await asyncpg.connect(empty_postgres)
    yield connection
    await connection.close()


_TRANSACTIONS = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
"""How many transactions have written anything."""


async def waiting(holder: asyncpg.Connection) -> bool:
    """Whether somebody waits for a lock."""
    return bool(await holder.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))


@pytest.mark.parametrize("noun", ["sessions", "users", "messages"])
async def test_a_row_that_is_waited_for_leaves_connections_to_others(
    storage: PostgresStorage, holder: asyncpg.Connection, noun: str
) -> None:
    await user_of(storage, "ann")
    await say(storage, "s", "one")
    await say(storage, "other", "two")
    (one,) = await live(storage, "s")
    change = {
        "sessions": lambda n: storage.sessions.merge_metadata("s", {f"k{n}": n}),
        "users": lambda n: storage.users.update("ann", UserChange(metadata={f"k{n}": n})),
        "messages": lambda n: storage.messages.merge_metadata("s", one.uuid, {f"k{n}": n}),
    }[noun]
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute(f"SELECT FROM {noun} FOR UPDATE")
    changes = [asyncio.create_task(change(n)) for n in range(CALLS)]
    await until(lambda: waiting(holder))
    assert await contents(storage, "other") == ["two"]
    await transaction.rollback()
    changed = await asyncio.gather(*changes)
    assert {len(decoded(each.metadata)) for each in changed} == set(range(1, CALLS + 1))


async def test_changes_that_wait_share_a_transaction(storage: PostgresStorage, holder: asyncpg.Connection) -> None:
    await session_of(storage, "s")
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT FROM sessions FOR UPDATE")
    changes = [asyncio.create_task(storage.sessions.merge_metadata("s", {f"k{n}": n})) for n in range(CALLS)]
    await until(lambda: waiting(holder))
    await transaction.rollback()
    before = await holder.fetchval(_TRANSACTIONS)
    await asyncio.gather(*changes)
    assert await holder.fetchval(_TRANSACTIONS) - before < CALLS / 2
    assert storage.sessions._turns._lines == {}


async def test_a_change_that_is_refused_leaves_those_beside_it_alone(storage: PostgresStorage) -> None:
    await session_of(storage, "s")
    too_much = {"text": "x" * MAXIMUM_METADATA}
    changes = [{"a": 1}, too_much, {"b": 2}, too_much, {"c": 3}]
    outcomes = await asyncio.gather(
        *(storage.sessions.merge_metadata("s", change) for change in changes), return_exceptions=True
    )
    assert [isinstance(outcome, HoldfastError) for outcome in outcomes] == [False, True, False, True, False]
    assert decoded((await storage.sessions.get("s")).metadata) == {"a": 1, "b": 2, "c": 3}
    nobody = await asyncio.gather(
        *(storage.sessions.merge_metadata("nobody", {"a": 1}) for _ in range(3)), return_exceptions=True
    )
    assert [type(each) for each in nobody] == [NotFound] * 3

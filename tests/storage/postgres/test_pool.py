"""The pool: what broke takes no place of another, who closes waits for what is in use, and nothing stays open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote

import asyncpg
import pytest

from holdfast.storage.postgres.engine.pool import Pool
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.deadline import until
from tests.storage.postgres.connected import nobody_else, nobody_is_left


@pytest.fixture
async def within(empty_postgres: str) -> AsyncIterator[asyncpg.Pool]:
    async with asyncpg.create_pool(empty_postgres, min_size=0, max_size=1) as pool:
        yield pool


async def test_a_connection_that_broke_or_was_discarded_leaves_its_place(
    within: asyncpg.Pool, empty_postgres: str
) -> None:
    pool = Pool(within, wait_limit=60)
    connection = await pool.acquire()
    server = connection.get_server_pid()
    await pool.release(connection, sound=True)
    execute(empty_postgres, f"SELECT pg_terminate_backend({server})")

    async def is_closed() -> bool:
        return within.get_size() == 0

    await until(is_closed)
    connection = await pool.acquire()
    server = connection.get_server_pid()
    pool.discard(connection)
    await pool.release(connection, sound=False)
    connection = await pool.acquire()
    assert connection.get_server_pid() != server
    await pool.release(connection, sound=True)
    pool.terminate()
    assert within.get_size() == 0


async def test_who_closes_waits_for_what_is_in_use(within: asyncpg.Pool) -> None:
    pool = Pool(within, wait_limit=60)
    connection = await pool.acquire()
    closing = asyncio.create_task(pool.close())
    await asyncio.sleep(0)
    assert await connection.fetchval("SELECT 1") == 1
    assert not closing.done()
    await pool.release(connection, sound=True)
    await asyncio.wait_for(closing, 60)
    assert within.is_closing()


async def test_a_server_that_stops_leaves_no_connection_and_no_task(empty_postgres: str) -> None:
    storage = PostgresStorage(f"{empty_postgres}&replica={quote(empty_postgres, safe='')}")  # it is connected to
    storage.jobs.watch(lambda: None)
    await storage.start()
    await storage.stop()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("postgres-")]
    await nobody_is_left(empty_postgres)


async def test_who_is_left_in_a_database_is_named_and_thrown_out(empty_postgres: str) -> None:
    left = await asyncpg.connect(empty_postgres, server_settings={"application_name": "straggler"})
    await left.execute("SELECT 7")
    connection = await asyncpg.connect(empty_postgres)
    with pytest.raises(AssertionError, match=r"straggler.*idle.*SELECT 7"):
        await nobody_else(connection, seconds=0)
    await nobody_else(connection)
    await connection.close()

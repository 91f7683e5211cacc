"""The database: its connections, what is run again, the locks that span processes, and what is left at the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from msgspec.structs import replace

from holdfast.domain.identifiers import new_uuid
from holdfast.errors import StartupError, Unavailable
from holdfast.storage.postgres.engine.connections import COLLISION_TRIES, Connections
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.pool import _is_open
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.deadline import until
from tests.storage.postgres.connected import nobody_is_left
from tests.storage.samples import LONG_AGO, contents, message, say

LOCK = 471_100
# A sequence counts also what is rolled back.
COLLIDE = """
CREATE SEQUENCE IF NOT EXISTS collisions;
CREATE OR REPLACE FUNCTION collide(times integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE done bigint := nextval('collisions');
BEGIN
    IF done <= times THEN RAISE EXCEPTION 'another was faster' USING ERRCODE = 'serialization_failure'; END IF;
    RETURN done;
END $$;
SELECT setval('collisions', 1, false);
"""


@asynccontextmanager
async def opened(dsn: str, options: str = "") -> AsyncIterator[Database]:
    database = Database(f"{dsn}{options}")
    await database.open()
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
async def database(empty_postgres: str) -> AsyncIterator[Database]:
    async with opened(empty_postgres) as database:
        yield database


async def test_what_collides_is_run_again_but_not_for_ever(postgres_database: str) -> None:
    execute(postgres_database, COLLIDE)
    async with opened(postgres_database) as database:
        assert (await database.rows("SELECT collide(3)"))[0][0] == 4
        done = await database.transaction(lambda connection: connection.fetchval("SELECT collide(7)"))
        assert done == 8
        for attempt in (
            database.rows("SELECT collide(1000)"),
            database.transaction(lambda connection: connection.fetchval("SELECT collide(1000)")),
        ):
            with pytest.raises(Unavailable, match="too many writes to the same rows"):
                await attempt
        assert (await database.rows("SELECT collide(0)"))[0][0] == 8 + 2 * COLLISION_TRIES + 1


async def test_who_waits_for_the_only_connection_gets_it_in_turn(empty_postgres: str) -> None:
    async with opened(empty_postgres, "&pool_size=1&pool_timeout=60") as database:
        found = await asyncio.gather(*(database.rows(f"SELECT {number}") for number in range(30)))
    assert [rows[0][0] for rows in found] == list(range(30))


async def test_a_connection_that_broke_while_nobody_used_it_is_not_given_out(database: Database) -> None:
    for _ in range(3):
        await database.rows("SELECT 1")
        async with database.connection() as connection:
            connection.terminate()
        assert (await database.rows("SELECT 2"))[0][0] == 2
    (at_hand,) = database._pool._at_hand  # type: ignore[union-attr]
    execute(database.dsn, f"SELECT pg_terminate_backend({at_hand.get_server_pid()})")

    async def broken() -> bool:
        return not _is_open(at_hand)

    await until(broken)
    found = await asyncio.gather(*(database.rows("SELECT 3") for _ in range(20)))
    assert {rows[0][0] for rows in found} == {3}


async def test_a_lock_is_let_go_of_at_the_end(database: Database, empty_postgres: str) -> None:
    async with opened(empty_postgres) as other:

        async def is_free() -> bool:
            async with other.if_alone(LOCK) as alone:
                return alone

        for hold in (database.exclusively(LOCK), database.if_alone(LOCK)):
            async with hold:
                assert not await is_free()
            await until(is_free)


async def test_a_lock_of_a_database_that_is_away_is_unavailable() -> None:
    away = Database("postgresql://nobody@/none?host=/nowhere")
    for hold in (away.exclusively(LOCK), away.if_alone(LOCK)):
        with pytest.raises(Unavailable):
            async with hold:
                pytest.fail("there is no database")


async def test_behind_a_pooler_without_a_way_past_it_there_is_no_lock() -> None:
    away = "postgresql://nobody@/none?host=/nowhere&pooler=transaction"
    database = Database(away)
    async with database.exclusively(LOCK), database.if_alone(LOCK) as alone:
        assert alone
    past_it = Database(f"{away}&direct=postgresql%3A%2F%2Fnobody%40%2Fnone%3Fhost%3D%2Fnowhere")
    for hold in (past_it.exclusively(LOCK), past_it.if_alone(LOCK)):
        with pytest.raises(Unavailable):
            async with hold:
                pytest.fail("there is no database")


async def test_a_connection_in_a_state_that_nobody_knows_is_not_used_again(empty_postgres: str) -> None:
    with pytest.raises(StartupError, match="nowhere"):
        await Connections("postgresql://nobody@/none?host=/nowhere").open()
    connections = Connections(f"{empty_postgres}&pool_size=1")
    await connections.open()
    used = []
    for error in (asyncpg.UniqueViolationError("taken"), asyncpg.InterfaceError("odd"), TimeoutError()):
        with pytest.raises((asyncpg.UniqueViolationError, Unavailable)):
            async with connections.connection() as connection:
                used.append(connection.get_server_pid())
                raise error
    async with connections.connection() as connection:
        used.append(connection.get_server_pid())
    await connections.close()
    first, second, third, fourth = used
    assert (first == second, second == third, third == fourth) == (True, False, False)


async def test_no_connection_is_left_by_a_storage_that_stops(postgres_database: str) -> None:
    storage = PostgresStorage(postgres_database)
    storage.jobs.watch(lambda: None)
    await storage.start()
    await asyncio.gather(*(say(storage, f"s{number}", "x", steps=("tokens",)) for number in range(20)))
    assert await asyncio.gather(*(contents(storage, f"s{number}") for number in range(20))) == [["x"]] * 20
    await storage.stop()
    await nobody_is_left(postgres_database)


async def test_who_holds_a_connection_delays_the_end_no_longer_than_a_statement_may_take(
    postgres_database: str,
) -> None:
    database = Database(f"{postgres_database}&statement_timeout=0.5")
    await database.open()
    held, finish = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with database.connection():
            held.set()
            await finish.wait()

    holding = asyncio.ensure_future(hold())
    await held.wait()
    async with asyncio.timeout(25):
        await database.close()
    await nobody_is_left(postgres_database)
    finish.set()
    await asyncio.gather(holding, return_exceptions=True)
    with pytest.raises(Unavailable):
        await database.rows("SELECT 1")


async def test_uuids_that_callers_chose_are_kept_as_long_as_their_messages(empty_postgres: str) -> None:
    storage = PostgresStorage(empty_postgres)
    await storage.start()
    lives, expires, purged = (message(uuid=new_uuid()) for _ in range(3))
    await storage.messages.append("s", [lives, replace(expires, expires_at=LONG_AGO)], steps=())
    await storage.messages.append("gone", [purged], steps=())
    await storage.sessions.delete("gone")
    await storage.expirations.settle()
    await storage.purge(receipts_before=LONG_AGO)
    await storage.stop()
    connection = await asyncpg.connect(empty_postgres)
    assert [str(uuid) for (uuid,) in await connection.fetch("SELECT uuid FROM chosen_uuids")] == [lives.uuid]
    await connection.close()

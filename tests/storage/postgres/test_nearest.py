"""The indexes that the database gets for comparing vectors: used, made once, replaced when broken, dropped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from holdfast.errors import Unavailable
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.deadline import until
from tests.storage.neighbours import WIDTH, comparing, filled, nearest, random_vectors
from tests.storage.samples import LONG_AGO

INDEXES = (
    "SELECT relname::text, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid"
    " WHERE relname LIKE 'document_vectors_hnsw%' ORDER BY 1"
)

# A sequence counts also what is rolled back.
SHORT_ONCE = """
CREATE SEQUENCE builds;
CREATE FUNCTION short_once() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('builds') = 1 THEN RAISE EXCEPTION 'no shared memory' USING ERRCODE = 'disk_full'; END IF;
END $$;
CREATE EVENT TRIGGER short_once ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION short_once()
"""


@pytest.fixture
async def connection(storage: PostgresStorage, empty_postgres: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(empty_postgres)
    yield connection
    await connection.close()


async def test_an_index_is_searched_and_not_only_made(storage: PostgresStorage, connection: asyncpg.Connection) -> None:
    collection = await filled(storage, random_vectors(600))
    await comparing(storage).index(collection.id)
    await nearest(storage, collection, random_vectors(1)[0])
    scans = "SELECT pg_stat_force_next_flush(), idx_scan FROM pg_stat_user_indexes WHERE indexrelname LIKE $1"

    async def used() -> bool:
        await storage.ping()
        return (await connection.fetchrow(scans, "document_vectors_hnsw%"))["idx_scan"] > 0

    await until(used)


async def test_where_shared_memory_is_short_the_index_is_built_all_the_same(
    storage: PostgresStorage, connection: asyncpg.Connection
) -> None:
    collection = await filled(storage, random_vectors(5))
    await connection.execute(SHORT_ONCE)
    try:
        assert await comparing(storage).index(collection.id)
        assert await connection.fetchval("SELECT last_value FROM builds") == 2
    finally:
        await connection.execute("DROP FUNCTION short_once CASCADE; DROP SEQUENCE builds")
    assert (f"document_vectors_hnsw_{collection.id}_{WIDTH}", True) in map(tuple, await connection.fetch(INDEXES))


async def test_the_settings_of_a_search_end_with_it(storage: PostgresStorage) -> None:
    collection = await filled(storage, random_vectors(10))
    await nearest(storage, collection, random_vectors(1)[0])
    rows = await storage._database.rows("SELECT current_setting('enable_sort'), current_setting('hnsw.ef_search')")
    assert tuple(rows[0]) == ("on", "40")


async def test_a_purge_drops_the_indexes_of_collections_that_are_gone(
    storage: PostgresStorage, connection: asyncpg.Connection
) -> None:
    kept, gone = await filled(storage, random_vectors(5)), await filled(storage, random_vectors(5))
    for collection in (kept, gone):
        await comparing(storage).index(collection.id)
    await storage.collections.delete(gone.name)
    await storage.purge(receipts_before=LONG_AGO)
    assert [name for name, _ in await connection.fetch(INDEXES)] == [f"document_vectors_hnsw_{kept.id}_{WIDTH}"]


async def test_what_a_killed_builder_left_is_replaced(
    storage: PostgresStorage, other: PostgresStorage, connection: asyncpg.Connection, empty_postgres: str
) -> None:
    collection = await filled(storage, random_vectors(300))
    blocker = await asyncpg.connect(empty_postgres)
    await blocker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM document_vectors")
    building = asyncio.create_task(comparing(storage).index(collection.id))

    async def begun() -> bool:
        return [valid for _, valid in await connection.fetch(INDEXES)] == [False]

    await until(begun)
    assert not await comparing(other).index(collection.id), "two builders at once"
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND pid <> pg_backend_pid()"
    )
    with pytest.raises(Unavailable):
        await building
    await blocker.close()
    assert await begun()
    assert await comparing(other).unindexed(least=100) == {collection.id: 300}
    assert len(await nearest(other, collection, random_vectors(1)[0])) == 5, "searched without the broken index"
    assert await comparing(other).index(collection.id)
    assert [valid for _, valid in await connection.fetch(INDEXES)] == [True]


async def test_what_a_killed_builder_left_of_a_collection_that_is_gone_is_dropped(
    storage: PostgresStorage, connection: asyncpg.Connection
) -> None:
    collection = await filled(storage, random_vectors(9))
    await comparing(storage).index(collection.id)
    await connection.execute(
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = (SELECT oid FROM pg_class"
        f" WHERE relname = 'document_vectors_hnsw_{collection.id}_{WIDTH}')"
    )
    assert await comparing(storage).drop_unneeded_indexes(least=5) == 1
    assert await connection.fetch(INDEXES) == []

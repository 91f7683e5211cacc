"""Comparing vectors in the database, and the indexes that it gets for that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import numpy as np
import pytest
from numpy.typing import NDArray

from holdfast.domain.collections import Collection, NewCollection
from holdfast.domain.documents import NewDocument
from holdfast.errors import Unavailable
from holdfast.storage.contract import NearestDocuments, Storage
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.deadline import until
from tests.storage.documents import vector
from tests.storage.samples import LONG_AGO, fresh

WIDTH = 24
INDEXES = (
    "SELECT relname::text, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid"
    " WHERE relname LIKE 'document_vectors_hnsw%' ORDER BY 1"
)


@pytest.fixture
async def connection(storage: PostgresStorage, empty_postgres: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(empty_postgres)
    yield connection
    await connection.close()


def random_vectors(count: int, seed: int = 1) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((count, WIDTH)).astype(np.float32)


async def filled(storage: Storage, vectors: NDArray[np.float32]) -> Collection:
    name = fresh("c").replace("-", "")
    width = vectors.shape[1]
    collection = await storage.collections.create(NewCollection(name=name, dimensions=width, is_auto_embedded=False))
    await storage.documents.add(collection.id, [NewDocument(content="x", embedding=row.tobytes()) for row in vectors])
    return await storage.collections.get(name)


def comparing(storage: Storage) -> NearestDocuments:
    assert storage.nearest_documents is not None
    return storage.nearest_documents


async def nearest(storage: Storage, collection: Collection, wanted: NDArray[np.float32], limit: int = 5) -> list[int]:
    found = await comparing(storage).nearest(collection, wanted.tobytes(), model="", limit=limit)
    return [neighbour.number for neighbour in found]


def cosines(vectors: NDArray[np.float32], wanted: NDArray[np.float32]) -> NDArray[np.float64]:
    units = vectors.astype(np.float64) / np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return units @ (wanted.astype(np.float64) / np.linalg.norm(wanted.astype(np.float64)))


@pytest.mark.parametrize("indexed", [False, True])
async def test_the_nearest_are_those_of_the_greatest_cosine(storage: PostgresStorage, indexed: bool) -> None:
    vectors = random_vectors(600) * np.float32(1e12)
    collection = await filled(storage, vectors)
    if indexed:
        assert await comparing(storage).index(collection.id)
    hits = 0
    for wanted in random_vectors(20, seed=2):
        expected = cosines(vectors, wanted)
        found = await comparing(storage).nearest(collection, wanted.tobytes(), model="", limit=10)
        assert [one.cosine for one in found] == pytest.approx([expected[one.number - 1] for one in found], abs=1e-5)
        assert [one.cosine for one in found] == sorted((one.cosine for one in found), reverse=True)
        hits += len({one.number - 1 for one in found} & set(np.argsort(-expected)[:10].tolist()))
    assert hits >= 198


async def test_an_index_is_searched_and_not_only_made(storage: PostgresStorage, connection: asyncpg.Connection) -> None:
    collection = await filled(storage, random_vectors(600))
    await comparing(storage).index(collection.id)
    await nearest(storage, collection, random_vectors(1)[0])
    scans = "SELECT pg_stat_force_next_flush(), idx_scan FROM pg_stat_user_indexes WHERE indexrelname LIKE $1"

    async def used() -> bool:
        await storage.ping()
        return (await connection.fetchrow(scans, "document_vectors_hnsw%"))["idx_scan"] > 0

    await until(used)


async def test_the_settings_of_a_search_end_with_it(storage: PostgresStorage) -> None:
    collection = await filled(storage, random_vectors(10))
    await nearest(storage, collection, random_vectors(1)[0])
    rows = await storage._database.rows("SELECT current_setting('enable_sort'), current_setting('hnsw.ef_search')")
    assert tuple(rows[0]) == ("on", "40")


async def test_documents_that_come_change_or_go_are_known_to_the_next_search(storage: PostgresStorage) -> None:
    vectors = random_vectors(400)
    collection = await filled(storage, vectors)
    await comparing(storage).index(collection.id)
    wanted = random_vectors(1, seed=9)[0]
    (uuid,) = await storage.documents.add(collection.id, [NewDocument(content="new", embedding=wanted.tobytes())])
    assert (await nearest(storage, collection, wanted))[0] == 401
    await storage.documents.set_vectors(collection.id, {7: wanted.tobytes(), 401: (-wanted).tobytes()}, model="")
    assert (await nearest(storage, collection, wanted))[0] == 7
    assert 401 not in await nearest(storage, collection, wanted)
    await storage.documents.delete(collection.id, [uuid])
    assert 401 not in await nearest(storage, collection, -wanted)


async def test_chosen_documents_are_compared_one_and_all(storage: PostgresStorage) -> None:
    vectors = random_vectors(50)
    vectors[3] = 0
    collection = await filled(storage, vectors)
    await storage.documents.delete(collection.id, [(await storage.documents.at(collection.id, [2]))[0].uuid])
    wanted = vectors[0]
    found = await comparing(storage).among(collection, wanted.tobytes(), model="", numbers=[1, 2, 4, 999], limit=9)
    assert [(one.number, round(one.cosine, 5)) for one in found] == [(1, 1), (4, 0)]
    everything = await comparing(storage).among(collection, wanted.tobytes(), model="", limit=99)
    assert len(everything) == 49
    other_model = await comparing(storage).among(collection, wanted.tobytes(), model="other", numbers=[1], limit=9)
    assert [one.cosine for one in other_model] == [0]


async def test_vectors_of_another_model_are_not_among_the_nearest(storage: PostgresStorage) -> None:
    collection = await filled(storage, random_vectors(20))
    assert await comparing(storage).nearest(collection, vector(1) * 3, model="other", limit=5) == []


async def test_an_index_is_due_above_a_size_and_gone_with_the_collection(
    storage: PostgresStorage, connection: asyncpg.Connection
) -> None:
    small, large = await filled(storage, random_vectors(5)), await filled(storage, random_vectors(9))
    assert await comparing(storage).unindexed(least=5) == {large.id: 9}
    assert await comparing(storage).index(large.id)
    assert await comparing(storage).unindexed(least=5) == {}
    assert await comparing(storage).unindexed(least=4) == {small.id: 5}
    assert [tuple(row) for row in await connection.fetch(INDEXES)] == [
        (f"document_vectors_hnsw_{large.id}_{WIDTH}", True)
    ]
    assert await comparing(storage).drop_unneeded_indexes(least=5) == 0
    await storage.collections.delete(large.name)
    assert await comparing(storage).drop_unneeded_indexes(least=5) == 1
    assert await connection.fetch(INDEXES) == []
    assert not await comparing(storage).index(large.id)


async def test_a_purge_drops_the_indexes_of_collections_that_are_gone(
    storage: PostgresStorage, connection: asyncpg.Connection
) -> None:
    kept, gone = await filled(storage, random_vectors(5)), await filled(storage, random_vectors(5))
    for collection in (kept, gone):
        await comparing(storage).index(collection.id)
    await storage.collections.delete(gone.name)
    await storage.purge(answers_before=LONG_AGO)
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

"""The extension pgvector: what a person is told who lacks it, and that vectors keep every bit."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import CompletedProcess

import asyncpg
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from holdfast.errors import StartupError
from holdfast.storage.postgres.engine.pgvector import decode, encode
from holdfast.storage.postgres.storage import PostgresStorage
from tests.postgres import temporary_postgres
from tests.storage.conftest import execute
from tests.storage.documents import collection_of, embedded


@given(some.lists(some.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=2000))
def test_a_vector_survives_the_codec_to_the_bit(components: list[float]) -> None:
    packed = np.array(components, "<f4").tobytes()
    assert decode(encode(packed)) == packed


async def test_stored_vectors_keep_every_bit_and_are_vectors_to_the_database(
    storage: PostgresStorage, empty_postgres: str
) -> None:
    collection = await collection_of(storage)
    vectors = [
        np.array(components, "<f4").tobytes()
        for components in ([3.4028235e38, -0.0, 1e-45, 1 / 3, -1, 2, 3, 4], [0.0] * 8, [0.1, 0.2, 0.3, 4, 5, 6, 7, 8])
    ]
    uuids = (await storage.documents.add(collection.id, [embedded(embedding=vector) for vector in vectors])).result
    found = await storage.documents.with_uuids(collection.id, uuids)
    assert [document.embedding for document in found] == vectors
    connection = await asyncpg.connect(empty_postgres)
    assert await connection.fetchval("SELECT vector_dims(vector) FROM document_vectors LIMIT 1") == 8
    assert await connection.fetchval("SELECT vector::text FROM document_vectors WHERE number = 3") == (
        "[0.1,0.2,0.3,4,5,6,7,8]"
    )
    await connection.close()


async def test_who_may_not_create_the_extension_is_told_who_may(postgres_database: str) -> None:
    execute(postgres_database, "CREATE ROLE commoner LOGIN")
    try:
        with pytest.raises(StartupError, match=r"superuser run CREATE EXTENSION vector"):
            await PostgresStorage(postgres_database.replace("postgres@", "commoner@")).start()
    finally:
        execute(postgres_database, "DROP ROLE commoner")


def test_init_db_ends_with_that_sentence_and_no_traceback(
    postgres_database: str, run_command: Callable[..., CompletedProcess[str]]
) -> None:
    execute(postgres_database, "CREATE ROLE commoner LOGIN")
    try:
        done = run_command("init-db", "--store", postgres_database.replace("postgres@", "commoner@"))
    finally:
        execute(postgres_database, "DROP ROLE commoner")
    assert done.returncode != 0
    assert "CREATE EXTENSION vector" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


async def test_a_server_without_the_extension_is_refused_with_the_name_of_the_package() -> None:
    with (
        temporary_postgres(version=18, settings={"extension_control_path": "/nowhere"}) as dsn,
        pytest.raises(StartupError, match=r"no pgvector: install 0\.8 or newer.*postgresql-NN-pgvector"),
    ):
        await PostgresStorage(dsn).start()


async def test_an_old_version_of_the_extension_is_refused(postgres_database: str) -> None:
    execute(postgres_database, "CREATE EXTENSION vector")
    execute(postgres_database, "UPDATE pg_extension SET extversion = '0.7.4' WHERE extname = 'vector'")
    with pytest.raises(StartupError, match=r"0\.7\.4 is too old.*ALTER EXTENSION vector UPDATE"):
        await PostgresStorage(postgres_database).start()


async def test_an_extension_in_a_schema_that_is_not_looked_into_is_pointed_out(postgres_database: str) -> None:
    execute(postgres_database, "CREATE EXTENSION vector; CREATE SCHEMA holdfast")
    narrow = f"{postgres_database}&options=-csearch_path%3Dholdfast"
    with pytest.raises(StartupError, match=r"lies in the schema public.*search_path%3Dholdfast%2Cpublic"):
        await PostgresStorage(narrow).start()
    storage = PostgresStorage(f"{narrow}%2Cpublic")
    await storage.start()
    collection = await collection_of(storage)
    await storage.documents.add(collection.id, [embedded()])
    assert len(await storage.documents.page(collection.id, after=0, limit=2)) == 1
    await storage.stop()

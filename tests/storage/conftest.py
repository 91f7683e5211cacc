"""A PostgreSQL for the storage tests, and an empty database in it for each of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg
import pytest

from tests.storage.postgres.connected import nobody_else
from tests.storage.samples import fresh

EMPTY = """
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        IF name = 'counters' THEN UPDATE counters SET value = 0;
        ELSIF name <> 'schema_version' THEN EXECUTE format('DELETE FROM %I', name);
        END IF;
    END LOOP;
    IF to_regclass('session_numbers') IS NOT NULL THEN PERFORM setval('session_numbers', 1, false); END IF;
    FOR name IN SELECT indexname FROM pg_indexes WHERE indexname LIKE 'document_vectors_hnsw%' LOOP
        EXECUTE format('DROP INDEX %I', name);
    END LOOP;
END $$
"""


def database_in(dsn: str, name: str) -> str:
    """The DSN of another database of the same server."""
    return dsn.replace("/postgres?", f"/{name}?")


def execute(dsn: str, statement: str) -> None:
    """Run one statement on a connection of its own, also where an event loop is running already."""

    async def connected() -> None:
        connection = await asyncpg.connect(dsn)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    _apart(connected())


def _apart(work: Coroutine[Any, Any, None]) -> None:
    """Do ``work`` on a loop of its own, also where one is running already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(work)).result()


@pytest.fixture
def postgres_database(postgres_dsn: str) -> Iterator[str]:
    """The DSN of a new database, removed after the test."""
    yield from _new_database(postgres_dsn)


@pytest.fixture
def other_database(postgres_dsn: str) -> Iterator[str]:
    """The DSN of another new database."""
    yield from _new_database(postgres_dsn)


def _new_database(dsn: str) -> Iterator[str]:
    name = fresh("test").replace("-", "_")
    execute(dsn, f"CREATE DATABASE {name} STRATEGY file_copy")
    yield database_in(dsn, name)
    execute(dsn, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def _shared_database(postgres_dsn: str) -> str:
    # Modules that take this fixture by its name have one of their own, over the same database.
    with contextlib.suppress(asyncpg.DuplicateDatabaseError):
        execute(postgres_dsn, "CREATE DATABASE shared")
    return database_in(postgres_dsn, "shared")


@pytest.fixture
def empty_postgres(_shared_database: str) -> Iterator[str]:
    """The DSN of a database without rows, which is quicker to have than a new one.

    Who leaves a connection to it open fails, in place of a later test that finds it there.
    """
    yield _shared_database
    _apart(_empty(_shared_database))


async def _empty(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await nobody_else(connection)
    finally:
        await connection.execute(EMPTY)
        await connection.close()

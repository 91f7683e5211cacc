"""A PostgreSQL for the storage tests, and an empty database in it for each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest
from tests.postgres import postgres_dsn
from tests.storage.samples import fresh

__all__ = ["postgres_dsn"]


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

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(connected())).result()


@pytest.fixture
def postgres_database(postgres_dsn: str) -> Iterator[str]:
    """The DSN of an empty database, removed after the test."""
    name = fresh("test").replace("-", "_")
    execute(postgres_dsn, f"CREATE DATABASE {name} STRATEGY file_copy")
    yield database_in(postgres_dsn, name)
    execute(postgres_dsn, f"DROP DATABASE {name} WITH (FORCE)")

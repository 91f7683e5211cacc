from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.postgres.server import Server, own_server


@pytest.fixture
async def storage(empty_postgres: str) -> AsyncIterator[PostgresStorage]:
    async for storage in _started(empty_postgres):
        yield storage


@pytest.fixture
async def other(empty_postgres: str, storage: PostgresStorage) -> AsyncIterator[PostgresStorage]:
    """The same database as another server process has it."""
    async for storage in _started(empty_postgres):
        yield storage


@pytest.fixture
def server() -> Iterator[Server]:
    with own_server() as server:
        yield server


async def _started(dsn: str) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(dsn)
    await storage.start()
    try:
        yield storage
    finally:
        await storage.stop()

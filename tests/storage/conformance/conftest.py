"""The backends that the conformance suite runs on; a new one is one more line of `BACKENDS`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from holdfast.storage.contract.storage import Storage
from holdfast.storage.postgres.storage import PostgresStorage
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.postgres.distributed import _distributed_database, distributed_postgres

__all__ = ["_distributed_database", "distributed_postgres"]

Opener = Callable[[pytest.FixtureRequest, Path, bool], Storage]

BACKENDS: dict[str, Opener] = {
    "sqlite": lambda _, directory, alone: SqliteStorage(directory, exclusive=alone),
    "postgres": lambda request, _, __: PostgresStorage(request.getfixturevalue("empty_postgres")),
    # Every statement that this one is sent is checked too: see `tests.storage.postgres.distributed`.
    "distributed": lambda request, _, __: PostgresStorage(request.getfixturevalue("distributed_postgres")),
}


@pytest.fixture(params=list(BACKENDS))
def backend(request: pytest.FixtureRequest) -> Opener:
    return BACKENDS[request.param]


@pytest.fixture
async def storage(backend: Opener, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty, started storage of each backend."""
    async for storage in _started(backend(request, tmp_path, True)):
        yield storage


@pytest.fixture
async def other(
    backend: Opener, request: pytest.FixtureRequest, tmp_path: Path, storage: Storage
) -> AsyncIterator[Storage]:
    """The database of ``storage`` as another process has it."""
    async for other in _started(backend(request, tmp_path, False)):
        yield other


async def _started(storage: Storage) -> AsyncIterator[Storage]:
    await storage.start()
    try:
        yield storage
    finally:
        await storage.stop()

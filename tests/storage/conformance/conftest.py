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

Opener = Callable[[pytest.FixtureRequest, Path], Storage]

BACKENDS: dict[str, Opener] = {
    "sqlite": lambda _, directory: SqliteStorage(directory),
    "postgres": lambda request, _: PostgresStorage(request.getfixturevalue("empty_postgres")),
    # Every statement that this one is sent is checked too: see `tests.storage.postgres.distributed`.
    "distributed": lambda request, _: PostgresStorage(request.getfixturevalue("distributed_postgres")),
}


@pytest.fixture(params=list(BACKENDS))
async def storage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Storage]:
    """An empty, started storage of each backend."""
    storage = BACKENDS[request.param](request, tmp_path)
    await storage.start()
    try:
        yield storage
    finally:
        await storage.stop()

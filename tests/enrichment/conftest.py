"""An empty embedded store for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdfast.storage.contract.storage import Storage
from holdfast.storage.sqlite.storage import SqliteStorage


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    try:
        yield storage
    finally:
        await storage.stop()

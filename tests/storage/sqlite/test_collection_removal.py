"""A deleted collection disappears at once, and its rows follow, if need be with the next purge."""

from __future__ import annotations

from pathlib import Path

import pytest

from holdfast.errors import NotFound
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.deadline import until
from tests.storage.documents import collection_of, embedded
from tests.storage.samples import LONG_AGO


async def rows_in(directory: Path) -> tuple[int, int, int]:
    """Rows of collections, documents and vectors."""
    database = Database(directory)
    await database.open()
    counts = [
        database.rows(f"SELECT count(*) FROM {table}")[0][0]
        for table in ("collections", "documents", "document_vectors")
    ]
    await database.close()
    return counts[0], counts[1], counts[2]


async def no_collections(storage: SqliteStorage) -> bool:
    return not storage._database.rows("SELECT id FROM collections")


async def test_what_was_not_removed_yet_is_purged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Removal, "begin", lambda _: None)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    old = await collection_of(storage, "harbours")
    await storage.documents.add(old.id, [embedded(document_id=str(number)) for number in range(1201)])
    await storage.collections.delete("harbours")
    with pytest.raises(NotFound):
        await storage.collections.get("harbours")
    new = await collection_of(storage, "harbours")
    await storage.documents.add(new.id, [embedded(document_id="0")])
    await storage.stop()
    assert await rows_in(tmp_path) == (2, 1202, 1202)

    await storage.start()
    assert (await storage.purge(receipts_before=LONG_AGO)).documents == 1201
    assert (await storage.collections.get("harbours")).document_count == 1
    await storage.stop()
    assert await rows_in(tmp_path) == (1, 1, 1)


async def test_a_deletion_leaves_no_row(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    old = await collection_of(storage, "harbours")
    uuids = (await storage.documents.add(old.id, [embedded() for _ in range(700)])).result
    await storage.documents.delete(old.id, uuids[:3])
    await storage.collections.delete("harbours")
    await until(lambda: no_collections(storage))
    await storage.stop()
    assert await rows_in(tmp_path) == (0, 0, 0)


async def test_a_removal_that_a_stop_interrupted_is_finished_after_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Removal, "begin", lambda _: None)
        storage = SqliteStorage(tmp_path)
        await storage.start()
        old = await collection_of(storage, "harbours")
        await storage.documents.add(old.id, [embedded() for _ in range(700)])
        await storage.collections.delete("harbours")
        await storage.stop()
    assert await rows_in(tmp_path) == (1, 700, 700)
    await storage.start()
    assert (await storage.finish_deletions()).documents == 700
    await storage.stop()
    assert await rows_in(tmp_path) == (0, 0, 0)


async def test_reading_a_few_documents_does_not_walk_their_collection(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    created = await collection_of(storage, "harbours")
    uuids = (await storage.documents.add(created.id, [embedded() for _ in range(3000)])).result
    steps = 0

    def count() -> bool:
        nonlocal steps
        steps += 1
        return False

    connection = storage._database.connection
    connection.set_progress_handler(count, 100)
    assert len(await storage.documents.at(created.id, [5, 2000])) == 2
    assert len(await storage.documents.with_uuids(created.id, uuids[7:9])) == 2
    assert (await storage.documents.delete(created.id, uuids[1:2])).result == 1
    assert steps < 30
    connection.set_progress_handler(None)
    await storage.stop()

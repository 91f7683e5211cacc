"""The check finds rows that do not fit together."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.documents import collection_of, embedded
from tests.storage.samples import say, session_of, summarise, user_of


@pytest.mark.parametrize(
    ("damage", "defect"),
    [
        ("DELETE FROM messages WHERE key & 16777215 = 2", "session 1 does not have the messages"),
        ("UPDATE sessions SET next_position = 9 WHERE id = 1", "session 1 does not have the messages"),
        ("DELETE FROM sessions WHERE id = 1", "messages of session 1 belong to no session"),
        ("DELETE FROM sessions WHERE id = 1", "summaries of session 1 belong to no session"),
        ("DELETE FROM messages WHERE key & 16777215 = 1", "features of session 1 belong to no message"),
        ("DELETE FROM users", "session 2 belongs to a user that does not exist"),
        ("UPDATE collections SET embedded_count = 0", "collection 1 counts its documents wrongly"),
        ("DELETE FROM collections", "documents of collection 1 belong to no collection"),
        ("DELETE FROM documents", "vectors of collection 1 belong to no document"),
    ],
)
async def test_rows_that_do_not_fit_together_are_found(
    storage: SqliteStorage, tmp_path: Path, damage: str, defect: str
) -> None:
    session = (await say(storage, "s", "one", "two")).session
    await summarise(storage, session, 1)
    await storage.features.set_terms(session, {1: b"terms"}, analyzer=1)
    await user_of(storage, "ann")
    await session_of(storage, "hers", user_id="ann")
    collection = await collection_of(storage)
    await storage.documents.add(collection.id, [embedded()])
    assert await storage.check() == []
    other = apsw.Connection(str(tmp_path / "holdfast.db"))
    other.execute(damage)
    other.close()
    assert any(found.startswith(defect) for found in await storage.check())


async def test_a_damaged_file_is_found(storage: SqliteStorage, tmp_path: Path) -> None:
    for _ in range(20):
        await say(storage, "s", *("x" * 2000 for _ in range(20)))
    await storage.stop()
    path = tmp_path / "holdfast.db"
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 2 // 4096 * 4096
    damaged[middle : middle + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    await storage.start()
    assert await storage.check()

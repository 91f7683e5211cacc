"""Backups are made where they are wanted, and nothing is taken for one that is none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import apsw
import pytest

from holdfast.errors import InvalidRequest
from holdfast.operations.backup import make_backup, verify_backup
from holdfast.storage.sqlite.engine.copies import inspect_copy
from holdfast.storage.sqlite.engine.migrations import APPLICATION_ID
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import say


async def test_a_backup_lies_where_it_is_wanted_and_its_checksum_is_looked_at(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "not" / "yet" / "there")
    await storage.start()
    await say(storage, "s", "one", "two")
    path, manifest = await make_backup(storage, tmp_path / "new" / "folder" / "made", written_by="test")
    await say(storage, "s", "three")
    later, _ = await make_backup(storage, tmp_path / "later", written_by="test")
    await storage.stop()
    assert path == tmp_path / "new" / "folder" / "made"
    assert verify_backup(path) == manifest
    assert manifest.counts["messages"] == 2
    with (
        zipfile.ZipFile(path) as first,
        zipfile.ZipFile(later) as second,
        zipfile.ZipFile(tmp_path / "x", "w") as mixed,
    ):
        mixed.writestr("manifest.json", first.read("manifest.json"))
        mixed.writestr("holdfast.db", second.read("holdfast.db"))
    with pytest.raises(InvalidRequest, match="checksum is another"):
        verify_backup(tmp_path / "x")
    with pytest.raises(InvalidRequest, match="cannot unpack"):
        verify_backup(tmp_path)


def test_a_copy_is_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "holdfast.db"
    with apsw.Connection(str(path)) as connection:
        connection.execute("CREATE TABLE a (x); INSERT INTO a VALUES (1), (NULL); CREATE INDEX b ON a (x); ANALYZE")
    with pytest.raises(InvalidRequest, match="no database of Holdfast"):
        inspect_copy(path)
    connection.pragma("application_id", APPLICATION_ID)
    assert inspect_copy(path) == (0, {"a": 2})
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE a (x NOT NULL)' WHERE name = 'a'")
    connection.close()
    with pytest.raises(InvalidRequest, match=r"damaged: NULL value in a\.x"):
        inspect_copy(path)
    path.write_bytes(b"no database at all" * 99)
    with pytest.raises(InvalidRequest, match="damaged"):
        inspect_copy(path)

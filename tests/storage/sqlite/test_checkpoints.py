"""Checkpoints: the write-ahead log does not grow without end, and nothing waits for a reader that holds it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import apsw
import pytest

from holdfast.storage.sqlite.engine import checkpoints
from holdfast.storage.sqlite.engine import database as engine
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import contents, say

PAGE = 4096


@pytest.fixture(autouse=True)
def short_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "PASSIVE_PAGES", 50)
    monkeypatch.setattr(checkpoints, "RESTART_PAGES", 200)
    monkeypatch.setattr(checkpoints, "_READERS_MILLISECONDS", 5)


def log_size(directory: Path) -> int:
    return (directory / "holdfast.db-wal").stat().st_size


async def load(storage: SqliteStorage, rounds: int) -> None:
    for _ in range(rounds):
        await asyncio.gather(*(say(storage, f"s{n}", "x" * PAGE) for n in range(8)))


async def test_the_log_does_not_grow_without_end_under_load(storage: SqliteStorage, tmp_path: Path) -> None:
    await load(storage, 150)
    written = 150 * 8 * PAGE
    assert log_size(tmp_path) < 800 * PAGE < written
    assert await storage.check() == []


async def test_a_reader_that_holds_the_log_delays_checkpoints_but_no_write(
    storage: SqliteStorage, tmp_path: Path
) -> None:
    await say(storage, "s", "first")
    reader = apsw.Connection(str(tmp_path / "holdfast.db"))
    reader.execute("BEGIN").execute("SELECT count(*) FROM messages").fetchall()
    await load(storage, 60)
    held = log_size(tmp_path)
    assert held > 400 * PAGE
    reader.execute("COMMIT")
    reader.close()
    await load(storage, 60)
    assert log_size(tmp_path) < held + 400 * PAGE


async def test_who_empties_the_log_waits_for_its_readers(
    storage: SqliteStorage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(engine, "_EMPTYING_PAUSE", 0.01)
    await say(storage, "s", "first")
    reader = apsw.Connection(str(tmp_path / "holdfast.db"))
    reader.execute("BEGIN").execute("SELECT count(*) FROM messages").fetchall()
    await say(storage, "s", "second")
    await storage.scrub()
    assert "a reader holds the log" in caplog.text
    assert log_size(tmp_path) > 0
    scrubbing = asyncio.ensure_future(storage.scrub())
    await say(storage, "s", "third")
    assert not scrubbing.done()
    reader.execute("COMMIT")
    reader.close()
    await scrubbing
    assert log_size(tmp_path) == 0
    assert await contents(storage, "s") == ["first", "second", "third"]

    def fail(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    caplog.clear()
    monkeypatch.setattr(checkpoints, "sync", fail)
    await storage.scrub()
    assert "a reader holds the log" in caplog.text, "nobody knows whether it is empty"


async def test_the_log_is_folded_into_the_file_at_a_stop(storage: SqliteStorage, tmp_path: Path) -> None:
    await say(storage, "s", "one")
    await storage.stop()
    assert not (tmp_path / "holdfast.db-wal").exists()
    await storage.start()
    assert await contents(storage, "s") == ["one"]

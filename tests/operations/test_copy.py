"""A copy that is not what the source has is no copy: it is told, whatever became of a row."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from holdfast.operations import copy as module
from holdfast.operations.copy import CopyFailed, copy
from holdfast.storage.sqlite.storage import SqliteStorage
from holdfast.storage.transfer import Table, TransferRow
from tests.storage.samples import contents, say, user_of


@pytest.fixture
async def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[SqliteStorage, SqliteStorage]]:
    """A source and an empty target; rows go by twos."""
    monkeypatch.setattr(module, "BATCH", 2)
    source, target = SqliteStorage(tmp_path / "source"), SqliteStorage(tmp_path / "target")
    for storage in (source, target):
        await storage.start()
    await user_of(source, "ada")
    await say(source, "s", "one", "two", "three", "four", "five")
    yield source, target
    for storage in (source, target):
        await storage.stop()


class Told:
    """The last that was told of each phase and table."""

    def __init__(self) -> None:
        self.last: dict[tuple[str, str], tuple[int, int]] = {}

    def __call__(self, phase: str, table: str, done: int, total: int) -> None:
        self.last[phase, table] = done, total


class Careless:
    """A target that writes other messages than it is given."""

    def __init__(self, storage: SqliteStorage, write: Callable[[TransferRow], TransferRow | None]) -> None:
        self._transfer = storage.transfer
        self._write = write

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transfer, name)

    async def write(self, table: Table, rows: Sequence[TransferRow]) -> None:
        if table.name == "messages":
            rows = [written for row in rows if (written := self._write(row)) is not None]
        await self._transfer.write(table, rows)


async def test_progress_comes_to_its_end_in_each_phase(stores: tuple[SqliteStorage, SqliteStorage]) -> None:
    source, target = stores
    for phases in (("copy", "verify"), ("compare", "verify")):
        told = Told()
        counts = await copy(source.transfer, target.transfer, told)
        assert counts["messages"] == 5
        assert {phase for phase, _ in told.last} == set(phases)
        assert all(done == total > 0 for done, total in told.last.values())
        assert told.last["verify", "messages"] == (10, 10)
    assert await contents(target, "s") == await contents(source, "s")


@pytest.mark.parametrize(
    ("write", "says"),
    [
        (lambda row: None if "three" in row else row, "the numbers of messages differ"),
        (lambda row: tuple("six" if each == "three" else each for each in row), "the messages differ"),
    ],
)
async def test_what_was_lost_or_changed_on_the_way_is_noticed(
    stores: tuple[SqliteStorage, SqliteStorage], write: Callable[[TransferRow], TransferRow | None], says: str
) -> None:
    source, target = stores
    with pytest.raises(CopyFailed, match=says):
        await copy(source.transfer, Careless(target, write), Told())  # type: ignore[arg-type]

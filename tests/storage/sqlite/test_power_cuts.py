"""Power cuts: what was acknowledged survives although the disk forgets, by its whim, whatever was not synced."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from holdfast.domain.metadata import decode_metadata
from holdfast.errors import NotFound
from holdfast.storage.sqlite.engine import checkpoints
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import contents, say
from tests.storage.sqlite.disk import Disk, SyncFile

WRITERS = 5
STEPS = 24
LIVES = 2

State = tuple[tuple[str, ...], int] | None
"""A session: its messages, and the newest number in its metadata; ``None`` when it is deleted."""


@dataclass
class Writer:
    """Changes a session of its own step by step, and knows what it is like after each of them."""

    session_id: str
    states: list[State] = field(default_factory=lambda: [None])
    acknowledged: list[tuple[int, int]] = field(default_factory=list)
    """When a step was acknowledged, and which."""

    async def write(self, storage: SqliteStorage, disk: Disk) -> None:
        for _ in range(STEPS):
            await self._step(storage, len(self.states))
            self.acknowledged.append((disk.moment, len(self.states) - 1))
            await asyncio.sleep(0)

    async def _step(self, storage: SqliteStorage, number: int) -> None:
        messages, newest = self.states[-1] or ((), self._metadata())
        if number % 8 == 7 and self.states[-1] is not None:
            self.states.append(None)
            await storage.sessions.delete(self.session_id)
        elif number % 3 == 2 and self.states[-1] is not None:
            self.states.append((messages, number))
            await storage.sessions.merge_metadata(self.session_id, {"number": number})
        else:
            said = (f"{number} {'x' * (number * 37 % 900)}", f"{number} too")
            self.states.append(((*messages, *said), newest))
            await say(storage, self.session_id, *said, steps=("tokens",))

    def _metadata(self) -> int:
        """The number in the metadata, which a deletion leaves alone."""
        return next((state[1] for state in reversed(self.states) if state), 0)

    def possible(self, moment: int) -> list[State]:
        """What may be there after a power cut at that moment: nothing older than what was acknowledged by then."""
        newest = max((step for when, step in self.acknowledged if when <= moment), default=0)
        return self.states[newest:]


async def state_of(storage: SqliteStorage, session_id: str) -> State:
    try:
        session = await storage.sessions.get(session_id)
    except NotFound:
        return None
    return tuple(await contents(storage, session_id)), decode_metadata(session.metadata).get("number", 0)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Disk, list[Writer]]]:
    """Lets writers work in a server's two lives, with many checkpoints, on a disk that keeps a record."""
    monkeypatch.setattr(checkpoints, "PASSIVE_PAGES", 20)
    monkeypatch.setattr(checkpoints, "RESTART_PAGES", 60)

    async def work(disk: Disk, writers: list[Writer]) -> None:
        for _ in range(LIVES):
            storage = SqliteStorage(disk.directory)
            await storage.start()
            await asyncio.gather(*(writer.write(storage, disk) for writer in writers))
            await storage.stop()

    def write(fault: Callable[[SyncFile], SyncFile] = lambda sync: sync) -> tuple[Disk, list[Writer]]:
        disk, writers = Disk(tmp_path / "data"), [Writer(f"s{number}") for number in range(WRITERS)]
        with disk.recording(fault):
            asyncio.run(work(disk, writers))
        return disk, writers

    return write


def lost_or_damaged(disk: Disk, writers: list[Writer], tmp_path: Path, *, cuts: int) -> Iterator[str]:
    """What is wrong after power cuts at moments left to chance, in the middle of the work and after it."""
    chance = random.Random(1)
    for number in range(cuts):
        moment = chance.randint(0, disk.moment)
        target = tmp_path / f"after{number}"
        disk.after_power_cut(moment, target, chance)
        yield from asyncio.run(_wrong(target, writers, moment))


async def _wrong(directory: Path, writers: list[Writer], moment: int) -> list[str]:
    storage = SqliteStorage(directory)
    await storage.start()
    try:
        found = await storage.check()
        for writer in writers:
            state = await state_of(storage, writer.session_id)
            if state not in (possible := writer.possible(moment)):
                found.append(f"at {moment}, {writer.session_id}: {state} instead of {possible[0]} or later")
    finally:
        await storage.stop()
    return found


def test_what_was_acknowledged_survives_power_cuts(written, tmp_path: Path) -> None:
    disk, writers = written()
    assert disk.syncs["holdfast.db"] >= 10, "without checkpoints little is tried"
    assert list(lost_or_damaged(disk, writers, tmp_path, cuts=40)) == []


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_what_was_acknowledged_survives_many_power_cuts(written, tmp_path: Path) -> None:
    disk, writers = written()
    assert list(lost_or_damaged(disk, writers, tmp_path, cuts=2000)) == []


def no_sync(_: SyncFile) -> SyncFile:
    return lambda descriptor: None


def sync_of_another_file(sync: SyncFile) -> SyncFile:
    def mistaken(descriptor: int) -> None:
        path = str(Path(f"/proc/self/fd/{descriptor}").readlink())
        other = os.open(path.replace("-wal", "-shm"), os.O_RDONLY)
        sync(other)
        os.close(other)

    return mistaken


@pytest.mark.parametrize("fault", [no_sync, sync_of_another_file])
def test_power_cuts_tell_when_the_log_is_not_synced(written, tmp_path: Path, fault) -> None:
    disk, writers = written(fault)
    assert any("instead of" in wrong for wrong in lost_or_damaged(disk, writers, tmp_path, cuts=400))

"""A disk that is full, a real one: it is named, nothing half-written claims to be whole, and what broke off goes on."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from holdfast.domain.messages import NewMessage
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.cli.conftest import Finished
from tests.running_server import RunningServer

COUNT = 1200
Run = Callable[..., Finished]


class SmallDisk:
    """A file system of its own."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        folder.mkdir()
        if not self._mount(f"size={megabytes}m"):
            pytest.skip("mounting a file system takes root")

    def grow(self, megabytes: int) -> None:
        assert self._mount(f"remount,size={megabytes}m")

    def remove(self) -> None:
        subprocess.run(["umount", self.folder], check=False)

    def _mount(self, options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path / "disk", 2)
    yield disk
    disk.remove()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory of more than the disk takes."""
    folder = tmp_path_factory.mktemp("full") / "data"
    noise = random.Random(7)

    async def fill() -> None:
        storage = SqliteStorage(folder)
        await storage.start()
        said = [NewMessage(role="user", content=f"{place} {noise.randbytes(1200).hex()}") for place in range(COUNT)]
        await storage.messages.append("s", said, steps=())
        await storage.stop()

    asyncio.run(fill())
    return folder


def test_an_export_that_does_not_fit_leaves_nothing(run_here: Run, data: Path, disk: SmallDisk) -> None:
    output = disk.folder / "out.jsonl"
    finished = run_here("export", "--all", "--data", str(data), "--output", str(output))
    assert finished.returncode == 1
    assert finished.stderr.endswith(f"holdfast: {output}.part: No space left on device\n"), finished.stderr
    assert list(disk.folder.iterdir()) == []
    disk.grow(20)
    assert run_here("export", "--all", "--data", str(data), "--output", str(output)).returncode == 0
    assert json.loads(output.read_bytes().splitlines()[-1])["counts"]["messages"] == COUNT


def test_a_backup_that_does_not_fit_leaves_nothing(run_here: Run, data: Path, disk: SmallDisk, tmp_path: Path) -> None:
    finished = run_here("backup", str(disk.folder), "--data", str(data))
    assert (finished.returncode, "disk is full" in finished.stderr) == (1, True)
    assert list(disk.folder.iterdir()) == []
    backup = tmp_path / "whole.holdfast-backup"
    assert run_here("backup", str(backup), "--data", str(data)).returncode == 0
    restored = disk.folder / "data"
    finished = run_here("restore", str(backup), "--data", str(restored))
    assert finished.returncode == 1
    assert f"to {restored}: No space left on device" in finished.stderr
    assert list(restored.iterdir()) == []
    disk.grow(20)
    assert run_here("restore", str(backup), "--data", str(restored)).returncode == 0
    assert "sound" in run_here("check", "--data", str(restored)).stdout


def test_an_import_into_a_server_whose_disk_is_full_goes_on_later(
    run_here: Run, data: Path, disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "archive.jsonl"
    assert run_here("export", "--all", "--data", str(data), "--output", str(archive)).returncode == 0
    monkeypatch.setattr("holdfast.cli.api_connection._LONGEST_PAUSE_SECONDS", 0.1)
    monkeypatch.setattr("holdfast.cli.archives.MOST_LINES", 100)
    server = RunningServer(disk.folder / "data", environment={"HOLDFAST_SEARCH_INDEX_MEGABYTES": "0"})
    try:
        broken = run_here("import", str(archive), "--url", server.url)
        assert broken.returncode == 1
        assert "disk is full" in broken.stderr
        disk.grow(50)
        finished = run_here("import", str(archive), "--url", server.url)
        assert finished.returncode == 0, finished.stderr
        assert "Going on behind" in finished.stderr
        with server.client() as client:
            page = client.get("/api/v1/sessions/s/messages?limit=2000").json()
        assert page["total_count"] == COUNT
        assert [each["content"].split()[0] for each in page["messages"]] == [str(place) for place in range(COUNT)]
        assert server.stop() == 0
    finally:
        server.kill()

"""Recovery: a server is killed under load again and again; whatever it acknowledged is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import contents

WRITERS = 6
ACKNOWLEDGED_PER_LIFE = 150


def acknowledged_until_killed(directory: Path, life: int) -> list[tuple[int, int]]:
    """Run a writing process, kill it in the middle of its work; what it had acknowledged: (writer, number)."""
    command = [sys.executable, "-m", "tests.storage.sqlite.writing_process", str(directory), str(life), str(WRITERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(ACKNOWLEDGED_PER_LIFE)]
        process.kill()
        lines += process.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(int(writer), int(number)) for writer, number in whole]


async def survive(directory: Path, lives: int) -> None:
    acknowledged: dict[int, list[int]] = {writer: [] for writer in range(WRITERS)}
    for life in range(lives):
        for writer, number in acknowledged_until_killed(directory, life):
            acknowledged[writer].append(number)
    storage = SqliteStorage(directory)
    await storage.start()
    assert await storage.check() == []
    for writer, numbers in acknowledged.items():
        found = [int(content) for content in await contents(storage, f"s{writer}")]
        assert found == sorted(set(found)), "a message is there twice or out of order"
        assert set(numbers) <= set(found), "an acknowledged message is lost"
        assert numbers == sorted(numbers)
    await storage.stop()


@pytest.mark.timeout(60)
async def test_no_acknowledged_message_is_lost_or_doubled_by_three_kills(tmp_path: Path) -> None:
    await survive(tmp_path, 3)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_no_acknowledged_message_is_lost_or_doubled_by_twenty_kills(tmp_path: Path) -> None:
    await survive(tmp_path, 20)

"""The watch on the loop sees what keeps it."""

from __future__ import annotations

import asyncio
import mmap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.loop.stalls import LENIENCY, Stalls
from tests.loop.watched_server import SIZE, Watch


def compute() -> None:
    end = time.thread_time() + 0.2
    while time.thread_time() < end:
        pass


@pytest.mark.parametrize(
    ("work", "least"), [(compute, 0.19), (lambda: time.sleep(0.4), 0.38 / LENIENCY), (lambda: None, 0.0)]
)
async def test_what_keeps_the_loop_is_measured(tmp_path: Path, work: Callable[[], None], least: float) -> None:
    stalls = Stalls(tmp_path / "stalls")
    loop = asyncio.get_running_loop()
    with (tmp_path / "stalls").open("r+b") as opened:
        Watch(loop, mmap.mmap(opened.fileno(), SIZE)).begin()
    stalls.begin()
    await asyncio.sleep(0.05)
    work()
    longest = await asyncio.to_thread(stalls.longest, lambda: True)
    assert longest >= least
    stalls.begin()
    await asyncio.sleep(0.05)
    assert await asyncio.to_thread(stalls.longest, lambda: True) < 0.15

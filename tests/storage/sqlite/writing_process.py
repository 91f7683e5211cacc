"""The process that the recovery tests kill: appends without end and prints what was acknowledged.

python -m tests.storage.sqlite.writing_process DIRECTORY LIFE WRITERS
"""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

from holdfast.storage.sqlite.engine import checkpoints
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.samples import say

NUMBERS_PER_LIFE = 1_000_000


async def write(storage: SqliteStorage, writer: int, life: int) -> None:
    for number in itertools.count(life * NUMBERS_PER_LIFE):
        await say(storage, f"s{writer}", str(number), steps=("tokens",))
        print(writer, number, flush=True)


async def main(directory: Path, life: int, writers: int) -> None:
    checkpoints.PASSIVE_PAGES, checkpoints.RESTART_PAGES = 20, 60
    storage = SqliteStorage(directory)
    await storage.start()
    await asyncio.gather(*(write(storage, writer, life) for writer in range(writers)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))

"""The worker that a test kills: claims jobs, says so, and does nothing for ever.

python -m tests.storage.postgres.claiming_process DSN LEASE
"""

from __future__ import annotations

import asyncio
import sys

from holdfast.storage.postgres.storage import PostgresStorage


async def main(dsn: str, lease: float) -> None:
    storage = PostgresStorage(dsn)
    await storage.start()
    jobs = await storage.jobs.claim(limit=10, lease=lease)
    print("claimed", len(jobs), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))

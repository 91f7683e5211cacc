"""Reads that go to the database together: each is answered, however they follow each other."""

import asyncio
from collections.abc import Sequence

from holdfast.storage.postgres.engine.batched import BatchedRead


async def test_nobody_waits_in_vain_however_calls_follow_each_other() -> None:
    async def read(calls: Sequence[int]) -> Sequence[int]:
        if calls[0] % 3:
            await asyncio.sleep(0)
        return calls

    batched = BatchedRead(read, limit=1)

    async def caller(pause: int) -> None:
        for call in range(300):
            assert await batched.submit(call) == call
            for _ in range((call + pause) % 4):
                await asyncio.sleep(0)

    await asyncio.gather(*map(caller, range(7)))

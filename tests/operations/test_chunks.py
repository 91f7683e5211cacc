"""Chunks are gathered where they are small, and read ahead of their use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from holdfast.operations.chunks import gathered, read_ahead


class Source:
    """Chunks of numbers; the last one comes when it is `released`."""

    def __init__(self) -> None:
        self.released = asyncio.Event()
        self.given = 0
        self.is_closed = False

    async def chunks(self) -> AsyncGenerator[list[int], None]:
        try:
            for chunk in ([1, 2], [3], [4, 5], [6]):
                if chunk == [6]:
                    await self.released.wait()
                self.given += 1
                yield chunk
        finally:
            self.is_closed = True


async def test_small_chunks_are_gathered() -> None:
    source = Source()
    source.released.set()
    assert [chunk async for chunk in gathered(source.chunks(), 2)] == [[1, 2], [3, 4, 5], [6]]


async def test_the_next_chunk_is_awaited_while_one_is_used() -> None:
    source = Source()
    source.released.set()
    used = []
    async for chunk in read_ahead(source.chunks()):
        used.append(chunk)
        await asyncio.sleep(0)
        assert source.given == min(len(used) + 1, 4)
    assert used == [[1, 2], [3], [4, 5], [6]]
    assert source.is_closed


@pytest.mark.parametrize("used", [1, 3])
async def test_what_is_given_up_is_closed_whether_or_not_a_chunk_is_coming(used: int) -> None:
    source = Source()
    async with asyncio.timeout(60):
        chunks = read_ahead(source.chunks())
        for _ in range(used):
            await anext(chunks)
        await asyncio.sleep(0)
        await chunks.aclose()
    assert source.is_closed

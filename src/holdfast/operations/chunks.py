"""Chunks of records: gathered where they are small, and read ahead of their use."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TypeVar

One = TypeVar("One")


async def gathered(chunks: AsyncIterator[list[One]], least: int) -> AsyncGenerator[list[One], None]:
    """The same in chunks of at least ``least`` things, but for the last one."""
    found: list[One] = []
    async for chunk in chunks:
        found += chunk
        if len(found) >= least:
            yield found
            found = []
    if found:
        yield found


async def read_ahead(chunks: AsyncGenerator[One, None]) -> AsyncGenerator[One, None]:
    """The same chunks, each of which is awaited while the one before it is made use of."""
    coming = asyncio.ensure_future(anext(chunks))
    try:
        while True:
            try:
                chunk = await coming
            except StopAsyncIteration:
                return
            coming = asyncio.ensure_future(anext(chunks))
            yield chunk
    finally:
        coming.cancel()
        await asyncio.wait([coming])
        await chunks.aclose()

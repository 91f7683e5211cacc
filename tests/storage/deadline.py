"""Waiting in tests: asking again until the answer is there or the time is up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")


async def until(ask: Callable[[], Awaitable[Found]], *, seconds: float = 10) -> Found:
    """The first answer that is true."""
    end = time.monotonic() + seconds
    while not (found := await ask()):
        assert time.monotonic() < end, f"nothing came within {seconds} s"
        await asyncio.sleep(0.01)
    return found

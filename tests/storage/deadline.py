"""Waiting in tests: asking again until the answer is there or the time is up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")

SECONDS = 60.0
"""A busy machine may need so long for what takes an idle one a moment; a test may take twice as long in all."""


async def until(
    ask: Callable[[], Awaitable[Found]], *, seconds: float = SECONDS, seen: Callable[[], object] | None = None
) -> Found:
    """The first answer that is true; who waits in vain is told what was ``seen`` instead."""
    end = time.monotonic() + seconds
    while not (found := await ask()):
        assert time.monotonic() < end, f"nothing came within {seconds} s" + (f": {seen()}" if seen else "")
        await asyncio.sleep(0.01)
    return found

"""How long the event loop of a server stood still, and how long it may.

A stall is the time for which one piece of work kept the loop, and with it every other request, waiting.  In each test
of the HTTP API no stall of any server may exceed `LIMIT_SECONDS`, on a machine as fast as the one that the limit was
chosen on; a slower one is given more.  The mark ``stall`` allows a test more and says why.
"""

from __future__ import annotations

import json
import math
import mmap
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.loop.watched_server import FILE_VARIABLE, MEASURED, SIZE, WANTED

LIMIT_SECONDS = 0.1
LENIENCY = 5
"""A stall may be so many times longer where the loop's thread did not compute but was blocked, by a disk or by another
thread: on a busy machine that depends on the neighbours."""

PATIENCE_SECONDS = 30

_REFERENCE_SECONDS = 0.0025
"""What the piece of work below takes on an idle processor of the machine that the limit was chosen on."""


class Stalls:
    """The stalls of one server, read from the file that it writes."""

    def __init__(self, file: Path) -> None:
        file.write_bytes(bytes(SIZE))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), SIZE)
        self._round = 0
        self.environment = {FILE_VARIABLE: str(file)}

    def begin(self) -> None:
        """Forget what was measured before."""
        self._round += 1
        WANTED.pack_into(self._shared, 0, self._round)

    def longest(self, alive: Callable[[], bool]) -> float:
        """The longest stall since `begin`, in seconds; one that is under way while the server is alive is awaited."""
        on_processor, altogether = self.held(alive)
        return max(on_processor, altogether / LENIENCY)

    def held(self, alive: Callable[[], bool]) -> tuple[float, float]:
        """The longest time that the loop computed in one piece since `begin`, and that it computed or was blocked."""
        began = time.monotonic()
        calls = self._read()[1]
        while alive() and self._read()[1] <= calls + 1:
            time.sleep(0.002)
            if time.monotonic() - began > PATIENCE_SECONDS:
                return math.inf, math.inf
        measured, _, on_processor, altogether = self._read()
        return (on_processor, altogether) if measured == self._round else (0.0, 0.0)

    def _read(self) -> tuple[int, int, float, float]:
        return MEASURED.unpack_from(self._shared, WANTED.size)


def limit(seconds: float = LIMIT_SECONDS) -> float:
    """The limit on this machine, at this moment."""
    return seconds * max(1.0, _fastest_reference() / _REFERENCE_SECONDS)


@cache
def _sample() -> str:
    return json.dumps([{"number": number, "text": str(number) * 3, "list": [number] * 5} for number in range(2000)])


def _fastest_reference() -> float:
    """Seconds on a processor that a fixed piece of work takes, the best of a few times."""
    return min(_timed() for _ in range(5))


def _timed() -> float:
    began = time.thread_time()
    sum(len(str(value)) for item in json.loads(_sample()) for value in item.values())
    return time.thread_time() - began

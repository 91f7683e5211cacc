"""``holdfast`` with a watch on its event loop, for `tests.running_server`.

The watch is called every few milliseconds.  What lies between two calls is how long the loop stood still: other
requests had to wait so long.  Figures go to a file that the tests have mapped too (`tests.loop.stalls`).

Time that the thread was ready to run and the machine had no processor for it is left out, so that a busy machine does
not look like a busy loop.
"""

from __future__ import annotations

import asyncio
import mmap
import os
import struct
import sys
import threading
import time
from pathlib import Path

FILE_VARIABLE = "HOLDFAST_TESTS_STALLS"
WANTED = struct.Struct("<Q")
"""The round that is wanted: written by the tests, at the beginning of the file."""

MEASURED = struct.Struct("<QQdd")
"""Written by the server, behind it: the round that is measured, the number of calls, and the longest stall in seconds,
on the processor and altogether."""

SIZE = WANTED.size + MEASURED.size
_INTERVAL = 0.005


class Watch:
    """Measures the stalls of a loop; each round begins anew when the tests ask for it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, shared: mmap.mmap) -> None:
        self._loop = loop
        self._shared = shared
        self._waits = -1
        self._before = (0.0, 0.0, 0.0)
        self._calls = self._round = 0
        self._processor = self._altogether = 0.0

    def begin(self) -> None:
        file = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._waits = os.open(file, os.O_RDONLY) if file.exists() and hasattr(os, "pread") else -1
        self._before = self._clocks()
        self._loop.call_later(_INTERVAL, self._look)

    def _clocks(self) -> tuple[float, float, float]:
        """The time, the time on a processor, and the time of waiting for one, in seconds."""
        waited = 0.0 if self._waits < 0 else int(os.pread(self._waits, 128, 0).split()[1]) / 1e9
        return time.perf_counter(), time.thread_time(), waited

    def _look(self) -> None:
        wanted = WANTED.unpack_from(self._shared)[0]
        if wanted != self._round:
            self._round, self._processor, self._altogether = wanted, 0.0, 0.0
        else:
            now = self._clocks()
            passed, on_processor, waited = (new - old for new, old in zip(now, self._before, strict=True))
            self._processor = max(self._processor, on_processor)
            self._altogether = max(self._altogether, passed - _INTERVAL - waited)
        self._calls += 1
        MEASURED.pack_into(self._shared, WANTED.size, self._round, self._calls, self._processor, self._altogether)
        self._before = self._clocks()
        self._loop.call_later(_INTERVAL, self._look)


def watch_new_loops(file: Path) -> None:
    """Put a watch on the loop that the server is going to make."""
    from holdfast.system import event_loop

    make = event_loop.new_event_loop

    def watched() -> asyncio.AbstractEventLoop:
        loop = make()
        with file.open("r+b") as opened:
            watch = Watch(loop, mmap.mmap(opened.fileno(), SIZE))
        loop.call_soon(watch.begin)
        return loop

    event_loop.new_event_loop = watched


def main() -> None:
    """Run the command line, with the watch where there is a file for what it sees."""
    from holdfast import cli

    if file := os.environ.pop(FILE_VARIABLE, ""):
        watch_new_loops(Path(file))
    sys.argv[0] = "holdfast"
    cli.main()


if __name__ == "__main__":
    main()

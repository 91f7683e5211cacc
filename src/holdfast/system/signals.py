"""The signals by which people, terminals and service managers tell a process to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

STOP = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if name in signal.Signals.__members__
)
"""Those of them that this system has: SIGHUP comes from a terminal that is gone, SIGBREAK from that of Windows."""


@contextmanager
def told_to_stop(react: Callable[[int], object]) -> Iterator[None]:
    """Have ``react`` called on the running loop for each signal to stop; only in the main thread.

    Who wants a process to outlive its terminal has SIGHUP ignored before it starts, as ``nohup`` does: it stays so.
    """
    loop = asyncio.get_running_loop()
    with ExitStack() as stack:
        for number in STOP:
            if number.name != "SIGHUP" or signal.getsignal(number) is not signal.SIG_IGN:
                stack.callback(_handle(loop, number, react))
        yield


def _handle(loop: asyncio.AbstractEventLoop, number: signal.Signals, react: Callable[[int], object]) -> Any:
    """Take on a signal; what is returned gives it up again."""
    try:
        loop.add_signal_handler(number, react, number)
    except NotImplementedError:  # the loops of Windows
        before = signal.signal(number, lambda told, _: loop.call_soon_threadsafe(react, told))
        return lambda: signal.signal(number, before)
    return lambda: loop.remove_signal_handler(number)

"""Where the processor's work of enrichment is done: outside the event loop, so that requests do not wait for it.

By default that is a process of its own, because Python lets only one thread of a process compute at a time; on a small
machine it can be a thread of the server.  The process runs at low priority, starts with the first work, is replaced
when it dies or does not come to an end, and ends with the server, however that ends.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Any, TypeVar, TypeVarTuple, Unpack

from holdfast.errors import HoldfastError

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

NICENESS = 10
"""How far the process steps back behind the server's own."""


class CalculationAborted(HoldfastError):
    """The process has died, perhaps of this very calculation."""


class Calculator:
    """Runs functions outside the event loop; ``processes`` 0 means in a thread.

    Functions, arguments and results must be picklable; a function keeps what is expensive to make in its module.
    """

    def __init__(self, *, processes: int = 1) -> None:
        self._processes = processes
        self._executor: Executor | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def run(self, function: Callable[[Unpack[Arguments]], Result], *arguments: *Arguments) -> Result:
        """What ``function`` returns; its exceptions pass through.

        `CalculationAborted` when the process died meanwhile.  A caller that is cancelled ends the process, because
        nothing else ends a calculation that takes too long; other calculations under way are aborted with it.
        """
        if self._executor is None:
            self._executor = self._open()
        executor = self._executor
        try:
            future = executor.submit(function, *arguments)
            outcome = asyncio.wrap_future(future)
            # The pool stumbles over futures that were cancelled when its process is ended, so none is.
            return await asyncio.shield(outcome)
        except BrokenProcessPool:
            self._discard(executor)
            raise CalculationAborted("the process that computes enrichment has died; it is started anew") from None
        except asyncio.CancelledError:
            outcome.add_done_callback(_take_note)
            if future.running():
                self._discard(executor)
            raise

    async def close(self) -> None:
        """End the process; nothing may be under way."""
        executor, self._executor = self._executor, None
        if executor is not None:
            self._end(executor)
        await asyncio.gather(*self._ending)

    def _open(self) -> Executor:
        if self._processes == 0:
            return ThreadPoolExecutor(1, thread_name_prefix="holdfast-enrichment")
        # Forking a process that has threads is unsafe, so the new one starts from nothing.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._processes, mp_context=context, initializer=_prepare_process)

    def _discard(self, executor: Executor) -> None:
        if executor is not self._executor:
            return
        self._executor = None
        # There is no public way to end the processes before Python 3.14.
        for process in list((getattr(executor, "_processes", None) or {}).values()):
            process.kill()
        self._end(executor)

    def _end(self, executor: Executor) -> None:
        """Let an executor end in its own time; `close` waits for it, so that the interpreter does not end before it."""
        ending = asyncio.create_task(asyncio.to_thread(executor.shutdown))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


def _take_note(outcome: asyncio.Future[Any]) -> None:
    """Look at what became of a calculation that nobody waits for any more, so that asyncio does not complain."""
    if not outcome.cancelled():
        outcome.exception()


def _prepare_process() -> None:
    """Step back behind the server, leave signals to it, and do not outlive it."""
    # Terminals and service managers signal all processes at once, but the server has still work for this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(NICENESS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)

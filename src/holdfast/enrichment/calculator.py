"""Where the processor's work of enrichment is done: outside the event loop, so that requests do not wait for it.

By default that is a process of its own, because Python lets only one thread of a process compute at a time; on a small
machine it can be a thread of the server.  A process steps back behind the server where there are cores to spare.  It
starts with the first work, is replaced when it dies or does not come to an end, and ends with the server, however that
ends.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import Any, TypeVar, TypeVarTuple, Unpack, cast

from holdfast.enrichment.executors import (
    CalculationAborted,
    Executor,
    NotBegun,
    ProcessExecutor,
    ThreadExecutor,
)
from holdfast.errors import Unavailable

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")

NICENESS = 10
"""How far a process steps back behind the server's own, where there are cores to spare.

Where others keep all cores busy, one that steps back gets next to nothing, and enrichment would lag behind for good.
"""

_TRIES = 3
"""Processes that may die before a calculation begins; it is no fault of that calculation."""


def available_cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Calculator:
    """Runs functions outside the event loop, in so many ``processes``; 0 means in a thread.

    Functions, arguments and results must be picklable; a function keeps what is expensive to make in its module.
    """

    def __init__(self, *, processes: int = 1) -> None:
        self.processes = processes
        self._niceness = NICENESS if available_cores() > processes + 1 else 0
        self._slots = asyncio.Semaphore(max(processes, 1))
        self._idle: list[Executor] = []
        self._ending: set[asyncio.Task[None]] = set()

    async def run(self, function: Callable[[Unpack[Arguments]], Result], *arguments: *Arguments) -> Result:
        """What ``function`` returns; its exceptions pass through.

        `CalculationAborted` when the process died of it: each process computes one thing at a time, so nothing else
        can be the reason.  `Unavailable` when no process can be had.  A caller that is cancelled ends the process,
        because nothing else ends a calculation that takes too long.
        """
        async with self._slots:
            for _ in range(_TRIES):
                try:
                    return cast("Result", await self._run_once((function, arguments)))
                except NotBegun:
                    continue
        raise Unavailable("the processes that compute enrichment end before they begin")

    async def close(self) -> None:
        """End all processes; nothing may be under way."""
        for executor in self._idle:
            self._end(executor)
        self._idle.clear()
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _run_once(self, calculation: tuple[Callable[..., Any], tuple[Any, ...]]) -> Any:
        executor = self._idle.pop() if self._idle else await self._start()
        usable = False
        try:
            result = await executor.run(calculation)
            usable = True
        except (CalculationAborted, NotBegun, asyncio.CancelledError):
            raise
        except BaseException:
            usable = True  # the exception is the function's own
            raise
        finally:
            if usable:
                self._idle.append(executor)
            else:
                self._end(executor)
        return result

    async def _start(self) -> Executor:
        return ThreadExecutor() if self.processes == 0 else await ProcessExecutor.start(self._niceness)

    def _end(self, executor: Executor) -> None:
        """Let an executor end beside what happens next; `close` waits for it."""
        ending = asyncio.create_task(executor.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

"""Where a calculation runs: a process, or a thread.  Each computes one thing at a time."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Final, Protocol

from holdfast.enrichment.calculating_process import LENGTH
from holdfast.errors import HoldfastError, Unavailable

_READ_AHEAD: Final = 1 << 20
"""Bytes of an answer that are taken from the pipe before anybody reads them: more than a portion of messages has."""

Calculation = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and its arguments."""


class CalculationAborted(HoldfastError):
    """The process has died of this very calculation."""


class NotBegun(HoldfastError):
    """The process had died before the calculation began."""


class Executor(Protocol):
    """Runs calculations one after the other.

    After `CalculationAborted`, `NotBegun` or a cancellation it is of no use any more and must be ended.
    """

    async def run(self, calculation: Calculation) -> Any:
        """What the function returns; its exceptions pass through."""
        ...

    async def end(self) -> None:
        """Break off what is under way and give everything back, without waiting for the calculation."""
        ...


class ProcessExecutor:
    """Runs calculations in a process of its own.

    It is no child by `multiprocessing`: that would run the main module again, and its pools do not tell which of
    several calculations a process died of.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, niceness: int) -> ProcessExecutor:
        """Start a process that steps back so far behind the server's own; `Unavailable` when there can be none."""
        command = [sys.executable, "-P", "-m", "holdfast.enrichment.calculating_process", str(niceness)]
        pipe = asyncio.subprocess.PIPE
        try:
            # A session of its own, because the interrupt key of a terminal is meant for the server.
            process = await asyncio.create_subprocess_exec(
                *command, stdin=pipe, stdout=pipe, start_new_session=True, limit=_READ_AHEAD
            )
        except OSError as error:
            raise Unavailable(f"no process can be started that computes enrichment: {error}") from error
        return cls(process)

    async def run(self, calculation: Calculation) -> Any:
        """See `Executor`."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise NotBegun("the process has no pipes")
        request = pickle.dumps(calculation, pickle.HIGHEST_PROTOCOL)
        try:
            stdin.write(LENGTH.pack(len(request)) + request)
            await stdin.drain()
            await stdout.readexactly(1)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            raise NotBegun("the process that computes enrichment was gone") from error
        try:
            (size,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
            returned, value = pickle.loads(await stdout.readexactly(size))  # noqa: S301 (it comes from our own process)
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            raise CalculationAborted("the process that computes enrichment died of this calculation") from error
        if not returned:
            raise value
        return value

    async def end(self) -> None:
        """See `Executor`."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await self._close_pipes()

    async def _close_pipes(self) -> None:
        # The end of a process is told before that of its pipes, whose transports must not outlive the event loop.
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdout is not None:
            await stdout.read()
        if stdin is not None:
            stdin.close()
            with contextlib.suppress(ConnectionError):
                await stdin.wait_closed()


class ThreadExecutor:
    """Runs calculations in a thread.  Nothing can end it: what is broken off goes on, but keeps nobody waiting."""

    def __init__(self) -> None:
        self._requests: SimpleQueue[tuple[Calculation, asyncio.Future[Any]] | None] = SimpleQueue()
        # A daemon, because the interpreter waits for all others before it ends.
        threading.Thread(target=self._work, name="holdfast-enrichment", daemon=True).start()

    async def run(self, calculation: Calculation) -> Any:
        """See `Executor`."""
        outcome: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._requests.put((calculation, outcome))
        return await outcome

    async def end(self) -> None:
        """See `Executor`."""
        self._requests.put(None)

    def _work(self) -> None:
        while (request := self._requests.get()) is not None:
            (function, arguments), outcome = request
            result, failure = None, None
            try:
                result = function(*arguments)
            except BaseException as error:  # noqa: BLE001 (it belongs to whoever asked)
                failure = error
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                outcome.get_loop().call_soon_threadsafe(_settle, outcome, result, failure)


def _settle(outcome: asyncio.Future[Any], result: Any, failure: BaseException | None) -> None:
    if outcome.done():
        return
    if failure is None:
        outcome.set_result(result)
    else:
        outcome.set_exception(failure)

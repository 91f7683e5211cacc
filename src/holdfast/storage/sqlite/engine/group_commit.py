"""Group commit: many writes share one transaction and one sync of the write-ahead log.

Writes that arrive while a sync is under way wait for it and then go together.  The transactions themselves run on
the event loop with ``synchronous = NORMAL``, which costs microseconds; the log is then synced beside the loop, and only
after that are the callers answered.  So whatever was acknowledged is on disk, and one caller's wait for the disk is
shared by all who came in the meantime.

Every caller gets an answer, whatever happens: its result, the error of its own operation, or `Unavailable`.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextvars import copy_context
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import apsw

from holdfast.errors import HoldfastError, Unavailable
from holdfast.storage.sqlite.engine.checkpoints import Checkpoints
from holdfast.storage.sqlite.engine.place import Place
from holdfast.storage.sqlite.engine.soundness import DATABASE_ERRORS, Soundness
from holdfast.system.background_sync import BackgroundSync

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Operation = Callable[[apsw.Connection], Any]


class Entry(NamedTuple):
    """An operation, what waits for its outcome, and who is told its result once readers see what it wrote."""

    operation: Operation
    future: asyncio.Future[Any]
    committed: Callable[[Any], None] | None


MAXIMUM_BATCH = 128
"""Operations in one transaction: they run without yielding, so their number bounds how long requests wait."""

BUSY_SECONDS = 5.0
"""So long a batch waits for another process that writes, asking again and again while the event loop goes on."""

_FIRST_BUSY_PAUSE = 0.001
_LONGEST_BUSY_PAUSE = 0.05
_RECOVERY_PAUSE = 1.0


class GroupCommit:
    """Runs write operations in batches, in the order of their arrival.

    An operation that fails after it has written something takes the batch's transaction with it; the batch is then
    run again, each operation in a transaction of its own, so that the failure stays with its caller.
    """

    def __init__(
        self, connection: apsw.Connection, path: Path, checkpoints: Checkpoints, soundness: Soundness, place: Place
    ) -> None:
        self._connection = connection
        self._checkpoints = checkpoints
        self._soundness = soundness
        self._place = place
        # The log stays the same file while a connection is open, and holds none of SQLite's locks.
        self._log = os.open(f"{path}-wal", os.O_RDWR | os.O_CREAT, 0o644)
        self._sync = BackgroundSync(self._log)
        self._waiting: deque[Entry] = deque()
        self._pauses: deque[tuple[Callable[[], Awaitable[None]], asyncio.Future[None]]] = deque()
        self._drain: asyncio.Task[None] | None = None
        self._closing = False

    def submit(
        self, operation: Callable[[apsw.Connection], Result], committed: Callable[[Result], None] | None = None
    ) -> asyncio.Future[Result]:
        """Queue ``operation``; the future has its result once that is durable, or its error.

        ``committed`` is told the result of one that wrote before it is durable, while the disk works.  Both run in the
        context of the caller, so that what is written and traced names the caller's request.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        try:
            self._verify()
        except Unavailable as error:
            future.set_exception(error)
            return future
        context = copy_context()
        heard = None if committed is None else lambda result: context.run(committed, result)
        self._waiting.append(Entry(lambda connection: context.run(operation, connection), future, heard))
        self._wake(loop)
        return future

    async def pause(self, work: Callable[[], Awaitable[None]]) -> None:
        """Await ``work`` while no transaction is open and none begins."""
        self._verify()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        self._pauses.append((work, future))
        self._wake(loop)
        await future

    async def close(self) -> None:
        """Finish all queued operations, then stop."""
        self._closing = True
        if self._drain is not None:
            await asyncio.wait([self._drain])
        await self._checkpoints.close()
        self._sync.close()
        os.close(self._log)

    def _verify(self) -> None:
        self._soundness.verify_writing()
        if self._closing:
            raise Unavailable("the server is stopping")

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._drain is None or self._drain.done():
            self._drain = loop.create_task(self._drain_queue())

    async def _drain_queue(self) -> None:
        try:
            while self._waiting or self._pauses:
                if self._waiting:
                    await self._commit([self._waiting.popleft() for _ in range(min(len(self._waiting), MAXIMUM_BATCH))])
                await self._recover()
                await self._checkpoints.between_batches()
                while self._pauses:
                    await _do(*self._pauses.popleft())
        finally:  # normally nobody waits any more
            self._send_away("the server was interrupted")

    async def _commit(self, batch: list[Entry]) -> None:
        """Run a batch, make it durable and answer its callers, come what may."""
        outcomes: list[Any] = []
        try:
            written = self._connection.total_changes()
            outcomes = await self._run(batch)
            if self._connection.total_changes() != written:
                _tell_committed(batch, outcomes)
                outcomes = await self._made_durable(outcomes)
        finally:
            interrupted = [Unavailable("the write was interrupted") for _ in batch]
            for entry, outcome in zip(batch, outcomes or interrupted, strict=True):
                _resolve(entry.future, outcome)

    async def _made_durable(self, outcomes: list[Any]) -> list[Any]:
        """The outcomes once the log is on disk; refusals when nobody knows whether it is."""
        try:
            await self._sync.run()
            fault = self._place.fault()
        except OSError as error:
            fault = f"the disk failed to store data ({error})"
        if not fault:
            return outcomes
        refusal = self._soundness.give_up(fault)
        self._send_away(str(refusal))
        return [Unavailable(str(refusal), retry_after=refusal.retry_after) for _ in outcomes]

    async def _run(self, batch: list[Entry]) -> list[Any]:
        """The results of the batch's operations, or the exceptions that they raised."""
        try:
            await self._begin()
            outcomes = self._attempt_all(batch)
            if outcomes is not None:
                self._connection.execute("COMMIT")
                return outcomes
        except DATABASE_ERRORS as error:
            self._roll_back()
            return [self._soundness.translated(error)] * len(batch)
        self._roll_back()
        return [await self._run_alone(entry.operation) for entry in batch]

    def _attempt_all(self, batch: list[Entry]) -> list[Any] | None:
        """The outcomes of all operations; ``None`` when one of them failed after it had written something."""
        connection = self._connection
        outcomes = []
        for entry in batch:
            before = connection.total_changes()
            outcome = self._attempt(entry.operation)
            if isinstance(outcome, BaseException) and _has_left_traces(connection, before):
                return None
            outcomes.append(outcome)
        return outcomes

    async def _run_alone(self, operation: Operation) -> Any:
        try:
            self._soundness.verify_writing()
            await self._begin()
            outcome = self._attempt(operation)
            if isinstance(outcome, BaseException):
                self._roll_back()
            else:
                self._connection.execute("COMMIT")
        except Unavailable as error:
            return error
        except DATABASE_ERRORS as error:
            self._roll_back()
            return self._soundness.translated(error)
        return outcome

    def _attempt(self, operation: Operation) -> Any:
        try:
            return operation(self._connection)
        except Exception as error:  # noqa: BLE001  (the error belongs to the caller, who gets it through the future)
            return self._soundness.translated(error)

    async def _begin(self) -> None:
        """Begin a transaction; `apsw.BusyError` when another process does not end its own."""
        clock = asyncio.get_running_loop().time
        end, pause = clock() + BUSY_SECONDS, _FIRST_BUSY_PAUSE
        while True:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                return
            except apsw.BusyError:
                if clock() > end:
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_BUSY_PAUSE)

    def _roll_back(self) -> None:
        """Undo the open transaction; where even that fails, nobody reads or writes until it has been undone."""
        if not self._connection.in_transaction:
            return
        try:
            self._connection.execute("ROLLBACK")
        except DATABASE_ERRORS as error:
            self._soundness.suspend(f"a write that failed cannot be undone yet ({error})")

    async def _recover(self) -> None:
        """Go on trying to undo what could not be undone."""
        if not self._soundness.suspended:
            return
        self._send_away(self._soundness.suspended)
        while self._connection.in_transaction:
            await asyncio.sleep(_RECOVERY_PAUSE)
            if self._closing:
                return
            self._roll_back()
        self._soundness.resume()

    def _send_away(self, text: str) -> None:
        """Answer all who wait that they wait in vain."""
        futures = [entry.future for entry in self._waiting] + [future for _, future in self._pauses]
        self._waiting.clear()
        self._pauses.clear()
        for future in futures:
            _resolve(future, Unavailable(text, retry_after=60))


async def _do(work: Callable[[], Awaitable[None]], future: asyncio.Future[None]) -> None:
    try:
        await work()
    except Exception as error:  # noqa: BLE001  (it belongs to who wanted the work)
        _resolve(future, error)
    else:
        _resolve(future, None)


def _tell_committed(batch: Sequence[Entry], outcomes: Sequence[Any]) -> None:
    """Tell those who want to know what their operations wrote; what they do with it fails no write."""
    for entry, outcome in zip(batch, outcomes, strict=True):
        if entry.committed is None or isinstance(outcome, BaseException):
            continue
        try:
            entry.committed(outcome)
        except Exception:
            log.exception("what was written could not be told")


def _has_left_traces(connection: apsw.Connection, changes_before: int) -> bool:
    """Whether a failed operation wrote something, or was so bad that SQLite has ended the transaction itself."""
    return connection.total_changes() != changes_before or not connection.in_transaction


def _resolve(future: asyncio.Future[Any], outcome: Any) -> None:
    if future.done():  # the caller was cancelled
        return
    if isinstance(outcome, BaseException):
        if not isinstance(outcome, HoldfastError):
            log.error("a write failed", exc_info=outcome)
        future.set_exception(outcome)
    else:
        future.set_result(outcome)

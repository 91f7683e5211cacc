"""Group commit: many writes share one transaction and one sync of the write-ahead log.

Writes that arrive while a sync is under way wait for it and then go together.  The transactions themselves run on
the event loop with ``synchronous = NORMAL``, which costs microseconds; a thread then syncs the log, and only after
that are the callers answered.  So whatever was acknowledged is on disk, and one caller's wait for the disk is
shared by all who came in the meantime.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, cast

import apsw

from holdfast.errors import HoldfastError, Unavailable
from holdfast.storage.sqlite.engine.checkpoints import Checkpoints

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Operation = Callable[[apsw.Connection], Any]

MAXIMUM_BATCH = 128
"""Operations in one transaction: they run without yielding, so their number bounds how long requests wait."""

_sync = getattr(os, "fdatasync", os.fsync)


class GroupCommit:
    """Runs write operations in batches, in the order of their arrival.

    An operation that fails after it has written something takes the batch's transaction with it; the batch is then
    run again, each operation in a transaction of its own, so that the failure stays with its caller.
    """

    def __init__(self, connection: apsw.Connection, path: Path, checkpoints: Checkpoints) -> None:
        self._connection = connection
        self._checkpoints = checkpoints
        # The log stays the same file while a connection is open, and holds none of SQLite's locks.
        self._log = os.open(f"{path}-wal", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self._syncer = ThreadPoolExecutor(1, thread_name_prefix="holdfast-sync")
        self._waiting: deque[tuple[Operation, asyncio.Future[Any]]] = deque()
        self._drain: asyncio.Task[None] | None = None
        self._refusal: tuple[str, float] | None = None

    def submit(self, operation: Callable[[apsw.Connection], Result]) -> asyncio.Future[Result]:
        """Queue ``operation``; the future has its result once that is durable, or its error."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        if self._refusal is not None:
            text, retry_after = self._refusal
            future.set_exception(Unavailable(text, retry_after=retry_after))
            return future
        self._waiting.append((operation, future))
        if self._drain is None or self._drain.done():
            self._drain = loop.create_task(self._drain_queue())
        return future

    async def close(self) -> None:
        """Finish all queued operations, then stop."""
        self._refusal = self._refusal or ("the server is stopping", 1)
        if self._drain is not None:
            await self._drain
        await self._checkpoints.close()
        self._syncer.shutdown()
        os.close(self._log)

    async def _drain_queue(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MAXIMUM_BATCH))]
            written = self._connection.total_changes()
            outcomes = self._run(batch)
            if self._connection.total_changes() != written:
                try:
                    await loop.run_in_executor(self._syncer, _sync, self._log)
                except OSError as error:
                    batch += self._waiting
                    self._waiting.clear()
                    outcomes = self._give_up(error, len(batch))
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _resolve(future, outcome)
            await self._checkpoints.between_batches()

    def _run(self, batch: list[tuple[Operation, asyncio.Future[Any]]]) -> list[Any]:
        """The results of the batch's operations, or the exceptions that they raised."""
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            outcomes = []
            for operation, _ in batch:
                before = connection.total_changes()
                outcome = _attempt(operation, connection)
                if isinstance(outcome, BaseException) and _has_left_traces(connection, before):
                    _roll_back(connection)
                    return [self._run_alone(single) for single, _ in batch]
                outcomes.append(outcome)
            connection.execute("COMMIT")
        except apsw.Error as error:
            _roll_back(connection)
            return [_translated(error)] * len(batch)
        return outcomes

    def _run_alone(self, operation: Operation) -> Any:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            outcome = _attempt(operation, connection)
            if isinstance(outcome, BaseException):
                _roll_back(connection)
            else:
                connection.execute("COMMIT")
        except apsw.Error as error:
            _roll_back(connection)
            return _translated(error)
        return outcome

    def _give_up(self, error: OSError, count: int) -> list[Any]:
        """After a failed sync nobody knows what the disk holds: refuse all further writes until a restart."""
        text = f"the disk failed to store data ({error}); repair it and restart the server"
        log.critical("%s", text)
        self._refusal = (text, 60)
        return [Unavailable(text, retry_after=60) for _ in range(count)]


def _attempt(operation: Operation, connection: apsw.Connection) -> Any:
    try:
        return operation(connection)
    except apsw.Error as error:
        return _translated(error)
    except Exception as error:  # noqa: BLE001  (the error belongs to the caller, who gets it through the future)
        return error


def _translated(error: apsw.Error) -> Exception:
    """What a caller is told of a failure of the database itself."""
    if isinstance(error, apsw.FullError):
        return Unavailable("the disk is full; nothing was stored", retry_after=60)
    if isinstance(error, apsw.BusyError):
        return Unavailable("the database is busy; try again", retry_after=1)
    if isinstance(error, apsw.IOError | apsw.ReadOnlyError | apsw.CantOpenError):
        return Unavailable("the database cannot be written; see the server's log", retry_after=60)
    return error


def _has_left_traces(connection: apsw.Connection, changes_before: int) -> bool:
    """Whether a failed operation wrote something, or was so bad that SQLite has ended the transaction itself."""
    return connection.total_changes() != changes_before or not connection.in_transaction


def _roll_back(connection: apsw.Connection) -> None:
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _resolve(future: asyncio.Future[Any], outcome: Any) -> None:
    if future.done():  # the caller was cancelled
        return
    if isinstance(outcome, BaseException):
        if not isinstance(outcome, HoldfastError):
            log.error("a write failed", exc_info=cast(Exception, outcome))
        future.set_exception(outcome)
    else:
        future.set_result(outcome)

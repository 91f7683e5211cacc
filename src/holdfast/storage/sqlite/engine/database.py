"""The connection to the database file: opening, locking, reading, and the lifetime of it all.

Reads run inline on the event loop: they take microseconds where a change of thread takes tens of them.  Anything
that may return many rows is read in chunks by its caller.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import apsw

from holdfast.errors import DataDirectoryLocked, StartupError, Unavailable
from holdfast.storage.sqlite.engine.check import defects
from holdfast.storage.sqlite.engine.checkpoints import Checkpoints
from holdfast.storage.sqlite.engine.group_commit import GroupCommit
from holdfast.storage.sqlite.engine.migrations import migrate, refuse_foreign

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Row = tuple[Any, ...]

FILE_NAME = "holdfast.db"
LOCK_NAME = "holdfast.lock"

_BUSY_MILLISECONDS = 5_000
_PAGE_CACHE_KIB = 64 * 1024
_MEMORY_MAP_BYTES = 256 * 1024 * 1024
_LOG_BYTES_KEPT = 128 * 1024 * 1024


class Database:
    """One database file in a data directory.

    ``exclusive`` takes the lock that a server holds; tools that work beside a running server leave it.
    """

    def __init__(self, directory: Path, *, exclusive: bool = True) -> None:
        self.directory = directory
        self.path = directory / FILE_NAME
        self._exclusive = exclusive
        self._lock: int | None = None
        self._connection: apsw.Connection | None = None
        self._checkpoints: Checkpoints | None = None
        self._writer: GroupCommit | None = None

    @property
    def connection(self) -> apsw.Connection:
        """The open connection; only for the thread of the event loop."""
        if self._connection is None:
            raise RuntimeError("the database is not open")
        return self._connection

    async def open(self) -> None:
        """Create the directory where needed, lock it, open the file and bring its schema up to date."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            if self._exclusive:
                self._lock = _take_lock(self.directory / LOCK_NAME)
            self._connection = connect(self.path)
            migrate(self._connection)
            _sync_directory(self.directory)
            self._checkpoints = Checkpoints(self.path, self._connection)
            self._writer = GroupCommit(self._connection, self.path, self._checkpoints)
        except DataDirectoryLocked:
            raise
        except (OSError, apsw.Error, StartupError) as error:
            await self.close()
            raise StartupError(f"cannot open the database {self.path}: {error}") from error

    async def close(self) -> None:
        """Let pending writes finish, fold the write-ahead log into the file, and release the lock."""
        if self._writer is not None:
            await self._writer.close()
            self._writer = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._checkpoints is not None:
            self._checkpoints.release()
            self._checkpoints = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def write(self, operation: Callable[[apsw.Connection], Result]) -> Result:
        """Run ``operation`` inside a transaction and return its result once it is on disk.

        The operation may run twice (see `GroupCommit`), so it must have no effect but on the database.
        """
        if self._writer is None:
            raise RuntimeError("the database is not open")
        return await self._writer.submit(operation)

    def rows(self, sql: str, bindings: Row = ()) -> list[Row]:
        """All rows of a query."""
        return self.connection.execute(sql, bindings).fetchall()

    def row(self, sql: str, bindings: Row = ()) -> Row | None:
        """The first row of a query, if any."""
        return self.connection.execute(sql, bindings).fetchone()

    def ping(self) -> None:
        """Read something from the file; `Unavailable` when that fails."""
        if self._connection is None:
            raise Unavailable("the database is not open")
        try:
            self._connection.execute("SELECT 1 FROM sessions LIMIT 1").fetchone()
        except apsw.Error as error:
            raise Unavailable(f"the database cannot be read: {error}") from error

    async def defects(self) -> list[str]:
        """See `holdfast.storage.sqlite.engine.check`; it reads the whole file, in a thread of its own."""
        return await asyncio.to_thread(_defects, self.path)


def connect(path: Path) -> apsw.Connection:
    """A connection with the settings that every connection to the file needs."""
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(_BUSY_MILLISECONDS)
    refuse_foreign(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL never syncs the log at commit: the group commit does, once for many transactions.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_PAGE_CACHE_KIB}")
    connection.execute(f"PRAGMA mmap_size = {_MEMORY_MAP_BYTES}")
    connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES_KEPT}")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.wal_autocheckpoint(0)
    return connection


def _take_lock(path: Path) -> int:
    """Lock the file at ``path`` for the lifetime of the returned descriptor."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 32).decode(errors="replace").strip() or "unknown"
        os.close(descriptor)
        raise DataDirectoryLocked(
            f"another Holdfast server (process {holder}) is using {path.parent}; "
            "stop it, or start this one with another --data directory"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    return descriptor


def _sync_directory(directory: Path) -> None:
    """Make the names of freshly created files durable, without which their contents could not be found."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _defects(path: Path) -> list[str]:
    connection = connect(path)
    try:
        connection.execute("BEGIN")  # one state of the database, whatever is written meanwhile
        return defects(connection)
    finally:
        connection.close()

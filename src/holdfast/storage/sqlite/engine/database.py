"""The connection to the database file: opening, locking, reading, and the lifetime of it all.

Reads run inline on the event loop: they take microseconds where a change of thread takes tens of them.  Anything
that may return many rows is read in chunks by its caller.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import apsw

from holdfast.errors import DataDirectoryLocked, StartupError, Unavailable
from holdfast.storage.sqlite.engine.check import defects
from holdfast.storage.sqlite.engine.checkpoints import Checkpoints
from holdfast.storage.sqlite.engine.connection import FILE_NAME, connect
from holdfast.storage.sqlite.engine.copies import write_copy
from holdfast.storage.sqlite.engine.group_commit import GroupCommit
from holdfast.storage.sqlite.engine.lock import DirectoryLock
from holdfast.storage.sqlite.engine.log_joining import join_log_writes
from holdfast.storage.sqlite.engine.migrations import is_present, migrate
from holdfast.storage.sqlite.engine.place import Place, is_full
from holdfast.storage.sqlite.engine.soundness import DATABASE_ERRORS, Soundness
from holdfast.system.durability import make_directory, sync_directory
from holdfast.telemetry.spans import is_recording, span, statement_span

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Row = tuple[Any, ...]

_EMPTYING_TRIES = 20
_EMPTYING_PAUSE = 0.25


class Database:
    """One database file in a data directory.

    ``exclusive`` takes the lock that a server holds; tools that work beside a running server leave it.
    """

    def __init__(self, directory: Path, *, exclusive: bool = True) -> None:
        self.directory = directory
        self.path = directory / FILE_NAME
        self._exclusive = exclusive
        self._lock: DirectoryLock | None = None
        self._connection: apsw.Connection | None = None
        self._checkpoints: Checkpoints | None = None
        self._writer: GroupCommit | None = None
        self._place: Place | None = None
        self._soundness = Soundness(self.path)

    @property
    def connection(self) -> apsw.Connection:
        """The open connection; only for the thread of the event loop."""
        if self._connection is None:
            raise RuntimeError("the database is not open")
        return self._connection

    async def open(self) -> None:
        """Create the directory where needed, lock it, open the file and bring its schema up to date.

        Tools leave the schema to the server, if one is running.
        """
        try:
            make_directory(self.directory)
            if self._exclusive:
                self._lock = DirectoryLock(self.directory)
            self._connection = connect(self.path)
            self._bring_up_to_date(self._connection)
            self._begin_writing(self._connection)
        except DataDirectoryLocked:
            raise
        except (OSError, apsw.Error, StartupError) as error:
            await self.close()
            full = "the disk is full: " if is_full(self.directory) else ""
            raise StartupError(f"cannot open the database {self.path}: {full}{error}") from error

    def _bring_up_to_date(self, connection: apsw.Connection) -> None:
        """Migrate the schema, which a tool may do while no server runs."""
        if self._exclusive:
            self._migrate(connection)
        elif not is_present(connection):
            try:
                lock = DirectoryLock(self.directory)
            except DataDirectoryLocked as error:
                raise StartupError(
                    "it has the schema of another release, whose server is running; use that release"
                ) from error
            try:
                self._migrate(connection)
            finally:
                lock.release()

    def _migrate(self, connection: apsw.Connection) -> None:
        """Bring the schema up to date; of an older one a copy is kept, to go back to."""
        migrate(connection, before_commit=self._keep_copy)

    def _keep_copy(self, version: int) -> None:
        """Keep the database as it was at a version, and as readers see it until the migration is committed."""
        target = self.path.with_name(f"before-schema-{version + 1}-{FILE_NAME}")
        if not target.exists():
            log.info("keeping a copy of the database as %s before it is migrated", target)
            write_copy(self.path, target)

    def _begin_writing(self, connection: apsw.Connection) -> None:
        sync_directory(self.directory)
        join_log_writes(connection)
        self._soundness = Soundness(self.path)
        self._checkpoints = Checkpoints(self.path, connection)
        self._place = Place((self.path, self.path.with_name(f"{FILE_NAME}-wal")))
        self._writer = GroupCommit(connection, self.path, self._checkpoints, self._soundness, self._place)
        # From now on the event loop is shared with others: nothing may sleep in it.
        connection.set_busy_timeout(0)

    async def close(self) -> None:
        """Let pending writes finish, fold the write-ahead log into the file, and release the lock."""
        if self._writer is not None:
            await self._writer.close()
            self._writer = None
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except apsw.Error as error:
                log.error("the database %s was not closed as it should be: %s", self.path, error)
        if self._checkpoints is not None:
            self._checkpoints.release()
            self._checkpoints = None
        self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def announce(self, address: str) -> None:
        """Say in the lock where the server listens that holds it."""
        if self._lock is not None:
            self._lock.announce(address)

    async def write(
        self, operation: Callable[[apsw.Connection], Result], *, committed: Callable[[Result], None] | None = None
    ) -> Result:
        """Run ``operation`` inside a transaction and return its result once it is on disk.

        The operation may run twice (see `GroupCommit`), so it must have no effect but on the database.
        ``committed`` is told the result as soon as readers see what was written.
        """
        if self._writer is None:
            raise Unavailable("the database is not open")
        with span("sqlite transaction"):
            return await self._writer.submit(operation, committed)

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Turn what SQLite raises, while something is read, into what a caller is told."""
        self._soundness.verify_reading()
        try:
            yield
        except DATABASE_ERRORS as error:
            raise self._soundness.translated(error) from error

    def read(self, query: Callable[[apsw.Connection], Result]) -> Result:
        """The result of ``query``, which only reads; `Unavailable` when the database cannot give it."""
        if self._soundness.suspended:
            self._soundness.verify_reading()
        try:
            if is_recording():
                with span("sqlite read"):
                    return query(self.connection)
            return query(self._connection or self.connection)
        except DATABASE_ERRORS as error:
            raise self._soundness.translated(error) from error

    def rows(self, sql: str, bindings: Row = ()) -> list[Row]:
        """All rows of a statement that only reads; see `read`."""
        if self._soundness.suspended:
            self._soundness.verify_reading()
        try:
            if is_recording():
                with statement_span("sqlite", sql):
                    return self.connection.execute(sql, bindings).fetchall()
            return (self._connection or self.connection).execute(sql, bindings).fetchall()
        except DATABASE_ERRORS as error:
            raise self._soundness.translated(error) from error

    def row(self, sql: str, bindings: Row = ()) -> Row | None:
        """The first row of a statement that only reads, if any; see `read`."""
        if self._soundness.suspended:
            self._soundness.verify_reading()
        try:
            if is_recording():
                with statement_span("sqlite", sql):
                    return self.connection.execute(sql, bindings).fetchone()
            return (self._connection or self.connection).execute(sql, bindings).fetchone()
        except DATABASE_ERRORS as error:
            raise self._soundness.translated(error) from error

    def ping(self) -> None:
        """Read something from the file; `Unavailable` when that fails, or when something is known to be wrong."""
        if self._connection is None or self._place is None:
            raise Unavailable("the database is not open")
        self._soundness.verify()
        if fault := self._place.fault():
            raise self._soundness.give_up(fault)
        self.row("SELECT 1 FROM sessions LIMIT 1")

    async def empty_log(self) -> None:
        """Cut the write-ahead log to nothing, so that what was deleted is in no file any more.

        A reader that holds the log, such as `holdfast check`, is waited for, but not for ever.
        """
        writer, checkpoints = self._writer, self._checkpoints
        if writer is None or checkpoints is None:
            raise Unavailable("the database is not open")
        emptied = False

        async def empty() -> None:
            nonlocal emptied
            emptied = await checkpoints.empty()

        for _ in range(_EMPTYING_TRIES):
            await checkpoints.fold()
            await writer.pause(empty)
            if emptied:
                return
            await asyncio.sleep(_EMPTYING_PAUSE)
        log.warning("a reader holds the log of %s: what was deleted stays in it until it is written over", self.path)

    async def defects(self) -> list[str]:
        """See `holdfast.storage.sqlite.engine.check`; it reads the whole file, in a thread of its own."""
        return await asyncio.to_thread(_defects, self.path)


def _defects(path: Path) -> list[str]:
    connection = connect(path)
    try:
        connection.execute("BEGIN")  # one state of the database, whatever is written meanwhile
        return defects(connection)
    finally:
        connection.close()

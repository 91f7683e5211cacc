"""Checkpoints: moving the write-ahead log into the database file without holding up requests.

A passive checkpoint in a thread copies what it can beside running writes.  Under steady load it never catches up,
and the log would grow for ever; so beyond a second threshold the writer pauses between two batches for a restarting
checkpoint, which is short because the passive one and a sync of the file have just done nearly all of its work.

The log keeps the old content of pages until it is written over.  After a removal it is therefore emptied.
"""

from __future__ import annotations

import asyncio
import logging
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import apsw

from holdfast.system.durability import sync

log = logging.getLogger(__name__)

PASSIVE_PAGES = 4_000
"""Length of the log, in pages, from which a passive checkpoint runs."""

RESTART_PAGES = 16_000
"""Length of the log, in pages, from which the writer pauses for a restarting one."""

_READERS_MILLISECONDS = 100
"""So long a checkpoint that needs the log for itself waits for readers to be done."""


class Checkpoints:
    """Watches the length of the log behind ``connection`` and checkpoints it through a connection of its own."""

    def __init__(self, path: Path, connection: apsw.Connection) -> None:
        self._path = path
        self._pages = 0
        self._checkpointer: apsw.Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="holdfast-checkpoint")
        self._passive: asyncio.Future[bool] | None = None
        # Kept open until SQLite has closed the file: closing a descriptor of it earlier would drop SQLite's locks.
        self._file = os.open(path, os.O_RDWR)
        connection.set_wal_hook(self._note_length)

    def _note_length(self, connection: apsw.Connection, database: str, pages: int) -> int:  # noqa: ARG002
        self._pages = pages
        return apsw.SQLITE_OK

    async def between_batches(self) -> None:
        """Called by the writer while no transaction is open; returns at once unless the log is very long."""
        if self._pages < PASSIVE_PAGES:
            return
        loop = asyncio.get_running_loop()
        if self._passive is None:
            self._passive = loop.run_in_executor(self._thread, self._checkpoint, apsw.SQLITE_CHECKPOINT_PASSIVE)
            return
        if not self._passive.done():
            return
        self._passive = None
        if self._pages >= RESTART_PAGES:
            await self._run(apsw.SQLITE_CHECKPOINT_RESTART)

    async def fold(self) -> None:
        """Copy what the log holds into the file, beside reads and writes."""
        await self._run(apsw.SQLITE_CHECKPOINT_PASSIVE)

    async def empty(self) -> bool:
        """Copy the rest and cut the log to nothing, while no transaction is open; whether no reader was in the way."""
        if not await self._run(apsw.SQLITE_CHECKPOINT_TRUNCATE):
            return False
        self._pages = 0
        return True

    async def close(self) -> None:
        """Wait for a running checkpoint and close the connection of its own."""
        if self._passive is not None:
            await self._passive
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close_connection)
        self._thread.shutdown()

    def release(self) -> None:
        """Give up the file; only after SQLite has closed it."""
        os.close(self._file)

    async def _run(self, mode: int) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._checkpoint, mode)

    def _checkpoint(self, mode: int) -> bool:
        """Run a checkpoint; whether it did all that was asked of it."""
        try:
            if self._checkpointer is None:
                self._checkpointer = _connect(self._path)
            self._checkpointer.wal_checkpoint(mode=mode)
            sync(self._file)
        except apsw.BusyError:
            log.debug("a reader holds the log; it is checkpointed next time")
            return False
        except (apsw.Error, OSError):
            log.exception("checkpointing %s failed; the log keeps growing until it succeeds", self._path)
            return False
        return True

    def _close_connection(self) -> None:
        if self._checkpointer is not None:
            self._checkpointer.close()
            self._checkpointer = None


def _connect(path: Path) -> apsw.Connection:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(_READERS_MILLISECONDS)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA checkpoint_fullfsync = ON")  # on macOS what `durability` does, elsewhere nothing
    return connection

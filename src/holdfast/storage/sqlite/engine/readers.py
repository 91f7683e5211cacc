"""Reading much beside the event loop: a connection of its own, in a thread of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import apsw

from holdfast.storage.sqlite.engine.connection import connect
from holdfast.storage.sqlite.engine.database import Database

Result = TypeVar("Result")


class Reader:
    """Reads what takes longer than the event loop should wait, one read after the other.

    A read sees all that was committed before it began.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: apsw.Connection | None = None
        self._thread = _new_thread()

    async def read(self, work: Callable[[apsw.Connection], Result]) -> Result:
        """What ``work`` makes of the database; `Unavailable` when the database cannot be read."""
        with self._database.translating():
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work)

    async def close(self) -> None:
        """Let a read that is under way finish, close the connection and end the thread."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()
        self._thread = _new_thread()  # which begins with the first read, if the database is opened again

    def _run(self, work: Callable[[apsw.Connection], Result]) -> Result:
        if self._connection is None:
            self._connection = connect(self._database.path)
        return work(self._connection)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _new_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "holdfast-reader")

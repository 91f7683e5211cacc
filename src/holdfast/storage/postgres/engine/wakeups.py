"""Wake-ups between processes: who puts jobs into the outbox tells all workers by NOTIFY.

The signal is sent after the commit, by a statement of its own, and at most every twentieth of a second: a NOTIFY inside
the writing transaction would make all commits of the database wait for each other.  A signal may get lost with a
connection, so workers look into the outbox now and then anyway.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import asyncpg

from holdfast.errors import HoldfastError
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, reason

log = logging.getLogger(__name__)

_CHANNEL = "holdfast_jobs"
_SEND_SECONDS = 0.05
_FIRST_RECONNECT_SECONDS = 0.1
_LONGEST_RECONNECT_SECONDS = 10.0
_PROBE_SECONDS = 30.0


class Wakeups:
    """Sends signals, and passes on those that come."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wakes: list[Callable[[], None]] = []
        self._started = False
        self._outstanding = False
        self._sender: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, if somebody watches."""
        self._started = True
        if self._database.options.pooler and not self._database.options.direct:
            log.info("no wake-up signals through a pooler without the DSN option 'direct': workers poll instead")
        elif self._wakes and self._listener is None:
            self._listener = asyncio.create_task(self._listen(), name="postgres-wakeups")

    async def stop(self) -> None:
        """Send what is outstanding and stop listening."""
        self._started = False
        if self._sender is not None:
            await self._sender
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.cancel()
            await asyncio.gather(listener, return_exceptions=True)

    def watch(self, wake: Callable[[], None]) -> None:
        """See `holdfast.storage.contract.jobs.Jobs.watch`."""
        self._wakes.append(wake)
        if self._started:
            self.start()

    def announce(self) -> None:
        """Tell all processes that there are jobs, soon."""
        self._outstanding = True
        if self._sender is None or self._sender.done():
            self._sender = asyncio.create_task(self._send(), name="postgres-announce")

    async def _send(self) -> None:
        while self._outstanding:
            self._outstanding = False
            try:
                await self._database.rows("SELECT pg_notify($1, '')", _CHANNEL)
            except HoldfastError as error:
                log.debug("a wake-up could not be sent, workers will find the jobs by polling: %s", error)
            if self._started:
                await asyncio.sleep(_SEND_SECONDS)

    async def _listen(self) -> None:
        delay = _FIRST_RECONNECT_SECONDS
        while True:
            try:
                connection = await self._database.connect_directly()
                delay = _FIRST_RECONNECT_SECONDS
                await self._pass_on(connection)
            except DATABASE_ERRORS as error:
                log.warning("the listener for wake-ups lost its connection (%s)", reason(error))
            await asyncio.sleep(delay)
            delay = min(delay * 2, _LONGEST_RECONNECT_SECONDS)

    async def _pass_on(self, connection: asyncpg.Connection) -> None:
        """Pass signals on until the connection breaks."""
        closed = asyncio.Event()
        connection.add_termination_listener(lambda _: closed.set())
        try:
            await connection.add_listener(_CHANNEL, lambda *_: self._wake())
            self._wake()  # for what came while nobody listened
            while not closed.is_set():
                try:
                    await asyncio.wait_for(closed.wait(), _PROBE_SECONDS)
                except TimeoutError:
                    await connection.execute("SELECT 1", timeout=_PROBE_SECONDS)  # a dead network makes no noise
        finally:
            connection.terminate()

    def _wake(self) -> None:
        for wake in self._wakes:
            wake()

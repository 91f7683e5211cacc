"""Wake-ups between processes: who puts jobs into the outbox wakes its own workers, and tells the others by NOTIFY.

The signal is sent after the commit, by a statement of its own, and at most four times a second: a NOTIFY inside the
writing transaction would make all commits of the database wait for each other.  A signal may get lost with a
connection, so workers look into the outbox now and then anyway.

Signals say nothing but that there are jobs, so one is as good as many, whoever sends it.  Where several processes with
workers send, each waits for a moment left to chance, and sends nothing when it hears another one meanwhile.  Who is
told by others looks at most four times a second, too, and not in the same instant as all of them.  So what waking costs
grows with the number of servers, and not with its square.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import secrets
from collections.abc import Awaitable, Callable

import asyncpg

from holdfast.errors import HoldfastError
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, reason

log = logging.getLogger(__name__)

_CHANNEL = "holdfast_jobs"
_WAKE_SECONDS = 0.05
"""Between two looks into the outbox because of jobs of this process."""
_SIGNAL_SECONDS = 0.25
"""Between two signals of this process, and between two looks into the outbox because of signals of others; for so long
at most it waits for another one's signal in place of its own."""
_SPREAD_SECONDS = 0.05
"""For how long at most a process waits after a signal of others, so that not all look at once."""
_TOGETHER_SECONDS = 0.01
"""A signal that comes so soon after a commit may have reached others before it."""
_ALONE_SECONDS = 1.0
"""Who has heard nobody for so long waits for nobody."""
# The commit of a NOTIFY excludes all others; it is not to last until the disk has it, which nobody needs.
_NOTIFY = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)"
_FIRST_RECONNECT_SECONDS = 0.1
_LONGEST_RECONNECT_SECONDS = 10.0
_PROBE_SECONDS = 30.0


class _Paced:
    """Does something at once when asked to, and again as often as it is asked, with ``seconds`` between the times."""

    def __init__(self, do: Callable[[], Awaitable[None]], seconds: float) -> None:
        self._do = do
        self._seconds = seconds
        self._asked = False
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def ask(self) -> None:
        self._asked = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="postgres-announce")

    async def close(self) -> None:
        """Do at once what was asked for."""
        self._closing.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        while self._asked:
            self._asked = False
            await self._do()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), self._seconds)


class Wakeups:
    """Sends signals, and passes on those that come."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wakes: list[Callable[[], None]] = []
        self._started = False
        self._own = _Paced(self._wake_own, _WAKE_SECONDS)
        self._signals = _Paced(self._signal, _SIGNAL_SECONDS)
        self._listener: asyncio.Task[None] | None = None
        self._name = secrets.token_hex(8)
        self._heard = -_ALONE_SECONDS
        self._next_look = 0.0
        self._look: asyncio.TimerHandle | None = None

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
        await self._own.close()
        await self._signals.close()
        if self._look is not None:
            self._look.cancel()
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
        self._own.ask()
        self._signals.ask()

    async def _wake_own(self) -> None:
        self._wake()

    async def _signal(self) -> None:
        if await self._is_told_by_others():
            return
        try:
            await self._database.rows(_NOTIFY, _CHANNEL, self._name)
        except HoldfastError as error:
            log.debug("a wake-up could not be sent, workers will find the jobs by polling: %s", error)

    async def _is_told_by_others(self) -> bool:
        """Whether another process sends a signal after now, and so all others hear of the jobs that there are now."""
        begun = asyncio.get_running_loop().time()
        if not self._started or begun - self._heard > _ALONE_SECONDS:
            return False
        await asyncio.sleep(random.uniform(_TOGETHER_SECONDS, _SIGNAL_SECONDS))
        return self._heard > begun + _TOGETHER_SECONDS

    async def _listen(self) -> None:
        delay = _FIRST_RECONNECT_SECONDS
        while True:
            try:
                async with self._database.directly() as connection:
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
        await connection.add_listener(_CHANNEL, lambda *signal: self._hear(signal[-1]))
        self._wake()  # for what came while nobody listened
        while not closed.is_set():
            try:
                await asyncio.wait_for(closed.wait(), _PROBE_SECONDS)
            except TimeoutError:
                await connection.execute("SELECT 1", timeout=_PROBE_SECONDS)  # a dead network makes no noise

    def _hear(self, sender: object) -> None:
        """Look into the outbox soon, if another process sends a signal; this one has looked when it sent its own."""
        if sender == self._name:
            return
        loop = asyncio.get_running_loop()
        self._heard = loop.time()
        if self._look is None:
            when = max(self._next_look, self._heard + random.uniform(0, _SPREAD_SECONDS))
            self._look = loop.call_at(when, self._look_for_others)

    def _look_for_others(self) -> None:
        self._look = None
        self._next_look = asyncio.get_running_loop().time() + _SIGNAL_SECONDS
        self._wake()

    def _wake(self) -> None:
        for wake in self._wakes:
            wake()

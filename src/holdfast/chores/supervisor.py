"""Running the chores, whatever happens to them.

An exception ends the run that it came from and nothing else: it is logged, kept where operators look, and the run is
tried again, later and later while it keeps failing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from holdfast.chores.chore import Chore, ChoreState
from holdfast.domain.timestamps import now, timestamp_of
from holdfast.enrichment.retries import delay_after
from holdfast.errors import HoldfastError, unforeseen
from holdfast.storage.contract.storage import Storage

log = logging.getLogger(__name__)

ASK_AGAIN_SECONDS = 30.0
"""How often it is looked whether another process is still at work, at first; then less and less often."""


class Supervisor:
    """Runs chores; `states` tells how they go."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._keepers: list[_Keeper] = []

    @property
    def states(self) -> list[ChoreState]:
        """How each chore goes, in the order in which they were given."""
        return [keeper.state for keeper in self._keepers]

    @asynccontextmanager
    async def running(self, chores: Sequence[Chore]) -> AsyncIterator[None]:
        """Run chores beside the body; on the way out they are broken off, and nothing of theirs is raised."""
        self._keepers = [_Keeper(self._storage, chore) for chore in chores]
        task = asyncio.create_task(self._run(), name="chores")
        try:
            yield
        finally:
            task.cancel()
            (outcome,) = await asyncio.gather(task, return_exceptions=True)
            if isinstance(outcome, Exception):
                log.error("background work did not end in order", exc_info=outcome)

    async def _run(self) -> None:
        """Run all chores until cancelled, or until none is left to be run."""
        async with asyncio.TaskGroup() as group:
            for keeper in self._keepers:
                group.create_task(keeper.keep(), name=f"chore-{keeper.state.name}")


class _Keeper:
    """Runs one chore, time and again."""

    def __init__(self, storage: Storage, chore: Chore) -> None:
        self.state = ChoreState(chore.name)
        self._storage = storage
        self._chore = chore
        self._in_vain = 0
        self._called = False

    async def keep(self) -> None:
        """Run the chore until it need not be run again."""
        await asyncio.sleep(self._chore.delay)
        while (pause := await self._turn()) is not None:
            if self.state.failures:
                await asyncio.sleep(pause)  # a signal does not mend what is broken
            else:
                self._called = await self._chore.wakeup.wait(pause) or self._called

    async def _turn(self) -> float | None:
        """Run the chore, if it is our turn; seconds until the next one, ``None`` when there is none."""
        begin = time.monotonic()
        try:
            if (pause := await self._pause_until_due()) > 0:
                self.state.failures = 0  # some server has done it
                return pause
            done = await self._run()
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 (the edge of a chore: the error is kept and logged)
            return self._failed(error, time.monotonic() - begin)
        finally:
            self.state.running = False
        if not done:
            self._in_vain += 1
            return delay_after(self._in_vain, at_least=ASK_AGAIN_SECONDS)
        return self._succeeded(time.monotonic() - begin)

    async def _pause_until_due(self) -> float:
        """Seconds until the chore is due, as all servers together have noted."""
        chore = self._chore
        if not chore.alone or chore.interval is None or self._called:
            return 0.0
        mark = await self._storage.marks.get(chore.name)
        if mark is None or not mark.ended or mark.version != chore.version:
            return 0.0
        if self.state.last_success is None:
            self.state.last_success = timestamp_of(datetime.now(UTC) - timedelta(seconds=mark.age))
        # After a clock was set back, the mark lies in the future and says nothing.
        return chore.interval - mark.age if mark.age >= 0 else 0.0

    async def _run(self) -> bool:
        """Run the chore unless another process is at it; whether it was run."""
        if not self._chore.alone:
            await self._run_now()
            return True
        async with self._storage.alone(self._chore.name) as alone:
            if alone:
                await self._run_now()
                await self._storage.marks.set(self._chore.name, version=self._chore.version, ended=True)
            return alone

    async def _run_now(self) -> None:
        self._called = False
        self.state.running = True
        await self._chore.run()

    def _succeeded(self, seconds: float) -> float | None:
        state = self.state
        state.runs += 1
        if state.failures:
            log.info("%s works again after %d failures", state.name, state.failures)
        state.failures = self._in_vain = 0
        state.seconds = seconds
        state.last_success = now()
        return self._chore.interval

    def _failed(self, error: Exception | asyncio.CancelledError, seconds: float) -> float:
        """Note an error; seconds until the next try.  `CancelledError` when the chore itself was broken off."""
        state = self.state
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            if isinstance(error, Exception):
                log.warning("%s failed while it was broken off", state.name, exc_info=error)
            raise asyncio.CancelledError from error
        state.runs += 1
        state.failed += 1
        state.failures += 1
        state.seconds = seconds
        # The text of other errors may tell more than those who may look at this should know.
        described = f": {error}" if isinstance(error, HoldfastError) else ""
        state.last_error = f"{type(error).__name__}{described}"
        pause = delay_after(state.failures)
        log.error("%s failed; it is tried again in %.0f s%s", state.name, pause, described, exc_info=unforeseen(error))
        return pause

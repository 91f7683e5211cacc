"""The worker: takes jobs from the outbox and runs their steps.

Claiming, time limits, retries and parking are here and nowhere else.  Jobs are claimed in batches, and a step runs
over a whole batch at once; when it fails there, it runs again job by job, so that only the job at fault is put back.
A job that is put back waits on its own: it holds up nobody, also not later jobs of its session.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Sequence

from holdfast.domain.jobs import Job
from holdfast.enrichment.steps.contract import SessionMessages, Step
from holdfast.enrichment.wakeup import Wakeup
from holdfast.errors import HoldfastError
from holdfast.storage.contract import Storage

log = logging.getLogger(__name__)

BATCH = 64
"""Jobs claimed at once."""

TIME_LIMIT = 60.0
"""Seconds that one step may take over a batch."""

MAXIMUM_ATTEMPTS = 6
"""Claims of a job before it is parked."""

IDLE_SECONDS = 5.0
"""How often the outbox is looked at without a wake-up: the net below the signal."""

_FIRST_DELAY = 1.0
_DELAY_GROWTH = 2.0
_JITTER = 0.5
_CHUNK = 1000


class Worker:
    """Runs ``steps``, in their order, over what the outbox holds."""

    def __init__(self, storage: Storage, steps: Sequence[Step], wakeup: Wakeup) -> None:
        self._storage = storage
        self._steps = {step.name: step for step in steps}
        self._wakeup = wakeup

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                idle = not await self.work_once()
            except HoldfastError:
                log.exception("the outbox cannot be read; trying again")
                idle = True
            if idle:
                due = await self._storage.jobs.next_due()
                await self._wakeup.wait(IDLE_SECONDS if due is None else min(max(due, 0.01), IDLE_SECONDS))

    async def work_once(self) -> int:
        """Run one batch of due jobs; how many jobs it had."""
        jobs = await self._storage.jobs.claim(limit=BATCH, lease=TIME_LIMIT * (len(self._steps) + 1))
        if not jobs:
            return 0
        parts = {job.id: await self._load(job) for job in jobs}
        failures: dict[int, dict[str, str]] = {job.id: {} for job in jobs}
        for name, step in self._steps.items():
            concerned = [job for job in jobs if name in job.steps and parts[job.id].messages]
            for job, error in (await self._run_step(step, concerned, parts)).items():
                failures[job][name] = error
        await self._settle(jobs, failures)
        return len(jobs)

    async def _load(self, job: Job) -> SessionMessages:
        """The messages of a job that still live."""
        messages = []
        after = job.first - 1
        while after < job.last:
            chunk = await self._storage.messages.span(job.scope, after=after, limit=min(_CHUNK, job.last - after))
            if not chunk:
                break
            messages += chunk
            after = chunk[-1].position
        return SessionMessages(job.scope, [message for message in messages if message.position <= job.last])

    async def _run_step(self, step: Step, jobs: Sequence[Job], parts: dict[int, SessionMessages]) -> dict[int, str]:
        """Run a step over all jobs; the errors of those that failed, by job."""
        if not jobs:
            return {}
        error = await _attempt(step, [parts[job.id] for job in jobs])
        if error is None:
            return {}
        if len(jobs) == 1:
            return {jobs[0].id: error}
        alone = {job.id: await _attempt(step, [parts[job.id]]) for job in jobs}
        return {job: error for job, error in alone.items() if error is not None}

    async def _settle(self, jobs: Sequence[Job], failures: dict[int, dict[str, str]]) -> None:
        """Remove the jobs that are done, put back or park the others with the steps that failed."""
        outbox = self._storage.jobs
        await outbox.finish([job.id for job in jobs if not failures[job.id]])
        for job in jobs:
            failed = failures[job.id]
            if not failed:
                continue
            error = "; ".join(f"{step}: {text}" for step, text in failed.items())
            if job.attempts >= MAXIMUM_ATTEMPTS:
                log.error("enrichment job %d is parked after %d attempts: %s", job.id, job.attempts, error)
                await outbox.park(job.id, steps=tuple(failed), error=error)
            else:
                await outbox.retry(job.id, steps=tuple(failed), delay=delay_after(job.attempts), error=error)


def delay_after(attempts: int) -> float:
    """Seconds to wait after so many attempts: doubling from one second, give or take half."""
    return _FIRST_DELAY * _DELAY_GROWTH ** (attempts - 1) * random.uniform(1 - _JITTER, 1 + _JITTER)


async def _attempt(step: Step, batch: Sequence[SessionMessages]) -> str | None:
    """Run a step within the time limit; its error as text."""
    try:
        async with asyncio.timeout(TIME_LIMIT):
            await step.run(batch)
    except TimeoutError:
        return f"took longer than {TIME_LIMIT:.0f} seconds"
    except Exception as error:
        log.warning("enrichment step %s failed", step.name, exc_info=error)
        return f"{type(error).__name__}: {error}"
    return None

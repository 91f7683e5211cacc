"""The worker: takes jobs from the outbox and runs their steps.

Claiming, time limits, retries and parking are here and nowhere else.  Each kind of job has a lane of its own
(`holdfast.enrichment.lanes`), and all lanes run beside each other.  A step runs over a whole portion of jobs at once;
when it fails there, it runs again job by job, so that only the job at fault is put back, unless the failure is none of
a job, such as a provider that is down.  A job that is put back waits on its own: it holds up nobody, also not later
jobs of its session.

An attempt counts for the job whose work has failed, and for no other; a provider that does not answer uses up none
(`holdfast.enrichment.outages`).  Jobs that were merely claimed when the process
ended count nothing; but where that happened again and again, each is worked on alone, and its attempt is counted
before it begins: so a job that ends the whole process is found out too.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any

from holdfast.domain.jobs import Job, NewJob
from holdfast.enrichment.lanes import Lane, is_suspect
from holdfast.enrichment.leases import LEASE_SECONDS, Leases
from holdfast.enrichment.outages import Outages
from holdfast.enrichment.pace import Haste, Pace
from holdfast.enrichment.retries import MAXIMUM_ATTEMPTS, Failure, delay_after
from holdfast.enrichment.steps.contract import StepOver
from holdfast.enrichment.tally import Tally
from holdfast.enrichment.wakeup import Wakeup
from holdfast.errors import unforeseen
from holdfast.storage.contract.storage import Storage
from holdfast.telemetry.requests import current_request, together
from holdfast.telemetry.spans import background_span

log = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
"""How often the outbox is looked at without a wake-up: the net below the signal."""

_SHORTEST_WAIT = 0.01
_AWAITED_SECONDS = 0.5

_PROBES = 2
"""When so many jobs were refused by a provider one by one, and none was served, it is taken to be down."""

Failures = dict[int, dict[str, Failure]]
"""By job and step."""


class Worker:
    """Works off the jobs of its lanes.

    ``settled`` is told the sessions of which a job was finished, put back or parked; ``haste`` tells whether
    somebody waits for that.
    """

    def __init__(
        self,
        storage: Storage,
        lanes: Sequence[Lane],
        *,
        settled: Callable[[set[int]], None],
        tally: Tally,
        haste: Haste | None = None,
    ) -> None:
        self._settled = settled
        haste = haste or Haste()
        self._lanes = {
            lane.kind: _LaneWorker(
                storage,
                lane,
                tally,
                Pace(seconds=lane.pause, batch=lane.batch, haste=haste),
                self._after_portion,
            )
            for lane in lanes
        }

    async def run(self) -> None:
        """Work until cancelled; what is under way then is given back to the outbox."""
        async with asyncio.TaskGroup() as group:
            for kind, lane in self._lanes.items():
                group.create_task(lane.run(), name=f"enrichment-{kind}")

    def wake(self, *kinds: str) -> None:
        """There may be jobs of these kinds, or of any."""
        for kind in kinds or self._lanes:
            if kind in self._lanes:
                self._lanes[kind].wakeup()

    async def work_off(self) -> int:
        """Work until no job is due, one batch after the other; how many jobs there were."""
        total = 0
        while worked := sum([await lane.work_once() for lane in self._lanes.values()]):
            total += worked
        return total

    def _after_portion(self, jobs: Sequence[Job], kinds: Collection[str]) -> None:
        self._settled({job.scope for job in jobs})
        if kinds:
            self.wake(*kinds)


class _LaneWorker:
    """Works off the jobs of one lane."""

    def __init__(
        self,
        storage: Storage,
        lane: Lane,
        tally: Tally,
        pace: Pace,
        after_portion: Callable[[Sequence[Job], Collection[str]], None],
    ) -> None:
        self.wakeup = Wakeup()
        self._pace = pace
        self._outbox = storage.jobs
        self._lane = lane
        self._tally = tally
        self._after_portion = after_portion
        self._outages = Outages()
        self._slots = asyncio.Semaphore(lane.parallel)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            while True:
                await self._slots.acquire()
                await self._pace.keep()
                jobs = await self._claim_or_wait()
                if jobs:
                    group.create_task(self._work_in_slot(jobs))
                else:
                    self._slots.release()

    async def work_once(self) -> int:
        """Claim and work off one batch; how many jobs it had."""
        jobs = await self._claim()
        if jobs:
            await self._work(jobs)
        return len(jobs)

    async def _claim(self) -> list[Job]:
        return await self._outbox.claim(limit=self._lane.batch, lease=LEASE_SECONDS, kind=self._lane.kind)

    async def _claim_or_wait(self) -> list[Job]:
        """Some jobs, or none after having waited until it makes sense to look again."""
        try:
            jobs = await self._claim()
            self._pace.note(len(jobs))
            due = None if jobs else await self._outbox.next_due(kind=self._lane.kind)
        except Exception as error:
            log.error("the outbox cannot be read; trying again: %s", error, exc_info=unforeseen(error))
            await asyncio.sleep(IDLE_SECONDS)
            return []
        if jobs:
            return jobs
        if await self.wakeup.wait(IDLE_SECONDS if due is None else min(max(due, _SHORTEST_WAIT), IDLE_SECONDS)):
            self._pace.note_news()
        return []

    async def _work_in_slot(self, jobs: Sequence[Job]) -> None:
        try:
            await self._work(jobs)
        except Exception as error:
            numbers = [job.id for job in jobs]
            log.error("enrichment jobs %s could not be worked on: %s", numbers, error, exc_info=unforeseen(error))
        finally:
            self._slots.release()

    async def _work(self, jobs: Sequence[Job]) -> None:
        async with Leases(self._outbox, jobs) as leases:
            for portion in self._lane.portions(jobs):
                kinds = await self._work_portion(portion)
                leases.settled(job.id for job in portion)
                self._after_portion(portion, kinds)

    async def _work_portion(self, jobs: Sequence[Job]) -> set[str]:
        """Run the steps of all jobs and settle them; the kinds of jobs that there may be more of now."""
        current_request.set(together(job.request for job in jobs))
        pieces = {job.id: self._lane.pieces(job) for job in jobs}
        whole = [job for job in jobs if not pieces[job.id]]
        await self._split([job for job in jobs if pieces[job.id]], pieces)
        fit = [job for job in whole if job.attempts < MAXIMUM_ATTEMPTS]
        await self._give_up([job for job in whole if job.attempts >= MAXIMUM_ATTEMPTS])
        if not fit:
            return set()
        for job in filter(is_suspect, fit):
            await self._lane.prepare()
            await self._outbox.begin(job.id)
        targets = await self._lane.load(fit)
        fit = await self._without_awaited(fit, targets)
        failures: Failures = {job.id: {} for job in fit}
        done = await self._run_together([job for job in fit if job.id in targets], targets)
        for step in self._lane.steps:
            left = [job for job in fit if step.name in job.steps and job.id in targets]
            await self._run_step(step, [job for job in left if (job.id, step.name) not in done], targets, failures)
        follow = await self._lane.follow([job for job in fit if job.id in targets])
        await self._settle(fit, failures, follow)
        return {new.kind for jobs_after in follow.values() for new in jobs_after} | set(self._lane.causes)

    async def _without_awaited(self, jobs: Sequence[Job], targets: Mapping[int, Any]) -> list[Job]:
        """The jobs less those whose targets cannot be read yet, which come again soon."""
        lacking = [job for job in jobs if job.id not in targets]
        awaited = await self._lane.awaited(lacking) if lacking else set()
        for job in lacking:
            if job.id in awaited:
                error = "what it is about cannot be read yet"
                await self._outbox.retry(
                    job.id, steps=job.steps, attempts=job.attempts, delay=_AWAITED_SECONDS, error=error
                )
        return [job for job in jobs if job.id not in awaited]

    async def _split(self, jobs: Sequence[Job], pieces: Mapping[int, Sequence[NewJob]]) -> None:
        if jobs:
            await self._outbox.finish([job.id for job in jobs], follow=[new for job in jobs for new in pieces[job.id]])
            self.wakeup()

    async def _give_up(self, jobs: Sequence[Job]) -> None:
        """Park jobs whose attempts were used up without an end: working on them seems to kill the process."""
        for job in jobs:
            error = f"the server stopped while working on this job alone; {job.attempts} attempts in all"
            await self._park(job, job.steps, job.attempts, error, ())

    async def _run_together(self, jobs: Sequence[Job], targets: Mapping[int, Any]) -> set[tuple[int, str]]:
        """Run at once what can be run at once; which jobs have which steps behind them, none when that failed."""
        together = self._lane.together
        if together is None:
            return set()
        concerned = [job for job in jobs if not job.attempts and set(together.names) <= set(job.steps)]
        batch = [targets[job.id] for job in concerned]
        if not concerned or await self._attempt(" ".join(together.names), together.run, batch) is not None:
            return set()
        self._tally.done.update(dict.fromkeys(together.names, len(concerned)))
        return {(job.id, name) for job in concerned for name in together.names}

    async def _run_step(
        self, step: StepOver[Any], jobs: Sequence[Job], targets: Mapping[int, Any], failures: Failures
    ) -> None:
        """Run a step over all jobs, if need be one by one, and note the failures."""
        failure = await self._attempt(step.name, step.run, [targets[job.id] for job in jobs]) if jobs else None
        found: Mapping[int, Failure | None] = {job.id: failure for job in jobs}
        if failure is not None and len(jobs) > 1:
            if not failure.general:
                found = {job.id: await self._attempt(step.name, step.run, [targets[job.id]]) for job in jobs}
            elif self._outages.have_met(found):
                found = await self._probe(step, jobs, targets, failure)
        for job, alone in found.items():
            if alone is None:
                self._tally.done[step.name] += 1
                self._outages.note_success(step.name)
            else:
                self._tally.failed[step.name] += 1
                failures[job][step.name] = alone

    async def _probe(
        self, step: StepOver[Any], jobs: Sequence[Job], targets: Mapping[int, Any], failure: Failure
    ) -> dict[int, Failure | None]:
        """Run a step job by job, for one of them may be what makes a provider fail, unless that is plainly down."""
        found: dict[int, Failure | None] = {job.id: failure for job in jobs}
        refused = served = 0
        # In any order, so that jobs that are at fault do not stand before the others each time.
        for job in random.sample(jobs, len(jobs)):
            found[job.id] = alone = await self._attempt(step.name, step.run, [targets[job.id]])
            served += alone is None
            refused += alone is not None and alone.general
            if refused == _PROBES and not served:
                break
        return found

    async def _attempt(
        self, name: str, run: Callable[[Sequence[Any]], Awaitable[None]], batch: Sequence[Any]
    ) -> Failure | None:
        """Run a step within the time limit; how it failed."""
        limit = self._lane.time_limit
        try:
            async with asyncio.timeout(limit) as timeout:
                with background_span(f"enrichment {name}") as span:
                    span.set("holdfast.jobs", len(batch))
                    await run(batch)
        except Exception as error:  # the edge of a job: the error is kept with it
            if timeout.expired():
                return Failure(f"took longer than {limit:.0f} seconds")
            log.warning("enrichment step %s failed: %s", name, error, exc_info=log.isEnabledFor(logging.DEBUG))
            return Failure.of(error)
        return None

    async def _settle(self, jobs: Sequence[Job], failures: Failures, follow: Mapping[int, Sequence[NewJob]]) -> None:
        """Remove the jobs that are done, put back or park the others with the steps that failed."""
        done = [job.id for job in jobs if not failures[job.id]]
        self._outages.forget(done)
        if done:
            await self._outbox.finish(done, follow=[new for job in done for new in follow.get(job, ())])
        for job in jobs:
            if failed := failures[job.id]:
                await self._put_back(job, failed, follow.get(job.id, ()))

    async def _put_back(self, job: Job, failed: Mapping[str, Failure], follow: Sequence[NewJob]) -> None:
        error = "; ".join(f"{step}: {failure.text}" for step, failure in failed.items())
        refused = all(failure.general for failure in failed.values())
        is_own = not refused or self._outages.are_own(job.id, failed)
        attempts = job.attempts + is_own
        if attempts >= MAXIMUM_ATTEMPTS:
            self._outages.forget([job.id])
            await self._park(job, tuple(failed), attempts, error, follow)
            return
        times = self._outages.times(job.id) if refused else attempts
        delay = delay_after(times, at_least=max(failure.retry_after for failure in failed.values()))
        await self._outbox.retry(
            job.id, steps=tuple(failed), attempts=attempts, delay=delay, error=error, follow=follow
        )

    async def _park(self, job: Job, steps: Sequence[str], attempts: int, error: str, follow: Sequence[NewJob]) -> None:
        request = {"request_id": job.request} if job.request else {}
        log.error("enrichment job %d is parked after %d attempts: %s", job.id, attempts, error, extra=request)
        self._tally.parked[job.kind] += 1
        await self._outbox.park(job.id, steps=steps, attempts=attempts, error=error, follow=follow)

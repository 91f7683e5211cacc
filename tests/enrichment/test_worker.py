"""The worker: lanes beside each other, failures that stay with their job, retries, parking, leases, an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.domain.jobs import COMPLETIONS, Job, JobCounts, NewJob
from holdfast.enrichment.calculator import Calculator
from holdfast.enrichment.lanes import CLAIMS_OF_A_SUSPECT, Lane
from holdfast.enrichment.leases import Leases
from holdfast.enrichment.pace import Haste
from holdfast.enrichment.progress import EnrichmentStatus, Progress
from holdfast.enrichment.retries import LONGEST_DELAY, MAXIMUM_ATTEMPTS, delay_after
from holdfast.enrichment.steps.contract import SessionMessages
from holdfast.enrichment.tally import Tally
from holdfast.enrichment.worker import Worker
from holdfast.errors import Unavailable
from holdfast.storage.contract.storage import Storage
from tests.enrichment.surroundings import Recorder, lane_over, run_to_the_end, worker_over
from tests.storage.deadline import until
from tests.storage.samples import fresh, say


@contextlib.asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[None]:
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def follow_with_completions(jobs: Sequence[Job]) -> dict[int, list[NewJob]]:
    return {
        job.id: [NewJob(kind=COMPLETIONS, scope=job.scope, first=job.first, last=job.last, steps=("slow",))]
        for job in jobs
    }


def failing_on(word: str, error: Exception) -> Recorder:
    """A step that fails for every batch that holds a message of that text."""

    async def fail(batch: Sequence[SessionMessages]) -> None:
        if any(message.content == word for part in batch for message in part.messages):
            raise error

    return Recorder("step", before=fail)


async def pending(storage: Storage, session: int) -> list[Job]:
    return await storage.jobs.pending(session)


async def test_a_step_sees_the_messages_of_all_jobs_at_once(storage: Storage) -> None:
    step = Recorder("step")
    for session_id, text in (("a", "one"), ("b", "two")):
        await say(storage, session_id, text, steps=("step",))
    assert await worker_over(storage, lane_over(storage, step)).work_off() == 2
    assert (step.runs, step.seen) == (1, ["one", "two"])
    assert (await storage.jobs.counts()).pending == 0


async def test_steps_that_a_job_does_not_name_leave_it_alone(storage: Storage) -> None:
    named, other = Recorder("named"), Recorder("other")
    await say(storage, "a", "one", steps=("named", "no longer known"))
    await worker_over(storage, lane_over(storage, named, other)).work_off()
    assert (named.seen, other.seen) == (["one"], [])


async def test_a_slow_lane_holds_up_no_quick_one(storage: Storage) -> None:
    release = asyncio.Event()

    async def wait(batch: Sequence[SessionMessages]) -> None:
        await release.wait()

    quick, slow = Recorder("quick"), Recorder("slow", before=wait)
    worker = worker_over(
        storage,
        lane_over(storage, quick, follow=follow_with_completions),
        lane_over(storage, slow, kind=COMPLETIONS, batch=1),
    )
    async with running(worker):
        for number in range(5):
            await say(storage, f"s{number}", "text", steps=("quick",))
            worker.wake()
            await until(lambda wanted=number + 1: _has(quick, wanted))
        assert slow.seen == []
        release.set()
        await until(lambda: _has(slow, 5))


async def test_what_comes_soon_after_a_batch_shares_the_next_one_unless_somebody_waits(storage: Storage) -> None:
    step = Recorder("step")
    progress = Progress(storage.jobs, haste := Haste())
    lane = lane_over(storage, step, pause=3600.0)
    worker = Worker(storage, [lane], settled=progress.settled, tally=Tally(), haste=haste)
    await say(storage, "first", "one", steps=("step",))
    async with running(worker):
        await until(lambda: _has(step, 1))
        for session_id in ("a", "b", "c"):
            appended = await say(storage, session_id, "more", steps=("step",))
            worker.wake()
        assert await storage.jobs.next_due() == 0
        assert await progress.wait(appended.session, first=1, last=1, seconds=50) is EnrichmentStatus.DONE
        assert (len(step.seen), step.runs) == (4, 2)


async def test_what_comes_after_a_quiet_time_leaves_the_process_to_requests_for_a_moment(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, next_due = asyncio.Event(), storage.jobs.next_due

    async def look(kind: str | None = None) -> float | None:
        looked.set()
        return await next_due(kind=kind)

    monkeypatch.setattr(storage.jobs, "next_due", look)
    step = Recorder("step")
    progress = Progress(storage.jobs, haste := Haste())
    worker = Worker(
        storage, [lane_over(storage, step, pause=3600.0)], settled=progress.settled, tally=Tally(), haste=haste
    )
    async with running(worker):
        await looked.wait()
        for session_id in ("a", "b"):
            appended = await say(storage, session_id, "text", steps=("step",))
            worker.wake()
        assert await next_due() == 0
        assert await progress.wait(appended.session, first=1, last=1, seconds=50) is EnrichmentStatus.DONE
        assert (len(step.seen), step.runs) == (2, 1)


async def test_a_backlog_is_worked_off_without_a_pause(storage: Storage) -> None:
    step = Recorder("step")
    for number in range(4):
        await say(storage, f"s{number}", "text", steps=("step",))
    async with running(worker_over(storage, lane_over(storage, step, batch=2, pause=3600.0))):
        await until(lambda: _has(step, 4))


async def test_a_slow_session_holds_up_no_other_one_in_its_lane(storage: Storage) -> None:
    release = asyncio.Event()

    async def wait_for_a(batch: Sequence[SessionMessages]) -> None:
        if batch[0].messages[0].content == "slow":
            await release.wait()

    step = Recorder("step", before=wait_for_a)
    await say(storage, "a", "slow", steps=("step",))
    await say(storage, "b", "quick", steps=("step",))
    async with running(worker_over(storage, lane_over(storage, step, batch=1, parallel=2))):
        await until(lambda: _has(step, 1))
        assert step.seen == ["quick"]
        release.set()
        await until(lambda: _has(step, 2))


async def _has(step: Recorder, count: int) -> bool:
    return len(step.seen) >= count


async def test_no_more_batches_run_at_once_than_the_lane_allows(storage: Storage) -> None:
    open_now = most = 0

    async def watch(batch: Sequence[SessionMessages]) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        await asyncio.sleep(0)
        open_now -= 1

    step = Recorder("step", before=watch)
    for _ in range(20):
        await say(storage, fresh(), "text", steps=("step",))
    async with running(worker_over(storage, lane_over(storage, step, batch=1, parallel=3))):
        await until(lambda: _has(step, 20))
    assert most <= 3


async def test_only_the_job_at_fault_is_put_back(storage: Storage) -> None:
    step = failing_on("bad", ValueError("no good"))
    sessions = {word: (await say(storage, word, word, steps=("step",))).session for word in ("good", "bad", "better")}
    await worker_over(storage, lane_over(storage, step)).work_off()
    assert step.seen == ["good", "better"]
    (job,) = await pending(storage, sessions["bad"])
    assert (job.error, job.attempts, job.parked) == ("step: ValueError: no good", 1, False)
    assert await pending(storage, sessions["good"]) == []


class Together(Recorder):
    """Does two steps at once."""

    names = ("one", "two")


async def test_steps_that_can_run_at_once_do_and_the_others_follow(storage: Storage) -> None:
    together, one, two, three = Together("both"), Recorder("one"), Recorder("two"), Recorder("three")
    await say(storage, "a", "all", steps=("one", "two", "three"))
    await say(storage, "b", "some", steps=("two", "three"))
    await worker_over(storage, lane_over(storage, one, two, three, together=together)).work_off()
    assert (together.seen, one.seen, two.seen, three.seen) == (["all"], [], ["some"], ["all", "some"])
    assert (await storage.jobs.counts()).pending == 0


async def test_where_steps_at_once_fail_each_runs_by_itself_and_only_the_job_at_fault_is_put_back(
    storage: Storage,
) -> None:
    together, one, two = Together("both"), Recorder("one"), failing_on("bad", ValueError("no good"))
    together._before, two.name = two._before, "two"
    sessions = {
        word: (await say(storage, word, word, steps=("one", "two"))).session for word in ("good", "bad", "better")
    }
    worker = worker_over(storage, lane_over(storage, one, two, together=together))
    await worker.work_off()
    assert (together.seen, one.seen, two.seen) == ([], ["good", "bad", "better"], ["good", "better"])
    (job,) = await pending(storage, sessions["bad"])
    assert (job.steps, job.attempts, job.error) == (("two",), 1, "two: ValueError: no good")
    assert await storage.jobs.counts() == JobCounts(1, 0)
    await storage.jobs.release()
    await worker.work_off()
    assert together.runs == 1  # what has failed is not tried at once again


async def test_a_provider_that_is_down_is_not_asked_again_for_every_job(storage: Storage) -> None:
    step = failing_on("two", Unavailable("down"))
    sessions = [(await say(storage, word, word, steps=("step",))).session for word in ("one", "two", "three")]
    await worker_over(storage, lane_over(storage, step)).work_off()
    assert step.runs == 1
    for session in sessions:
        (job,) = await pending(storage, session)
        assert job.error == "step: Unavailable: down"


async def test_a_long_outage_parks_no_job(storage: Storage) -> None:
    """However often a provider was asked in vain, all is done when it answers again."""
    outage = [Unavailable("down")] * 3 * MAXIMUM_ATTEMPTS

    async def down(batch: Sequence[SessionMessages]) -> None:
        if outage:
            raise outage.pop()

    step = Recorder("step", before=down)
    for word in ("one", "two", "three"):
        await say(storage, word, word, steps=("step",))
    worker = worker_over(storage, lane_over(storage, step))
    while outage:
        await worker.work_off()
        assert (await storage.jobs.counts()).parked == 0
        await storage.jobs.release()
    await run_to_the_end(worker, storage)
    assert sorted(step.seen) == ["one", "three", "two"]
    assert await storage.jobs.counts() == JobCounts(0, 0)


async def test_a_job_that_makes_a_provider_fail_is_parked_and_holds_up_no_other(storage: Storage) -> None:
    step = failing_on("bad", Unavailable("status 500"))
    bad = (await say(storage, "bad", "bad", steps=("step",))).session
    worker = worker_over(storage, lane_over(storage, step))
    for number in range(3 * MAXIMUM_ATTEMPTS):
        await say(storage, f"good{number}", f"good {number}", steps=("step",))
        await storage.jobs.release()
        await worker.work_off()
    (job,) = await pending(storage, bad)
    assert (job.parked, job.error) == (True, "step: Unavailable: status 500")
    assert len(step.seen) == 3 * MAXIMUM_ATTEMPTS
    assert await storage.jobs.counts() == JobCounts(0, 1)


async def test_refused_jobs_are_left_alone_for_longer_and_longer(storage: Storage) -> None:
    await say(storage, "a", "bad", steps=("step",))
    worker = worker_over(storage, lane_over(storage, failing_on("bad", Unavailable("down"))))
    for _ in range(MAXIMUM_ATTEMPTS):
        await storage.jobs.release()
        await worker.work_off()
    due = await storage.jobs.next_due()
    assert due is not None
    assert due > 100


async def test_only_the_step_that_failed_is_run_again(storage: Storage) -> None:
    failures = [ValueError("not yet")]

    async def fail_once(batch: Sequence[SessionMessages]) -> None:
        if failures:
            raise failures.pop()

    good, bad = Recorder("good"), Recorder("bad", before=fail_once)
    await say(storage, "a", "text", steps=("good", "bad"))
    await run_to_the_end(worker_over(storage, lane_over(storage, good, bad)), storage)
    assert (good.runs, bad.seen) == (1, ["text"])


async def test_what_follows_a_job_comes_once_even_if_one_of_its_steps_fails(storage: Storage) -> None:
    session = (await say(storage, "a", "bad", steps=("step",))).session
    step = failing_on("bad", ValueError())
    worker = worker_over(storage, lane_over(storage, step, follow=follow_with_completions))
    await worker.work_off()
    assert [job.kind for job in await pending(storage, session)] == ["messages", COMPLETIONS]


async def test_a_job_that_keeps_failing_is_parked_and_can_be_driven_again(storage: Storage) -> None:
    session = (await say(storage, "a", "bad", steps=("step",))).session
    await say(storage, "a", "good", steps=("step",))
    step = failing_on("bad", ValueError("for ever"))
    worker = worker_over(storage, lane_over(storage, step))
    await run_to_the_end(worker, storage)
    (job,) = await pending(storage, session)
    assert (job.parked, job.attempts, job.steps) == (True, MAXIMUM_ATTEMPTS, ("step",))
    assert step.seen == ["good"]
    assert await storage.jobs.redrive(None) == 1
    healed = Recorder("step")
    await worker_over(storage, lane_over(storage, healed)).work_off()
    assert (healed.seen, await pending(storage, session)) == (["bad"], [])


async def test_a_provider_that_asks_to_be_left_alone_is(storage: Storage) -> None:
    await say(storage, "a", "bad", steps=("step",))
    step = failing_on("bad", Unavailable("busy", retry_after=100))
    await worker_over(storage, lane_over(storage, step)).work_off()
    due = await storage.jobs.next_due()
    assert due is not None
    assert due > 95


async def test_a_step_that_takes_too_long_counts_as_failed(storage: Storage) -> None:
    async def wait(batch: Sequence[SessionMessages]) -> None:
        await asyncio.Event().wait()

    session = (await say(storage, "a", "text", steps=("step",))).session
    await worker_over(storage, lane_over(storage, Recorder("step", before=wait), time_limit=0.01)).work_off()
    (job,) = await pending(storage, session)
    assert job.error == "step: took longer than 0 seconds"


async def test_a_long_job_is_split_and_every_message_seen_once(storage: Storage) -> None:
    step = Recorder("step")
    texts = [str(number) for number in range(25)]
    await say(storage, "a", *texts, steps=("step",))
    await worker_over(storage, lane_over(storage, step, portion=10)).work_off()
    assert step.seen == texts


@given(sizes=st.lists(st.integers(1, 40), min_size=1, max_size=20), portion=st.integers(1, 50), first=st.integers(1, 9))
def test_portions_keep_all_jobs_in_order_and_pieces_cover_a_job_exactly(
    sizes: list[int], portion: int, first: int
) -> None:
    async def load(_: Sequence[Job]) -> dict[int, object]:
        return {}

    lane = Lane(kind="k", steps=[], load=load, portion=portion)
    jobs = [Job(number, "k", 1, first, first + size - 1, (), 1, "", "") for number, size in enumerate(sizes)]
    assert [job for group in lane.portions(jobs) for job in group] == jobs
    for job in jobs:
        pieces = lane.pieces(job)
        covered = [position for piece in pieces for position in range(piece.first, piece.last + 1)]
        assert covered == (
            [] if len(range(job.first, job.last + 1)) <= portion else list(range(job.first, job.last + 1))
        )


async def test_a_worker_that_is_stopped_gives_its_jobs_back_without_counting_the_attempt(storage: Storage) -> None:
    begun = asyncio.Event()

    async def wait(batch: Sequence[SessionMessages]) -> None:
        begun.set()
        await asyncio.Event().wait()

    session = (await say(storage, "a", "text", steps=("step",))).session
    async with running(worker_over(storage, lane_over(storage, Recorder("step", before=wait)))):
        await begun.wait()
    assert await storage.jobs.next_due() == 0
    (job,) = await pending(storage, session)
    assert job.attempts == 0


async def test_leases_are_prolonged_while_the_work_goes_on(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    await say(storage, "a", "text", steps=("step",))
    jobs = await storage.jobs.claim(limit=1, lease=0)
    extend, extended = storage.jobs.extend, []

    async def for_long(held: Sequence[int], *, lease: float) -> None:
        await extend(held, lease=60)
        extended.append((held, lease))

    async def twice() -> bool:
        return len(extended) > 1

    monkeypatch.setattr(storage.jobs, "extend", for_long)
    async with Leases(storage.jobs, jobs, seconds=0.1):
        await until(twice)
    assert extended[0] == ([jobs[0].id], 0.1)
    assert await storage.jobs.claim(limit=1, lease=1) == []


class ProcessEnded(BaseException):
    """The end of the whole process: nothing that it runs through can stop it."""


async def work_until_the_process_ends(storage: Storage, worker: Worker) -> None:
    """Work until nothing is due or the process ends; then what it had claimed is free again."""
    try:
        await worker.work_off()
    except ProcessEnded:
        await storage.jobs.release()


async def test_processes_that_end_for_reasons_of_their_own_park_nothing(storage: Storage) -> None:
    words = ["one", "two", "three", "four"]
    for word in words:
        await say(storage, word, word, steps=("step",))
    for _ in range(3 * MAXIMUM_ATTEMPTS):
        await storage.jobs.claim(limit=64, lease=60)
        await storage.jobs.release()
    step = Recorder("step")
    await worker_over(storage, lane_over(storage, step)).work_off()
    assert (step.seen, step.runs) == (words, 4)  # each alone, because each was under suspicion
    assert await storage.jobs.counts() == JobCounts(0, 0)


async def test_processes_that_end_before_any_job_is_done_use_up_the_attempts_of_none(storage: Storage) -> None:
    words = ["one", "two", "three", "four"]
    sessions = [(await say(storage, word, word, steps=("step",))).session for word in words]

    async def end_process(batch: Sequence[SessionMessages]) -> None:
        raise ProcessEnded

    ending = worker_over(storage, lane_over(storage, Recorder("step", before=end_process)))
    for _ in range(CLAIMS_OF_A_SUSPECT + 2 * MAXIMUM_ATTEMPTS):
        await work_until_the_process_ends(storage, ending)
    jobs = [job for session in sessions for job in await pending(storage, session)]
    assert [job.parked for job in jobs] == [False] * len(words)
    assert max(job.attempts for job in jobs) - min(job.attempts for job in jobs) <= 1
    step = Recorder("step")
    await worker_over(storage, lane_over(storage, step)).work_off()
    assert sorted(step.seen) == sorted(words)


async def test_a_job_that_ends_every_process_is_found_out_and_the_others_are_done(storage: Storage) -> None:
    words = ["good", "poison", "better", "best"]
    sessions = {word: (await say(storage, word, word, steps=("step",))).session for word in words}

    async def end_process(batch: Sequence[SessionMessages]) -> None:
        if any(message.content == "poison" for part in batch for message in part.messages):
            raise ProcessEnded

    step = Recorder("step", before=end_process)
    for _ in range(MAXIMUM_ATTEMPTS + CLAIMS_OF_A_SUSPECT):
        await work_until_the_process_ends(storage, worker_over(storage, lane_over(storage, step)))
    (job,) = await pending(storage, sessions["poison"])
    assert (job.parked, job.attempts) == (True, MAXIMUM_ATTEMPTS)
    assert job.error == f"the server stopped while working on this job alone; {MAXIMUM_ATTEMPTS} attempts in all"
    assert sorted(step.seen) == ["best", "better", "good"]
    assert await storage.jobs.counts() == JobCounts(0, 1)


async def test_a_calculating_process_that_dies_counts_against_the_job_it_died_of(storage: Storage) -> None:
    words = ["good", "poison", "better"]
    sessions = {word: (await say(storage, word, word, steps=("step",))).session for word in words}
    calculator = Calculator()

    async def calculate(batch: Sequence[SessionMessages]) -> None:
        deadly = any(message.content == "poison" for part in batch for message in part.messages)
        await calculator.run(os._exit if deadly else abs, 1)

    step = Recorder("step", before=calculate)
    worker = worker_over(storage, lane_over(storage, step))
    await worker.work_off()
    (job,) = await pending(storage, sessions["poison"])
    assert (job.attempts, job.parked, step.seen) == (1, False, ["good", "better"])
    await run_to_the_end(worker, storage)
    (job,) = await pending(storage, sessions["poison"])
    assert (job.attempts, job.parked) == (MAXIMUM_ATTEMPTS, True)
    assert job.error.startswith("step: CalculationAborted: ")
    assert await storage.jobs.counts() == JobCounts(0, 1)
    await calculator.close()


async def test_what_a_suspect_needs_is_ready_before_its_attempt_is_counted(storage: Storage) -> None:
    session = (await say(storage, "a", "text", steps=("step",))).session

    async def end_process() -> None:
        raise ProcessEnded

    for _ in range(CLAIMS_OF_A_SUSPECT):
        await storage.jobs.claim(limit=64, lease=60)
        await storage.jobs.release()
    worker = worker_over(storage, lane_over(storage, Recorder("step"), prepare=end_process))
    for _ in range(2 * MAXIMUM_ATTEMPTS):
        await work_until_the_process_ends(storage, worker)
    (job,) = await pending(storage, session)
    assert (job.attempts, job.parked) == (0, False)


async def test_a_broken_outbox_is_tried_again(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("holdfast.enrichment.worker.IDLE_SECONDS", 0.01)
    claim, failures = storage.jobs.claim, [Unavailable("gone"), Unavailable("gone")]

    async def fail_twice(**arguments: object) -> list[Job]:
        if failures:
            raise failures.pop()
        return await claim(**arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(storage.jobs, "claim", fail_twice)
    step = Recorder("step")
    await say(storage, "a", "text", steps=("step",))
    async with running(worker_over(storage, lane_over(storage, step))):
        await until(lambda: _has(step, 1))
    assert [record.exc_info for record in caplog.records] == [None, None]


async def test_jobs_that_could_not_be_settled_come_again_after_their_lease(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.enrichment.worker.LEASE_SECONDS", 0.05)
    finish, failures = storage.jobs.finish, [Unavailable("gone")]

    async def fail_once(jobs: Sequence[int], **arguments: object) -> None:
        if failures:
            raise failures.pop()
        await finish(jobs, **arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(storage.jobs, "finish", fail_once)
    step = Recorder("step")
    await say(storage, "a", "text", steps=("step",))
    async with running(worker_over(storage, lane_over(storage, step))):
        await until(lambda: _is_empty(storage))
    assert step.seen == ["text", "text"]


async def _is_empty(storage: Storage) -> bool:
    return not (await storage.jobs.counts()).pending


@given(attempts=st.integers(1, 40), at_least=st.floats(0, 10_000))
def test_delays_grow_within_bounds_and_respect_what_is_asked_for(attempts: int, at_least: float) -> None:
    delay = delay_after(attempts, at_least=at_least)
    assert min(at_least, LONGEST_DELAY) <= delay <= LONGEST_DELAY * 1.5
    assert delay >= min(2.0 ** (attempts - 1), LONGEST_DELAY) / 2

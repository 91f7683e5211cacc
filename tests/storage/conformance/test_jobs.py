"""The outbox: claims with leases, retries, parking, and what a person can do about parked jobs."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.domain.jobs import DOCUMENTS, MESSAGES, SUMMARISING, Job, JobCounts, NewJob
from holdfast.storage.contract.storage import Storage
from tests.storage.deadline import until
from tests.storage.samples import fresh, say


async def promise(storage: Storage, *session_ids: str, steps: tuple[str, ...] = ("tokens",)) -> list[int]:
    """One job per session; the sessions' numbers."""
    return [(await say(storage, session_id, "text", steps=steps)).session for session_id in session_ids]


async def claim(storage: Storage, limit: int = 10, lease: float = 60) -> list[Job]:
    return await storage.jobs.claim(limit=limit, lease=lease)


async def test_nothing_is_claimed_from_an_empty_outbox(storage: Storage) -> None:
    assert await claim(storage) == []
    assert await storage.jobs.next_due() is None
    assert await storage.jobs.counts() == JobCounts(0, 0)


async def test_jobs_are_claimed_oldest_first_and_a_claim_is_no_attempt(storage: Storage) -> None:
    sessions = await promise(storage, "a", "b", "c")
    first, second = await claim(storage, limit=2), await claim(storage, limit=2)
    assert [job.scope for job in first + second] == sessions
    assert {(job.claims, job.attempts) for job in first + second} == {(1, 0)}


async def test_a_claimed_job_is_not_handed_out_again_before_its_lease_has_ended(storage: Storage) -> None:
    await promise(storage, "a")
    assert len(await claim(storage, lease=60)) == 1
    assert await claim(storage) == []
    due = await storage.jobs.next_due()
    assert due is not None
    assert 50 < due <= 60


async def test_a_job_comes_again_after_its_lease_has_ended(storage: Storage) -> None:
    await promise(storage, "a")
    (first,) = await claim(storage, lease=0.05)
    (again,) = await until(lambda: claim(storage))
    assert (again.id, again.claims, again.attempts) == (first.id, 2, 0)


async def test_a_lease_is_extended_of_the_job_that_is_named_and_claimed(storage: Storage) -> None:
    await promise(storage, "a", "b", "c")
    one, two = await claim(storage, limit=2, lease=0)
    await storage.jobs.extend([one.id], lease=60)
    await storage.jobs.extend([two.id + 1], lease=60)
    assert [job.id for job in await claim(storage)] == [two.id, two.id + 1]


async def test_a_released_job_is_as_if_it_had_not_been_claimed(storage: Storage) -> None:
    await promise(storage, "a", "b")
    await claim(storage, lease=0)
    one, two = await claim(storage)
    await storage.jobs.release([one.id])
    assert [(job.id, job.claims) for job in await claim(storage)] == [(one.id, 2)]
    assert [job.claims for job in await storage.jobs.pending(two.scope)] == [2]


async def test_jobs_are_counted_of_each_kind(storage: Storage) -> None:
    await promise(storage, "a", "b", "c")
    jobs = await claim(storage)
    follow = [NewJob(kind=kind, scope=1, first=1, last=1, steps=("x",)) for kind in (SUMMARISING, DOCUMENTS)]
    await storage.jobs.finish([jobs[0].id], follow=follow)
    await storage.jobs.park(jobs[1].id, steps=("x",), attempts=1, error="e")
    counted = await storage.jobs.counts_by_kind()
    assert counted == {MESSAGES: JobCounts(1, 1), SUMMARISING: JobCounts(1, 0), DOCUMENTS: JobCounts(1, 0)}


async def test_a_finished_job_is_gone(storage: Storage) -> None:
    (session,) = await promise(storage, "a")
    (job,) = await claim(storage)
    await storage.jobs.finish([job.id])
    assert await storage.jobs.pending(session) == []
    await storage.jobs.finish([job.id])
    await storage.jobs.finish([])


async def test_a_retried_job_waits_for_its_delay_with_the_steps_that_are_left(storage: Storage) -> None:
    (session,) = await promise(storage, "a", steps=("tokens", "embeddings"))
    (job,) = await claim(storage)
    await storage.jobs.retry(job.id, steps=("embeddings",), attempts=1, delay=60, error="no answer")
    assert await claim(storage) == []
    (waiting,) = await storage.jobs.pending(session)
    assert (waiting.steps, waiting.error, waiting.attempts) == (("embeddings",), "no answer", 1)


async def test_an_attempt_can_be_counted_before_it_begins(storage: Storage) -> None:
    session, _ = await promise(storage, "a", "b")
    job, other = await claim(storage)
    await storage.jobs.begin(job.id)
    await storage.jobs.release()
    again, untouched = await claim(storage)
    assert (again.id, again.claims, again.attempts) == (job.id, 2, 1)
    assert (untouched.id, untouched.claims, untouched.attempts) == (other.id, 2, 0)
    await storage.jobs.retry(again.id, steps=again.steps, attempts=1, delay=60, error="")
    (waiting,) = await storage.jobs.pending(session)
    assert (waiting.claims, waiting.attempts) == (0, 1)


async def test_a_retried_job_comes_again_when_it_is_due(storage: Storage) -> None:
    await promise(storage, "a")
    (job,) = await claim(storage)
    await storage.jobs.retry(job.id, steps=job.steps, attempts=1, delay=0, error="")
    (again,) = await until(lambda: claim(storage))
    assert (again.attempts, again.claims) == (1, 1)


async def test_a_parked_job_is_not_claimed_but_still_pending(storage: Storage) -> None:
    (session,) = await promise(storage, "a")
    (job,) = await claim(storage)
    await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert await claim(storage) == []
    assert await storage.jobs.next_due() is None
    assert [found.error for found in await storage.jobs.pending(session)] == ["broken"]
    await storage.jobs.finish([job.id])  # by a worker that took too long
    assert await storage.jobs.counts() == JobCounts(0, 1)


async def test_parked_jobs_are_listed_page_by_page(storage: Storage) -> None:
    await promise(storage, "a", "b", "c")
    for job in await claim(storage):
        await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    first = await storage.jobs.parked(after=0, limit=2)
    rest = await storage.jobs.parked(after=first[-1].id, limit=2)
    assert [job.id for job in first + rest] == sorted(job.id for job in first + rest)
    assert (len(first), len(rest)) == (2, 1)


async def test_a_redriven_job_is_due_with_a_fresh_count_of_attempts(storage: Storage) -> None:
    await promise(storage, "a")
    (job,) = await claim(storage)
    await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert await storage.jobs.redrive([job.id, 4711]) == 1
    (again,) = await claim(storage)
    assert (again.id, again.attempts, again.claims) == (job.id, 0, 1)


async def test_of_parked_jobs_those_that_are_named_are_redriven_or_dropped(storage: Storage) -> None:
    await promise(storage, "a", "b", "c")
    jobs = await claim(storage)
    for job in jobs:
        await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert await storage.jobs.drop([jobs[0].id]) == 1
    assert await storage.jobs.redrive([jobs[1].id]) == 1
    assert [job.id for job in await storage.jobs.parked(after=0, limit=9)] == [jobs[2].id]
    assert [job.id for job in await claim(storage)] == [jobs[1].id]


async def test_only_parked_jobs_are_redriven_or_dropped(storage: Storage) -> None:
    await promise(storage, "a")
    (job,) = await claim(storage)
    assert await storage.jobs.redrive([job.id]) == 0
    assert await storage.jobs.drop([job.id]) == 0
    assert await storage.jobs.redrive(None) == 0
    assert await storage.jobs.drop(None) == 0
    assert await storage.jobs.counts() == JobCounts(1, 0)


async def test_all_parked_jobs_are_redriven_or_dropped_at_once(storage: Storage) -> None:
    await promise(storage, "a", "b", "c")
    for job in (await claim(storage))[:2]:
        await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert await storage.jobs.redrive(None) == 2
    for job in await claim(storage):
        await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert await storage.jobs.drop(None) == 2
    assert await storage.jobs.counts() == JobCounts(1, 0)


async def test_release_ends_all_leases(storage: Storage) -> None:
    await promise(storage, "a", "b")
    await claim(storage)
    await storage.jobs.release()
    assert await storage.jobs.next_due() == 0
    assert [(job.claims, job.attempts) for job in await claim(storage)] == [(2, 0), (2, 0)]


async def test_release_leaves_parked_jobs_parked(storage: Storage) -> None:
    await promise(storage, "a")
    (job,) = await claim(storage)
    await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    for named in (None, [job.id]):
        await storage.jobs.release(named)
        assert await claim(storage) == []


async def test_an_untouched_job_is_due_now(storage: Storage) -> None:
    await promise(storage, "a")
    assert await storage.jobs.next_due() == 0


async def test_pending_lists_one_session_only(storage: Storage) -> None:
    first, second = await promise(storage, "a", "b")
    assert [job.scope for job in await storage.jobs.pending(second)] == [second]
    assert [job.scope for job in await storage.jobs.pending(first)] == [first]


async def test_workers_claiming_at_once_share_the_jobs_without_overlap(storage: Storage) -> None:
    await promise(storage, *(fresh() for _ in range(40)))
    claims = await asyncio.gather(*(claim(storage, limit=7) for _ in range(10)))
    taken = [job.id for jobs in claims for job in jobs]
    taken += [job.id for job in await claim(storage, limit=100)]
    assert len(taken) == len(set(taken)) == 40


@pytest.mark.timeout(60)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fates=st.lists(st.sampled_from(["finish", "retry", "park", "leave"]), min_size=1, max_size=8))
async def test_every_job_is_in_exactly_one_state(storage: Storage, fates: list[str]) -> None:
    await promise(storage, *(fresh() for _ in fates))
    jobs = await claim(storage, limit=len(fates))
    for job, fate in zip(jobs, fates, strict=True):
        if fate == "finish":
            await storage.jobs.finish([job.id])
        elif fate == "retry":
            await storage.jobs.retry(job.id, steps=job.steps, attempts=1, delay=60, error="again")
        elif fate == "park":
            await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    counts = await storage.jobs.counts()
    assert counts == JobCounts(fates.count("retry") + fates.count("leave"), fates.count("park"))
    assert len(await storage.jobs.parked(after=0, limit=100)) == fates.count("park")
    assert await storage.jobs.drop(None) == fates.count("park")
    await storage.jobs.release()
    left = await claim(storage, limit=100)
    assert len(left) == counts.pending
    await storage.jobs.finish([job.id for job in left])

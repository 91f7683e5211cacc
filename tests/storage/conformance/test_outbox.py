"""The outbox beyond claim and retry: kinds, leases that are extended, following jobs, jobs that are widened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import COMPLETIONS, MESSAGES, SUMMARIES, SUMMARISING, Job, JobCounts, NewJob
from holdfast.domain.retention import RetentionChange
from holdfast.domain.summaries import NewSummary
from holdfast.storage.contract.storage import Storage
from holdfast.telemetry.requests import current_request
from tests.storage.documents import collection_of, document
from tests.storage.samples import LONG_AGO, live, message, say, summarise, user_of

COLLECTION_KIND = "some documents"


def new_job(kind: str, scope: int, last: int = 1, **fields: object) -> NewJob:
    return NewJob(kind=kind, scope=scope, first=1, last=last, steps=("step",), **fields)


def summarising(scope: int, last: int) -> NewJob:
    return new_job(SUMMARISING, scope, last, single=True)


async def add(storage: Storage, *jobs: NewJob) -> None:
    await storage.jobs.finish([], follow=jobs)


async def claim(storage: Storage, kind: str | None = None, *, limit: int = 100, lease: float = 60) -> list[Job]:
    return await storage.jobs.claim(limit=limit, lease=lease, kind=kind)


async def test_only_jobs_of_the_kind_asked_for_are_claimed(storage: Storage) -> None:
    await add(storage, new_job(MESSAGES, 1), new_job(COMPLETIONS, 2), new_job(MESSAGES, 3))
    assert [job.scope for job in await claim(storage, MESSAGES)] == [1, 3]
    assert await claim(storage, SUMMARIES) == []
    assert [job.scope for job in await claim(storage)] == [2]


async def test_the_next_due_job_is_told_by_kind(storage: Storage) -> None:
    await add(storage, new_job(COMPLETIONS, 1))
    assert await storage.jobs.next_due(kind=MESSAGES) is None
    assert await storage.jobs.next_due(kind=COMPLETIONS) == 0
    await claim(storage, COMPLETIONS, lease=50)
    await add(storage, new_job(MESSAGES, 2))
    assert await storage.jobs.next_due() == 0
    await claim(storage, MESSAGES, lease=500)
    due = await storage.jobs.next_due()
    assert due is not None
    assert 40 < due <= 50
    await add(storage, new_job(COMPLETIONS, 3))
    await claim(storage, COMPLETIONS, lease=5000)
    for due in (await storage.jobs.next_due(), await storage.jobs.next_due(kind=COMPLETIONS)):
        assert due is not None
        assert 40 < due <= 50


async def test_jobs_are_counted_by_kind(storage: Storage) -> None:
    await add(storage, new_job(MESSAGES, 1), new_job(COMPLETIONS, 2), new_job(COMPLETIONS, 3))
    (job, _) = await claim(storage, COMPLETIONS)
    await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert await storage.jobs.counts_by_kind() == {MESSAGES: JobCounts(1, 0), COMPLETIONS: JobCounts(1, 1)}


async def test_no_more_jobs_are_counted_than_asked_for(storage: Storage) -> None:
    await add(storage, *(new_job(MESSAGES, scope) for scope in range(1, 8)), new_job(COMPLETIONS, 1))
    for job in (await claim(storage, MESSAGES))[:4]:
        await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert await storage.jobs.counts_by_kind(at_most=2) == {MESSAGES: JobCounts(2, 2), COMPLETIONS: JobCounts(1, 0)}
    assert await storage.jobs.counts_by_kind(at_most=3) == {MESSAGES: JobCounts(3, 3), COMPLETIONS: JobCounts(1, 0)}
    assert await storage.jobs.counts(at_most=3) == JobCounts(3, 3)
    assert await storage.jobs.counts() == JobCounts(4, 4)


async def test_the_messages_that_wait_are_counted(storage: Storage) -> None:
    assert await storage.jobs.waiting_messages(at_most=10) == 0
    await add(storage, *(new_job(MESSAGES, scope, 5) for scope in range(1, 4)), new_job(COMPLETIONS, 1, 100))
    assert await storage.jobs.waiting_messages(at_most=1_000) == 15
    assert await storage.jobs.waiting_messages(at_most=2) >= 2
    (first, *_) = await claim(storage, MESSAGES)
    assert await storage.jobs.waiting_messages(at_most=1_000) == 15
    await storage.jobs.park(first.id, steps=first.steps, attempts=1, error="broken")
    assert await storage.jobs.waiting_messages(at_most=1_000) == 10


async def test_an_extended_lease_ends_later(storage: Storage) -> None:
    await add(storage, new_job(MESSAGES, 1))
    (job,) = await claim(storage, lease=5)
    await storage.jobs.extend([job.id], lease=100)
    due = await storage.jobs.next_due()
    assert due is not None
    assert 90 < due <= 100


async def test_following_jobs_come_with_the_end_of_the_one_before(storage: Storage) -> None:
    await add(storage, new_job(MESSAGES, 1, 7))
    (job,) = await claim(storage)
    await storage.jobs.finish([job.id], follow=[new_job(COMPLETIONS, 1, 7), summarising(1, 7)])
    found = await claim(storage)
    assert [(one.kind, one.scope, one.first, one.last, one.steps) for one in found] == [
        (COMPLETIONS, 1, 1, 7, ("step",)),
        (SUMMARISING, 1, 1, 7, ("step",)),
    ]


async def test_following_jobs_come_with_a_retried_or_parked_one_too(storage: Storage) -> None:
    await add(storage, new_job(MESSAGES, 1), new_job(MESSAGES, 2))
    first, second = await claim(storage)
    await storage.jobs.retry(first.id, steps=(), attempts=1, delay=60, error="", follow=[new_job(COMPLETIONS, 1)])
    await storage.jobs.park(second.id, steps=(), attempts=1, error="", follow=[new_job(COMPLETIONS, 2)])
    assert [job.scope for job in await claim(storage)] == [1, 2]


async def test_a_scope_has_at_most_one_single_job_which_reaches_furthest(storage: Storage) -> None:
    await add(storage, summarising(1, 3), summarising(1, 9), summarising(2, 4))
    await add(storage, summarising(1, 5))
    assert [(job.scope, job.last) for job in await claim(storage)] == [(1, 9), (2, 4)]


async def test_single_jobs_added_at_once_become_one(storage: Storage) -> None:
    await asyncio.gather(*(add(storage, summarising(1, last), summarising(2, last)) for last in range(1, 21)))
    assert sorted((job.scope, job.last) for job in await claim(storage)) == [(1, 20), (2, 20)]


async def test_a_job_widened_while_it_is_claimed_is_due_again_when_finished(storage: Storage) -> None:
    await add(storage, summarising(1, 3))
    (job,) = await claim(storage)
    await add(storage, summarising(1, 8))
    assert await claim(storage) == []
    await storage.jobs.finish([job.id])
    (again,) = await claim(storage)
    assert (again.id, again.last, again.attempts, again.claims) == (job.id, 8, 0, 1)
    await storage.jobs.finish([again.id])
    assert await storage.jobs.counts() == JobCounts(0, 0)


async def test_a_job_widened_while_it_is_claimed_is_not_parked(storage: Storage) -> None:
    await add(storage, summarising(1, 3))
    (job,) = await claim(storage)
    await add(storage, summarising(1, 8))
    await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    assert [again.last for again in await claim(storage)] == [8]


async def test_a_parked_job_that_is_widened_is_due_again(storage: Storage) -> None:
    await add(storage, summarising(1, 3))
    (job,) = await claim(storage)
    await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")
    await add(storage, summarising(1, 8))
    (again,) = await claim(storage)
    assert (again.last, again.attempts, again.claims, again.parked) == (8, 0, 1, False)


async def test_a_job_widened_while_it_is_claimed_counts_its_failures_anew(storage: Storage) -> None:
    await add(storage, summarising(1, 3))
    (job,) = await claim(storage)
    await add(storage, summarising(1, 8))
    await storage.jobs.retry(job.id, steps=job.steps, attempts=9, delay=60, error="broken")
    (again,) = await storage.jobs.pending(1)
    assert (again.last, again.attempts) == (8, 0)


async def test_a_released_job_is_due_at_once_as_if_it_had_not_been_claimed(storage: Storage) -> None:
    await add(storage, new_job(MESSAGES, 1), new_job(MESSAGES, 2))
    first, _ = await claim(storage)
    await storage.jobs.release([first.id])
    (again,) = await claim(storage)
    assert (again.id, again.claims, again.attempts) == (first.id, 1, 0)


async def test_parked_jobs_say_that_they_are_parked(storage: Storage) -> None:
    await add(storage, new_job(MESSAGES, 1), new_job(MESSAGES, 1))
    first, _ = await claim(storage)
    await storage.jobs.park(first.id, steps=first.steps, attempts=1, error="broken")
    assert [job.parked for job in await storage.jobs.pending(1)] == [True, False]
    assert [job.parked for job in await storage.jobs.parked(after=0, limit=10)] == [True]


async def test_all_kinds_of_jobs_of_a_session_are_pending(storage: Storage) -> None:
    kinds = (MESSAGES, COMPLETIONS, SUMMARISING, SUMMARIES)
    await add(storage, *(new_job(kind, 1) for kind in kinds), new_job(COLLECTION_KIND, 1))
    assert {job.kind for job in await storage.jobs.pending(1)} == set(kinds)


async def test_jobs_go_with_the_messages_that_they_are_about(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two")).session
    await storage.sessions.delete("s")
    await say(storage, "s", "three")
    await add(storage, new_job(COMPLETIONS, session, 2), new_job(COMPLETIONS, session, 3))
    await add(storage, new_job(COLLECTION_KIND, session, 2))
    await storage.purge(receipts_before=LONG_AGO)
    assert [(job.kind, job.last) for job in await claim(storage)] == [(COMPLETIONS, 3), (COLLECTION_KIND, 2)]


async def test_jobs_of_other_scopes_stay_when_a_user_is_deleted(storage: Storage) -> None:
    user = await user_of(storage, "ann")
    await add(storage, new_job(COMPLETIONS, 4711), new_job(COLLECTION_KIND, user.id))
    await storage.users.delete("ann")
    assert (await storage.jobs.counts()).pending == 2


async def test_a_summary_promises_a_job_over_itself(storage: Storage) -> None:
    session = (await say(storage, "s", "one", "two")).session
    summary = NewSummary(base=0, point=2, content="text", token_count=1)
    assert await storage.summaries.add(session, summary, steps=("embeddings",)) is not None
    (job,) = await claim(storage, SUMMARIES)
    assert (job.scope, job.last, job.steps) == (session, 2, ("embeddings",))


async def test_a_refused_summary_promises_nothing(storage: Storage) -> None:
    session = (await say(storage, "s", "one")).session
    summary = NewSummary(base=5, point=1, content="text", token_count=1)
    assert await storage.summaries.add(session, summary, steps=("embeddings",)) is None
    assert (await storage.jobs.counts()).pending == 0


async def test_a_job_names_the_request_that_promised_it_whatever_promised_it(storage: Storage) -> None:
    """Other requests write at the same time; each job has the id of its own."""
    both = {"steps": ("terms",), "summarising": ("summary",)}
    uuids = {}
    for name in ("edited", "deleted", "kept", "restored", "session restored"):
        session = (await say(storage, name, "one", "two", "three")).session
        await summarise(storage, session, 3)
        uuids[name] = (await live(storage, name))[1].uuid
    await storage.messages.delete("restored", uuids["restored"])
    await storage.sessions.delete("session restored")
    collection = await collection_of(storage, "notes", auto=True)
    forgetful = RetentionChange(remember=False)
    causes: dict[str, Callable[[str], Awaitable[object]]] = {
        "known": lambda name: storage.messages.append(name, [message(uuid=new_uuid())], steps=("terms",)),
        "edited": lambda name: storage.messages.revise(name, uuids[name], "2", **both),
        "deleted": lambda name: storage.messages.delete(name, uuids[name], summarising=("summary",)),
        "kept": lambda name: storage.messages.retain(name, uuids[name], forgetful, **both),
        "restored": lambda name: storage.messages.restore(name, uuids[name], **both),
        "session restored": lambda name: storage.sessions.restore(name, steps=("terms",)),
        "documents": lambda _: storage.documents.add(collection.id, [document("one")], steps=("embeddings",)),
    }

    async def promise(request: str) -> None:
        current_request.set(request)
        await causes[request](request)

    for request in causes:
        others = [asyncio.create_task(say(storage, "other", "more")) for _ in range(3)]
        await asyncio.create_task(promise(request))
        await asyncio.gather(*others)
        jobs = await claim(storage)
        assert {job.request for job in jobs} == {request}
        await storage.jobs.finish([job.id for job in jobs])


async def test_a_job_of_nobody_is_that_of_the_request_that_widens_it(storage: Storage) -> None:
    await add(storage, summarising(1, last=3))
    await add(storage, summarising(1, last=4), new_job(MESSAGES, 2))
    for request in ("first", "second"):
        current_request.set(request)
        await add(storage, summarising(1, last=5))
    assert [job.request for job in await claim(storage)] == ["first", ""]


async def test_a_widened_job_that_is_finished_is_due_again_and_no_other(storage: Storage) -> None:
    await add(storage, summarising(1, 5), summarising(2, 5), summarising(3, 5))
    jobs = {job.scope: job.id for job in await claim(storage, lease=600)}
    await add(storage, summarising(1, 9))
    await storage.jobs.finish([jobs[1], jobs[3]])
    assert [(job.scope, job.last) for job in await claim(storage)] == [(1, 9)]
    assert (await storage.jobs.counts()).pending == 2

"""Waiting for enrichment: what counts, what does not, and that waiting ends."""

from __future__ import annotations

import asyncio

import pytest

from holdfast.domain.jobs import COMPLETIONS, SUMMARIES, SUMMARISING, NewJob
from holdfast.enrichment import progress as module
from holdfast.enrichment.progress import EnrichmentStatus, Progress
from holdfast.storage.contract.storage import Storage
from tests.storage.deadline import until
from tests.storage.samples import say

DONE, PENDING, PARKED = EnrichmentStatus.DONE, EnrichmentStatus.PENDING, EnrichmentStatus.PARKED


async def status(storage: Storage, *, first: int, last: int, session: int = 1) -> EnrichmentStatus:
    return await Progress(storage.jobs).wait(session, first=first, last=last, seconds=0)


async def add(storage: Storage, kind: str, first: int, last: int, *, parked: bool = False) -> None:
    await storage.jobs.finish([], follow=[NewJob(kind=kind, scope=1, first=first, last=last, steps=("step",))])
    if parked:
        (job,) = await storage.jobs.claim(limit=1, lease=60)
        await storage.jobs.park(job.id, steps=job.steps, attempts=1, error="broken")


async def test_without_jobs_enrichment_is_done(storage: Storage) -> None:
    assert await status(storage, first=1, last=3) is DONE


@pytest.mark.parametrize("kind", ["messages", COMPLETIONS, SUMMARISING])
async def test_jobs_over_the_messages_themselves_count(storage: Storage, kind: str) -> None:
    await add(storage, kind, 3, 4)
    assert await status(storage, first=4, last=6) is PENDING
    assert await status(storage, first=1, last=3) is PENDING


async def test_jobs_over_other_messages_and_sessions_do_not_count(storage: Storage) -> None:
    await add(storage, "messages", 3, 4)
    assert await status(storage, first=5, last=6) is DONE
    assert await status(storage, first=1, last=2) is DONE
    assert await status(storage, first=3, last=4, session=2) is DONE


async def test_a_summary_that_the_messages_may_have_called_for_counts(storage: Storage) -> None:
    await add(storage, SUMMARIES, 2, 2)
    assert await status(storage, first=5, last=6) is PENDING


async def test_what_was_given_up_is_told_apart(storage: Storage) -> None:
    await add(storage, "messages", 3, 4, parked=True)
    assert await status(storage, first=4, last=4) is PARKED
    await add(storage, COMPLETIONS, 4, 4)
    assert await status(storage, first=4, last=4) is PENDING


async def test_waiting_ends_as_soon_as_the_jobs_are_done(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 100.0)
    session = (await say(storage, "s", "text", steps=("step",))).session
    progress = Progress(storage.jobs)
    waits = [asyncio.create_task(progress.wait(session, first=1, last=1, seconds=50)) for _ in range(3)]
    (job,) = await storage.jobs.claim(limit=1, lease=60)
    await storage.jobs.finish([job.id])

    async def all_done() -> bool:
        progress.settled({session, 4711})
        return all(wait.done() for wait in waits)

    await until(all_done)
    assert [wait.result() for wait in waits] == [DONE] * 3
    assert not progress._waiting


async def test_jobs_done_by_another_process_are_noticed(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "POLL_SECONDS", 0.01)
    session = (await say(storage, "s", "text", steps=("step",))).session
    wait = asyncio.create_task(Progress(storage.jobs).wait(session, first=1, last=1, seconds=50))
    (job,) = await storage.jobs.claim(limit=1, lease=60)
    await storage.jobs.finish([job.id])
    assert await wait is DONE


async def test_a_caller_who_goes_away_leaves_nothing_behind(storage: Storage) -> None:
    session = (await say(storage, "s", "text", steps=("step",))).session
    progress = Progress(storage.jobs)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.02):
            await progress.wait(session, first=1, last=1, seconds=50)
    assert not progress._waiting

"""Who waits for a session is told as soon as something happened to it that is waited for, and of nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from holdfast.domain.jobs import MESSAGES, SUMMARIES
from holdfast.domain.principals import ANYONE, Limits, Principal, Rights
from holdfast.domain.summaries import NewSummary
from holdfast.errors import NotFound, Unavailable
from holdfast.operations import watching
from holdfast.operations.access import Access
from holdfast.operations.watching import Glimpse, UnderWay, Watching
from holdfast.storage.contract.sessions import Extent
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.deadline import until
from tests.storage.samples import live, say

LONG = 10.0
SHORT = 0.05


@pytest.fixture
async def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqliteStorage]:
    monkeypatch.setattr(watching, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(watching, "_PAUSE_AFTER_FAILURE", 0.001)
    storage = SqliteStorage(tmp_path)
    await storage.start()
    for session in ("s", "t"):
        await say(storage, session, "one", "two")
    yield storage
    await storage.stop()


@pytest.fixture
async def watch(storage: SqliteStorage) -> AsyncIterator[Watching]:
    watch = Watching(Access(storage))
    yield watch
    await watch.close()


async def waiting(watch: Watching, session: str, seen: int, **more: int | None) -> asyncio.Task[Glimpse]:
    """Somebody who waits, and has begun to."""
    task = asyncio.create_task(watch.wait(ANYONE, session, seen=seen, seconds=LONG, **more))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    return task


async def nothing_is_looked_at() -> bool:
    """Whether no task is left but that of the test."""
    return len(asyncio.all_tasks()) == 1


async def test_what_was_missed_is_told_at_once(storage: SqliteStorage, watch: Watching) -> None:
    now = await watch.look(ANYONE, "s")
    assert (now.extent.last, now.under_way) == (2, UnderWay())
    before = now.extent.edition
    await storage.messages.revise("s", (await live(storage, "s"))[0].uuid, "won", steps=("tokens",))
    then = await watch.look(ANYONE, "s")
    assert then.under_way.state
    for missed in ({"seen": 1}, {"seen": 2, "edition": before}, {"seen": 2, "state": then.under_way.state + 1}):
        assert await watch.wait(ANYONE, "s", seconds=LONG, **missed) == then  # type: ignore[arg-type]
    for same in ({}, {"edition": then.extent.edition}, {"state": then.under_way.state}):
        assert await watch.wait(ANYONE, "s", seen=2, seconds=SHORT, **same) == then  # type: ignore[arg-type]


async def test_each_is_told_of_what_it_waits_for(storage: SqliteStorage, watch: Watching) -> None:
    edition = (await watch.look(ANYONE, "s")).extent.edition
    coming = await waiting(watch, "s", 2)
    edited = await waiting(watch, "s", 2, edition=edition)
    elsewhere = await waiting(watch, "t", 2)
    await storage.messages.revise("s", (await live(storage, "s"))[0].uuid, "won", steps=("tokens",))
    state = (await edited).under_way.state
    assert not coming.done()
    (job,) = await storage.jobs.claim(limit=9, lease=60)
    finished = await waiting(watch, "s", 2, state=state)
    unaware = await waiting(watch, "s", 2)
    edited = await waiting(watch, "s", 2, edition=(await edited).extent.edition)
    await storage.messages.revise("s", (await live(storage, "s"))[0].uuid, "won twice", steps=())
    await edited
    assert not finished.done()
    await storage.jobs.finish([job.id])
    assert (await finished).under_way == UnderWay()
    assert not coming.done()
    await say(storage, "s", "three")
    assert [(await task).extent.last for task in (coming, unaware)] == [3, 3]
    assert not elsewhere.done()
    await storage.sessions.delete("t")
    with pytest.raises(NotFound):
        await elsewhere
    await until(nothing_is_looked_at)


async def test_what_is_under_way_is_the_enrichment_of_messages(storage: SqliteStorage, watch: Watching) -> None:
    session = (await storage.sessions.get("s")).id
    summary = NewSummary(base=0, point=1, content="one", token_count=1)
    assert await storage.summaries.add(session, summary, steps=("vectors",))
    assert [job.kind for job in await storage.jobs.pending(session)] == [SUMMARIES]
    assert (await watch.look(ANYONE, "s")).under_way == UnderWay()
    await say(storage, "s", "three", steps=("tokens",))
    await say(storage, "s", "four", "five", steps=("tokens",))
    both = (await watch.look(ANYONE, "s")).under_way
    assert both.first == 3
    first, second = await storage.jobs.claim(limit=9, lease=60, kind=MESSAGES)
    await storage.jobs.park(first.id, steps=("tokens",), attempts=9, error="e")
    one = (await watch.look(ANYONE, "s")).under_way
    assert (one.first, one.state not in {0, both.state}) == (4, True)
    await storage.jobs.finish([second.id])
    assert (await watch.look(ANYONE, "s")).under_way == UnderWay()


async def test_nobody_waits_for_what_is_closed_or_any_longer_when_told_to_stop(
    storage: SqliteStorage, watch: Watching
) -> None:
    closed = Principal("closed", Rights.of(["read"]), limits=Limits(session_prefixes=("other",)))
    for session, principal in (("s", closed), ("none", ANYONE)):
        with pytest.raises(NotFound):
            await watch.wait(principal, session, seen=2, seconds=LONG)
    tasks = [await waiting(watch, session, 2) for session in ("s", "s", "t")]
    watch.stop()
    assert [(await task).extent.last for task in tasks] == [2, 2, 2]
    assert (await watch.wait(ANYONE, "s", seen=2, seconds=LONG)).extent.last == 2


async def test_looking_goes_on_after_the_store_failed(
    storage: SqliteStorage, watch: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = await waiting(watch, "s", 2)
    extent, failures = storage.sessions.extent, 0

    async def failing(session_id: str) -> Extent | None:
        nonlocal failures
        failures += 1
        if failures < 3:
            raise Unavailable("the store is away", retry_after=1)
        return await extent(session_id)

    monkeypatch.setattr(storage.sessions, "extent", failing)
    await say(storage, "s", "three")
    assert (await task).extent.last == 3
    assert failures >= 3

"""Wake-ups: workers of all processes hear of new jobs; a lost signal or connection loses no job."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import asyncpg
import pytest

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.jobs import COMPLETIONS, NewJob
from holdfast.domain.messages import Message
from holdfast.domain.receipts import Receipt
from holdfast.domain.summaries import NewSummary
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.deadline import until
from tests.storage.documents import collection_of, document, vector
from tests.storage.samples import LONG_AGO, live, message, say

STEPS = ("step",)

END_LISTENERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"


class Signals:
    """Counts the wake-ups of a storage."""

    def __init__(self, storage: PostgresStorage) -> None:
        self.count = 0
        storage.jobs.watch(self._note)

    def _note(self) -> None:
        self.count += 1

    async def come_after(self, count: int) -> None:
        async def more() -> bool:
            return self.count > count

        await until(more)


@pytest.fixture
async def signals(other: PostgresStorage) -> Signals:
    signals = Signals(other)
    await signals.come_after(0)  # it listens now
    return signals


async def test_a_job_wakes_the_workers_of_another_process(storage: PostgresStorage, signals: Signals) -> None:
    before = signals.count
    await say(storage, "s", "one", steps=("tokens",))
    await signals.come_after(before)


async def test_a_job_of_an_append_with_known_uuids_wakes_too(storage: PostgresStorage, signals: Signals) -> None:
    before = signals.count
    one = message("one", uuid="8c4d6d40-6f0a-4f0e-9d2c-3b6f8f0c0001")
    await storage.messages.append("s", [one], steps=("tokens",))
    await signals.come_after(before)


async def test_many_appends_send_few_signals(storage: PostgresStorage, signals: Signals) -> None:
    before = signals.count
    await asyncio.gather(*(say(storage, f"s{n}", "one", steps=("tokens",)) for n in range(200)))
    await signals.come_after(before)
    await storage.stop()
    assert signals.count - before < 50


async def test_commits_on_the_connection_that_sent_a_signal_still_wait_for_the_disk(
    empty_postgres: str, signals: Signals
) -> None:
    storage = PostgresStorage(f"{empty_postgres}&pool_size=1&options=-csynchronous_commit%3Don")
    await storage.start()
    before = signals.count
    await say(storage, "s", "one", steps=("tokens",))
    await signals.come_after(before)
    ((setting,),) = await storage._database.rows("SHOW synchronous_commit")
    assert setting == "on"
    await storage.stop()


async def test_own_jobs_wake_own_workers_also_where_no_signal_can_come(empty_postgres: str) -> None:
    storage = PostgresStorage(f"{empty_postgres}&pooler=transaction")
    await storage.start()
    signals = Signals(storage)
    await say(storage, "s", "one", steps=("tokens",))
    await signals.come_after(0)
    await storage.stop()


def verbs_that_promise_jobs(storage: PostgresStorage) -> list[Callable[[], Awaitable[object]]]:
    """In an order in which they can be done."""
    messages, jobs = storage.messages, storage.jobs
    follow = [NewJob(kind=COMPLETIONS, scope=1, first=1, last=1, steps=STEPS)]

    async def first() -> Message:
        return (await live(storage, "s"))[0]

    async def summarised() -> int:
        extent = await storage.sessions.extent("s")
        assert extent is not None
        new = NewSummary(base=0, point=extent.first, content="sum", token_count=1, edition=extent.edition)
        assert await storage.summaries.add(extent.session, new, steps=STEPS)
        return extent.session

    async def delete() -> None:
        await messages.delete("s", (await first()).uuid, summarising=STEPS)

    async def restore() -> None:
        (gone,) = await messages.deleted("s", before=None, limit=9)
        await messages.restore("s", gone.message.uuid, steps=STEPS)

    async def restore_session() -> None:
        await storage.sessions.delete("s")
        await storage.sessions.restore("s", steps=STEPS)

    async def expire() -> None:
        expired = await storage.expirations.settle(summarising=STEPS)
        assert expired.messages == 1

    async def add_documents() -> None:
        collection = await collection_of(storage, "docs", auto=True)
        await storage.documents.add(collection.id, [document()], steps=STEPS)

    async def schedule() -> None:
        number = (await storage.collections.get("docs")).id
        await storage.documents.set_vectors(number, {1: vector(1)}, model="old")
        await jobs.drop(None)
        for job in await jobs.claim(limit=99, lease=60):
            await jobs.finish([job.id])
        assert await storage.documents.schedule(model="new", steps=STEPS, job_size=1000) == 1

    async def park() -> None:
        (job,) = await jobs.claim(limit=1, lease=60)
        await jobs.park(job.id, steps=STEPS, attempts=1, error="e", follow=follow)

    async def retry() -> None:
        (job,) = await jobs.claim(limit=1, lease=60)
        await jobs.retry(job.id, steps=STEPS, attempts=1, error="e", delay=60, follow=follow)

    async def release() -> None:
        await jobs.release([job.id for job in await jobs.claim(limit=1, lease=60)])

    return [
        lambda: say(storage, "s", "one", "two", steps=STEPS),
        lambda: messages.append("s", [message(uuid=new_uuid())], steps=STEPS),
        lambda: messages.append("s", [message(uuid=new_uuid())], steps=STEPS, receipt=Receipt("k", b"f")),
        summarised,
        delete,
        restore,
        lambda: messages.append("s", [message(expires_at=LONG_AGO)], steps=STEPS),
        expire,
        restore_session,
        add_documents,
        schedule,
        lambda: jobs.finish([], follow=follow),
        park,
        retry,
        release,
        lambda: jobs.redrive(None),
    ]


async def test_every_verb_that_promises_jobs_wakes_the_workers(empty_postgres: str) -> None:
    storage = PostgresStorage(f"{empty_postgres}&pooler=transaction")
    await storage.start()
    signals = Signals(storage)
    for number, verb in enumerate(verbs_that_promise_jobs(storage)):
        before = signals.count
        await verb()
        try:
            await signals.come_after(before)
        except AssertionError:
            pytest.fail(f"verb {number} woke nobody: {verb}")
    await storage.stop()


async def test_several_servers_together_send_hardly_more_signals_than_one(
    empty_postgres: str,
) -> None:
    servers = [PostgresStorage(empty_postgres) for _ in range(6)]
    for server in servers:
        await server.start()
    looks = [Signals(server) for server in servers]
    heard: list[str] = []
    listener = await asyncpg.connect(empty_postgres)
    await listener.add_listener("holdfast_jobs", lambda *signal: heard.append(signal[-1]))
    for look in looks:
        await look.come_after(0)
    before = [look.count for look in looks]
    clock = asyncio.get_running_loop().time
    begun = clock()
    while clock() - begun < 2:
        await asyncio.gather(*(say(server, f"s{n}", "one", steps=("tokens",)) for n, server in enumerate(servers)))
    seconds = clock() - begun
    for server in servers:
        await server.stop()
    await listener.close()
    # Alone each sends up to 4 a second, and looks 20 times a second for its own jobs and 4 times for those of others.
    assert len(set(heard)) > 1
    assert len(heard) < 12 * seconds + 12, heard
    assert max(look.count - count for look, count in zip(looks, before, strict=True)) < 25 * seconds + 10


async def test_an_append_without_jobs_wakes_nobody(storage: PostgresStorage, signals: Signals) -> None:
    before = signals.count
    await say(storage, "s", "one")
    await storage.stop()  # which sends what is outstanding
    assert signals.count == before


async def test_redriven_jobs_wake_the_workers(storage: PostgresStorage, signals: Signals) -> None:
    before = signals.count
    await storage.jobs.redrive(None)
    await signals.come_after(before)


async def test_listening_goes_on_after_a_lost_connection(
    storage: PostgresStorage, signals: Signals, empty_postgres: str
) -> None:
    before = signals.count
    execute(empty_postgres, END_LISTENERS)
    await signals.come_after(before)  # the new connection wakes: something may have been missed
    before = signals.count
    await say(storage, "s", "one", steps=("tokens",))
    await signals.come_after(before)


async def test_a_signal_that_is_due_is_sent_before_a_stop(storage: PostgresStorage, signals: Signals) -> None:
    await say(storage, "s", "one", steps=("tokens",))
    await signals.come_after(1)
    before = signals.count
    await say(storage, "s", "two", steps=("tokens",))  # so soon after the last one that the signal waits
    await storage.stop()
    await signals.come_after(before)

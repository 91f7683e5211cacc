"""Wake-ups: workers of all processes hear of new jobs; a lost signal or connection loses no job."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.deadline import until
from tests.storage.samples import message, say

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

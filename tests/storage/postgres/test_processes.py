"""Several server processes on one database: each sees at once what the others have written."""

from __future__ import annotations

import asyncio

import asyncpg

from holdfast.chores.chore import Chore
from holdfast.chores.reembedding import Reembedding
from holdfast.chores.supervisor import Supervisor
from holdfast.errors import AlreadyExists
from holdfast.storage.contract.storage import Purged
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.chaos import unleash
from tests.storage.deadline import until
from tests.storage.samples import LONG_AGO, contents, decoded, message, say, session_of, summarise


async def test_what_one_process_stored_another_reads_at_once(storage: PostgresStorage, other: PostgresStorage) -> None:
    for number in range(20):
        await say(storage, "s", str(number))
        memory = await other.messages.memory("s", window=1, lastn=0)
        assert [found.content for found in memory.messages] == [str(number)]


async def test_the_extent_tells_other_processes_that_messages_came_or_went(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    await say(storage, "s", "one")
    first = await other.sessions.extent("s")
    assert await other.sessions.extent("s") == first
    await say(storage, "s", "two")
    second = await other.sessions.extent("s")
    assert second != first
    await storage.sessions.delete("s")
    await say(storage, "s", "three")
    assert await other.sessions.extent("s") not in (first, second, None)


async def test_appends_of_two_processes_share_a_session_without_gaps(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    posts = [say(process, "s", f"{n} a", f"{n} b") for n in range(50) for process in (storage, other)]
    appended = await asyncio.gather(*posts)
    positions = sorted(position for one in appended for position in range(one.first, one.last + 1))
    assert positions == list(range(1, 201))
    assert len({one.session for one in appended}) == 1
    assert await storage.check() == []


async def test_appends_of_two_processes_to_many_sessions_do_not_collide(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    posts = [say(process, f"s{n % 17}", str(n)) for n in range(200) for process in (storage, other)]
    await asyncio.gather(*posts)
    assert sorted(extent.last for extent in await storage.sessions.extents()) == sorted(
        2 * len(range(n, 200, 17)) for n in range(17)
    )
    assert len({extent.session for extent in await storage.sessions.extents()}) == 17


async def test_new_sessions_of_two_processes_get_numbers_of_their_own(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    creations = [session_of(process, f"s{n}") for n in range(20) for process in (storage, other)]
    outcomes = await asyncio.gather(*creations, return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 20
    assert len({session.id for session in await other.sessions.page(after=0, limit=100)}) == 20


async def test_who_creates_a_session_waits_for_no_other_creation(storage: PostgresStorage, empty_postgres: str) -> None:
    elsewhere = await asyncpg.connect(empty_postgres)
    async with elsewhere.transaction():
        await elsewhere.execute(
            "WITH named AS (INSERT INTO session_names VALUES ('s', nextval('session_numbers')) RETURNING session)"
            " INSERT INTO sessions (id, uuid, session_id, created_at, updated_at)"
            " SELECT session, gen_random_uuid(), 's', now(), now() FROM named"
        )
        assert (await session_of(storage, "t")).id == 2
        assert (await say(storage, "u", "one")).session == 3
    await elsewhere.close()
    assert (await say(storage, "s", "two")).session == 1
    assert [session.id for session in await storage.sessions.page(after=0, limit=9)] == [1, 2, 3]
    assert await storage.check() == []


async def test_merges_of_two_processes_are_all_kept(storage: PostgresStorage, other: PostgresStorage) -> None:
    await session_of(storage, "s")
    processes = (storage, other)
    await asyncio.gather(*(processes[n % 2].sessions.merge_metadata("s", {f"k{n}": n}) for n in range(60)))
    assert decoded((await other.sessions.get("s")).metadata) == {f"k{n}": n for n in range(60)}


async def test_purges_of_two_processes_remove_every_row_once(storage: PostgresStorage, other: PostgresStorage) -> None:
    for n in range(10):
        await say(storage, f"s{n}", *(f"{m}" for m in range(50)))
        await storage.sessions.delete(f"s{n}")
    purges = [process.purge(receipts_before=LONG_AGO) for process in (storage, other, storage, other)]
    assert sum(await asyncio.gather(*purges), Purged()) == Purged(messages=500, sessions=10)
    assert await storage.check() == []


async def test_deletions_and_recreations_by_two_processes_never_mix_sessions(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    async def live(process: PostgresStorage, name: str) -> None:
        for n in range(8):
            await asyncio.gather(
                say(process, "s", f"{name} {n} a", f"{name} {n} b"),
                process.sessions.delete("s"),
                return_exceptions=True,
            )
            await asyncio.gather(
                session_of(process, "s"), process.sessions.merge_metadata("s", {}), return_exceptions=True
            )

    await asyncio.gather(live(storage, "one"), live(other, "two"))
    found = await contents(storage, "s")
    assert [text.replace(" a", " b") for text in found[::2]] == found[1::2]
    assert await storage.check() == []


async def test_a_uuid_taken_in_two_processes_at_once_is_stored_in_one_session(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    one = message("one", uuid="8c4d6d40-6f0a-4f0e-9d2c-3b6f8f0c0001")
    appends = (
        process.messages.append(f"{name}{n}", [one], steps=())
        for n in range(10)
        for process, name in ((storage, "a"), (other, "b"))
    )
    outcomes = await asyncio.gather(*appends, return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyExists) for outcome in outcomes) == 19


async def test_summarisers_of_two_processes_store_one_summary(storage: PostgresStorage, other: PostgresStorage) -> None:
    session = (await say(storage, "s", "one", "two")).session
    outcomes = await asyncio.gather(
        *(summarise(process, session, 2) for process in (storage, other) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(outcome, AssertionError) for outcome in outcomes) == 9
    assert len(await other.summaries.of_session(session)) == 1


async def test_workers_of_two_processes_share_the_jobs(storage: PostgresStorage, other: PostgresStorage) -> None:
    await asyncio.gather(*(say(storage, f"s{n}", "one", steps=("tokens",)) for n in range(60)))
    claims = await asyncio.gather(
        *(process.jobs.claim(limit=7, lease=60) for _ in range(5) for process in (storage, other))
    )
    taken = [job.id for jobs in claims for job in jobs]
    assert len(taken) == len(set(taken)) == 60


async def test_everything_at_once_by_two_processes_leaves_the_store_sound(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    await unleash(2, storage, other)


async def test_messages_that_lack_a_vector_are_scheduled_by_one_process(
    storage: PostgresStorage, other: PostgresStorage
) -> None:
    for n in range(20):
        await say(storage, f"s{n}", "one", "two")
    works = [Reembedding(process, model="new", step="index", wake=lambda: None) for process in (storage, other)]
    chores = [Chore(name="reembedding", run=work.run, interval=None, alone=True) for work in works]
    first, second = Supervisor(storage), Supervisor(other)

    async def one_has_ended() -> bool:
        return any(state.runs for supervisor in (first, second) for state in supervisor.states)

    async with first.running(chores[:1]), second.running(chores[1:]):
        await until(one_has_ended)
    assert sum(work.scheduled for work in works) == 40
    assert len(await storage.jobs.claim(limit=100, lease=60)) == 20

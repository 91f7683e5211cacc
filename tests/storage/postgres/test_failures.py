"""What happens when the database, the network or a process fails: clear answers, and nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import asyncpg
import pytest

from holdfast.domain.receipts import Receipt
from holdfast.errors import InvalidRequest, StartupError, Unavailable
from holdfast.storage.postgres.engine.batcher import IN_FLIGHT
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.deadline import until
from tests.storage.postgres.proxy import proxied
from tests.storage.postgres.server import Server
from tests.storage.samples import contents, fresh, message, say, session_of, user_of

WRITERS = 8

DYING_AT_COMMIT = """
CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE 'server closed the connection unexpectedly: invalid socket' USING ERRCODE = 'XX000'; END $$;
CREATE CONSTRAINT TRIGGER die AFTER INSERT OR UPDATE ON sessions DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION die();
"""
"""As Citus answers a COMMIT when a node has died since the last statement."""


@asynccontextmanager
async def running(dsn: str, options: str = "") -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(dsn + options)
    await storage.start()
    try:
        yield storage
    finally:
        await storage.stop()


class Load:
    """Writers that append without end and remember what was acknowledged.

    Every other one carries keys and sends what was refused again, until it is acknowledged.
    """

    def __init__(self, storage: PostgresStorage) -> None:
        self._storage = storage
        self.acknowledged: dict[str, list[int]] = {f"s{writer}": [] for writer in range(WRITERS)}
        self.refused = 0

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        writers = [
            asyncio.create_task(self._write(session, keyed=number % 2 == 0))
            for number, session in enumerate(self.acknowledged)
        ]
        try:
            yield
        finally:
            for writer in writers:
                writer.cancel()
            for writer in writers:
                with contextlib.suppress(asyncio.CancelledError):
                    await writer

    async def _write(self, session: str, *, keyed: bool) -> None:
        for number in itertools.count():
            receipt = Receipt(f"{session} {number}", b"") if keyed else None
            while not await self._acknowledged(session, number, receipt) and keyed:
                pass

    async def _acknowledged(self, session: str, number: int, receipt: Receipt | None) -> bool:
        messages = [message(str(number))]
        try:
            await self._storage.messages.append(session, messages, steps=("tokens",), receipt=receipt)
        except Unavailable as error:
            assert error.retry_after > 0
            self.refused += 1
            await asyncio.sleep(0.01)
            return False
        self.acknowledged[session].append(number)
        return True

    async def progress(self, count: int = 100) -> None:
        """Wait until so many more appends are acknowledged."""
        goal = self.total + count

        async def reached() -> bool:
            return self.total >= goal

        await until(reached)

    async def refusal(self) -> None:
        """Wait until one more append is refused."""
        before = self.refused

        async def refused() -> bool:
            return self.refused > before

        await until(refused)

    @property
    def total(self) -> int:
        return sum(map(len, self.acknowledged.values()))

    async def verify(self) -> None:
        for session, numbers in self.acknowledged.items():
            found = [int(content) for content in await contents(self._storage, session)]
            assert found == sorted(set(found)), "a message is there twice or out of order"
            assert set(numbers) <= set(found), "an acknowledged message is lost"
        assert await self._storage.check() == []


async def test_a_database_killed_and_restarted_under_load_loses_nothing_acknowledged(server: Server) -> None:
    async with running(server.dsn) as storage:
        load = Load(storage)
        async with load.running():
            await load.progress()
            server.kill()
            server.start()
            await load.progress()
        await load.verify()


async def test_a_database_restarted_in_order_under_load_loses_nothing_acknowledged(server: Server) -> None:
    async with running(server.dsn) as storage:
        load = Load(storage)
        async with load.running():
            await load.progress()
            server.stop()
            server.start()
            await load.progress()
        await load.verify()


async def test_a_cut_network_under_load_loses_nothing_acknowledged(empty_postgres: str) -> None:
    async with proxied(empty_postgres) as (proxy, dsn), running(dsn) as storage:
        load = Load(storage)
        async with load.running():
            for _ in range(3):
                await load.progress(50)
                proxy.cut()
                await load.refusal()
                proxy.mend()
            await load.progress(50)
        await load.verify()


async def test_reads_go_on_after_a_cut_network(empty_postgres: str) -> None:
    async with proxied(empty_postgres) as (proxy, dsn), running(dsn) as storage:
        await say(storage, "s", "one")
        proxy.cut()
        with pytest.raises(Unavailable):
            await contents(storage, "s")
        proxy.mend()

        async def answered() -> list[str]:
            with contextlib.suppress(Unavailable):
                return await contents(storage, "s")
            return []

        assert await until(answered) == ["one"]


async def test_a_silent_network_is_given_up_after_the_statement_timeout(empty_postgres: str) -> None:
    async with proxied(empty_postgres) as (proxy, dsn), running(dsn, "&statement_timeout=0.1") as storage:
        await say(storage, "s", "one")
        proxy.hold()
        with pytest.raises(Unavailable):
            await contents(storage, "s")
        proxy.mend()


async def test_nobody_waits_long_behind_calls_that_hang(empty_postgres: str) -> None:
    options = "&pool_timeout=0.1&statement_timeout=50"
    async with proxied(empty_postgres) as (proxy, dsn), running(dsn, options) as storage:
        await say(storage, "s", "one")
        proxy.hold()
        hanging = []
        for _ in range(IN_FLIGHT):
            hanging += [asyncio.ensure_future(say(storage, fresh(), "x")), asyncio.ensure_future(contents_of(storage))]
            await asyncio.sleep(0.001)
        for ask in (lambda: say(storage, "t", "two"), lambda: contents_of(storage)):
            begun = asyncio.get_running_loop().time()
            with pytest.raises(Unavailable):
                await ask()
            assert asyncio.get_running_loop().time() - begun < 25
        proxy.mend()
        await asyncio.gather(*hanging, return_exceptions=True)


async def contents_of(storage: PostgresStorage) -> None:
    await storage.messages.memory("s", window=1, lastn=0)


async def test_a_database_that_is_gone_is_unavailable_and_a_failed_ping(server: Server) -> None:
    async with running(server.dsn) as storage:
        server.stop()
        for call in (storage.ping(), contents(storage, "s"), say(storage, "s", "one")):
            with pytest.raises(Unavailable):
                await call
        server.start()


async def test_each_try_to_reach_a_database_that_is_away_is_logged_in_one_line(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(server.dsn) as storage:
        server.kill()

        async def tried() -> bool:
            with contextlib.suppress(Unavailable):
                await storage.ping()
            return any(record.name == "asyncpg.pool" for record in caplog.records)

        await until(tried)
        server.start()
    assert caplog.records
    assert not [record.exc_info for record in caplog.records if record.exc_info]
    assert "\n" not in "".join(record.getMessage() for record in caplog.records)


async def test_a_database_that_is_not_there_is_a_startup_error(empty_postgres: str) -> None:
    with pytest.raises(StartupError, match="nowhere"):
        await PostgresStorage("postgresql://user:secret@/db?host=/nowhere").start()
    with pytest.raises(StartupError, match="create the database"):
        await PostgresStorage(empty_postgres.replace("/shared?", "/missing?")).start()
    with pytest.raises(StartupError, match=r"refuses the user .*nobody"):
        await PostgresStorage(empty_postgres.replace("//postgres@", "//nobody@")).start()


async def test_an_exhausted_pool_answers_after_the_wait_limit(empty_postgres: str) -> None:
    async with running(empty_postgres, "&pool_size=1&pool_timeout=0.1") as storage:
        await session_of(storage, "s")
        async with _locked(empty_postgres, "s"):
            blocked = asyncio.ensure_future(storage.sessions.merge_metadata("s", {"a": 1}))
            await until(partial(_one_waits, empty_postgres))
            with pytest.raises(Unavailable, match="free") as caught:
                await contents(storage, "s")
            assert caught.value.retry_after >= 1
        await blocked
        assert await contents(storage, "s") == []


async def test_a_statement_that_takes_too_long_is_ended(empty_postgres: str) -> None:
    async with running(empty_postgres, "&statement_timeout=0.1") as storage:
        await session_of(storage, "s")
        async with _locked(empty_postgres, "s"):
            for call in (storage.sessions.merge_metadata("s", {"a": 1}), say(storage, "s", "one")):
                with pytest.raises(Unavailable, match="statement timeout"):
                    await call
        await say(storage, "s", "two")
        assert await contents(storage, "s") == ["two"]


async def test_a_node_that_dies_while_it_commits_is_unavailable_and_nothing_is_stored(
    storage: PostgresStorage, empty_postgres: str
) -> None:
    await say(storage, "s", "one")
    execute(empty_postgres, DYING_AT_COMMIT)
    try:
        for work in (
            say(storage, "s", "two"),
            storage.sessions.merge_metadata("s", {"a": 1}),
            say(storage, "new", "one"),
        ):
            with pytest.raises(Unavailable, match="invalid socket") as caught:
                await work
            assert caught.value.retry_after > 0
    finally:
        execute(empty_postgres, "DROP FUNCTION die() CASCADE")
    await say(storage, "s", "three")
    assert (await contents(storage, "s"), await contents(storage, "new")) == (["one", "three"], [])


async def test_a_locked_session_does_not_hold_up_other_sessions(empty_postgres: str) -> None:
    async with running(empty_postgres) as storage:
        await session_of(storage, "s")
        async with _locked(empty_postgres, "s"):
            blocked = asyncio.ensure_future(say(storage, "s", "waits"))
            await asyncio.sleep(0)
            await say(storage, "t", "does not wait")
            assert not blocked.done()
        await blocked


async def test_a_failing_append_does_not_harm_its_neighbours(storage: PostgresStorage) -> None:
    bad = storage.messages.append("bad", [message("zero \0 byte")], steps=())
    found = await asyncio.gather(say(storage, "a", "one"), bad, say(storage, "b", "two"), return_exceptions=True)
    assert isinstance(found[1], asyncpg.PostgresError)
    assert (await contents(storage, "a"), await contents(storage, "b")) == (["one"], ["two"])
    assert await storage.sessions.extent("bad") is None


async def test_an_identifier_that_cannot_be_indexed_is_refused_and_harms_nobody(storage: PostgresStorage) -> None:
    long = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
    neighbours = [f"known{number}" for number in range(20)]
    for neighbour in neighbours:
        await session_of(storage, neighbour)
    strangers = [f"new{number}" for number in range(5)]
    names = [*neighbours[:10], long, *strangers, *neighbours[10:]]
    found = await asyncio.gather(*(say(storage, name, "once") for name in names), return_exceptions=True)
    assert [name for name, result in zip(names, found, strict=True) if isinstance(result, Exception)] == [long]
    assert isinstance(found[10], InvalidRequest)
    assert "too long" in str(found[10])
    assert [await contents(storage, name) for name in neighbours + strangers] == [["once"]] * 25
    for call in (session_of(storage, long), user_of(storage, long)):
        with pytest.raises(InvalidRequest, match="too long"):
            await call


async def test_who_was_stored_is_not_told_that_new_sessions_cannot_be_made(empty_postgres: str) -> None:
    async with running(empty_postgres, "&statement_timeout=0.3") as storage:
        await session_of(storage, "known")
        async with _holding(empty_postgres, "LOCK TABLE session_names IN SHARE MODE"):
            found = await asyncio.gather(
                say(storage, "known", "one"), say(storage, "new", "two"), return_exceptions=True
            )
        assert isinstance(found[1], Unavailable)
        assert not isinstance(found[0], BaseException)
        assert await contents(storage, "known") == ["one"]


async def test_a_schema_changed_under_a_running_server_is_learnt_anew(
    storage: PostgresStorage, empty_postgres: str
) -> None:
    await session_of(storage, "s")
    await storage.sessions.merge_metadata("s", {"a": 1})
    execute(empty_postgres, "ALTER TABLE sessions ADD COLUMN later text; ALTER TABLE summaries ADD COLUMN later text")
    try:
        assert (await storage.sessions.merge_metadata("s", {"b": 2})).session_id == "s"
        await say(storage, "s", "one")
        assert len((await storage.messages.memory("s", window=1, lastn=0)).messages) == 1
    finally:
        execute(empty_postgres, "ALTER TABLE sessions DROP COLUMN later; ALTER TABLE summaries DROP COLUMN later")


async def test_cancelled_callers_disturb_nobody(storage: PostgresStorage) -> None:
    appends = [asyncio.ensure_future(say(storage, "s", str(number))) for number in range(20)]
    await asyncio.sleep(0)
    for append in appends[::2]:
        append.cancel()
    await asyncio.gather(*appends, return_exceptions=True)
    found = await contents(storage, "s")
    assert {str(number) for number in range(1, 20, 2)} <= set(found)
    assert await storage.check() == []


async def test_cancelled_transactions_give_their_connections_back(empty_postgres: str) -> None:
    async with running(empty_postgres, "&pool_size=2&pool_timeout=60") as storage:
        await session_of(storage, "s")
        for _ in range(5):
            merges = [asyncio.ensure_future(storage.sessions.merge_metadata("s", {"a": 1})) for _ in range(4)]
            await asyncio.sleep(0.002)
            for merge in merges:
                merge.cancel()
            await asyncio.gather(*merges, return_exceptions=True)
        await storage.sessions.merge_metadata("s", {"done": True})


async def test_the_job_of_a_killed_worker_is_taken_over_when_its_lease_has_ended(
    storage: PostgresStorage, empty_postgres: str
) -> None:
    await say(storage, "s", "one", steps=("tokens",))
    command = [sys.executable, "-m", "tests.storage.postgres.claiming_process", empty_postgres, "0.3"]
    worker = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert await worker.stdout.readline() == b"claimed 1\n"
    worker.kill()
    await worker.communicate()
    (job,) = await until(lambda: storage.jobs.claim(limit=1, lease=60))
    assert (job.claims, job.attempts, job.steps) == (2, 0, ("tokens",))


def _locked(dsn: str, session_id: str) -> AbstractAsyncContextManager[None]:
    """Somebody else holds the session's row."""
    return _holding(dsn, f"SELECT 1 FROM sessions WHERE session_id = '{session_id}' FOR UPDATE")


async def _one_waits(dsn: str) -> bool:
    connection = await asyncpg.connect(dsn)
    try:
        return bool(await connection.fetchval("SELECT true FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))
    finally:
        await connection.close()


@asynccontextmanager
async def _holding(dsn: str, statement: str) -> AsyncIterator[None]:
    """Somebody else holds the rows of a statement."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            await connection.execute(statement)
            yield
    finally:
        await connection.close()

"""A read replica that follows by real streaming replication takes reads off the primary, and nobody notices its lag."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest

from holdfast.storage.postgres.engine import replica
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.chaos import unleash
from tests.storage.conftest import execute
from tests.storage.deadline import until
from tests.storage.documents import collection_of, document, embedded, vector
from tests.storage.postgres.proxy import proxied
from tests.storage.postgres.server import Server, own_server, standby_of
from tests.storage.samples import contents, decoded, fresh, live, message, say, session_of, user_of

LOGGED = {"log_statement": "all"}
TABLES = "messages|features|documents|sessions|users|nearest_documents"
READING = re.compile(rf"execute \S+: .*?\b(?:FROM|JOIN) ({TABLES})\b", re.DOTALL)


@pytest.fixture(scope="module")
def primary_server() -> Iterator[Server]:
    with own_server() as server:
        yield server


@pytest.fixture(scope="module")
def standby(primary_server: Server) -> Iterator[Server]:
    with standby_of(primary_server, LOGGED) as server:
        yield server


@asynccontextmanager
async def started(primary: str, replica: str) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(f"{primary}&replica={quote(replica, safe='')}")
    await storage.start()
    try:
        yield storage
    finally:
        await storage.stop()


@pytest.fixture
async def storage(primary_server: Server, standby: Server) -> AsyncIterator[PostgresStorage]:
    async with started(primary_server.dsn, standby.dsn) as storage:
        yield storage


async def answers(standby: Server, read: Callable[[], Awaitable[Any]]) -> Any:
    """What ``read`` finds once the standby answers it."""

    async def answered() -> list[Any]:
        before = len(standby.log)
        found = await read()
        return [found] if READING.search(standby.log, before) else []

    return (await until(answered))[0]


@contextlib.contextmanager
def lagging(standby: Server) -> Iterator[None]:
    """The standby receives everything and shows nothing of it."""
    execute(standby.dsn, "SELECT pg_wal_replay_pause()")
    try:
        yield
    finally:
        execute(standby.dsn, "SELECT pg_wal_replay_resume()")


async def everything(storage: PostgresStorage, session_id: str, user_id: str) -> list[Any]:
    """All that is read in bulk of a session and its owner."""
    extent = await storage.sessions.extent(session_id)
    assert extent is not None
    session = extent.session
    span = {"after": 0, "limit": 100}
    return [
        await storage.messages.memory(session_id, window=12, lastn=0),
        (await storage.messages.page(session_id, offset=0, limit=100)).messages,
        await storage.messages.span(session, **span),
        await storage.messages.at([(session, 1), (session, 2)]),
        [row.content for row in await storage.features.rows([(session, 1, 100)], analyzer=1, model="m")],
        await storage.features.metadata([(session, 1, 100)]),
        await storage.sessions.of_user(user_id, after=0, limit=100),
        await storage.sessions.extents_of_user(user_id),
    ]


READS: dict[str, Callable[[PostgresStorage, int], Awaitable[Any]]] = {
    "memory": lambda storage, _: storage.messages.memory("read", window=12, lastn=0),
    "page of messages": lambda storage, _: storage.messages.page("read", offset=0, limit=10),
    "span of messages": lambda storage, session: storage.messages.span(session, after=0, limit=10),
    "messages found": lambda storage, session: storage.messages.at([(session, 1)]),
    "rows of features": lambda storage, session: storage.features.rows([(session, 1, 10)], analyzer=1, model="m"),
    "metadata for filters": lambda storage, session: storage.features.metadata([(session, 1, 10)]),
    "vectors": lambda storage, session: storage.features.vectors([(session, 1)], model="m"),
    "summaries for search": lambda storage, session: storage.summaries.rows([(session, 1, 10)], model="m"),
    "changes of everything": lambda storage, _: storage.session_changes.since(None),
    "sessions": lambda storage, _: storage.sessions.page(after=0, limit=10),
    "extents": lambda storage, _: storage.sessions.extents(),
    "users": lambda storage, _: storage.users.page(after=0, limit=10),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
async def test_reads_in_bulk_are_answered_by_the_standby(
    storage: PostgresStorage, standby: Server, read: Callable[[PostgresStorage, int], Awaitable[Any]]
) -> None:
    session = (await say(storage, "read", "one")).session
    await answers(standby, lambda: read(storage, session))


async def test_documents_are_read_from_the_standby(storage: PostgresStorage, standby: Server) -> None:
    collection = (await collection_of(storage)).id
    (uuid,) = (await storage.documents.add(collection, [document("one")])).result
    found = await answers(standby, lambda: storage.documents.with_uuids(collection, [uuid]))
    assert [one.content for one in found] == ["one"]


async def test_vectors_of_documents_are_compared_by_the_standby(storage: PostgresStorage, standby: Server) -> None:
    collection = await collection_of(storage)
    await storage.documents.add(collection.id, [embedded("one"), embedded("two", embedding=vector(0, 1))])
    assert storage.nearest_documents is not None
    for find in (storage.nearest_documents.among, storage.nearest_documents.nearest):
        found = await answers(standby, partial(find, collection, vector(1), model="", limit=1))
        assert [neighbour.number for neighbour in found] == [1]


async def test_what_was_just_written_is_in_every_answer(storage: PostgresStorage) -> None:
    session_id = fresh()
    for number in range(30):
        appended = await say(storage, session_id, str(number))
        assert await contents(storage, session_id) == [str(n) for n in range(number + 1)]
        place = (appended.session, appended.last)
        found = (await storage.messages.at([place]))[place]
        await storage.messages.merge_metadata(session_id, found.uuid, {"n": number})
        changed = (await storage.messages.at([place]))[place]
        assert decoded(changed.metadata) == {"n": number}


async def test_while_the_standby_lags_answers_are_complete_and_as_fresh_as_ever(
    storage: PostgresStorage, standby: Server, primary_server: Server
) -> None:
    session_id, user_id = fresh(), fresh("u")
    await user_of(storage, user_id)
    await session_of(storage, session_id, user_id=user_id)
    await say(storage, session_id, "one", "two")
    async with started(primary_server.dsn, "postgresql://x@/x?host=/nowhere") as alone:
        with lagging(standby):
            await storage.messages.merge_metadata(session_id, (await live(alone, session_id))[0].uuid, {"a": 1})
            assert await everything(storage, session_id, user_id) == await everything(alone, session_id, user_id)
            await storage.sessions.delete(session_id)
            assert await contents(storage, session_id) == []
            await say(storage, session_id, "three")
            assert await everything(storage, session_id, user_id) == await everything(alone, session_id, user_id)
    assert await answers(standby, lambda: contents(storage, session_id)) == ["three"]


async def test_reads_go_on_when_the_standby_is_killed_and_return_to_it_when_it_is_back(
    storage: PostgresStorage, standby: Server
) -> None:
    session_id = fresh()
    await say(storage, session_id, "one")
    await answers(standby, lambda: contents(storage, session_id))
    standby.kill()
    assert await contents(storage, session_id) == ["one"]
    await say(storage, session_id, "two")
    assert await contents(storage, session_id) == ["one", "two"]
    standby.start()
    assert await answers(standby, lambda: contents(storage, session_id)) == ["one", "two"]


async def test_a_standby_behind_a_dead_network_holds_up_nobody_for_long(
    primary_server: Server, standby: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with proxied(standby.dsn) as (proxy, dsn), started(primary_server.dsn, dsn) as storage:
        session_id = fresh()
        await say(storage, session_id, "one")
        proxy.hold()
        async with asyncio.timeout(25):
            assert await contents(storage, session_id) == ["one"]
        monkeypatch.setattr(replica, "_ANSWER_SECONDS", 50.0)
        async with asyncio.timeout(25):
            assert await contents(storage, session_id) == ["one"]
        proxy.mend()
        assert await answers(standby, lambda: contents(storage, session_id)) == ["one"]


async def test_everybody_reads_what_they_wrote_while_the_standby_comes_and_goes(
    storage: PostgresStorage, standby: Server
) -> None:
    done = asyncio.Event()

    async def write_and_read(session_id: str) -> int:
        for number in itertools.count():
            await say(storage, session_id, str(number))
            memory = await storage.messages.memory(session_id, window=3, lastn=0)
            assert [found.content for found in memory.messages][-1] == str(number)
            if done.is_set():
                return number
        raise AssertionError

    writers = [asyncio.create_task(write_and_read(fresh())) for _ in range(8)]
    for disturb in (lambda: lagging(standby), lambda: restarted(standby), lambda: lagging(standby)):
        with disturb():
            await asyncio.sleep(0.3)  # the time of the disturbance
        await asyncio.sleep(0.3)
    done.set()
    assert min(await asyncio.gather(*writers)) > 5


async def test_everything_at_once_beside_a_standby_leaves_the_store_sound(storage: PostgresStorage) -> None:
    await unleash(1, storage)


@contextlib.contextmanager
def restarted(standby: Server) -> Iterator[None]:
    standby.kill()
    yield
    standby.start()


@pytest.mark.parametrize("other", ["itself", "of another cluster", "missing"])
async def test_what_is_no_standby_of_the_primary_is_not_used(
    primary_server: Server, empty_postgres: str, other: str, caplog: pytest.LogCaptureFixture
) -> None:
    execute(empty_postgres, "CREATE EXTENSION IF NOT EXISTS vector")
    replicas = {
        "itself": (primary_server.dsn, "not a standby"),
        "of another cluster": (empty_postgres, "another primary"),
        "missing": ("postgresql://x@/x?host=/nowhere", "nowhere"),
    }
    dsn, complaint = replicas[other]
    async with started(primary_server.dsn, dsn) as storage:
        session_id = fresh()
        await storage.messages.append(session_id, [message("one")], steps=())
        assert await contents(storage, session_id) == ["one"]
    assert complaint in caplog.text

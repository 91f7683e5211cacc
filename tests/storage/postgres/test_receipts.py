"""Receipts while another process is in the middle of the same write: one waits for it, whatever becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from holdfast.domain.identifiers import new_uuid
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.sessions import NewSession
from holdfast.errors import IdempotencyMismatch, Unavailable
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.deadline import until
from tests.storage.samples import contents, message, session_of

RECEIPT = Receipt("k", b"same")
CLAIM = (
    "INSERT INTO receipts (owner, key, fingerprint, result, created_at)"
    """ VALUES ('', 'k', $1, '{"session":7,"first":8,"last":9}', now())"""
)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"

Write = Callable[[PostgresStorage], Awaitable[Written[Any]]]


async def append(storage: PostgresStorage) -> Written[Any]:
    return await storage.messages.append("known", [message("one")], steps=(), receipt=RECEIPT)


async def append_to_new_session(storage: PostgresStorage) -> Written[Any]:
    return await storage.messages.append("new", [message("one")], steps=(), receipt=RECEIPT)


async def append_with_uuid(storage: PostgresStorage) -> Written[Any]:
    return await storage.messages.append("known", [message("one", uuid=new_uuid())], steps=(), receipt=RECEIPT)


each_append = pytest.mark.parametrize("write", [append, append_to_new_session, append_with_uuid])


@pytest.fixture
async def twin(storage: PostgresStorage, empty_postgres: str):
    """A connection of somebody who is in the middle of a transaction that has claimed the key."""
    for session_id in ("known", "another"):
        await session_of(storage, session_id)
    connection = await asyncpg.connect(empty_postgres)
    yield connection
    await connection.close()


async def somebody_waits(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await until(lambda: connection.fetchval(WAITING))
    finally:
        await connection.close()


@each_append
async def test_one_waits_for_the_twin_and_gives_what_it_gave(
    storage: PostgresStorage, twin: asyncpg.Connection, empty_postgres: str, write: Write
) -> None:
    async with twin.transaction():
        await twin.execute(CLAIM, b"same")
        waiting = asyncio.ensure_future(write(storage))
        await somebody_waits(empty_postgres)
        await storage.messages.append("another", [message("does not wait")], steps=())
        assert not waiting.done()
    written = await waiting
    assert (written.replayed, written.result.session, written.result.last) == (True, 7, 9)
    assert await contents(storage, "known") == await contents(storage, "new") == []


@each_append
async def test_one_writes_oneself_when_the_twin_fails(
    storage: PostgresStorage, twin: asyncpg.Connection, empty_postgres: str, write: Write
) -> None:
    transaction = twin.transaction()
    await transaction.start()
    await twin.execute(CLAIM, b"same")
    waiting = asyncio.ensure_future(write(storage))
    await somebody_waits(empty_postgres)
    await transaction.rollback()
    assert not (await waiting).replayed
    assert await contents(storage, "known") + await contents(storage, "new") == ["one"]
    assert (await write(storage)).replayed


@each_append
async def test_one_is_refused_when_the_twin_was_another_request(
    storage: PostgresStorage, twin: asyncpg.Connection, empty_postgres: str, write: Write
) -> None:
    async with twin.transaction():
        await twin.execute(CLAIM, b"another")
        waiting = asyncio.ensure_future(write(storage))
        await somebody_waits(empty_postgres)
    with pytest.raises(IdempotencyMismatch):
        await waiting
    assert await contents(storage, "known") == await contents(storage, "new") == []


async def test_a_session_is_created_once_by_two_that_are_in_the_middle_of_it(
    storage: PostgresStorage, other: PostgresStorage, empty_postgres: str
) -> None:
    blocker = await asyncpg.connect(empty_postgres)
    async with blocker.transaction():
        await blocker.execute("LOCK TABLE session_names IN SHARE MODE")
        new = NewSession(session_id="s")
        twins = [asyncio.ensure_future(place.sessions.create(new, receipt=RECEIPT)) for place in (storage, other)]
        await somebody_waits(empty_postgres)
    await blocker.close()
    first, second = await asyncio.gather(*twins)
    assert first.result == second.result
    assert sorted([first.replayed, second.replayed]) == [False, True]


async def test_who_waits_too_long_for_the_twin_is_told_to_come_again(
    twin: asyncpg.Connection, empty_postgres: str
) -> None:
    patient = PostgresStorage(f"{empty_postgres}&statement_timeout=0.2")
    await patient.start()
    async with twin.transaction():
        await twin.execute(CLAIM, b"same")
        for write in (append, append_with_uuid):
            with pytest.raises(Unavailable):
                await write(patient)
    assert (await append(patient)).replayed
    await patient.stop()


async def test_a_key_that_was_used_elsewhere_leaves_no_new_session_behind(
    storage: PostgresStorage, twin: asyncpg.Connection, empty_postgres: str
) -> None:
    async with twin.transaction():
        await twin.execute(CLAIM, b"another request")
        waiting = asyncio.ensure_future(append_to_new_session(storage))
        await somebody_waits(empty_postgres)
    with pytest.raises(IdempotencyMismatch):
        await waiting
    assert await storage.sessions.extent("new") is None

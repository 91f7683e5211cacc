"""Locks are taken in one order everywhere, and given back however the work under them ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import asyncpg
import pytest

from holdfast.domain.identifiers import new_uuid
from holdfast.storage.contract.messages import Appended
from holdfast.storage.contract.storage import Purged
from holdfast.storage.fact_rows import SPAN, WRITTEN
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.chaos import unleash
from tests.storage.deadline import until
from tests.storage.samples import LONG_AGO, contents, live, message, say, session_of, stated, user_of

_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
_HOLDERS = 0x6661_6374 << 32
_DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture
async def elsewhere(empty_postgres: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of somebody else, who would rather give up than wait for long."""
    connection = await asyncpg.connect(empty_postgres, server_settings={"lock_timeout": "500ms"})
    try:
        yield connection
    finally:
        await connection.close()


async def _wait(connection: asyncpg.Connection, *, number: int = 1) -> None:
    """Poll until so many connections wait for a lock."""

    async def do() -> bool:
        await connection.execute("SELECT pg_stat_clear_snapshot()")  # which a transaction keeps
        return bool(await connection.fetchval(_WAITING) == number)

    await until(do)


async def test_who_stops_waiting_for_a_lock_leaves_nobody_waiting_behind(
    storage: PostgresStorage, empty_postgres: str, elsewhere: asyncpg.Connection
) -> None:
    purging = partial(storage.purge, receipts_before=LONG_AGO)
    async with elsewhere.transaction():
        await elsewhere.execute("LOCK TABLE receipts")
        first = asyncio.create_task(purging())
        await _wait(elsewhere)
        second = asyncio.create_task(purging())
        await _wait(elsewhere, number=2)
        second.cancel()
        await asyncio.wait([second])
        await _wait(elsewhere)
        left = await asyncio.to_thread(lambda: asyncio.run(_leave(empty_postgres)))
        await _wait(elsewhere)
    assert left.cancelled()
    assert await first == await purging() == Purged()


async def _leave(dsn: str) -> asyncio.Task[Purged]:
    """Let a purge wait, and go while it does."""
    storage = PostgresStorage(dsn)
    await storage.start()
    left = asyncio.create_task(storage.purge(receipts_before=LONG_AGO))
    connection = await asyncpg.connect(dsn)
    await _wait(connection, number=2)
    await connection.close()
    await storage.stop()  # the purge waits on a connection of its own, which ends with the loop
    return left


async def _say_of_departed_user(storage: PostgresStorage, connection: asyncpg.Connection, session: str) -> Appended:
    """A message in a session whose user is deleted, and which nobody has got to burying yet."""
    await user_of(storage, "u")
    await session_of(storage, session, user_id="u")
    said = await say(storage, session, "old")
    await connection.execute(
        "WITH gone AS (DELETE FROM users RETURNING id) INSERT INTO departed_users SELECT id FROM gone"
    )
    return said


async def test_a_name_is_given_to_a_new_session_in_the_order_of_those_who_end_the_old_one(
    storage: PostgresStorage, elsewhere: asyncpg.Connection
) -> None:
    old = await _say_of_departed_user(storage, elsewhere, "s")
    async with elsewhere.transaction():
        await elsewhere.execute("SELECT FROM sessions WHERE id = $1 FOR UPDATE", old.session)
        saying = asyncio.create_task(say(storage, "s", "new"))
        await _wait(elsewhere)
        await elsewhere.execute("UPDATE sessions SET superseded = true, deleted_at = now() WHERE id = $1", old.session)
        await elsewhere.execute("DELETE FROM session_names WHERE session = $1", old.session)
    assert (await saying).session != old.session
    assert await contents(storage, "s") == ["new"]


async def test_several_sessions_are_locked_in_the_order_of_those_who_end_them(
    storage: PostgresStorage, elsewhere: asyncpg.Connection
) -> None:
    ended = (await _say_of_departed_user(storage, elsewhere, "ended")).session
    live = (await say(storage, "live", "old")).session
    async with elsewhere.transaction():
        await elsewhere.execute("SELECT FROM sessions WHERE id = $1 FOR UPDATE", ended)
        saying = [
            asyncio.create_task(storage.messages.append(name, [message("new", uuid=new_uuid())], steps=()))
            for name in ("live", "ended")
        ]
        await _wait(elsewhere)
        await elsewhere.execute("SELECT FROM sessions WHERE id = $1 FOR UPDATE", live)
    await asyncio.gather(*saying)
    assert (await contents(storage, "live"), await contents(storage, "ended")) == (["old", "new"], ["new"])


async def test_a_uuid_is_taken_from_a_dead_message_in_the_order_of_those_who_remove_it(
    storage: PostgresStorage, elsewhere: asyncpg.Connection
) -> None:
    uuid = new_uuid()
    dead = (await storage.messages.append("s", [message("dead", uuid=uuid)], steps=())).result
    await storage.sessions.delete("s")
    async with elsewhere.transaction():
        await elsewhere.execute("DELETE FROM messages WHERE session = $1", dead.session)
        saying = asyncio.create_task(storage.messages.append("t", [message("alive", uuid=uuid)], steps=()))
        await _wait(elsewhere)
        await elsewhere.execute("DELETE FROM chosen_uuids WHERE uuid = $1", uuid)
    await saying
    assert await contents(storage, "t") == ["alive"]
    assert await storage.check() == []


async def test_facts_that_are_being_recorded_when_their_user_goes_go_along(
    storage: PostgresStorage, elsewhere: asyncpg.Connection
) -> None:
    user = await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    said = await say(storage, "s", "I live in Turin.")
    async with elsewhere.transaction():
        await elsewhere.execute("LOCK TABLE facts IN SHARE MODE")
        recording = asyncio.create_task(
            storage.facts.record([stated(said.session, 1, "I live in Turin.")], actor="rules")
        )
        await _wait(elsewhere)
        await storage.users.delete("u")
        await _wait(elsewhere, number=2)
    assert await recording == 1

    async def are_gone() -> bool:
        return await elsewhere.fetchval("SELECT NOT EXISTS (SELECT FROM departed_users)")

    await until(are_gone)
    assert await elsewhere.fetchval("SELECT count(*) FROM facts WHERE holder = $1", user.id) == 0
    assert await storage.check() == []


async def test_a_second_of_everything_at_once_by_two_processes_meets_no_deadlock(
    storage: PostgresStorage, other: PostgresStorage, elsewhere: asyncpg.Connection
) -> None:
    before = await elsewhere.fetchval(_DEADLOCKS)
    await unleash(1, storage, other)
    assert await storage.purge(receipts_before=LONG_AGO) == Purged()
    assert await elsewhere.fetchval(_DEADLOCKS) == before


async def test_facts_are_let_go_as_they_are_when_nobody_else_changes_them(
    storage: PostgresStorage, elsewhere: asyncpg.Connection
) -> None:
    await user_of(storage, "u")
    await session_of(storage, "s", user_id="u")
    said = await say(storage, "s", "I like tea.")
    await storage.facts.record([stated(said.session, 1, "I like tea.")], actor="rules")
    ((uuid, holder),) = await elsewhere.fetch("SELECT uuid, holder FROM facts")
    async with elsewhere.transaction():
        await elsewhere.execute("SELECT pg_advisory_xact_lock($1)", _HOLDERS ^ holder)
        deleting = asyncio.create_task(storage.messages.delete("s", (await live(storage, "s"))[0].uuid))
        await _wait(elsewhere)
        # As when somebody's statement parts what was said twice, here in the words of the database.
        columns = ", ".join(column for column in WRITTEN + SPAN if column != "uuid")
        await elsewhere.execute(f"INSERT INTO facts (uuid, {columns}) SELECT $1, {columns} FROM facts", new_uuid())
        await elsewhere.execute("UPDATE fact_sources SET fact = (SELECT uuid FROM facts WHERE uuid <> $1)", uuid)
        await elsewhere.execute("UPDATE facts SET rests = false WHERE uuid = $1", uuid)
    await deleting
    assert await storage.check() == []

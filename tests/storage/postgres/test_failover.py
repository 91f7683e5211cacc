"""After a failover only a standby that follows the new primary is read from, however far others have come."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import NamedTuple
from urllib.parse import quote

import asyncpg
import pytest

from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.deadline import until
from tests.storage.postgres.server import Server, own_server, standby_of
from tests.storage.samples import contents, say

LOGGED = {"log_statement": "all"}


class Cluster(NamedTuple):
    """The new primary, a standby that follows it, and one that still knows more of the lost primary than they do."""

    promoted: Server
    follower: Server
    diverged: Server


@asynccontextmanager
async def started(primary: Server, replica: Server) -> AsyncIterator[PostgresStorage]:
    storage = PostgresStorage(f"{primary.dsn}&replica={quote(replica.dsn, safe='')}")
    await storage.start()
    try:
        yield storage
    finally:
        await storage.stop()


async def reached(server: Server, function: str) -> int:
    """A position in the log of a server."""
    connection = await asyncpg.connect(server.dsn)
    try:
        return int(await connection.fetchval(f"SELECT pg_wal_lsn_diff({function}(), '0/0')::bigint"))
    finally:
        await connection.close()


async def caught_up(standby: Server, primary: Server) -> None:
    wanted = await reached(primary, "pg_current_wal_flush_lsn")

    async def there() -> bool:
        return await reached(standby, "pg_last_wal_replay_lsn") >= wanted

    await until(there)


@pytest.fixture
async def cluster() -> AsyncIterator[Cluster]:
    with ExitStack() as stack:
        lost = stack.enter_context(own_server())
        promoted, follower, diverged = (stack.enter_context(standby_of(lost, LOGGED)) for _ in range(3))
        async with started(lost, diverged) as storage:
            await say(storage, "s", "kept")
            for standby in (promoted, follower):
                await caught_up(standby, lost)
                standby.stop()
            await say(storage, "s", *[secrets.token_hex(50_000) for _ in range(20)])
            await caught_up(diverged, lost)
        lost.stop()
        promoted.start()
        promoted.promote()
        follower.follow(promoted)
        lost.start()  # comes back and takes itself for the primary
        yield Cluster(promoted, follower, diverged)


async def test_only_a_standby_of_the_new_primary_is_read_from(
    cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    promoted, follower, diverged = cluster
    async with started(promoted, diverged) as storage:
        ahead = await reached(diverged, "pg_last_wal_replay_lsn")
        assert await reached(promoted, "pg_current_wal_flush_lsn") < ahead
        assert await contents(storage, "s") == ["kept"]
        assert "it follows timeline 1, the primary is on 2" in caplog.text
    async with started(promoted, follower) as storage:
        before = len(follower.log)

        async def answered() -> bool:
            assert await contents(storage, "s") == ["kept"]
            return "FROM messages" in follower.log[before:] or "JOIN messages" in follower.log[before:]

        await until(answered)

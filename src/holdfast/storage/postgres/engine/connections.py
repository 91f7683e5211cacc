"""The connections to one server: a bounded pool, what statements on it give, and what failures mean.

No transaction and no lock ever spans two connections of the pool, so that a full pool cannot wait for itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

import asyncpg

from holdfast.errors import HoldfastError, StartupError, Unavailable
from holdfast.storage.postgres.engine import pgvector
from holdfast.storage.postgres.engine.codecs import prepare
from holdfast.storage.postgres.engine.dsn import Options, described, parse_dsn
from holdfast.storage.postgres.engine.errors import COLLISIONS, DATABASE_ERRORS, Collision, startup_error, translated
from holdfast.storage.postgres.engine.pool import Pool
from holdfast.telemetry.spans import statement_span

log = logging.getLogger(__name__)

COLLISION_TRIES = 10
COLLIDED = "too many writes to the same rows at once"

_CONNECT_SECONDS = 10.0
_NOTICE_CLOSING = "SET client_connection_check_interval = '1s'"


class Connections:
    """One database, reached through a bounded pool."""

    def __init__(self, dsn: str) -> None:
        self.dsn, self.options = parse_dsn(dsn)
        self.place = described(self.dsn)
        self._pool: Pool | None = None
        self._vector_schema: str | None = None

    async def open(self) -> None:
        """Open the pool; `StartupError` when that is impossible."""
        try:
            pool = await asyncpg.create_pool(self.dsn, **self._pool_settings())
        except DATABASE_ERRORS as error:
            raise startup_error(error, self.place) from error
        self._pool = Pool(pool, wait_limit=self.options.pool_timeout)

    @property
    def is_open(self) -> bool:
        """Whether the pool is open; the database may be away nevertheless."""
        return self._pool is not None

    async def close(self) -> None:
        """Let running statements finish, then close all connections."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        try:
            await asyncio.wait_for(pool.close(), self.options.statement_timeout)
        except TimeoutError:
            pool.terminate()

    @asynccontextmanager
    async def directly(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection outside the pool, past a pooler where one is configured, closed however the block ends.

        The database notices soon, also in the middle of a statement and when this process was killed, and gives up
        what the connection held and waited for.  What is raised is asyncpg's own.
        """
        connection = await asyncpg.connect(
            self.options.direct or self.dsn,
            timeout=_CONNECT_SECONDS,
            statement_cache_size=0,
            server_settings={"application_name": "holdfast", "timezone": "UTC"},
        )
        try:
            with suppress(asyncpg.InvalidParameterValueError):  # not every system tells of a closed connection
                await connection.execute(_NOTICE_CLOSING)
            yield connection
        finally:
            connection.terminate()

    async def rows(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """All rows of one statement, which is a transaction of its own."""
        for _ in range(COLLISION_TRIES):
            try:
                with statement_span("postgresql", sql):
                    async with self.connection() as connection:
                        return await connection.fetch(sql, *arguments)
            except Collision:
                continue
        raise Unavailable(COLLIDED)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection of the pool.

        `Unavailable` when none is free within the wait limit, or when the database does not answer; `Collision`
        when the transaction was rolled back in favour of another one.
        """
        if self._pool is None:
            raise Unavailable("the database is not open")
        pool = self._pool
        connection = await pool.acquire()
        sound = False
        try:
            yield cast("asyncpg.Connection", connection)  # which the pool's proxy stands in for
            sound = True
        except COLLISIONS as error:
            raise Collision from error
        except HoldfastError:
            raise
        except DATABASE_ERRORS as error:
            if isinstance(error, asyncpg.InterfaceError | asyncpg.InternalClientError | TimeoutError):
                pool.discard(connection)  # nobody knows what state it is in, or who is at its other end
            log.warning("a statement failed: %s: %s", type(error).__name__, error)
            raise translated(error) from error
        finally:
            await pool.release(connection, sound=sound)

    async def _prepare(self, connection: asyncpg.Connection) -> None:
        await prepare(connection)
        if self._vector_schema is None:
            self._vector_schema = await pgvector.schema_of(connection)
        if self._vector_schema is None:
            raise StartupError(f"{self.place} has no pgvector: run holdfast init-db")
        await pgvector.install_codec(connection, self._vector_schema)

    def _pool_settings(self) -> dict[str, Any]:
        options: Options = self.options
        settings: dict[str, Any] = {
            "min_size": 1,
            "max_size": options.pool_size,
            "timeout": _CONNECT_SECONDS,
            "command_timeout": options.statement_timeout + 1,
            "init": self._prepare,
            "reset": _keep,
        }
        if options.pooler == "transaction":
            return {**settings, "statement_cache_size": 0}
        milliseconds = str(round(options.statement_timeout * 1000))
        return {
            **settings,
            "server_settings": {
                "application_name": "holdfast",
                "timezone": "UTC",
                "jit": "off",
                "statement_timeout": milliseconds,
                "idle_in_transaction_session_timeout": milliseconds,
            },
        }


async def _keep(connection: asyncpg.Connection) -> None:
    """In place of asyncpg's reset, which costs a round trip: nothing here leaves any state behind."""

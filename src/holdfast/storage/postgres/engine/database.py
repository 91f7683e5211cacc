"""The database: its connections and transactions, the locks that span processes, and its replica."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

import asyncpg

from holdfast.errors import StartupError, Unavailable
from holdfast.storage.postgres.engine.batcher import IN_FLIGHT
from holdfast.storage.postgres.engine.connections import COLLIDED, COLLISION_TRIES, Connections
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, Collision, startup_error, translated
from holdfast.storage.postgres.engine.layout import distributed_tables
from holdfast.storage.postgres.engine.migrations import migrate as migrate_schema
from holdfast.storage.postgres.engine.replica import Replica
from holdfast.telemetry.spans import span

log = logging.getLogger(__name__)

Result = TypeVar("Result")

# Citus commits in two phases only if it knows that more than one node is changed.  It knows of no table of the
# coordinator but this one, and would let the node commit first.
_IN_TWO_PHASES = "DELETE FROM collections WHERE id = 0"

_PIECE = 2000
"""Rows of very many that are taken at once, in a millisecond or two."""


class Database(Connections):
    """One PostgreSQL database, and its replica where there is one.

    ``distributed`` tells whether its tables are spread over several nodes.
    """

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self.distributed = False
        self._replica = Replica(self, Connections(self.options.replica)) if self.options.replica else None

    def batches_in_flight(self) -> int:
        """How many batches of calls of one kind go to the database at once.

        The nodes of a distributed one cost a fixed price for each batch: the shards that it touches, and a commit.
        """
        return 1 if self.distributed else IN_FLIGHT

    def gathers(self) -> bool:
        """Whether a batch waits for more calls: on a distributed database half of what a batch costs is its price."""
        return self.distributed

    async def open(self) -> None:
        """Bring the schema up to date and open the pool; `StartupError` when that is impossible.

        A replica need not be there: it is used when it is.
        """
        await self._migrate()
        await super().open()
        async with self.connection() as connection:
            self.distributed = bool(await distributed_tables(connection))
        if self._replica is not None and self.distributed:
            log.warning("the replica is not used: the log of a coordinator says nothing about its nodes")
        elif self._replica is not None:
            await self._replica.start()

    async def close(self) -> None:
        """Let running statements finish, then close all connections."""
        if self._replica is not None:
            await self._replica.stop()
        await super().close()

    async def read(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """As `rows`, of a statement that only reads: the replica, where there is one, may answer it.

        What was committed before the call is in the answer, whoever gives it.
        """
        if self._replica is not None:
            found = await self._replica.rows(sql, *arguments)
            if found is not None:
                return found
        return await self.rows(sql, *arguments)

    async def many(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """As `rows`, of a statement that may give very many: they are taken in pieces, and others have turns between.

        All are of one moment, as those of any statement.
        """

        async def taken(connection: asyncpg.Connection) -> list[asyncpg.Record]:
            found: list[asyncpg.Record] = []
            cursor = await connection.cursor(sql, *arguments)
            while some := await cursor.fetch(_PIECE):
                found += some
            return found

        return await self.transaction(taken)

    async def row(self, sql: str, *arguments: Any) -> asyncpg.Record | None:
        """The first row of one statement, if any."""
        rows = await self.rows(sql, *arguments)
        return rows[0] if rows else None

    async def transaction(
        self, operation: Callable[[asyncpg.Connection], Awaitable[Result]], *, on_node: bool = False
    ) -> Result:
        """Run ``operation`` in a transaction; again, from the beginning, when it collides with another one.

        ``on_node`` for one that changes rows which may lie on a node: they change together with the coordinator's.
        """
        for _ in range(COLLISION_TRIES):
            try:
                with span("postgresql transaction"):
                    async with self.connection() as connection, connection.transaction():
                        if on_node and self.distributed:
                            await connection.execute(_IN_TWO_PHASES)
                        return await operation(connection)
            except Collision:
                continue
        raise Unavailable(COLLIDED)

    @asynccontextmanager
    async def exclusively(self, lock: int) -> AsyncIterator[None]:
        """Keep all other processes out of what they also do under ``lock``.

        The lock belongs to a connection outside the pool, so that work under it can use the pool freely; behind a
        pooler without the DSN option ``direct`` there is no lock.
        """
        if self._has_no_locks:
            yield
            return
        async with self._asking("SELECT pg_advisory_lock($1)", lock):
            yield

    @asynccontextmanager
    async def if_alone(self, lock: int) -> AsyncIterator[bool]:
        """As `exclusively`, without waiting: whether nobody else has ``lock``."""
        if self._has_no_locks:
            yield True
            return
        async with self._asking("SELECT pg_try_advisory_lock($1)", lock) as alone:
            yield alone

    @property
    def _has_no_locks(self) -> bool:
        return bool(self.options.pooler and not self.options.direct)

    @asynccontextmanager
    async def _asking(self, statement: str, lock: int) -> AsyncIterator[Any]:
        """What a statement says of ``lock``, on a connection that lives as long as the block."""
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(self.directly())
                answer = await connection.fetchval(statement, lock)
            except DATABASE_ERRORS as error:
                raise translated(error) from error
            yield answer

    async def _migrate(self) -> None:
        try:
            async with self.directly() as connection:
                await migrate_schema(connection)
        except StartupError as error:
            raise StartupError(f"cannot open the database {self.place}: {error}") from error
        except DATABASE_ERRORS as error:
            raise startup_error(error, self.place) from error

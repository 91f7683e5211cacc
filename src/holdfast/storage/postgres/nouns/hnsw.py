"""The HNSW indexes of large collections (Malkov and Yashunin 2018), which pgvector keeps in the database.

Each collection has an index of its own over its part of `document_vectors`, so that a search does not meet the vectors
of others, and collections of any width can lie in one table.  No collection is too wide: pgvector takes as many
components as a collection may have, 2000.  It is made beside all traffic (`CREATE INDEX
CONCURRENTLY`) on a connection outside the pool.  One process at a time makes or drops indexes.  What a builder leaves
behind when it dies is an index that is marked invalid: nobody searches with it, and the next builder replaces it.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, translated

log = logging.getLogger(__name__)

_LOCK = 0x686F_6C64_686E_7377  # "holdhnsw"
_PREFIX = "document_vectors_hnsw_"
_NAME = f"format('{_PREFIX}%s_%s', collections.id, collections.dimensions)"
_INDEXES = (
    "pg_index JOIN pg_class ON pg_class.oid = indexrelid"
    f" WHERE indrelid = 'document_vectors'::regclass AND starts_with(relname::text, '{_PREFIX}')"
)
_UNINDEXED = (
    "SELECT id, embedded_count FROM collections WHERE NOT dropped AND embedded_count > $1"
    f" AND NOT EXISTS (SELECT FROM {_INDEXES} AND relname = {_NAME} AND indisvalid) ORDER BY id"
)
_UNNEEDED = (
    f"SELECT indexrelid::regclass::text FROM {_INDEXES} AND (NOT indisvalid OR NOT EXISTS"
    f" (SELECT FROM collections WHERE NOT dropped AND relname = {_NAME} AND embedded_count > $1)) ORDER BY 1"
)
_LEFT_BEHIND = f"SELECT indexrelid::regclass::text FROM {_INDEXES} AND relname = $1 AND NOT indisvalid"

_MEBIBYTE = 1 << 20
_BYTES_PER_NODE = 600
"""What a node takes beside its vector while an index is built; with room to spare."""


class HnswIndexes:
    """Makes and drops the indexes of collections.

    See `holdfast.storage.contract.nearest_documents.NearestDocuments`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._told = False

    async def unindexed(self, *, least: int) -> dict[int, int]:
        return {row[0]: row[1] for row in await self._database.rows(_UNINDEXED, least)}

    async def index(self, collection: int) -> bool:
        row = await self._database.row(
            "SELECT dimensions, embedded_count FROM collections WHERE id = $1 AND NOT dropped", collection
        )
        if row is None:
            return False
        dimensions, count = row
        async with self._builder() as connection:
            if connection is None:
                return False
            await _build(connection, collection, dimensions, await self._memory(connection, dimensions, count))
            return True

    async def drop_unneeded_indexes(self, *, least: int) -> int:
        if not await self._database.rows(_UNNEEDED, least):
            return 0
        async with self._builder() as connection:
            if connection is None:
                return 0
            names = [name for (name,) in await connection.fetch(_UNNEEDED, least)]
            for name in names:
                await connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            return len(names)

    @asynccontextmanager
    async def _builder(self) -> AsyncIterator[asyncpg.Connection | None]:
        """A connection of the only one who makes and drops indexes; ``None`` when somebody else does, or nobody can.

        The lock is tried, never waited for: who waits for a lock holds a snapshot, for whose end an index that is
        being made waits in its turn.
        """
        if self._database.options.pooler and not self._database.options.direct:
            if not self._told:
                log.warning("collections get no index through a pooler without the DSN option 'direct'")
            self._told = True
            yield None
            return
        try:
            async with self._database.directly() as connection:
                await _settle(connection)
                yield connection if await connection.fetchval("SELECT pg_try_advisory_lock($1)", _LOCK) else None
        except DATABASE_ERRORS as error:
            raise translated(error) from error

    async def _memory(self, connection: asyncpg.Connection, dimensions: int, count: int) -> int:
        """Memory for building, in MiB: what is needed, within what is allowed; never less than the database gives."""
        needed = count * (4 * dimensions + _BYTES_PER_NODE) * 1.2 / _MEBIBYTE
        given = await connection.fetchval(
            "SELECT setting::bigint / 1024 FROM pg_settings WHERE name = 'maintenance_work_mem'"
        )
        return max(int(given), min(int(needed) + 1, self._database.options.index_memory))


async def _settle(connection: asyncpg.Connection) -> None:
    """Let statements take their time."""
    await connection.execute("SET statement_timeout = 0; SET lock_timeout = 0")


async def _build(connection: asyncpg.Connection, collection: int, dimensions: int, memory: int) -> None:
    name = f"{_PREFIX}{collection}_{dimensions}"
    statement = (
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON document_vectors"
        f" USING hnsw ((vector::vector({dimensions})) vector_cosine_ops) WHERE collection = {collection}"
    )
    await _drop_left_behind(connection, name)
    await connection.execute(f"SET maintenance_work_mem = '{memory}MB'")
    try:
        await connection.execute(statement)
    except asyncpg.DiskFullError:
        # Processes that build together need shared memory, of which a container has 64 MB unless told otherwise.
        log.info("the index %s is built by one process: there is not enough shared memory for several", name)
        await _drop_left_behind(connection, name)
        await connection.execute("SET max_parallel_maintenance_workers = 0")
        await connection.execute(statement)


async def _drop_left_behind(connection: asyncpg.Connection, name: str) -> None:
    for (leftover,) in await connection.fetch(_LEFT_BEHIND, name):
        await connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {leftover}")

"""Collections in PostgreSQL."""

from __future__ import annotations

import asyncpg

from holdfast.domain.collections import Collection, CollectionChange, NewCollection
from holdfast.domain.jobs import DOCUMENTS
from holdfast.domain.origins import origin_of
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import now
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import Collision
from holdfast.storage.postgres.nouns.receipts import once
from holdfast.storage.postgres.nouns.rows import metadata_text
from holdfast.storage.removal import Removal

_BEYOND = 2**63 - 1
_COLUMNS = (
    "id, uuid, name, description, metadata, dimensions, is_auto_embedded, document_count, embedded_count,"
    " revision, purged_revision, created_at, updated_at"
)
_CREATE = (
    "WITH number AS (UPDATE counters SET value = value + 1 WHERE name = 'collections' RETURNING value)"
    " INSERT INTO collections (id, uuid, name, description, metadata, dimensions, is_auto_embedded, created_at,"
    " updated_at) SELECT value, $1, $2, $3, $4, $5, $6, $7, $8 FROM number"
    f" ON CONFLICT (name) WHERE NOT dropped DO NOTHING RETURNING {_COLUMNS}"
)


class PostgresCollections:
    """See `holdfast.storage.contract.collections.Collections`."""

    def __init__(self, database: Database, removal: Removal) -> None:
        self._database = database
        self._removal = removal

    async def create(self, collection: NewCollection, *, receipt: Receipt | None = None) -> Written[Collection]:
        async def operation(connection: asyncpg.Connection) -> Collection:
            if await connection.fetchrow("SELECT 1 FROM collections WHERE name = $1 AND NOT dropped", collection.name):
                raise AlreadyExists(f"collection already exists: {collection.name}")
            origin = origin_of(collection.origin)
            row = await connection.fetchrow(
                _CREATE,
                origin.uuid,
                collection.name,
                collection.description,
                metadata_text(collection.metadata),
                collection.dimensions,
                collection.is_auto_embedded,
                origin.created_at,
                origin.updated_at,
            )
            if row is None:  # somebody took the name since: the number goes back with the transaction
                raise Collision
            return Collection(*row)

        return await self._database.transaction(once(receipt, Collection, operation))

    async def get(self, name: str) -> Collection:
        row = await self._database.row(f"SELECT {_COLUMNS} FROM collections WHERE name = $1 AND NOT dropped", name)
        if row is None:
            raise NotFound("collection", name)
        return Collection(*row)

    async def all(self) -> list[Collection]:
        rows = await self._database.read(f"SELECT {_COLUMNS} FROM collections WHERE NOT dropped ORDER BY id")
        return [Collection(*row) for row in rows]

    async def newest(self, *, before: int | None, limit: int) -> list[Collection]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM collections WHERE NOT dropped AND id < $1 ORDER BY id DESC LIMIT $2",
            _BEYOND if before is None else before,
            limit,
        )
        return [Collection(*row) for row in rows]

    async def update(self, name: str, change: CollectionChange) -> Collection:
        row = await self._database.row(
            "UPDATE collections SET description = coalesce(nullif($2, ''), description),"
            " metadata = coalesce($3, metadata), updated_at = $4"
            f" WHERE name = $1 AND NOT dropped RETURNING {_COLUMNS}",
            name,
            change.description,
            metadata_text(change.metadata),
            now(),
        )
        if row is None:
            raise NotFound("collection", name)
        return Collection(*row)

    async def delete(self, name: str) -> None:
        async def operation(connection: asyncpg.Connection) -> None:
            collection = await connection.fetchval(
                "UPDATE collections SET dropped = true WHERE name = $1 AND NOT dropped RETURNING id", name
            )
            if collection is None:
                raise NotFound("collection", name)
            await connection.execute("DELETE FROM jobs WHERE scope = $1 AND kind = $2", collection, DOCUMENTS)

        await self._database.transaction(operation)
        self._removal.begin()


async def lock_collection(connection: asyncpg.Connection, collection: int) -> tuple[int, int]:
    """Keep others from changing the collection's documents until the transaction ends.

    The next document number and the revision; `NotFound` when the collection is gone.
    """
    row = await connection.fetchrow(
        "SELECT next_number, revision FROM collections WHERE id = $1 AND NOT dropped FOR UPDATE", collection
    )
    if row is None:
        raise NotFound("collection", f"number {collection}")
    return row[0], row[1]

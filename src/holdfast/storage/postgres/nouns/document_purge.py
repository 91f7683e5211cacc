"""Removing deleted documents, and what is left of dropped collections, for good."""

from __future__ import annotations

import asyncpg

from holdfast.storage.contract.storage import Purged
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.collections import REMOVAL_BATCH, remove_dropped

_REMOVE = (
    "DELETE FROM documents WHERE collection = $1 AND number IN"
    " (SELECT number FROM documents WHERE collection = $1 AND deleted_at IS NOT NULL ORDER BY number LIMIT $2)"
    " RETURNING number, revision"
)


async def purge_documents(database: Database) -> Purged:
    """Remove all that is dead, some documents in each transaction."""
    total = 0
    for (collection,) in await database.rows("SELECT DISTINCT collection FROM documents WHERE deleted_at IS NOT NULL"):
        while removed := await _remove_deleted(database, collection):
            total += removed
    for (collection,) in await database.rows("SELECT id FROM collections WHERE dropped"):
        while removed := await remove_dropped(database, collection):
            total += removed
    return Purged(documents=total)


async def _remove_deleted(database: Database, collection: int) -> int:
    """Remove some deleted documents; how many.  The collection notes the last revision that can no longer be read."""

    async def operation(connection: asyncpg.Connection) -> int:
        await connection.execute("SELECT 1 FROM collections WHERE id = $1 FOR UPDATE", collection)
        rows = await connection.fetch(_REMOVE, collection, REMOVAL_BATCH)
        if rows:
            await connection.execute(
                "DELETE FROM document_vectors WHERE collection = $1 AND number = ANY($2)",
                collection,
                [number for number, _ in rows],
            )
            await connection.execute(
                "UPDATE collections SET purged_revision = greatest(purged_revision, $2) WHERE id = $1",
                collection,
                max(revision for _, revision in rows),
            )
        return len(rows)

    return await database.transaction(operation)

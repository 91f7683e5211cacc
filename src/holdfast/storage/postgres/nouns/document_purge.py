"""Removing deleted documents, and what is left of dropped collections, for good: see `pieces`."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Purged
from holdfast.storage.postgres.nouns.pieces import BATCH

_DELETED = "SELECT collection, number FROM documents WHERE deleted_at < $1 ORDER BY deleted_at LIMIT $2"
_REMOVE = "DELETE FROM documents WHERE collection = $1 AND number = ANY($2) RETURNING number, revision"
_REMOVE_ANY = (
    "DELETE FROM documents WHERE collection = $1 AND number IN"
    " (SELECT number FROM documents WHERE collection = $1 ORDER BY number LIMIT $2) RETURNING number, revision"
)
_DROPPED = "SELECT id FROM collections WHERE dropped ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED"


async def remove_dropped_collections(connection: asyncpg.Connection) -> Purged | None:
    """Remove some documents of a dropped collection, and with the last of them the collection itself."""
    collection = await connection.fetchval(_DROPPED)
    if collection is None:
        return None
    rows = await _remove(connection, _REMOVE_ANY, collection, BATCH)
    if not rows:
        await connection.execute("DELETE FROM collections WHERE id = $1", collection)
    return Purged(documents=len(rows))


async def remove_deleted_documents(deleted_before: Timestamp, connection: asyncpg.Connection) -> Purged | None:
    """Remove some documents of one collection that were deleted before a moment.

    Their collection notes the last revision that can no longer be read.
    """
    due = await connection.fetch(_DELETED, deleted_before, BATCH)
    if not due:
        return None
    collection = due[0][0]
    await connection.execute("SELECT 1 FROM collections WHERE id = $1 FOR UPDATE", collection)
    rows = await _remove(connection, _REMOVE, collection, [number for other, number in due if other == collection])
    if rows:
        await connection.execute(
            "UPDATE collections SET purged_revision = greatest(purged_revision, $2) WHERE id = $1",
            collection,
            max(revision for _, revision in rows),
        )
    return Purged(documents=len(rows))


async def _remove(
    connection: asyncpg.Connection, statement: str, collection: int, which: int | Sequence[int]
) -> list[asyncpg.Record]:
    rows = await connection.fetch(statement, collection, which)
    await connection.execute(
        "DELETE FROM document_vectors WHERE collection = $1 AND number = ANY($2)",
        collection,
        [number for number, _ in rows],
    )
    return rows

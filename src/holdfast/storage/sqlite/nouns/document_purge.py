"""Removing deleted documents, and what is left of dropped collections, for good."""

from __future__ import annotations

import apsw

from holdfast.storage.contract.storage import Purged
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.document_keys import collection_of
from holdfast.storage.sqlite.nouns.collections import REMOVAL_BATCH, remove_dropped


async def purge_documents(database: Database) -> Purged:
    """Remove all that is dead, some documents in each transaction."""
    total = 0
    while removed := await database.write(_remove_deleted):
        total += removed
    for (collection,) in database.rows("SELECT id FROM collections WHERE dropped = 1"):
        while removed := await _remove_dropped(database, collection):
            total += removed
    return Purged(documents=total)


async def _remove_dropped(database: Database, collection: int) -> int:
    return await database.write(lambda connection: remove_dropped(connection, collection))


def _remove_deleted(connection: apsw.Connection) -> int:
    """Remove some deleted documents; how many.  Each collection notes the last revision that can no longer be read."""
    rows: list[Row] = connection.execute(
        "DELETE FROM documents WHERE key IN"
        " (SELECT key FROM documents WHERE deleted_at IS NOT NULL ORDER BY key LIMIT ?) RETURNING key, revision",
        (REMOVAL_BATCH,),
    ).fetchall()
    connection.executemany("DELETE FROM document_vectors WHERE key = ?", [(key,) for key, _ in rows])
    newest: dict[int, int] = {}
    for key, revision in rows:
        collection = collection_of(key)
        newest[collection] = max(revision, newest.get(collection, 0))
    connection.executemany(
        "UPDATE collections SET purged_revision = max(purged_revision, ?) WHERE id = ?",
        [(revision, collection) for collection, revision in newest.items()],
    )
    return len(rows)

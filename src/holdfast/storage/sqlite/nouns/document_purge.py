"""Removing deleted documents, and what is left of dropped collections, for good: see `pieces`."""

from __future__ import annotations

import apsw

from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Purged
from holdfast.storage.sqlite.engine.database import Row
from holdfast.storage.sqlite.engine.document_keys import collection_of, keys_of
from holdfast.storage.sqlite.nouns.pieces import CHUNK


def remove_dropped_collections(connection: apsw.Connection) -> Purged | None:
    """Remove some documents of a dropped collection, and with the last of them the collection itself."""
    found = connection.execute("SELECT id FROM collections WHERE dropped = 1 LIMIT 1").fetchone()
    if found is None:
        return None
    first, last = keys_of(found[0])
    rows: list[Row] = connection.execute(
        "DELETE FROM documents WHERE key IN (SELECT key FROM documents WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?)"
        " RETURNING key",
        (first, last, CHUNK),
    ).fetchall()
    if rows:
        end = max(key for (key,) in rows)
        connection.execute("DELETE FROM document_vectors WHERE key BETWEEN ? AND ?", (first, end))
    else:
        connection.execute("DELETE FROM collections WHERE id = ?", found)
    return Purged(documents=len(rows))


def remove_deleted_documents(deleted_before: Timestamp, connection: apsw.Connection) -> Purged | None:
    """Remove some documents that were deleted before a moment.

    Each collection notes the last revision that can no longer be read.
    """
    rows: list[Row] = connection.execute(
        "DELETE FROM documents WHERE key IN"
        " (SELECT key FROM documents WHERE deleted_at < ? ORDER BY deleted_at LIMIT ?) RETURNING key, revision",
        (deleted_before, CHUNK),
    ).fetchall()
    if not rows:
        return None
    connection.executemany("DELETE FROM document_vectors WHERE key = ?", [(key,) for key, _ in rows])
    newest: dict[int, int] = {}
    for key, revision in rows:
        collection = collection_of(key)
        newest[collection] = max(revision, newest.get(collection, 0))
    connection.executemany(
        "UPDATE collections SET purged_revision = max(purged_revision, ?) WHERE id = ?",
        [(revision, collection) for collection, revision in newest.items()],
    )
    return Purged(documents=len(rows))

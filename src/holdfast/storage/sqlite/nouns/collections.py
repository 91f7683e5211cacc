"""Collections in SQLite."""

from __future__ import annotations

import apsw

from holdfast.domain.collections import Collection, CollectionChange, NewCollection
from holdfast.domain.jobs import DOCUMENTS
from holdfast.domain.origins import origin_of
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import now
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.nouns.receipts import once
from holdfast.storage.sqlite.nouns.rows import metadata_from_text, metadata_text

_BEYOND = 2**63 - 1
_COLUMNS = (
    "id, uuid, name, description, metadata, dimensions, is_auto_embedded, document_count, embedded_count,"
    " revision, purged_revision, created_at, updated_at"
)


class SqliteCollections:
    """See `holdfast.storage.contract.collections.Collections`."""

    def __init__(self, database: Database, removal: Removal) -> None:
        self._database = database
        self._removal = removal

    async def create(self, collection: NewCollection, *, receipt: Receipt | None = None) -> Written[Collection]:
        def operation(connection: apsw.Connection) -> Collection:
            if _find(connection, collection.name) is not None:
                raise AlreadyExists(f"collection already exists: {collection.name}")
            origin = origin_of(collection.origin)
            (row,) = connection.execute(
                "INSERT INTO collections (uuid, name, description, metadata, dimensions, is_auto_embedded,"
                f" created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
                (
                    origin.uuid,
                    collection.name,
                    collection.description,
                    metadata_text(collection.metadata),
                    collection.dimensions,
                    int(collection.is_auto_embedded),
                    origin.created_at,
                    origin.updated_at,
                ),
            ).fetchall()
            return _from_row(row)

        return await self._database.write(once(receipt, Collection, operation))

    async def get(self, name: str) -> Collection:
        return self._database.read(lambda connection: _existing(connection, name))

    async def all(self) -> list[Collection]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM collections WHERE dropped = 0 ORDER BY id")
        return [_from_row(row) for row in rows]

    async def newest(self, *, before: int | None, limit: int) -> list[Collection]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM collections WHERE dropped = 0 AND id < ? ORDER BY id DESC LIMIT ?",
            (_BEYOND if before is None else before, limit),
        )
        return [_from_row(row) for row in rows]

    async def update(self, name: str, change: CollectionChange) -> Collection:
        def operation(connection: apsw.Connection) -> Collection:
            stored = _existing(connection, name)
            (row,) = connection.execute(
                "UPDATE collections SET description = ?, metadata = coalesce(?, metadata), updated_at = ?"
                f" WHERE id = ? RETURNING {_COLUMNS}",
                (change.description or stored.description, metadata_text(change.metadata), now(), stored.id),
            ).fetchall()
            return _from_row(row)

        return await self._database.write(operation)

    async def delete(self, name: str) -> None:
        def operation(connection: apsw.Connection) -> None:
            collection = _existing(connection, name).id
            connection.execute("UPDATE collections SET dropped = 1 WHERE id = ?", (collection,))
            connection.execute("DELETE FROM jobs WHERE scope = ? AND kind = ?", (collection, DOCUMENTS))

        await self._database.write(operation)
        self._removal.begin()


def live_collection(connection: apsw.Connection, collection: int) -> Row:
    """The next document number and the revision of a collection; `NotFound` when it is gone."""
    row: Row | None = connection.execute(
        "SELECT next_number, revision FROM collections WHERE id = ? AND dropped = 0", (collection,)
    ).fetchone()
    if row is None:
        raise NotFound("collection", f"number {collection}")
    return row


def _existing(connection: apsw.Connection, name: str) -> Collection:
    collection = _find(connection, name)
    if collection is None:
        raise NotFound("collection", name)
    return collection


def _find(connection: apsw.Connection, name: str) -> Collection | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM collections WHERE name = ? AND dropped = 0", (name,)).fetchone()
    return None if row is None else _from_row(row)


def _from_row(row: Row) -> Collection:
    number, uuid, name, description, metadata, dimensions, is_auto_embedded, *counts = row
    return Collection(
        number, uuid, name, description, metadata_from_text(metadata), dimensions, bool(is_auto_embedded), *counts
    )

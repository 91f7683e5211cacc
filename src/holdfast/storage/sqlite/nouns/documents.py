"""Documents in SQLite.

A deleted document keeps its row, as the tombstone that a repeated deletion meets and that an index learns the deletion
from, until the purge takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import apsw
import msgspec

from holdfast.domain.documents import (
    Document,
    DocumentChange,
    DocumentRevision,
    NewDocument,
    check_distinct,
    taken,
)
from holdfast.domain.origins import Origin, origin_of
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import now
from holdfast.domain.vectors import PackedVector
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.document_keys import collection_of, document_key_of, keys_of, number_of
from holdfast.storage.sqlite.nouns.collections import live_collection
from holdfast.storage.sqlite.nouns.document_jobs import insert_jobs, schedule
from holdfast.storage.sqlite.nouns.receipts import once
from holdfast.storage.sqlite.nouns.rows import metadata_from_text, metadata_text

_COLUMNS = "d.key, uuid, document_id, content, metadata, vector, created_at, updated_at"
_DOCUMENTS = f"SELECT {_COLUMNS} FROM documents d LEFT JOIN document_vectors v ON v.key = d.key"
Identity = TypeVar("Identity", int, str)

# Of a dropped collection nobody sees anything, though its rows go in the background.
_OF_KEPT = "collection NOT IN (SELECT id FROM collections WHERE dropped = 1)"
_LIVE = f"deleted_at IS NULL AND {_OF_KEPT}"
_AMONG = "IN (SELECT value FROM json_each(?))"

# The sign keeps the planner from walking a whole collection where it has keys to look up.
_IN_COLLECTION = "+collection = ?"


class SqliteDocuments:
    """See `holdfast.storage.contract.documents.Documents`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        collection: int,
        documents: Sequence[NewDocument],
        *,
        steps: Sequence[str] = (),
        job_size: int = 1000,
        receipt: Receipt | None = None,
    ) -> Written[list[str]]:
        def operation(connection: apsw.Connection) -> list[str]:
            first, revision = live_collection(connection, collection)
            _refuse_taken(connection, collection, [document.document_id for document in documents])
            moment = now()
            origins = [origin_of(document.origin, moment) for document in documents]
            _refuse_known(connection, [document.origin.uuid for document in documents if document.origin])
            numbers = range(first, first + len(documents))
            keys = [document_key_of(collection, number) for number in numbers]
            _insert_documents(connection, revision + 1, keys, origins, documents)
            embedded = _insert_vectors(connection, keys, documents)
            _grow(connection, collection, len(keys), embedded)
            if steps:
                insert_jobs(connection, collection, numbers, steps=steps, job_size=job_size)
            return [origin.uuid for origin in origins]

        check_distinct(document.document_id for document in documents)
        return await self._database.write(once(receipt, list[str], operation))

    async def get(self, collection: int, uuid: str) -> Document:
        found = await self.with_uuids(collection, [uuid])
        if not found:
            raise NotFound("document", uuid)
        return found[0]

    async def with_uuids(self, collection: int, uuids: Sequence[str]) -> list[Document]:
        found = {document.uuid: document for document in self._among(collection, "uuid", uuids)}
        return _in_order(uuids, found)

    async def with_ids(self, collection: int, document_ids: Sequence[str]) -> list[Document]:
        wanted = [document_id for document_id in document_ids if document_id]
        rows = self._database.rows(
            f"{_DOCUMENTS} WHERE collection = ? AND document_id {_AMONG} AND document_id <> '' AND {_LIVE}",
            (collection, _json(wanted)),
        )
        return _in_order(wanted, {document.document_id: document for document in map(_from_row, rows)})

    async def at(self, collection: int, numbers: Sequence[int]) -> list[Document]:
        keys = [document_key_of(collection, number) for number in numbers]
        return _in_order(numbers, {document.number: document for document in self._among(collection, "d.key", keys)})

    async def page(self, collection: int, *, after: int, limit: int) -> list[Document]:
        rows = self._database.rows(
            f"{_DOCUMENTS} WHERE d.key > ? AND d.key <= ? AND {_LIVE} ORDER BY d.key LIMIT ?",
            (document_key_of(collection, after), keys_of(collection)[1], limit),
        )
        return [_from_row(row) for row in rows]

    async def update(self, collection: int, changes: Sequence[DocumentChange]) -> int:
        def operation(connection: apsw.Connection) -> int:
            _, revision = live_collection(connection, collection)
            met = sum(_change(connection, collection, revision + 1, change) for change in changes)
            if met:
                connection.execute("UPDATE collections SET revision = revision + 1 WHERE id = ?", (collection,))
            return met

        return await self._database.write(operation)

    async def delete(self, collection: int, uuids: Sequence[str], *, receipt: Receipt | None = None) -> Written[int]:
        def operation(connection: apsw.Connection) -> int:
            _, revision = live_collection(connection, collection)
            rows: list[Row] = connection.execute(
                f"SELECT key, deleted_at FROM documents WHERE uuid {_AMONG} AND {_IN_COLLECTION}",
                (_json(uuids), collection),
            ).fetchall()
            doomed = [key for key, deleted_at in rows if deleted_at is None]
            if doomed:
                _bury(connection, collection, revision + 1, doomed)
            return len(rows)

        return await self._database.write(once(receipt, int, operation))

    async def revisions(
        self,
        collection: int,
        *,
        after: tuple[int, int],
        limit: int,
        contents: bool = True,
        vectors: bool = True,
    ) -> list[DocumentRevision]:
        revision, number = after
        content = "content" if contents else "''"
        vector = "vector" if vectors else "CASE WHEN vector IS NOT NULL THEN x'' END"
        rows = self._database.rows(
            f"SELECT d.key, revision, deleted_at IS NULL, {content}, metadata, {vector}, model"
            " FROM documents d LEFT JOIN document_vectors v ON v.key = d.key"
            " WHERE collection = ?1 AND revision >= ?2 AND (revision, d.key) > (?2, ?3)"
            f" AND {_OF_KEPT}"
            " ORDER BY revision, d.key LIMIT ?4",
            (collection, revision, document_key_of(collection, number), limit),
        )
        return [_revision_from_row(row) for row in rows]

    async def without_vector(self, collection: int, *, model: str, first: int, last: int, limit: int) -> list[Document]:
        rows = self._database.rows(
            f"{_DOCUMENTS} WHERE d.key BETWEEN ? AND ? AND {_LIVE} AND model IS NOT ? ORDER BY d.key LIMIT ?",
            (document_key_of(collection, first), document_key_of(collection, last), model, limit),
        )
        return [_from_row(row) for row in rows]

    async def set_vectors(self, collection: int, vectors: Mapping[int, PackedVector], *, model: str) -> None:
        by_key = {document_key_of(collection, number): vector for number, vector in vectors.items()}

        def operation(connection: apsw.Connection) -> None:
            row = connection.execute("SELECT revision FROM collections WHERE id = ? AND dropped = 0", (collection,))
            found = row.fetchone()
            live: list[Row] = connection.execute(
                "SELECT d.key, v.key IS NULL FROM documents d LEFT JOIN document_vectors v ON v.key = d.key"
                f" WHERE d.key {_AMONG} AND deleted_at IS NULL",
                (_json(by_key),),
            ).fetchall()
            if found is None or not live:
                return
            keys = [key for key, _ in live]
            connection.executemany(
                "INSERT OR REPLACE INTO document_vectors (key, model, vector) VALUES (?, ?, ?)",
                [(key, model, by_key[key]) for key in keys],
            )
            _mark(connection, found[0] + 1, keys)
            connection.execute(
                "UPDATE collections SET revision = revision + 1, embedded_count = embedded_count + ?,"
                " model = CASE model WHEN '' THEN ? ELSE model END WHERE id = ?",
                (sum(new for _, new in live), model, collection),
            )

        await self._database.write(operation)

    async def schedule(self, *, model: str, steps: Sequence[str], job_size: int) -> int:
        return await self._database.write(lambda connection: schedule(connection, model, steps, job_size))

    def _among(self, collection: int, column: str, values: Sequence[object]) -> Iterable[Document]:
        rows = self._database.rows(
            f"{_DOCUMENTS} WHERE {column} {_AMONG} AND {_IN_COLLECTION} AND {_LIVE}",
            (_json(values), collection),
        )
        return map(_from_row, rows)


def _insert_documents(
    connection: apsw.Connection,
    revision: int,
    keys: Sequence[int],
    origins: Sequence[Origin],
    documents: Sequence[NewDocument],
) -> None:
    connection.executemany(
        "INSERT INTO documents"
        " (key, collection, revision, uuid, document_id, content, metadata, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                key,
                collection_of(key),
                revision,
                origin.uuid,
                document.document_id,
                document.content,
                metadata_text(document.metadata),
                origin.created_at,
                origin.updated_at,
            )
            for key, origin, document in zip(keys, origins, documents, strict=True)
        ],
    )


def _insert_vectors(connection: apsw.Connection, keys: Sequence[int], documents: Sequence[NewDocument]) -> int:
    """Store the vectors that callers supplied; how many."""
    vectors = [
        (key, document.embedding)
        for key, document in zip(keys, documents, strict=True)
        if document.embedding is not None
    ]
    connection.executemany("INSERT INTO document_vectors (key, model, vector) VALUES (?, '', ?)", vectors)
    return len(vectors)


def _grow(connection: apsw.Connection, collection: int, documents: int, embedded: int) -> None:
    connection.execute(
        "UPDATE collections SET next_number = next_number + ?1, document_count = document_count + ?1,"
        " embedded_count = embedded_count + ?2, revision = revision + (?1 > 0) WHERE id = ?3",
        (documents, embedded, collection),
    )


def _refuse_taken(connection: apsw.Connection, collection: int, document_ids: Sequence[str]) -> None:
    given = [document_id for document_id in document_ids if document_id]
    if not given:
        return
    row = connection.execute(
        f"SELECT document_id FROM documents WHERE collection = ? AND document_id {_AMONG} AND document_id <> ''"
        " AND deleted_at IS NULL LIMIT 1",
        (collection, _json(given)),
    ).fetchone()
    if row is not None:
        raise taken(row[0])


def _refuse_known(connection: apsw.Connection, uuids: Sequence[str]) -> None:
    """`AlreadyExists` when there is a document with one of these UUIDs, or was and is not purged yet."""
    if uuids:
        row = connection.execute(f"SELECT uuid FROM documents WHERE uuid {_AMONG}", (_json(uuids),)).fetchone()
        if row is not None or len(set(uuids)) < len(uuids):
            raise AlreadyExists(
                f"a document already exists with uuid: {row[0] if row else max(uuids, key=uuids.count)}"
            )


def _change(connection: apsw.Connection, collection: int, revision: int, change: DocumentChange) -> int:
    """Apply one change; how many documents it met, which is none or one."""
    row = connection.execute(
        f"SELECT key, document_id FROM documents WHERE uuid = ? AND {_IN_COLLECTION} AND deleted_at IS NULL",
        (change.uuid, collection),
    ).fetchone()
    if row is None:
        return 0
    key, document_id = row
    if change.document_id and change.document_id != document_id:
        _refuse_taken(connection, collection, [change.document_id])
    if not change.is_empty:
        connection.execute(
            "UPDATE documents SET document_id = ?, metadata = coalesce(?, metadata), updated_at = ?, revision = ?"
            " WHERE key = ?",
            (change.document_id or document_id, metadata_text(change.metadata), now(), revision, key),
        )
    return 1


def _bury(connection: apsw.Connection, collection: int, revision: int, keys: Sequence[int]) -> None:
    """Soft-delete live documents."""
    embedded = connection.execute(
        f"SELECT count(*) FROM document_vectors WHERE key {_AMONG}", (_json(keys),)
    ).fetchone()
    _mark(connection, revision, keys, deleted_at=now())
    connection.execute(
        "UPDATE collections SET document_count = document_count - ?, embedded_count = embedded_count - ?,"
        " revision = revision + 1 WHERE id = ?",
        (len(keys), embedded[0] if embedded else 0, collection),
    )


def _mark(connection: apsw.Connection, revision: int, keys: Iterable[int], *, deleted_at: str | None = None) -> None:
    connection.executemany(
        "UPDATE documents SET revision = ?, deleted_at = ? WHERE key = ?", [(revision, deleted_at, key) for key in keys]
    )


def _json(values: Iterable[object]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _in_order(wanted: Sequence[Identity], found: Mapping[Identity, Document]) -> list[Document]:
    """What was found of ``wanted``, each once."""
    return [found[value] for value in dict.fromkeys(wanted) if value in found]


def _from_row(row: Row) -> Document:
    key, uuid, document_id, content, metadata, vector, created_at, updated_at = row
    return Document(
        number_of(key), uuid, document_id, content, metadata_from_text(metadata), vector, created_at, updated_at
    )


def _revision_from_row(row: Row) -> DocumentRevision:
    key, revision, live, content, metadata, vector, model = row
    if not live:
        return DocumentRevision(number=number_of(key), revision=revision, live=False)
    return DocumentRevision(
        number=number_of(key),
        revision=revision,
        live=True,
        content=content,
        metadata=metadata_from_text(metadata),
        embedding=vector,
        model=model or "",
    )

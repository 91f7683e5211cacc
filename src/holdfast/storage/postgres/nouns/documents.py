"""Documents in PostgreSQL.

A deleted document keeps its row, as the tombstone that a repeated deletion meets and that an index learns the deletion
from, until the purge takes it.  Whoever changes documents holds the lock of their collection's row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import asyncpg

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
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.storage.postgres.nouns.collections import lock_collection
from holdfast.storage.postgres.nouns.document_jobs import insert_jobs, schedule
from holdfast.storage.postgres.nouns.receipts import once
from holdfast.storage.postgres.nouns.rows import metadata_text

# Vectors are looked up one by one: a planner without statistics of one of the tables would read the whole collection.
_VECTOR_OF = (
    "LEFT JOIN LATERAL (SELECT vector, model FROM document_vectors v"
    " WHERE v.collection = $1 AND v.number = {}.number LIMIT 1) AS embedded ON true"
)
# Of a dropped collection nobody sees anything, though its rows go in the background.
_OF_KEPT = "collection NOT IN (SELECT id FROM collections WHERE dropped)"
_FROM = f"FROM documents {_VECTOR_OF.format('documents')} WHERE collection = $1"
_DOCUMENTS = (
    "SELECT number, uuid, document_id, content, metadata, vector, created_at, updated_at"
    f" {_FROM} AND deleted_at IS NULL AND {_OF_KEPT}"
)
# Pages are cut before vectors are looked up: a planner without statistics would look up all that follow, and sort them.
_WITH_VECTORS = f"AS page {_VECTOR_OF.format('page')}"
_PAGE = (
    "SELECT page.number, uuid, document_id, content, metadata, vector, created_at, updated_at FROM"
    " (SELECT * FROM documents WHERE collection = $1 AND number > $2 AND deleted_at IS NULL"
    f" AND {_OF_KEPT} ORDER BY number LIMIT $3)"
    f" {_WITH_VECTORS} ORDER BY page.number"
)
_REVISIONS = (
    "SELECT page.number, revision, deleted_at IS NULL, {content}, metadata, {vector}, model FROM"
    " (SELECT * FROM documents WHERE collection = $1 AND (revision, number) > ($2, $3)"
    f" AND {_OF_KEPT} ORDER BY revision, number LIMIT $4) {_WITH_VECTORS} ORDER BY revision, page.number"
)
_INSERT = (
    "INSERT INTO documents (collection, number, revision, uuid, document_id, content, metadata, created_at, updated_at)"
    " SELECT $1, $2 + place - 1, $3, uuid, document_id, content, metadata, created_at, updated_at"
    " FROM unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::json[])"
    " WITH ORDINALITY AS new (uuid, created_at, updated_at, document_id, content, metadata, place)"
)
_INSERT_VECTORS = (
    "INSERT INTO document_vectors (collection, number, model, vector)"
    " SELECT $1, number, $2, vector FROM unnest($3::bigint[], $4::vector[]) AS new (number, vector)"
    " ON CONFLICT (collection, number) DO UPDATE SET model = excluded.model, vector = excluded.vector"
)
_VECTORS_TOGETHER = 500

# One look into the index for each identifier: a planner without statistics would read the whole collection instead.
_HOLDERS = (
    "SELECT holder.* FROM unnest($2::text[]) AS given (document_id) CROSS JOIN LATERAL"
    " (SELECT document_id, number FROM documents WHERE collection = $1 AND documents.document_id = given.document_id"
    " AND documents.document_id <> '' AND deleted_at IS NULL LIMIT 1) AS holder"
)

Identity = TypeVar("Identity", int, str)


class PostgresDocuments:
    """See `holdfast.storage.contract.documents.Documents`."""

    def __init__(self, database: Database, wakeups: Wakeups) -> None:
        self._database = database
        self._wakeups = wakeups

    async def add(
        self,
        collection: int,
        documents: Sequence[NewDocument],
        *,
        steps: Sequence[str] = (),
        job_size: int = 1000,
        receipt: Receipt | None = None,
    ) -> Written[list[str]]:
        async def operation(connection: asyncpg.Connection) -> list[str]:
            first, revision = await lock_collection(connection, collection)
            for document_id in await _holders(connection, collection, [new.document_id for new in documents]):
                raise taken(document_id)
            moment = now()
            origins = [origin_of(new.origin, moment) for new in documents]
            await _refuse_known(connection, collection, [new.origin.uuid for new in documents if new.origin])
            await _insert(connection, (collection, first, revision + 1), origins, documents)
            if steps:
                numbers = range(first, first + len(documents))
                await insert_jobs(connection, collection, numbers, steps=steps, job_size=job_size)
            return [origin.uuid for origin in origins]

        check_distinct(document.document_id for document in documents)
        written = await self._database.transaction(once(receipt, list[str], operation))
        if steps and not written.replayed:
            self._wakeups.announce()
        return written

    async def get(self, collection: int, uuid: str) -> Document:
        found = await self.with_uuids(collection, [uuid])
        if not found:
            raise NotFound("document", uuid)
        return found[0]

    async def with_uuids(self, collection: int, uuids: Sequence[str]) -> list[Document]:
        found = await self._select("uuid = ANY($2::uuid[])", collection, list(uuids))
        return _in_order(uuids, {document.uuid: document for document in found})

    async def with_ids(self, collection: int, document_ids: Sequence[str]) -> list[Document]:
        wanted = [document_id for document_id in document_ids if document_id]
        found = await self._select("document_id <> '' AND document_id = ANY($2)", collection, wanted)
        return _in_order(wanted, {document.document_id: document for document in found})

    async def at(self, collection: int, numbers: Sequence[int]) -> list[Document]:
        found = await self._select("number = ANY($2)", collection, list(numbers))
        return _in_order(numbers, {document.number: document for document in found})

    async def page(self, collection: int, *, after: int, limit: int) -> list[Document]:
        return [Document(*row) for row in await self._database.read(_PAGE, collection, after, limit)]

    async def update(self, collection: int, changes: Sequence[DocumentChange]) -> int:
        async def operation(connection: asyncpg.Connection) -> int:
            _, revision = await lock_collection(connection, collection)
            met, changed = await _changed(connection, collection, changes)
            moment = now()
            await connection.executemany(
                "UPDATE documents SET document_id = $3, metadata = coalesce($4, metadata), updated_at = $5,"
                " revision = $6 WHERE collection = $1 AND number = $2",
                [(collection, *change, moment, revision + 1) for change in changed],
            )
            if met:
                await connection.execute("UPDATE collections SET revision = revision + 1 WHERE id = $1", collection)
            return met

        return await self._database.transaction(operation)

    async def delete(self, collection: int, uuids: Sequence[str], *, receipt: Receipt | None = None) -> Written[int]:
        async def operation(connection: asyncpg.Connection) -> int:
            _, revision = await lock_collection(connection, collection)
            rows = await connection.fetch(
                f"SELECT number, deleted_at IS NULL, vector IS NOT NULL {_FROM} AND uuid = ANY($2::uuid[])",
                collection,
                list(uuids),
            )
            doomed = {number: embedded for number, live, embedded in rows if live}
            if doomed:
                await _bury(connection, collection, revision + 1, doomed)
            return len(rows)

        return await self._database.transaction(once(receipt, int, operation))

    async def revisions(
        self,
        collection: int,
        *,
        after: tuple[int, int],
        limit: int,
        contents: bool = True,
        vectors: bool = True,
    ) -> list[DocumentRevision]:
        content = "content" if contents else "''"
        vector = "vector" if vectors else "CASE WHEN vector IS NOT NULL THEN ''::bytea END"
        rows = await self._database.read(
            _REVISIONS.format(content=content, vector=vector),
            collection,
            *after,
            limit,
        )
        return [_revision_from_row(row) for row in rows]

    async def without_vector(self, collection: int, *, model: str, first: int, last: int, limit: int) -> list[Document]:
        return await self._select(
            "number BETWEEN $2 AND $3 AND model IS DISTINCT FROM $4 ORDER BY number LIMIT $5",
            collection,
            first,
            last,
            model,
            limit,
        )

    async def set_vectors(self, collection: int, vectors: Mapping[int, PackedVector], *, model: str) -> None:
        async def operation(connection: asyncpg.Connection) -> None:
            try:
                _, revision = await lock_collection(connection, collection)
            except NotFound:
                return
            rows = await connection.fetch(
                f"SELECT number, vector IS NULL {_FROM} AND number = ANY($2) AND deleted_at IS NULL",
                collection,
                list(vectors),
            )
            live = {row[0]: row[1] for row in rows}
            if live:
                await _write_vectors(connection, collection, model, {number: vectors[number] for number in live})
                await _mark(connection, collection, revision + 1, list(live))
                await connection.execute(
                    "UPDATE collections SET revision = revision + 1, embedded_count = embedded_count + $2,"
                    " model = CASE model WHEN '' THEN $3 ELSE model END WHERE id = $1",
                    collection,
                    sum(live.values()),
                    model,
                )

        if vectors:
            await self._database.transaction(operation)

    async def schedule(self, *, model: str, steps: Sequence[str], job_size: int) -> int:
        made = await self._database.transaction(lambda connection: schedule(connection, model, steps, job_size))
        if made:
            self._wakeups.announce()
        return made

    async def _select(self, condition: str, *arguments: object) -> list[Document]:
        return [Document(*row) for row in await self._database.read(f"{_DOCUMENTS} AND {condition}", *arguments)]


async def _insert(
    connection: asyncpg.Connection, place: tuple[int, int, int], origins: list[Origin], documents: Sequence[NewDocument]
) -> None:
    """Store documents; ``place`` is their collection, the number of the first one, and their revision."""
    collection, first, _ = place
    await connection.execute(
        _INSERT,
        *place,
        [origin.uuid for origin in origins],
        [origin.created_at for origin in origins],
        [origin.updated_at for origin in origins],
        [document.document_id for document in documents],
        [document.content for document in documents],
        [metadata_text(document.metadata) for document in documents],
    )
    vectors = {
        number: document.embedding for number, document in enumerate(documents, first) if document.embedding is not None
    }
    await _write_vectors(connection, collection, "", vectors)
    await connection.execute(
        "UPDATE collections SET next_number = next_number + $2, document_count = document_count + $2,"
        " embedded_count = embedded_count + $3, revision = revision + ($2 > 0)::int WHERE id = $1",
        collection,
        len(documents),
        len(vectors),
    )


async def _refuse_known(connection: asyncpg.Connection, collection: int, uuids: Sequence[str]) -> None:
    """`AlreadyExists` when the collection has a document with one of these UUIDs, or had and it is not purged yet."""
    if uuids:
        query = "SELECT uuid FROM documents WHERE collection = $1 AND uuid = ANY($2::uuid[]) LIMIT 1"
        known = await connection.fetchval(query, collection, list(uuids))
        if known is not None or len(set(uuids)) < len(uuids):
            raise AlreadyExists(f"a document already exists with uuid: {known or max(uuids, key=uuids.count)}")


async def _write_vectors(
    connection: asyncpg.Connection, collection: int, model: str, vectors: Mapping[int, PackedVector]
) -> None:
    """Store vectors by document number, some in each statement: where there is an index each takes milliseconds."""
    numbers = list(vectors)
    for start in range(0, len(numbers), _VECTORS_TOGETHER):
        part = numbers[start : start + _VECTORS_TOGETHER]
        await connection.execute(_INSERT_VECTORS, collection, model, part, [vectors[number] for number in part])


async def _holders(connection: asyncpg.Connection, collection: int, document_ids: Sequence[str]) -> dict[str, int]:
    """The live documents that have these identifiers: number by ``document_id``."""
    given = [document_id for document_id in document_ids if document_id]
    rows = await connection.fetch(_HOLDERS, collection, given)
    return {row[0]: row[1] for row in rows}


async def _changed(
    connection: asyncpg.Connection, collection: int, changes: Sequence[DocumentChange]
) -> tuple[int, list[tuple[Any, ...]]]:
    """How many changes meet a live document; and of those that change it, number, ``document_id`` and metadata.

    The changes apply in order: an identifier that an earlier one gave up is free for a later one.
    """
    rows = await connection.fetch(
        "SELECT uuid, number, document_id FROM documents"
        " WHERE collection = $1 AND uuid = ANY($2::uuid[]) AND deleted_at IS NULL",
        collection,
        [change.uuid for change in changes],
    )
    documents = {uuid: (number, document_id) for uuid, number, document_id in rows}
    holders = await _holders(connection, collection, [change.document_id for change in changes])
    met, changed = 0, []
    for change in changes:
        if change.uuid not in documents:
            continue
        met += 1
        number, old = documents[change.uuid]
        new = change.document_id or old
        if new != old:
            if new in holders:
                raise taken(new)
            holders.pop(old, None)
            holders[new] = number
            documents[change.uuid] = (number, new)
        if not change.is_empty:
            changed.append((number, new, metadata_text(change.metadata)))
    return met, changed


async def _bury(connection: asyncpg.Connection, collection: int, revision: int, doomed: Mapping[int, bool]) -> None:
    """Soft-delete live documents, given by number with whether they have a vector, which goes at once."""
    await connection.execute(
        "UPDATE documents SET revision = $3, deleted_at = $4 WHERE collection = $1 AND number = ANY($2)",
        collection,
        list(doomed),
        revision,
        now(),
    )
    await connection.execute(
        "DELETE FROM document_vectors WHERE collection = $1 AND number = ANY($2)", collection, list(doomed)
    )
    await connection.execute(
        "UPDATE collections SET document_count = document_count - $2, embedded_count = embedded_count - $3,"
        " revision = revision + 1 WHERE id = $1",
        collection,
        len(doomed),
        sum(doomed.values()),
    )


async def _mark(connection: asyncpg.Connection, collection: int, revision: int, numbers: list[int]) -> None:
    await connection.execute(
        "UPDATE documents SET revision = $3 WHERE collection = $1 AND number = ANY($2)", collection, numbers, revision
    )


def _in_order(wanted: Sequence[Identity], found: Mapping[Identity, Document]) -> list[Document]:
    """What was found of ``wanted``, each once."""
    return [found[value] for value in dict.fromkeys(wanted) if value in found]


def _revision_from_row(row: asyncpg.Record) -> DocumentRevision:
    number, revision, live, content, metadata, vector, model = row
    if not live:
        return DocumentRevision(number=number, revision=revision, live=False)
    return DocumentRevision(
        number=number,
        revision=revision,
        live=True,
        content=content,
        metadata=metadata,
        embedding=vector,
        model=model or "",
    )

"""The database of a Zep server, 0.12 to 0.27.

Each table has its own ``deleted_at``: a session that came back to life still has the deleted messages of before.
Vectors of messages and summaries stay behind, since Holdfast makes its own; queues are not looked at.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import numpy as np

from holdfast.domain.archive import (
    CollectionRecord,
    DocumentRecord,
    MessageRecord,
    Record,
    SessionRecord,
    SummaryRecord,
)
from holdfast.domain.timestamps import ZERO_TIME
from holdfast.domain.vectors import pack_rows
from holdfast.errors import InvalidRequest
from holdfast.sources.postgres import TIME, Snapshot, recorded, require, times_of, user_of

NEEDED = {
    "session": "uuid id session_id created_at updated_at deleted_at metadata",
    "message": "uuid id created_at updated_at deleted_at session_id role content token_count metadata",
}
OPTIONAL = {
    "users": "uuid id created_at updated_at deleted_at user_id email first_name last_name metadata",
    "summary": "uuid created_at deleted_at session_id content metadata token_count summary_point_uuid",
    "document_collection": "uuid created_at name description metadata table_name embedding_dimensions is_auto_embedded",
}
_DOCUMENT = frozenset(["uuid", "created_at", "deleted_at", "document_id", "content", "metadata"])

_TIMES = f"{TIME.format('{0}.created_at')} AS created_at, {TIME.format('{0}.updated_at')} AS updated_at"

_OWNER = (
    "s.user_id::text, (SELECT u.user_id::text FROM {} u WHERE u.deleted_at IS NULL"
    " AND s.user_id::text IN (u.user_id::text, u.uuid::text)"
    " ORDER BY u.user_id::text = s.user_id::text DESC LIMIT 1) AS owner"
)
"""Whom a session names, and who that is.  Databases that were upgraded hold the name as a UUID."""


class ZepPostgres:
    """See `holdfast.sources.contract.Source`."""

    def __init__(self, dsn: str, *, schema: str = "public") -> None:
        self._snapshot = Snapshot(dsn, schema)
        self._tables: dict[str, set[str]] = {}
        self.notes = self._snapshot.notes
        self.resumable = f"{self._snapshot.place} {schema}"

    async def __aenter__(self) -> ZepPostgres:
        """Connect; `InvalidRequest` when the database is none of Zep's, or of another version."""
        await self._snapshot.__aenter__()
        try:
            self._tables = await self._snapshot.columns([*NEEDED, *OPTIONAL, "sessions", "messages"])
            if "session" not in self._tables and "sessions" in self._tables:
                raise InvalidRequest(
                    "this is no database of Zep 0.12 to 0.27: it may be one of Zep CE, see zep-ce-postgres"
                )
            present = {name: columns for name, columns in OPTIONAL.items() if name in self._tables}
            require(self._tables, {**NEEDED, **present}, what="database of Zep 0.12 to 0.27")
        except BaseException:
            await self._snapshot.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self._snapshot.__aexit__()

    async def counts(self) -> dict[str, int]:
        """See `holdfast.sources.contract.Source`."""
        found = {}
        for kind, query in self._queries().items():
            found[kind] = await self._snapshot.count(f"SELECT count(*) FROM ({query}) AS counted")
        collections = await self._collections()
        found.update(collections=len(collections), documents=0)
        for collection in collections:
            if query := await self._documents_query(collection):
                found["documents"] += await self._snapshot.count(f"SELECT count(*) FROM ({query}) AS counted")
        return found

    async def records(self) -> AsyncIterator[list[Record]]:
        """See `holdfast.sources.contract.Source`."""
        queries = self._queries()
        makers = {"users": user_of, "sessions": self._session, "messages": _message, "summaries": _summary}
        for kind, make in makers.items():
            if kind in queries:
                async for rows in self._snapshot.rows(queries[kind]):
                    yield [make(row) for row in rows]
        await self._note_orphans()
        for collection in await self._collections():
            yield [_collection(collection)]
            if query := await self._documents_query(collection):
                async for rows in self._snapshot.rows(query):
                    yield [_document(collection["name"], row) for row in rows]

    def _queries(self) -> dict[str, str]:
        """What reads the rows that are moved, by kind."""
        table = self._snapshot.table
        sessions, messages = table("session"), table("message")
        found = {}
        owner = "NULL::text AS user_id, NULL::text AS owner"
        if "users" in self._tables:
            found["users"] = (
                f"SELECT u.uuid::text, user_id::text, email, first_name, last_name, u.metadata, {_TIMES.format('u')}"
                f" FROM {table('users')} u WHERE u.deleted_at IS NULL ORDER BY u.id"
            )
            if "user_id" in self._tables["session"]:
                owner = _OWNER.format(table("users"))
        found["sessions"] = (
            f"SELECT s.uuid::text, s.session_id, {owner}, s.metadata, {_TIMES.format('s')}"
            f" FROM {sessions} s WHERE s.deleted_at IS NULL ORDER BY s.id"
        )
        found["messages"] = (
            f"SELECT m.uuid::text, m.session_id, m.role, m.content, m.metadata, m.token_count, {_TIMES.format('m')}"
            f" FROM {messages} m JOIN {sessions} s ON s.session_id = m.session_id AND s.deleted_at IS NULL"
            " WHERE m.deleted_at IS NULL ORDER BY s.id, m.id"
        )
        if "summary" in self._tables:
            found["summaries"] = (
                "SELECT DISTINCT ON (s.id) z.uuid::text, z.session_id, z.content, z.metadata, z.token_count,"
                f" z.summary_point_uuid::text AS point_uuid, {TIME.format('z.created_at')} AS created_at"
                f" FROM {table('summary')} z JOIN {sessions} s ON s.session_id = z.session_id AND s.deleted_at IS NULL"
                " WHERE z.deleted_at IS NULL AND coalesce(z.content, '') <> '' ORDER BY s.id, z.created_at DESC, z.uuid"
            )
        return found

    async def _note_orphans(self) -> None:
        """Tell of messages whose session there is not at all."""
        lost = await self._snapshot.count(
            f"SELECT count(*) FROM {self._snapshot.table('message')} m WHERE m.deleted_at IS NULL AND NOT EXISTS"
            f" (SELECT FROM {self._snapshot.table('session')} s WHERE s.session_id = m.session_id)"
        )
        if lost:
            self.notes.append(f"{lost} messages belong to no session and stay behind")

    async def _collections(self) -> list[Any]:
        if "document_collection" not in self._tables:
            return []
        query = (
            "SELECT c.uuid::text, name, description, metadata, table_name, embedding_dimensions, is_auto_embedded,"
            f" {TIME.format('c.created_at')} AS created_at FROM {self._snapshot.table('document_collection')} c"
            " ORDER BY c.created_at, c.uuid"
        )
        return [row async for rows in self._snapshot.rows(query) for row in rows]

    async def _documents_query(self, collection: Any) -> str:
        """What reads the documents of a collection; empty when their table is missing."""
        name = str(collection["table_name"] or "").rpartition(".")[2].strip('"')
        columns = (await self._snapshot.columns([name])).get(name, set())
        embeds = bool(collection["is_auto_embedded"])
        if missing := (_DOCUMENT if embeds else _DOCUMENT | {"embedding"}) - columns:
            note = (
                f"the documents of collection {collection['name']} stay behind: the table {name!r} lacks {min(missing)}"
            )
            if note not in self.notes:
                self.notes.append(note)
            return ""
        embedding = "NULL::real[]" if embeds else "d.embedding::real[]"
        present = "coalesce(d.content, '') <> ''" + (" OR d.embedding IS NOT NULL" if "embedding" in columns else "")
        updated = "updated_at" if "updated_at" in columns else "created_at"
        return (
            f"SELECT d.uuid::text, d.document_id, d.content, d.metadata, {embedding} AS embedding,"
            f" {TIME.format('d.created_at')} AS created_at, {TIME.format(f'd.{updated}')} AS updated_at"
            f" FROM {self._snapshot.table(name)} d WHERE d.deleted_at IS NULL"
            f" AND ({present}) ORDER BY d.created_at, d.uuid"
        )

    def _session(self, row: Any) -> Record:
        if row["user_id"] is not None and row["owner"] is None:
            self.notes.append(f"session {row['session_id']} comes without its user {row['user_id']}, who is not there")
        return SessionRecord(
            session_id=row["session_id"],
            uuid=row["uuid"],
            user_id=row["owner"],
            metadata=recorded(row["metadata"]),
            **times_of(row),
        )


def _message(row: Any) -> Record:
    return MessageRecord(
        session_id=row["session_id"],
        uuid=row["uuid"],
        role=row["role"] or "",
        content=row["content"] or "",
        metadata=recorded(row["metadata"]),
        token_count=row["token_count"] or 0,
        **times_of(row),
    )


def _summary(row: Any) -> Record:
    return SummaryRecord(
        session_id=row["session_id"],
        uuid=row["uuid"],
        point_uuid=row["point_uuid"] or "",
        content=row["content"],
        metadata=recorded(row["metadata"]),
        token_count=row["token_count"] or 0,
        created_at=row["created_at"] or ZERO_TIME,
    )


def _collection(row: Any) -> Record:
    return CollectionRecord(
        name=row["name"],
        uuid=row["uuid"],
        description=row["description"] or "",
        metadata=recorded(row["metadata"]),
        dimensions=row["embedding_dimensions"] or 0,
        is_auto_embedded=bool(row["is_auto_embedded"]),
        created_at=row["created_at"] or ZERO_TIME,
        updated_at=row["created_at"] or ZERO_TIME,
    )


def _document(collection: str, row: Any) -> Record:
    vector = row["embedding"]
    return DocumentRecord(
        collection=collection,
        uuid=row["uuid"],
        document_id=row["document_id"] or "",
        content=row["content"] or "",
        metadata=recorded(row["metadata"]),
        embedding=None if vector is None else pack_rows(np.array([vector], np.float32))[0],
        **times_of(row),
    )

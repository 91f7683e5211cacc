"""The database of a Zep Community Edition server: its users, sessions and messages.

Its facts lie in a graph database and stay behind; Holdfast finds its own in the messages.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from holdfast.domain.archive import MessageRecord, Record, SessionRecord
from holdfast.domain.metadata import EncodedMetadata, decode_metadata
from holdfast.sources.postgres import TIME, Snapshot, recorded, require, times_of, user_of

NEEDED = {
    "users": "uuid id created_at updated_at deleted_at user_id email first_name last_name metadata",
    "sessions": "uuid id session_id created_at updated_at deleted_at metadata user_id",
    "messages": "uuid id created_at updated_at deleted_at session_id role role_type content token_count metadata",
}
_TIMES = f"{TIME.format('{0}.created_at')} AS created_at, {TIME.format('{0}.updated_at')} AS updated_at"


class ZepCePostgres:
    """See `holdfast.sources.contract.Source`."""

    def __init__(self, dsn: str, *, schema: str = "public") -> None:
        self._snapshot = Snapshot(dsn, schema)
        self._ended = "NULL::text"
        self.notes = self._snapshot.notes
        self.resumable = f"{self._snapshot.place} {schema}"

    async def __aenter__(self) -> ZepCePostgres:
        """Connect; `InvalidRequest` when the database is none of Zep CE's."""
        await self._snapshot.__aenter__()
        try:
            found = await self._snapshot.columns(NEEDED)
            require(found, NEEDED, what="database of Zep CE")
            if "ended_at" in found["sessions"]:
                self._ended = TIME.format("s.ended_at")
        except BaseException:
            await self._snapshot.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self._snapshot.__aexit__()

    async def counts(self) -> dict[str, int]:
        """See `holdfast.sources.contract.Source`."""
        return {
            kind: await self._snapshot.count(f"SELECT count(*) FROM ({query}) AS counted")
            for kind, query in self._queries().items()
        }

    async def records(self) -> AsyncIterator[list[Record]]:
        """See `holdfast.sources.contract.Source`."""
        makers = {"users": user_of, "sessions": self._session, "messages": _message}
        for kind, query in self._queries().items():
            async for rows in self._snapshot.rows(query):
                yield [makers[kind](row) for row in rows]

    def _queries(self) -> dict[str, str]:
        users, sessions, messages = map(self._snapshot.table, NEEDED)
        return {
            "users": (
                f"SELECT u.uuid::text, u.user_id, email, first_name, last_name, u.metadata, {_TIMES.format('u')}"
                f" FROM {users} u WHERE u.deleted_at IS NULL ORDER BY u.id"
            ),
            "sessions": (
                f"SELECT s.uuid::text, s.session_id, s.user_id, s.metadata, {self._ended} AS ended_at,"
                f" EXISTS (SELECT FROM {users} u WHERE u.user_id = s.user_id AND u.deleted_at IS NULL) AS owned,"
                f" {_TIMES.format('s')} FROM {sessions} s WHERE s.deleted_at IS NULL ORDER BY s.id"
            ),
            "messages": (
                "SELECT m.uuid::text, m.session_id, m.role, m.role_type, m.content, m.metadata, m.token_count,"
                f" {_TIMES.format('m')} FROM {messages} m"
                f" JOIN {sessions} s ON s.session_id = m.session_id AND s.deleted_at IS NULL"
                " WHERE m.deleted_at IS NULL ORDER BY s.id, m.id"
            ),
        }

    def _session(self, row: Any) -> Record:
        if row["user_id"] and not row["owned"]:
            self.notes.append(f"session {row['session_id']} comes without its user {row['user_id']}, who is not there")
        return SessionRecord(
            session_id=row["session_id"],
            uuid=row["uuid"],
            user_id=row["user_id"] if row["owned"] else None,
            metadata=_with_end(recorded(row["metadata"]), row["ended_at"]),
            **times_of(row),
        )


def _with_end(metadata: EncodedMetadata, ended_at: str | None) -> EncodedMetadata:
    """Metadata that says, too, when the session was ended."""
    if ended_at is None:
        return metadata
    found = {} if bytes(metadata) == b"null" else decode_metadata(metadata)
    return EncodedMetadata(msgspec.json.encode({**found, "ended_at": ended_at}))


def _message(row: Any) -> Record:
    """A message; there the role is the name of the speaker, and the type of the role is the role."""
    kind = str(row["role_type"] or "")
    return MessageRecord(
        session_id=row["session_id"],
        uuid=row["uuid"],
        role=kind or row["role"] or "",
        name=row["role"] or "" if kind else "",
        content=row["content"] or "",
        metadata=recorded(row["metadata"]),
        token_count=row["token_count"] or 0,
        **times_of(row),
    )

"""Reading another server's PostgreSQL: one connection, one snapshot, rows in chunks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Any, TypedDict

import asyncpg
import msgspec

from holdfast.domain.archive import NO_METADATA, Record, UserRecord
from holdfast.domain.metadata import EncodedMetadata
from holdfast.domain.timestamps import ZERO_TIME
from holdfast.errors import InvalidRequest, Unavailable
from holdfast.sources.contract import CHUNK
from holdfast.storage.postgres.engine.dsn import described
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS

_CONNECT_SECONDS = 10.0

TIME = (
    "CASE WHEN isfinite({0}) AND extract(year FROM {0} AT TIME ZONE 'UTC') BETWEEN 1 AND 9999"
    " THEN to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') END"
)
"""An expression that gives a time as text; ``NULL`` for what is no time of the calendar."""

_COLUMNS = (
    "SELECT table_name::text, column_name::text FROM information_schema.columns"
    " WHERE table_schema = $1 AND table_name = ANY($2::text[])"
)


class Snapshot:
    """One state of a database, whatever is written to it meanwhile; an asynchronous context manager."""

    def __init__(self, dsn: str, schema: str) -> None:
        self._dsn = dsn
        self.schema = schema
        self.place = described(dsn)
        self._stack = AsyncExitStack()
        self._connection: asyncpg.Connection | None = None

    async def __aenter__(self) -> Snapshot:
        """Connect and take the snapshot; `Unavailable` when that fails."""
        try:
            self._connection = await asyncpg.connect(
                self._dsn, timeout=_CONNECT_SECONDS, server_settings={"timezone": "UTC", "application_name": "holdfast"}
            )
            self._stack.push_async_callback(self._close)
            for name in ("json", "jsonb"):
                await self._connection.set_type_codec(
                    name, schema="pg_catalog", encoder=str, decoder=str, format="text"
                )
            transaction = self._connection.transaction(isolation="repeatable_read", readonly=True)
            await transaction.start()
        except (*DATABASE_ERRORS, ValueError) as error:
            await self._stack.aclose()
            raise Unavailable(f"cannot read {self.place}: {error}") from None
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect; nothing was written, so nothing need be undone."""
        await self._stack.aclose()

    async def columns(self, tables: Iterable[str]) -> dict[str, set[str]]:
        """The columns of those tables that there are."""
        found: dict[str, set[str]] = {}
        async for rows in self.rows(_COLUMNS, self.schema, list(tables)):
            for table, column in rows:
                found.setdefault(table, set()).add(column)
        return found

    async def count(self, sql: str) -> int:
        """The number that a query gives."""
        async for rows in self.rows(sql):
            return int(rows[0][0])
        return 0

    async def rows(self, sql: str, *arguments: Any) -> AsyncIterator[list[asyncpg.Record]]:
        """The rows of a query in chunks; `Unavailable` when the connection breaks."""
        if self._connection is None:
            raise Unavailable("the source is not open")
        try:
            cursor = await self._connection.cursor(sql, *arguments)
            while rows := await cursor.fetch(CHUNK):
                yield rows
        except DATABASE_ERRORS as error:
            raise Unavailable(f"reading {self.place} failed: {error}; run the command again, it goes on") from None

    def table(self, name: str) -> str:
        """A table of the schema, quoted."""
        return f"{quoted(self.schema)}.{quoted(name)}"

    async def _close(self) -> None:
        if self._connection is not None:
            self._connection.terminate()


def quoted(name: str) -> str:
    """An identifier as SQL wants it."""
    return '"' + name.replace('"', '""') + '"'


def require(found: Mapping[str, set[str]], wanted: Mapping[str, str], *, what: str) -> None:
    """`InvalidRequest` when a table, or a column of it, is missing that ``what`` would have."""
    for table, columns in wanted.items():
        missing = set(columns.split()) - found.get(table, set())
        if missing:
            has = (
                f"the table {table} lacks {', '.join(sorted(missing))}"
                if table in found
                else f"there is no table {table}"
            )
            raise InvalidRequest(f"this is no {what}: {has}")


def recorded(text: str | None) -> EncodedMetadata:
    """Metadata of a source: an object as it is, nothing as nothing, any other value below the key ``value``."""
    if text is None or text.strip() == "null":
        return NO_METADATA
    if text.lstrip().startswith("{"):
        return EncodedMetadata(text.encode())
    return EncodedMetadata(msgspec.json.encode({"value": msgspec.Raw(text.encode())}))


class Times(TypedDict):
    """When a record was created, and when it was changed last."""

    created_at: str
    updated_at: str


def times_of(row: Any) -> Times:
    """When a row was made and last changed, one standing for the other where it is missing."""
    created_at = row["created_at"] or row["updated_at"] or ZERO_TIME
    return {"created_at": created_at, "updated_at": row["updated_at"] or created_at}


def user_of(row: Any) -> Record:
    """The user in a row; every release of Zep has the same columns."""
    return UserRecord(
        user_id=row["user_id"],
        uuid=row["uuid"],
        email=row["email"] or "",
        first_name=row["first_name"] or "",
        last_name=row["last_name"] or "",
        metadata=recorded(row["metadata"]),
        **times_of(row),
    )

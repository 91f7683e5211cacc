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
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, TRANSIENT

_CONNECT_SECONDS = 10.0
_ANY_BYTES = "SQL_ASCII"
"""The encoding of databases that store whatever bytes they are given."""
_NO_UTF8 = "some texts are not UTF-8, and are read as Latin-1"

TIME = (
    "CASE WHEN isfinite({0}) AND extract(year FROM {0} AT TIME ZONE 'UTC') BETWEEN 1 AND 9999"
    " THEN to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') END"
)
"""An expression that gives a time as text; ``NULL`` for what is no time of the calendar."""

_COLUMNS = (
    "SELECT relname::text, attname::text FROM pg_catalog.pg_attribute"
    " JOIN pg_catalog.pg_class ON pg_class.oid = attrelid"
    " JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE nspname = $1 AND relname = ANY($2::text[]) AND relkind IN ('r', 'p', 'v', 'm', 'f')"
    " AND attnum > 0 AND NOT attisdropped"
)
"""Of tables that may be read, and of others: these are named when they are."""


class Snapshot:
    """One state of a database, whatever is written to it meanwhile; an asynchronous context manager."""

    def __init__(self, dsn: str, schema: str) -> None:
        self._dsn = dsn
        self.schema = schema
        self.place = described(dsn)
        self.notes: list[str] = []
        self._stack = AsyncExitStack()
        self._connection: asyncpg.Connection | None = None

    async def __aenter__(self) -> Snapshot:
        """Connect and take the snapshot; `Unavailable` when that fails."""
        try:
            self._connection = await asyncpg.connect(
                self._dsn, timeout=_CONNECT_SECONDS, server_settings={"timezone": "UTC", "application_name": "holdfast"}
            )
            self._stack.push_async_callback(self._close)
            await self._teach(self._connection)
            transaction = self._connection.transaction(isolation="repeatable_read", readonly=True)
            await transaction.start()
        except (*DATABASE_ERRORS, ValueError) as error:
            await self._stack.aclose()
            raise Unavailable(f"cannot read {self.place}: {error}") from None
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect; nothing was written, so nothing need be undone."""
        await self._stack.aclose()

    async def _teach(self, connection: asyncpg.Connection) -> None:
        """Have texts and JSON handed out as text, whatever the database takes for text."""
        names = ["json", "jsonb"]
        if await connection.fetchval("SHOW server_encoding") == _ANY_BYTES:
            # There UTF-8 is asked for in vain: the server refuses to send what is none.
            await connection.execute(f"SET client_encoding = '{_ANY_BYTES}'")
            names += ["text", "varchar"]
        for name in names:
            decode = self._decoded_binary if name == "jsonb" else self._decoded
            await connection.set_type_codec(
                name, schema="pg_catalog", encoder=str.encode, decoder=decode, format="binary"
            )

    def _decoded(self, data: bytes) -> str:
        """UTF-8, or where it is none, Latin-1, which every byte is."""
        try:
            return data.decode()
        except UnicodeDecodeError:
            if _NO_UTF8 not in self.notes:
                self.notes.append(_NO_UTF8)
            return data.decode("latin-1")

    def _decoded_binary(self, data: bytes) -> str:
        """The text of a ``jsonb``, which a byte with its version precedes."""
        return self._decoded(data[1:])

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
        except TRANSIENT as error:
            raise Unavailable(f"reading {self.place} failed: {error}; run the command again, it goes on") from None
        except DATABASE_ERRORS as error:
            raise Unavailable(f"reading {self.place} failed: {error}") from None

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

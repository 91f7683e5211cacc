"""API keys in PostgreSQL."""

from __future__ import annotations

import asyncpg
import msgspec

from holdfast.domain.keys import Key
from holdfast.domain.principals import Limits, Rights
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.postgres.engine.database import Database

_COLUMNS = "id, name, digest, rights, limits, created_at, expires_at, used_at, revoked_at"

_ALONE = "LOCK TABLE access_keys IN SHARE ROW EXCLUSIVE MODE"
"""Changes come one after the other, so that a revision never becomes visible after a higher one."""
_NEXT = "(SELECT coalesce(max(revision), 0) + 1 FROM access_keys)"


class PostgresKeys:
    """See `holdfast.storage.contract.keys.Keys`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, key: Key) -> None:
        limits = None if key.limits is None else msgspec.json.encode(key.limits).decode()

        async def operation(connection: asyncpg.Connection) -> None:
            await connection.execute(_ALONE)
            added = await connection.fetchrow(
                f"INSERT INTO access_keys ({_COLUMNS}, revision)"
                f" SELECT $1, $2, $3, $4::text[], $5, $6, $7, $8, $9, {_NEXT} ON CONFLICT (id) DO NOTHING RETURNING id",
                key.id,
                key.name,
                key.digest,
                list(key.rights.names),
                limits,
                key.created_at,
                key.expires_at,
                key.used_at,
                key.revoked_at,
            )
            if added is None:
                raise AlreadyExists(f"a key with the id {key.id} exists already")

        await self._database.transaction(operation)

    async def all(self) -> list[Key]:
        rows = await self._database.rows(f"SELECT {_COLUMNS} FROM access_keys ORDER BY created_at, id")
        return [_from_row(row) for row in rows]

    async def revoke(self, key: str, *, at: Timestamp) -> None:
        async def operation(connection: asyncpg.Connection) -> None:
            await connection.execute(_ALONE)
            if await connection.fetchrow("SELECT 1 FROM access_keys WHERE id = $1", key) is None:
                raise NotFound("key", key)
            await connection.execute(
                f"UPDATE access_keys SET revoked_at = $2, revision = {_NEXT} WHERE id = $1 AND revoked_at IS NULL",
                key,
                at,
            )

        await self._database.transaction(operation)

    async def mark_used(self, key: str, *, at: Timestamp) -> None:
        await self._database.rows("UPDATE access_keys SET used_at = $2 WHERE id = $1", key, at)

    async def revision(self) -> int:
        ((revision,),) = await self._database.rows("SELECT coalesce(max(revision), 0) FROM access_keys")
        return int(revision)


def _from_row(row: asyncpg.Record) -> Key:
    limits = row["limits"]
    return Key(
        id=row["id"],
        name=row["name"],
        digest=row["digest"],
        rights=Rights.of(row["rights"]),
        limits=None if limits is None else msgspec.json.decode(limits, type=Limits),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )

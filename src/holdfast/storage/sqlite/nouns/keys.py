"""API keys in SQLite."""

from __future__ import annotations

import apsw
import msgspec

from holdfast.domain.keys import Key
from holdfast.domain.principals import Limits, Rights
from holdfast.domain.timestamps import Timestamp
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.sqlite.engine.database import Database, Row

_COLUMNS = "id, name, digest, rights, limits, created_at, expires_at, used_at, revoked_at"
_NEXT = "(SELECT coalesce(max(revision), 0) + 1 FROM access_keys)"


class SqliteKeys:
    """See `holdfast.storage.contract.keys.Keys`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, key: Key) -> None:
        limits = None if key.limits is None else msgspec.json.encode(key.limits).decode()
        row = (
            key.id,
            key.name,
            key.digest,
            " ".join(key.rights.names),
            limits,
            key.created_at,
            key.expires_at,
            key.used_at,
            key.revoked_at,
        )

        def operation(connection: apsw.Connection) -> None:
            connection.execute(
                f"INSERT INTO access_keys ({_COLUMNS}, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, {_NEXT})"
                " ON CONFLICT (id) DO NOTHING",
                row,
            )
            if not connection.changes():
                raise AlreadyExists(f"a key with the id {key.id} exists already")

        await self._database.write(operation)

    async def all(self) -> list[Key]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM access_keys ORDER BY created_at, id")
        return [_from_row(row) for row in rows]

    async def revoke(self, key: str, *, at: Timestamp) -> None:
        def operation(connection: apsw.Connection) -> None:
            if connection.execute("SELECT 1 FROM access_keys WHERE id = ?", (key,)).fetchone() is None:
                raise NotFound("key", key)
            connection.execute(
                f"UPDATE access_keys SET revoked_at = ?, revision = {_NEXT} WHERE id = ? AND revoked_at IS NULL",
                (at, key),
            )

        await self._database.write(operation)

    async def mark_used(self, key: str, *, at: Timestamp) -> None:
        await self._database.write(
            lambda connection: connection.execute("UPDATE access_keys SET used_at = ? WHERE id = ?", (at, key))
        )

    async def revision(self) -> int:
        row = self._database.row("SELECT coalesce(max(revision), 0) FROM access_keys")
        return int(row[0]) if row else 0


def _from_row(row: Row) -> Key:
    identifier, name, digest, rights, limits, created_at, expires_at, used_at, revoked_at = row
    return Key(
        id=identifier,
        name=name,
        digest=digest,
        rights=Rights.of(rights.split()),
        limits=None if limits is None else msgspec.json.decode(limits, type=Limits),
        created_at=created_at,
        expires_at=expires_at,
        used_at=used_at,
        revoked_at=revoked_at,
    )

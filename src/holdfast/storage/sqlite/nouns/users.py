"""Users in SQLite."""

from __future__ import annotations

import apsw

from holdfast.domain.metadata import MAXIMUM_METADATA, encode_merged
from holdfast.domain.origins import origin_of
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import now
from holdfast.domain.users import NewUser, User, UserChange
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.prefixes import range_of
from holdfast.storage.removal import Removal
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.nouns.changes import note_barrier
from holdfast.storage.sqlite.nouns.fact_writes import note_departure
from holdfast.storage.sqlite.nouns.receipts import once
from holdfast.storage.sqlite.nouns.rows import metadata_from_text, metadata_text

_BEYOND = 2**63 - 1
_DEPART = "INSERT INTO departed_users (id, revision) VALUES (?, ?)"
_COLUMNS = "id, uuid, user_id, email, first_name, last_name, metadata, created_at, updated_at"


class SqliteUsers:
    """See `holdfast.storage.contract.users.Users`."""

    def __init__(self, database: Database, removal: Removal) -> None:
        self._database = database
        self._removal = removal

    async def create(self, user: NewUser, *, receipt: Receipt | None = None) -> Written[User]:
        def operation(connection: apsw.Connection) -> User:
            if _find(connection, user.user_id) is not None:
                raise AlreadyExists(f"user already exists with user_id: {user.user_id}")
            origin = origin_of(user.origin)
            (row,) = connection.execute(
                "INSERT INTO users (uuid, user_id, email, first_name, last_name, metadata, created_at, updated_at)"
                f" VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
                (
                    origin.uuid,
                    user.user_id,
                    user.email,
                    user.first_name,
                    user.last_name,
                    metadata_text(user.metadata),
                    origin.created_at,
                    origin.updated_at,
                ),
            ).fetchall()
            return _from_row(row)

        return await self._database.write(once(receipt, User, operation))

    async def get(self, user_id: str) -> User:
        user = self._database.read(lambda connection: _find(connection, user_id))
        if user is None:
            raise NotFound("user", user_id)
        return user

    async def update(self, user_id: str, change: UserChange) -> User:
        def operation(connection: apsw.Connection) -> User:
            user = _find(connection, user_id)
            if user is None:
                raise NotFound("user", user_id)
            metadata = user.metadata
            if change.metadata:
                metadata = encode_merged(user.metadata, change.metadata, most=MAXIMUM_METADATA)
            (row,) = connection.execute(
                "UPDATE users SET email = ?, first_name = ?, last_name = ?, metadata = ?, updated_at = ?"
                f" WHERE id = ? RETURNING {_COLUMNS}",
                (
                    change.email or user.email,
                    change.first_name or user.first_name,
                    change.last_name or user.last_name,
                    None if metadata is None else bytes(metadata).decode(),
                    now(),
                    user.id,
                ),
            ).fetchall()
            return _from_row(row)

        return await self._database.write(operation)

    async def delete(self, user_id: str) -> None:
        def operation(connection: apsw.Connection) -> None:
            user = _find(connection, user_id)
            if user is None:
                raise NotFound("user", user_id)
            connection.execute("DELETE FROM users WHERE id = ?", (user.id,))
            note_departure(connection, user.id, user_id)
            connection.execute(_DEPART, (user.id, note_barrier(connection)))

        await self._database.write(operation)
        self._removal.begin()

    async def beginning(self, prefix: str, *, limit: int) -> list[User]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM users WHERE user_id >= ?1 AND user_id < ?2 LIMIT ?3",
            (*range_of(prefix), limit),
        )
        return [_from_row(row) for row in rows]

    async def page(self, *, after: int, limit: int) -> list[User]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM users WHERE id > ? ORDER BY id LIMIT ?",
            (after, limit),
        )
        return [_from_row(row) for row in rows]

    async def newest(self, *, before: int | None, limit: int) -> list[User]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM users WHERE id < ? ORDER BY id DESC LIMIT ?",
            (_BEYOND if before is None else before, limit),
        )
        return [_from_row(row) for row in rows]


def _find(connection: apsw.Connection, user_id: str) -> User | None:
    row = connection.execute(f"SELECT {_COLUMNS} FROM users WHERE user_id = ?", (user_id,)).fetchone()
    return None if row is None else _from_row(row)


def _from_row(row: Row) -> User:
    number, uuid, user_id, email, first_name, last_name, metadata, created_at, updated_at = row
    return User(
        number,
        uuid,
        user_id,
        email,
        first_name,
        last_name,
        metadata_from_text(metadata),
        created_at,
        updated_at,
    )

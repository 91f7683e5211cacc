"""Users in PostgreSQL."""

from __future__ import annotations

import asyncpg

from holdfast.domain.metadata import MAXIMUM_METADATA, encode_merged
from holdfast.domain.origins import origin_of
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import now
from holdfast.domain.users import NewUser, User, UserChange
from holdfast.errors import AlreadyExists, NotFound
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import Collision
from holdfast.storage.postgres.engine.turns import Turns
from holdfast.storage.postgres.nouns.fact_writes import note_departure
from holdfast.storage.postgres.nouns.prefixes import begins
from holdfast.storage.postgres.nouns.receipts import once
from holdfast.storage.postgres.nouns.rows import metadata_text
from holdfast.storage.prefixes import range_of
from holdfast.storage.removal import Removal

_BEYOND = 2**63 - 1
_COLUMNS = "id, uuid, user_id, email, first_name, last_name, metadata, created_at, updated_at"

_CREATE = (
    "WITH number AS (UPDATE counters SET value = value + 1 WHERE name = 'users' RETURNING value)"
    f" INSERT INTO users ({_COLUMNS}) SELECT value, $1, $2, $3, $4, $5, $6, $7, $8 FROM number"
    f" ON CONFLICT (user_id) DO NOTHING RETURNING {_COLUMNS}"
)
_DELETE = (
    "WITH gone AS (DELETE FROM users WHERE user_id = $1 RETURNING id)"
    " INSERT INTO departed_users (id) SELECT id FROM gone RETURNING id"
)


class PostgresUsers:
    """See `holdfast.storage.contract.users.Users`."""

    def __init__(self, database: Database, removal: Removal) -> None:
        self._database = database
        self._removal = removal
        self._turns = Turns(database)

    async def create(self, user: NewUser, *, receipt: Receipt | None = None) -> Written[User]:
        async def operation(connection: asyncpg.Connection) -> User:
            if await connection.fetchrow("SELECT 1 FROM users WHERE user_id = $1", user.user_id):
                raise AlreadyExists(f"user already exists with user_id: {user.user_id}")
            origin = origin_of(user.origin)
            row = await connection.fetchrow(
                _CREATE,
                origin.uuid,
                user.user_id,
                user.email,
                user.first_name,
                user.last_name,
                metadata_text(user.metadata),
                origin.created_at,
                origin.updated_at,
            )
            if row is None:  # somebody took the user_id since: the number goes back with the transaction
                raise Collision
            return User(*row)

        return await self._database.transaction(once(receipt, User, operation))

    async def get(self, user_id: str) -> User:
        row = await self._database.row(f"SELECT {_COLUMNS} FROM users WHERE user_id = $1", user_id)
        if row is None:
            raise NotFound("user", user_id)
        return User(*row)

    async def update(self, user_id: str, change: UserChange) -> User:
        async def operation(connection: asyncpg.Connection) -> User:
            row = await connection.fetchrow("SELECT metadata FROM users WHERE user_id = $1 FOR UPDATE", user_id)
            if row is None:
                raise NotFound("user", user_id)
            metadata = None
            if change.metadata:
                metadata = bytes(encode_merged(row["metadata"], change.metadata, most=MAXIMUM_METADATA)).decode()
            (row,) = await connection.fetch(
                "UPDATE users SET email = coalesce(nullif($2, ''), email),"
                " first_name = coalesce(nullif($3, ''), first_name), last_name = coalesce(nullif($4, ''), last_name),"
                f" metadata = coalesce($5, metadata), updated_at = $6 WHERE user_id = $1 RETURNING {_COLUMNS}",
                user_id,
                change.email,
                change.first_name,
                change.last_name,
                metadata,
                now(),
            )
            return User(*row)

        return await self._turns.take(user_id, operation)

    async def delete(self, user_id: str) -> None:
        async def operation(connection: asyncpg.Connection) -> None:
            number = await connection.fetchval(_DELETE, user_id)
            if number is None:
                raise NotFound("user", user_id)
            await note_departure(connection, number, user_id)

        await self._database.transaction(operation)
        self._removal.begin()

    async def beginning(self, prefix: str, *, limit: int) -> list[User]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM users WHERE {begins('user_id')} LIMIT $3", *range_of(prefix), limit
        )
        return [User(*row) for row in rows]

    async def page(self, *, after: int, limit: int) -> list[User]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM users WHERE id > $1 ORDER BY id LIMIT $2", after, limit
        )
        return [User(*row) for row in rows]

    async def newest(self, *, before: int | None, limit: int) -> list[User]:
        rows = await self._database.read(
            f"SELECT {_COLUMNS} FROM users WHERE id < $1 ORDER BY id DESC LIMIT $2",
            _BEYOND if before is None else before,
            limit,
        )
        return [User(*row) for row in rows]

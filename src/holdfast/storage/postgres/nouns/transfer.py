"""The transfer form of the PostgreSQL store."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from holdfast.domain.jobs import SUMMARISING
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.transfer import NUMBERED, Table, TransferRow

_READ = {"bool": "{}::int", "json": "{}::text", "_text": "array_to_string({}, ' ')", "text": '{} COLLATE "C"'}
_ARRAY = {"bool": "int", "_text": "text"}
_WRITE = {"bool": "{} <> 0", "_text": "string_to_array({}, ' ')"}

_COUNTED = ("users", "collections")
"""Tables whose numbers come from ``counters``; those of the others come from a sequence."""

_SEQUENCES = {"sessions": "'session_numbers'"}
"""Sequences that no column owns."""

_NAMES = (
    "INSERT INTO session_names (session_id, session)"
    " SELECT session_id, id FROM sessions WHERE NOT superseded AND id BETWEEN $1 AND $2"
)
_EXPECT = (
    "UPDATE sessions SET next_expiry = least(next_expiry, new.expires_at)"
    " FROM (SELECT session, min(expires_at) AS expires_at FROM unnest($1::bigint[], $2::timestamptz[])"
    " AS given (session, expires_at) GROUP BY session) AS new WHERE sessions.id = new.session"
)


class PostgresTransfer:
    """See `holdfast.storage.transfer.Transfer`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, table: Table, *, after: TransferRow | None, limit: int) -> list[TransferRow]:
        types = await self._types(table)
        selected = [_READ.get(types[column], "{}").format(_stored(column)) for column in table.columns]
        key = ", ".join(selected[: table.key_width])
        marks = ", ".join(f"${number}" for number in range(1, table.key_width + 1))
        condition = "" if after is None else f"WHERE ({key}) > ({marks})"
        rows = await self._database.read(
            f"SELECT {', '.join(selected)} FROM {table.name} {condition} ORDER BY {key} LIMIT {limit:d}",
            *(after or ()),
        )
        return [tuple(row) for row in rows]

    async def write(self, table: Table, rows: Sequence[TransferRow]) -> None:
        types = await self._types(table)
        arrays = [
            f"${number}::{_ARRAY.get(types[column], types[column])}[]" for number, column in enumerate(table.columns, 1)
        ]
        values = [_WRITE.get(types[column], "{}").format(f"new.{column}") for column in table.columns]
        targets = [*table.columns]
        if table.name == "jobs":
            parked = targets.index("parked")
            targets[parked], values[parked] = "due", "CASE WHEN new.parked = 0 THEN clock_timestamp() END"
            targets.append("single")
            values.append(f"new.kind = '{SUMMARISING}'")
        statement = (
            f"INSERT INTO {table.name} ({', '.join(targets)}) SELECT {', '.join(values)}"
            f" FROM unnest({', '.join(arrays)}) AS new ({', '.join(table.columns)})"
        )

        async def operation(connection: asyncpg.Connection) -> None:
            await connection.execute(statement, *zip(*rows, strict=True))
            if table.name == "sessions":
                await connection.execute(_NAMES, rows[0][0], rows[-1][0])
            elif table.name == "messages":
                await _expect(connection, table, rows)

        if rows:
            await self._database.transaction(operation)

    async def count(self, table: Table) -> int:
        ((count,),) = await self._database.read(f"SELECT count(*) FROM {table.name}")
        return int(count)

    async def numbers(self) -> dict[str, int]:
        numbers = {}
        for name in NUMBERED:
            ((number,),) = await self._database.rows(_number_of(name))
            numbers[name] = int(number)
        return numbers

    async def set_numbers(self, numbers: dict[str, int]) -> None:
        for name, number in numbers.items():
            if name in _COUNTED:
                await self._database.rows("UPDATE counters SET value = $2 WHERE name = $1", name, number)
            else:
                await self._database.rows(
                    f"SELECT setval({_sequence_of(name)}, greatest($1::bigint, 1), $1::bigint > 0)", number
                )

    async def _types(self, table: Table) -> dict[str, str]:
        """The types of the columns, as PostgreSQL names them."""
        rows = await self._database.rows(
            "SELECT attname::text, typname::text FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid"
            " WHERE attrelid = $1::text::regclass AND attnum > 0",
            table.name,
        )
        return {**{row[0]: row[1] for row in rows}, "parked": "bool"}


async def _expect(connection: asyncpg.Connection, table: Table, rows: Sequence[TransferRow]) -> None:
    """Let the sessions of messages know when these expire."""
    session, moment = table.columns.index("session"), table.columns.index("expires_at")
    expiring = [(row[session], row[moment]) for row in rows if row[moment] is not None]
    if expiring:
        await connection.execute(_EXPECT, *zip(*expiring, strict=True))


def _stored(column: str) -> str:
    return "(due IS NULL)" if column == "parked" else column


def _number_of(name: str) -> str:
    if name in _COUNTED:
        return f"SELECT value FROM counters WHERE name = '{name}'"
    return (
        "SELECT coalesce(last_value, 0) FROM pg_sequences"
        f" WHERE format('%I.%I', schemaname, sequencename)::regclass = {_sequence_of(name)}::regclass"
    )


def _sequence_of(name: str) -> str:
    return _SEQUENCES.get(name, f"pg_get_serial_sequence('{name}', 'id')")

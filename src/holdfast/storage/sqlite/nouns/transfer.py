"""The transfer form of the embedded store."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.engine.document_keys import NUMBER_BITS
from holdfast.storage.sqlite.engine.keys import POSITION_BITS
from holdfast.storage.transfer import NUMBERED, Table, TransferRow

_PACKED = {
    "messages": ("key", POSITION_BITS),
    "features": ("key", POSITION_BITS),
    "summaries": ("point", POSITION_BITS),
    "documents": ("key", NUMBER_BITS),
    "document_vectors": ("key", NUMBER_BITS),
}
"""Tables whose two key columns lie in one, and how many low bits the second of them takes."""

_READ = {"parked": "due IS NULL"}
_WRITE = {"parked": ("due", "CASE WHEN {} THEN NULL ELSE 0 END")}


class SqliteTransfer:
    """See `holdfast.storage.transfer.Transfer`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, table: Table, *, after: TransferRow | None, limit: int) -> list[TransferRow]:
        query = f"SELECT {', '.join(_selected(table))} FROM {table.name}"
        key = _key(table)
        condition = "" if after is None else f"WHERE ({', '.join(key)}) > ({', '.join(key.values())})"
        return self._database.rows(f"{query} {condition} ORDER BY {', '.join(key)} LIMIT {limit:d}", after or ())

    async def write(self, table: Table, rows: Sequence[TransferRow]) -> None:
        columns = _inserted(table)
        statement = f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"

        def operation(connection: apsw.Connection) -> None:
            connection.executemany(statement, rows)

        await self._database.write(operation)

    async def count(self, table: Table) -> int:
        row = self._database.row(f"SELECT count(*) FROM {table.name}")
        return int(row[0]) if row else 0

    async def numbers(self) -> dict[str, int]:
        rows: dict[str, int] = dict(self._database.rows("SELECT name, seq FROM sqlite_sequence"))
        return {name: rows.get(name, 0) for name in NUMBERED}

    async def set_numbers(self, numbers: dict[str, int]) -> None:
        def operation(connection: apsw.Connection) -> None:
            for name, number in numbers.items():
                connection.execute("DELETE FROM sqlite_sequence WHERE name = ?", (name,))
                connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (name, number))

        await self._database.write(operation)


def _key(table: Table) -> dict[str, str]:
    """The key columns, and their values, of the parameters that hold the key of the transfer form."""
    if table.name in _PACKED:
        column, bits = _PACKED[table.name]
        return {column: f"(?1 << {bits} | ?2)"}
    return {column: f"?{number}" for number, column in enumerate(table.columns[: table.key_width], 1)}


def _selected(table: Table) -> list[str]:
    """The expressions that yield the columns of the transfer form."""
    if table.name not in _PACKED:
        return [_READ.get(column, column) for column in table.columns]
    key, bits = _PACKED[table.name]
    return [f"{key} >> {bits}", f"{key} & {(1 << bits) - 1}", *table.columns[2:]]


def _inserted(table: Table) -> dict[str, str]:
    """The columns to be written and the expressions that make them of the transfer form."""
    values = _key(table)
    if table.name == "documents":
        values["collection"] = "?1"  # which its key holds too
    for number, column in enumerate(table.columns[table.key_width :], table.key_width + 1):
        name, expression = _WRITE.get(column, (column, "{}"))
        values[name] = expression.format(f"?{number}")
    return values

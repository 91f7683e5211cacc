"""Spreading the tables of a database over the nodes of a distributed PostgreSQL (Citus), as `layout` says."""

from __future__ import annotations

import asyncpg

from holdfast.errors import StartupError
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, startup_error
from holdfast.storage.postgres.engine.layout import DISTRIBUTED, distributed_tables


async def distribute(dsn: str) -> list[str]:
    """Create the schema where needed and spread its tables over the nodes; the tables that were not spread before.

    `StartupError` when the database has no Citus extension.
    """
    database = Database(dsn)
    await database.open()
    await database.close()
    try:
        connection = await database.connect_directly()
        try:
            return await _distribute(connection)
        finally:
            await connection.close()
    except DATABASE_ERRORS as error:
        raise startup_error(error, database.place) from error


async def _distribute(connection: asyncpg.Connection) -> list[str]:
    if not await connection.fetchrow("SELECT 1 FROM pg_extension WHERE extname = 'citus'"):
        raise StartupError("the database has no Citus: run CREATE EXTENSION citus on the coordinator first")
    done = await distributed_tables(connection)
    missing = [table for table in DISTRIBUTED if table not in done]
    for table in missing:
        for statement in statements(table):
            await connection.execute(statement)
    return missing


def statements(table: str) -> list[str]:
    """The statements that distribute a table."""
    column = DISTRIBUTED[table]
    first = next(name for name, key in DISTRIBUTED.items() if key == column)
    together = "none" if table == first else first
    return [f"SELECT create_distributed_table('{table}', '{column}', colocate_with => '{together}')"]

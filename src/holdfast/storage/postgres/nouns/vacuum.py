"""Clearing tables of what was deleted from them, so that no byte of it is left in their files.

A vacuum frees the place of a dead row, and leaves its bytes there until something else is written over them; indexes
and the statistics of the planner keep values, too.  So tables are written anew, with their indexes: nobody can read or
write one of them meanwhile, which takes about a second for 100 MB.  Very large ones are only vacuumed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

import asyncpg

from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, translated

log = logging.getLogger(__name__)

REWRITTEN_BYTES = 256 << 20
"""Tables that take more, with their indexes, are not written anew."""

_LOCK_TIMEOUT = "1s"
"""How long others wait behind us for a table that somebody is using."""
_TRIES = 10
_PAUSE_SECONDS = 0.5
STATISTICS = "pg_statistic"
"""Where the planner keeps frequent values of columns."""


async def clear(database: Database, tables: Sequence[str]) -> None:
    """Leave nothing in the files of these tables, and of their indexes, of rows that no transaction needs any more."""
    try:
        async with database.directly() as connection:
            await connection.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
            for table in tables:
                await _clear(connection, table)
            await _clear_statistics(connection)
    except DATABASE_ERRORS as error:
        raise translated(error) from error


async def _clear(connection: asyncpg.Connection, table: str) -> None:
    size = await connection.fetchval("SELECT pg_total_relation_size($1::text::regclass)", table)
    if size > REWRITTEN_BYTES:
        log.info("table %s takes %d MB and is not written anew, only vacuumed", table, size >> 20)
    elif await _rewritten(connection, table):
        return
    await connection.execute(f"VACUUM (ANALYZE) {table}", timeout=None)


async def _rewritten(connection: asyncpg.Connection, table: str) -> bool:
    """Write a table anew, unless somebody uses it all the time."""
    for _ in range(_TRIES):
        try:
            await connection.execute(f"VACUUM (FULL, ANALYZE) {table}", timeout=None)
        except asyncpg.LockNotAvailableError:
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return True
    log.warning("table %s is in use all the time and cannot be written anew, it is only vacuumed", table)
    return False


async def _clear_statistics(connection: asyncpg.Connection) -> None:
    """Have what the planner knew before forgotten; that takes the owner of the database."""
    try:
        await connection.execute(f"VACUUM FULL {STATISTICS}", timeout=None)
    except (asyncpg.InsufficientPrivilegeError, asyncpg.LockNotAvailableError) as error:
        log.info("the former statistics of the planner stay until they are written over: %s", error)

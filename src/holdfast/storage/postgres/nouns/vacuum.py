"""Clearing tables of what was deleted from them, so that no byte of it is left in their files.

A vacuum frees the place of a dead row, and leaves its bytes there until something else is written over them; indexes
and the statistics of the planner keep values, too.  So tables are written anew, with their indexes: nobody can read or
write one of them meanwhile, which takes about a second for 100 MB.  Very large ones are only vacuumed.
"""

from __future__ import annotations

import asyncio
import logging
import time
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
_LONGEST_WAIT_SECONDS = 10.0
"""How long we wait for transactions that began before us: a vacuum leaves the rows that they may still see."""
_LOOK_SECONDS = 0.02
_OLDER_TRANSACTIONS = """
    SELECT format('server process %s', pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
    AND greatest(age(backend_xid), age(backend_xmin)) > age($1::text::xid)
    UNION ALL SELECT format('prepared transaction %L', gid) FROM pg_prepared_xacts
    WHERE database = current_database() AND age(transaction) > age($1::text::xid)
"""
"""The type of a process is told only to its own role and to superusers; a vacuum of the database's own has no role.
What was prepared to be committed in two phases has no process any more."""
STATISTICS = "pg_statistic"
"""Where the planner keeps frequent values of columns."""

_COLUMNS_WITH_STATISTICS = """
    SELECT format(
        'ALTER COLUMN %I TYPE %s', attname,
        format_type(atttypid, atttypmod) || CASE WHEN attcollation <> typcollation
            THEN (SELECT format(' COLLATE %I.%I', nspname, collname) FROM pg_collation
                  JOIN pg_namespace ON pg_namespace.oid = collnamespace WHERE pg_collation.oid = attcollation)
            ELSE '' END)
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
    WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND typcategory NOT IN ('N', 'B')
"""
"""A column's type as it is, of each that can hold words: to set it makes the planner forget what it knew of the column,
and takes no more than the owner of the table.  Numbers and truth values tell nothing."""


async def clear(database: Database, tables: Sequence[str]) -> None:
    """Leave nothing in the files of these tables, and of their indexes, of rows that no transaction needs any more."""
    try:
        async with database.directly() as connection:
            await connection.execute(f"SET lock_timeout = '{_LOCK_TIMEOUT}'")
            await _until_older_transactions_end(connection)
            for table in tables:
                await _clear(connection, table)
            await _clear_statistics(connection)
    except DATABASE_ERRORS as error:
        raise translated(error) from error


async def _until_older_transactions_end(connection: asyncpg.Connection) -> None:
    """Wait for those who may still see what is deleted, unless they go on for long."""
    now = await connection.fetchval("SELECT pg_current_xact_id()::xid::text")
    deadline = time.monotonic() + _LONGEST_WAIT_SECONDS
    while older := [row[0] for row in await connection.fetch(_OLDER_TRANSACTIONS, now)]:
        if time.monotonic() > deadline:
            log.warning(
                "transactions have been open for long (%s): what they may still see of deleted rows stays in the files "
                "until the next removal",
                ", ".join(older),
            )
            return
        await asyncio.sleep(_LOOK_SECONDS)


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
            await _forget_if_empty(connection, table)
        except asyncpg.LockNotAvailableError:
            await asyncio.sleep(_PAUSE_SECONDS)
        else:
            return True
    log.warning("table %s is in use all the time and cannot be written anew, it is only vacuumed", table)
    return False


async def _forget_if_empty(connection: asyncpg.Connection, table: str) -> None:
    """Have the planner forget what it knew of a table without rows: an analysis of none leaves the former values."""
    if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {table})"):
        return
    try:
        await _forget(connection, table)
    except (asyncpg.LockNotAvailableError, asyncpg.PostgresConnectionError):
        raise
    except asyncpg.PostgresError as error:  # another role owns the table, or has made a view or a trigger of it
        log.warning("what the planner knows of the empty table %s stays: %s", table, error)


async def _forget(connection: asyncpg.Connection, table: str) -> None:
    async with connection.transaction():
        await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {table})"):
            return
        same = [row[0] for row in await connection.fetch(_COLUMNS_WITH_STATISTICS, table)]
        if same:
            await connection.execute(f"ALTER TABLE {table} {', '.join(same)}")


async def _clear_statistics(connection: asyncpg.Connection) -> None:
    """Have what the planner knew before forgotten; that takes the owner of the database."""
    try:
        await connection.execute(f"VACUUM FULL {STATISTICS}", timeout=None)
    except (asyncpg.InsufficientPrivilegeError, asyncpg.LockNotAvailableError) as error:
        log.info("the former statistics of the planner stay until they are written over: %s", error)

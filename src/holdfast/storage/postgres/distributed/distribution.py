"""Spreading the tables of a database over the nodes of a distributed PostgreSQL (Citus), as `layout` says."""

from __future__ import annotations

from collections.abc import Iterator

import asyncpg
import msgspec

from holdfast.errors import StartupError
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, startup_error
from holdfast.storage.postgres.engine.layout import DISTRIBUTED, distributed_tables

SETTINGS = {
    "citus.override_table_visibility": "off",
    "citus.multi_shard_modify_mode": "sequential",
    "citus.max_cached_conns_per_worker": "2",
}
"""Settings of the database.

Hiding its shards makes each look into the catalogue, and so each new connection, take seconds.  Writing the shards of a
batch one after the other takes one connection to each node, where side by side takes one for each shard; and two that
are kept spare those that would be made anew.
"""

SHARDS_PER_NODE = 4
"""Shards of each table to a node, unless told otherwise.

Every shard that a batch of posts or memories touches costs the database some 50 microseconds, however little it reads
or writes there.  Fewer shards leave less to move when nodes are added.
"""

WITH_NODES = ("collections",)
"""Tables of the coordinator that Citus is told of: what changes them and a node commits on both or on neither."""

_KNOWN = "SELECT logicalrelid::regclass::text FROM pg_dist_partition WHERE partmethod = 'n'"
_OTHER_NODES = "SELECT count(*) FROM pg_dist_node WHERE shouldhaveshards AND groupid <> 0"
_NEAREST = "nearest_documents(bigint,integer,text,vector,integer,integer)"
_IS_ON_NODES = (
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_object"
    " WHERE classid = 'pg_proc'::regclass AND objid = to_regprocedure($1) AND distribution_argument_index IS NOT NULL)"
)


class Distributed(msgspec.Struct, frozen=True):
    """What was done: the tables that were not spread before, and on how many nodes beside the coordinator they are."""

    tables: list[str]
    nodes: int


async def distribute(dsn: str, *, shards: int | None = None) -> Distributed:
    """Create the schema where needed and spread its tables over the nodes; what was done before is left as it is.

    Each table gets so many ``shards``, or `SHARDS_PER_NODE`.  `StartupError` when the database has no Citus extension.
    """
    database = Database(dsn)
    await database.open()
    await database.close()
    try:
        async with database.directly() as connection:
            return await _distribute(connection, shards)
    except DATABASE_ERRORS as error:
        raise startup_error(error, database.place) from error


async def _distribute(connection: asyncpg.Connection, shards: int | None) -> Distributed:
    if not await connection.fetchrow("SELECT 1 FROM pg_extension WHERE extname = 'citus'"):
        raise StartupError("the database has no Citus: run CREATE EXTENSION citus on the coordinator first")
    for statement in settings(await connection.fetchval("SELECT quote_ident(current_database())")):
        await connection.execute(statement)
    nodes = await connection.fetchval(_OTHER_NODES)
    done = await distributed_tables(connection)
    missing = [table for table in DISTRIBUTED if table not in done]
    for table in missing:
        await connection.execute(statement_for(table, shards or SHARDS_PER_NODE * max(nodes, 1)))
    known = {name for (name,) in await connection.fetch(_KNOWN)}
    for table in WITH_NODES:
        if table not in known:
            await connection.execute(f"SELECT citus_add_local_table_to_metadata('{table}')")
    if not await connection.fetchval(_IS_ON_NODES, _NEAREST):
        # It sets how thoroughly an index is searched, which holds on the node only if it runs there.
        await connection.execute(
            f"SELECT create_distributed_function('{_NEAREST}', 'collection', colocate_with := 'documents')"
        )
    return Distributed(missing, nodes)


def settings(database: str) -> Iterator[str]:
    """The statements that give a database, quoted where it must be, its `SETTINGS`."""
    for name, value in SETTINGS.items():
        yield f"ALTER DATABASE {database} SET {name} = '{value}'"


def statement_for(table: str, shards: int) -> str:
    """The statement that distributes a table: into so many shards, or into those of the table that it lies beside."""
    column = DISTRIBUTED[table]
    first = next(name for name, key in DISTRIBUTED.items() if key == column)
    where = f"'none', shard_count => {shards}" if table == first else f"'{first}'"
    return f"SELECT create_distributed_table('{table}', '{column}', colocate_with => {where})"

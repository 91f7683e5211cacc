"""The rules that a table must keep so that a distributed PostgreSQL can take it as it is."""

from __future__ import annotations

import asyncpg
import pytest

from holdfast.errors import StartupError
from holdfast.storage.postgres.distributed.distribution import distribute, statement_for
from holdfast.storage.postgres.engine.layout import DISTRIBUTED, ON_COORDINATOR
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.postgres.statements import NUMBERED

UNIQUE_INDEXES = (
    "SELECT indrelid::regclass::text AS relation, array_agg(attname::text) AS columns FROM pg_index"
    " JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)"
    " WHERE indisunique AND indrelid::regclass::text = ANY($1) GROUP BY indexrelid, indrelid"
)


@pytest.fixture
async def connection(storage: PostgresStorage, empty_postgres: str):
    connection = await asyncpg.connect(empty_postgres)
    yield connection
    await connection.close()


async def test_every_table_has_its_place(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
    assert sorted(name for (name,) in rows) == sorted([*DISTRIBUTED, *ON_COORDINATOR])


async def test_every_unique_constraint_of_a_distributed_table_contains_its_key(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch(UNIQUE_INDEXES, list(DISTRIBUTED))
    assert {relation for relation, _ in rows} == set(DISTRIBUTED)
    for relation, columns in rows:
        assert DISTRIBUTED[relation] in columns, relation


async def test_tables_that_lie_together_have_keys_of_one_type_that_are_never_null(
    connection: asyncpg.Connection,
) -> None:
    for table, column in DISTRIBUTED.items():
        row = await connection.fetchrow(
            "SELECT atttypid::regtype::text, attnotnull FROM pg_attribute"
            " WHERE attrelid = $1::text::regclass AND attname = $2",
            table,
            column,
        )
        assert tuple(row) == ("bigint", True), table


async def test_the_judge_knows_which_distributed_rows_are_numbered(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch(
        "SELECT DISTINCT attrelid::regclass::text FROM pg_attribute"
        " WHERE attidentity <> '' AND attrelid::regclass::text = ANY($1)",
        list(DISTRIBUTED),
    )
    assert [name for (name,) in rows] == list(NUMBERED)


async def test_no_foreign_key_ties_tables_together(connection: asyncpg.Connection) -> None:
    assert await connection.fetchval("SELECT count(*) FROM pg_constraint WHERE contype = 'f'") == 0


async def test_triggers_stay_on_the_coordinator(connection: asyncpg.Connection) -> None:
    rows = await connection.fetch(
        "SELECT tgrelid::regclass::text, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal"
    )
    assert {table for table, _ in rows} <= set(ON_COORDINATOR)
    assert not [body for _, body in rows for table in DISTRIBUTED if f" {table} " in body]


def test_the_statements_put_tables_of_one_key_together() -> None:
    assert [statement_for(table, 8) for table in DISTRIBUTED] == [
        "SELECT create_distributed_table('messages', 'session', colocate_with => 'none', shard_count => 8)",
        "SELECT create_distributed_table('features', 'session', colocate_with => 'messages')",
        "SELECT create_distributed_table('summaries', 'session', colocate_with => 'messages')",
        "SELECT create_distributed_table('documents', 'collection', colocate_with => 'none', shard_count => 8)",
        "SELECT create_distributed_table('document_vectors', 'collection', colocate_with => 'documents')",
        "SELECT create_distributed_table('files', 'owner', colocate_with => 'none', shard_count => 8)",
        "SELECT create_distributed_table('former_files', 'owner', colocate_with => 'files')",
    ]


async def test_distributing_without_the_extension_is_refused_with_what_to_do(empty_postgres: str) -> None:
    with pytest.raises(StartupError, match="CREATE EXTENSION citus"):
        await distribute(empty_postgres)

"""Migrations: several servers start at once, foreign and newer databases are refused, scripts agree with schema.sql."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from holdfast.errors import StartupError
from holdfast.storage.postgres.engine.migrations import FIRST_VERSION, migrate, migration_scripts
from holdfast.storage.postgres.storage import PostgresStorage
from tests.storage.conftest import execute
from tests.storage.released import schemas_to_migrate, scripts_as_released
from tests.storage.samples import contents, say
from tests.storage.sqlite.test_opening import scripts_in

COLUMNS = (
    "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text, column_default::text"
    " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2"
)
CONSTRAINTS = (
    "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"
)
FUNCTIONS = (
    "SELECT proname::text, pg_get_functiondef(pg_proc.oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e') ORDER BY 1, 2"
)
OPTIONS = "SELECT relname::text, reloptions FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
INDEXES = "SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
VERSIONS = "SELECT product, version FROM schema_version"
CATALOGUE = (COLUMNS, INDEXES, CONSTRAINTS, FUNCTIONS, OPTIONS, VERSIONS)
PRESENT = FIRST_VERSION + len(migration_scripts())


async def schema_of(dsn: str) -> list[Any]:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for query in CATALOGUE for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def migrated(dsn: str, scripts: Path, *, role: str = "NONE") -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(f"SET ROLE {role}")
        await migrate(connection, scripts)
    finally:
        await connection.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return scripts_in(tmp_path / "old", f"CREATE TABLE a (x int); {VERSION}")


@pytest.fixture
def between(tmp_path: Path) -> Path:
    return scripts_in(
        tmp_path / "between",
        f"CREATE TABLE a (x int, y text); {VERSION}",
        _0002_column="ALTER TABLE a ADD COLUMN y text;",
    )


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return scripts_in(
        tmp_path / "new",
        f"CREATE TABLE a (x int, y text); CREATE INDEX a_by_y ON a (y); {VERSION}",
        _0002_column="ALTER TABLE a ADD COLUMN y text;",
        _0003_index="CREATE INDEX a_by_y ON a (y);",
    )


VERSION = "CREATE TABLE schema_version (product text PRIMARY KEY, version int NOT NULL);"


async def test_servers_that_start_at_once_on_an_empty_database_create_it_once(postgres_database: str) -> None:
    servers = [PostgresStorage(postgres_database) for _ in range(4)]
    await asyncio.gather(*(server.start() for server in servers))
    await say(servers[0], "s", "one")
    assert await contents(servers[3], "s") == ["one"]
    await asyncio.gather(*(server.stop() for server in servers))


async def test_servers_that_start_at_once_on_an_old_database_migrate_it_once(
    postgres_database: str, old: Path, new: Path
) -> None:
    await migrated(postgres_database, old)
    execute(postgres_database, "INSERT INTO schema_version VALUES ('another', 7)")
    await asyncio.gather(*(migrated(postgres_database, new) for _ in range(4)))
    made = await schema_of(postgres_database)
    assert ("a", "y", "text", "YES", None) in made
    assert {("holdfast", 3), ("another", 7)} <= set(made[-2:])


async def test_a_new_database_and_a_migrated_one_agree(
    postgres_database: str, other_database: str, old: Path, between: Path, new: Path
) -> None:
    for scripts in (old, between, new):
        await migrated(postgres_database, scripts)
    await migrated(other_database, new)
    assert await schema_of(postgres_database) == await schema_of(other_database)


async def test_a_failing_migration_leaves_the_old_schema(postgres_database: str, old: Path, tmp_path: Path) -> None:
    await migrated(postgres_database, old)
    before = await schema_of(postgres_database)
    for number, script in enumerate(("SELECT nonsense;", "SELECT 1;")):
        broken = scripts_in(
            tmp_path / f"broken{number}",
            "CREATE TABLE a (x int, y text, z text);",
            _0002_column="ALTER TABLE a ADD COLUMN y text;",
            _0003_broken=script,
        )
        with pytest.raises(StartupError, match="another build"):
            await migrated(postgres_database, broken)
        assert await schema_of(postgres_database) == before
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="owner of table a"):
        await migrated(postgres_database, broken, role="pg_read_all_data")
    assert await schema_of(postgres_database) == before
    await migrated(postgres_database, old)


@pytest.mark.parametrize(
    ("version", "schema"), schemas_to_migrate("postgres", PRESENT), ids=lambda value: getattr(value, "stem", value)
)
async def test_the_shipped_migrations_lead_from_every_released_schema_to_the_present_one(
    postgres_database: str, other_database: str, tmp_path: Path, version: int, schema: Path
) -> None:
    await migrated(postgres_database, scripts_as_released(tmp_path / "then", version, schema))
    for dsn in (postgres_database, other_database):
        storage = PostgresStorage(dsn)
        await storage.start()
        await storage.stop()
    assert await schema_of(postgres_database) == await schema_of(other_database)


def test_the_shipped_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _, _ in migration_scripts()] == list(range(FIRST_VERSION + 1, PRESENT + 1))


async def test_a_database_with_tables_of_another_program_is_refused(postgres_database: str) -> None:
    for table in ("users", "schema_version"):
        execute(postgres_database, f"CREATE TABLE {table} AS SELECT 'another' AS product, 1 AS version")
        with pytest.raises(StartupError, match=r"another program.*schema of its own"):
            await PostgresStorage(postgres_database).start()
        execute(postgres_database, f"DROP TABLE {table}")


async def test_a_schema_of_its_own_keeps_holdfast_apart_from_other_programs(postgres_database: str) -> None:
    execute(postgres_database, "CREATE TABLE users (name text); CREATE SCHEMA holdfast")
    storage = PostgresStorage(f"{postgres_database}&options=-csearch_path%3Dholdfast")
    await storage.start()
    await say(storage, "s", "one")
    assert await contents(storage, "s") == ["one"]
    await storage.stop()


async def test_a_database_of_a_newer_release_is_refused(postgres_database: str) -> None:
    storage = PostgresStorage(postgres_database)
    await storage.start()
    await storage.stop()
    execute(postgres_database, "UPDATE schema_version SET version = 4711")
    with pytest.raises(StartupError, match=r"4711.*newer release"):
        await PostgresStorage(postgres_database).start()


async def test_a_user_who_may_not_create_tables_is_told_so(postgres_database: str) -> None:
    execute(postgres_database, "CREATE EXTENSION vector; CREATE ROLE reader LOGIN")
    try:
        with pytest.raises(StartupError, match="may not create tables"):
            await PostgresStorage(postgres_database.replace("postgres@", "reader@")).start()
    finally:
        execute(postgres_database, "DROP ROLE reader")

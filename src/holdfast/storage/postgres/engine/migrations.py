"""Bringing a database to the present schema.

An empty one gets ``schema.sql``; an older one the numbered scripts of ``migrations/`` that it lacks, such as
``0002_name.sql``.  All of it is one transaction under an advisory lock, so of several servers that start at once one
migrates and the others find the work done.  One that does not consist of what ``schema.sql`` makes is refused, see
`holdfast.storage.catalogue`.
"""

from __future__ import annotations

import logging
from importlib import resources
from importlib.resources.abc import Traversable

import asyncpg

from holdfast.errors import StartupError
from holdfast.storage.catalogue import Catalogue, require
from holdfast.storage.postgres.engine import pgvector
from holdfast.storage.postgres.engine.catalogue import catalogue_made_by, catalogue_of

log = logging.getLogger(__name__)

FIRST_VERSION = 1
"""The version of ``schema.sql`` before there was any migration."""

OLDEST_SERVER = 15
"""The oldest major version of PostgreSQL that is supported."""

SCRIPTS = resources.files("holdfast.storage.postgres")
"""The folder with ``schema.sql`` and ``migrations/``."""

_PRODUCT = "holdfast"
_LOCK = 0x686F_6C64_6661_7374  # "holdfast"


async def migrate(connection: asyncpg.Connection, scripts: Traversable = SCRIPTS) -> None:
    """Create or upgrade the schema.

    `StartupError` when the database is not ours, is newer than this release, has no pgvector and cannot get it, or no
    script makes what this release works on of it; then it stays as it is.
    """
    if connection.get_server_version().major < OLDEST_SERVER:
        raise StartupError(f"PostgreSQL {connection.get_server_version().major} is too old: {OLDEST_SERVER} or newer")
    async with connection.transaction():
        await connection.execute("SET LOCAL statement_timeout = 0")
        await connection.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        await _migrate(connection, scripts)


async def _migrate(connection: asyncpg.Connection, scripts: Traversable) -> None:
    migrations = migration_scripts(scripts)
    newest = max((number for number, _, _ in migrations), default=FIRST_VERSION)
    version = await _version(connection)
    await pgvector.ensure(connection)
    if version is None:
        await connection.execute(scripts.joinpath("schema.sql").read_text("utf-8"))
        await connection.execute("INSERT INTO schema_version (product, version) VALUES ($1, $2)", _PRODUCT, newest)
        return
    if version > newest:
        raise StartupError(
            f"the database has schema version {version}, this release knows {newest}: install the newer release again"
        )
    expected = catalogue_made_by(scripts.joinpath("schema.sql").read_text("utf-8"))
    found = await catalogue_of(connection, expected)
    if expected.differences_from(found):
        await _run(connection, [each for each in migrations if each[0] > version], version, expected, found)
    if version < newest:
        await connection.execute("UPDATE schema_version SET version = $2 WHERE product = $1", _PRODUCT, newest)


async def _run(
    connection: asyncpg.Connection,
    migrations: list[tuple[int, str, str]],
    version: int,
    expected: Catalogue,
    before: Catalogue,
) -> None:
    """Run scripts on a database of a version; `StartupError` when that does not make of it what is expected."""
    for _, name, script in migrations:
        log.info("migrating the database: %s", name)
        try:
            await connection.execute(script)
        except asyncpg.InsufficientPrivilegeError:
            raise
        except asyncpg.SyntaxOrAccessError as error:  # it misses what the script is about
            log.error("the migration %s failed: %s", name, error)
            require(expected, before, version=version, cause=error)
            raise
    require(expected, await catalogue_of(connection, expected), version=version)


async def _version(connection: asyncpg.Connection) -> int | None:
    """The schema's version; ``None`` when there is nothing at all."""
    tables = {
        name
        for (name,) in await connection.fetch(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()"
        )
    }
    if "schema_version" in tables:
        found = await connection.fetchval("SELECT version FROM schema_version WHERE product = $1", _PRODUCT)
        if found is not None:
            return int(found)
    if tables & {"users", "sessions", "messages", "schema_version"}:
        raise StartupError(
            "the database has tables of another program; give Holdfast a database or a schema of its own "
            "(add options=-csearch_path%3Dholdfast to the DSN after CREATE SCHEMA holdfast)"
        )
    return None


def migration_scripts(scripts: Traversable = SCRIPTS) -> list[tuple[int, str, str]]:
    """Number, file name and text of the migrations, in order."""
    folder = scripts.joinpath("migrations")
    if not folder.is_dir():
        return []
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_", 1)[0]), entry.name, entry.read_text("utf-8")) for entry in found)

"""Bringing a database to the present schema.

An empty one gets ``schema.sql``; an older one the numbered scripts of ``migrations/`` that it lacks, such as
``0002_name.sql``.  All of it is one transaction under an advisory lock, so of several servers that start at once one
migrates and the others find the work done.
"""

from __future__ import annotations

import logging
from importlib import resources
from importlib.resources.abc import Traversable

import asyncpg

from holdfast.errors import StartupError
from holdfast.storage.postgres.engine import pgvector

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

    `StartupError` when the database is not ours, is newer than this release, or has no pgvector and cannot get it.
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
    for number, name, script in migrations:
        if number > version:
            log.info("migrating the database: %s", name)
            await connection.execute(script)
            await connection.execute("UPDATE schema_version SET version = $2 WHERE product = $1", _PRODUCT, number)


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

"""Bringing a database file to the present schema.

A new file gets ``schema.sql``; an older one the numbered scripts of ``migrations/`` that it lacks, such as
``0002_name.sql``, each in one transaction.  The version is SQLite's ``user_version``.
"""

from __future__ import annotations

import logging
from importlib import resources
from importlib.resources.abc import Traversable

import apsw

from holdfast.errors import StartupError

log = logging.getLogger(__name__)

FIRST_VERSION = 1
"""The version of ``schema.sql`` before there was any migration."""

APPLICATION_ID = 0x486F6C64
"""Marks the file as Holdfast's ("Hold")."""

SCRIPTS = resources.files("holdfast.storage.sqlite")
"""The folder with ``schema.sql`` and ``migrations/``."""


def refuse_foreign(connection: apsw.Connection) -> None:
    """`StartupError` when the file holds something that is not Holdfast's.  It writes nothing."""
    if connection.pragma("application_id") == APPLICATION_ID:
        return
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,):
        raise StartupError("it is a database of another program; choose another data directory")


def is_present(connection: apsw.Connection, scripts: Traversable = SCRIPTS) -> bool:
    """Whether the schema is the one of this release."""
    return bool(connection.pragma("user_version") == _newest(migration_scripts(scripts)))


def is_older(connection: apsw.Connection, scripts: Traversable = SCRIPTS) -> bool:
    """Whether the file has the schema of an earlier release."""
    return 0 < int(connection.pragma("user_version")) < _newest(migration_scripts(scripts))


def migrate(connection: apsw.Connection, scripts: Traversable = SCRIPTS) -> None:
    """Create or upgrade the schema; `StartupError` when the file is newer than this release."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        _migrate(connection, scripts)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _migrate(connection: apsw.Connection, scripts: Traversable) -> None:
    migrations = migration_scripts(scripts)
    newest = _newest(migrations)
    version = connection.pragma("user_version")
    if version == 0:
        connection.execute(scripts.joinpath("schema.sql").read_text("utf-8"))
        connection.pragma("application_id", APPLICATION_ID)
        connection.pragma("user_version", newest)
        return
    if version > newest:
        raise StartupError(
            f"it has schema version {version}, this release knows {newest}: install the newer release again"
        )
    for number, name, script in migrations:
        if number > version:
            log.info("migrating the database: %s", name)
            connection.execute(script)
            connection.pragma("user_version", number)


def _newest(migrations: list[tuple[int, str, str]]) -> int:
    return max((number for number, _, _ in migrations), default=FIRST_VERSION)


def migration_scripts(scripts: Traversable = SCRIPTS) -> list[tuple[int, str, str]]:
    """Number, file name and text of the migrations, in order."""
    folder = scripts.joinpath("migrations")
    if not folder.is_dir():
        return []
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_", 1)[0]), entry.name, entry.read_text("utf-8")) for entry in found)

"""Bringing a database file to the present schema.

A new file gets ``schema.sql``; an older one the numbered scripts of ``migrations/`` that it lacks, such as
``0002_name.sql``, each in one transaction.  The version is SQLite's ``user_version``.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib import resources

import apsw

from holdfast.errors import StartupError

log = logging.getLogger(__name__)

SCHEMA_VERSION = 1
"""The version that ``schema.sql`` describes."""

APPLICATION_ID = 0x486F6C64
"""Marks the file as Holdfast's ("Hold")."""


def migrate(connection: apsw.Connection) -> None:
    """Create or upgrade the schema; `StartupError` when the file is not ours or is newer than this release."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        _migrate(connection)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _migrate(connection: apsw.Connection) -> None:
    version = connection.pragma("user_version")
    if version == 0:
        _create(connection)
        return
    if connection.pragma("application_id") != APPLICATION_ID:
        raise StartupError("the file is a database of another program")
    if version > SCHEMA_VERSION:
        raise StartupError(
            f"the database has schema version {version}, this release knows {SCHEMA_VERSION}: install a newer release"
        )
    for number, name, script in migration_scripts():
        if number > version:
            log.info("migrating the database: %s", name)
            connection.execute(script)
            connection.pragma("user_version", number)


def _create(connection: apsw.Connection) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,):
        raise StartupError("the file is a database of another program")
    connection.execute(resources.files(__package__).joinpath("schema.sql").read_text("utf-8"))
    connection.pragma("application_id", APPLICATION_ID)
    connection.pragma("user_version", SCHEMA_VERSION)


def migration_scripts() -> Iterator[tuple[int, str, str]]:
    """Number, file name and text of the migrations, in order."""
    folder = resources.files(__package__).joinpath("migrations")
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".sql"):
            yield int(entry.name.split("_", 1)[0]), entry.name, entry.read_text("utf-8")

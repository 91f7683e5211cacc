"""Bringing a database file to the present schema.

A new file gets ``schema.sql``; an older one the numbered scripts of ``migrations/`` that it lacks, such as
``0002_name.sql``, all in one transaction.  The version is SQLite's ``user_version``.  A file that does not consist of
what ``schema.sql`` makes is refused, see `holdfast.storage.catalogue`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import resources
from importlib.resources.abc import Traversable

import apsw

from holdfast.errors import StartupError
from holdfast.storage.catalogue import Catalogue, require
from holdfast.storage.sqlite.engine.catalogue import catalogue_made_by, catalogue_of

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
    """Whether the version is the one of this release; `StartupError` when the file is something else nevertheless."""
    version, newest = int(connection.pragma("user_version")), _newest(migration_scripts(scripts))
    if version != newest:
        return False
    require(_expected(scripts), catalogue_of(connection), version=version)
    return True


def migrate(
    connection: apsw.Connection, scripts: Traversable = SCRIPTS, *, before_commit: Callable[[int], None] | None = None
) -> None:
    """Create or upgrade the schema.

    ``before_commit`` is called when scripts have changed the schema of a version, which it is told; others see the
    database as it was until it returns.  `StartupError` when the file is newer than this release, or no script makes
    what this release works on of it; then it stays as it is.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        _migrate(connection, scripts, before_commit)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _migrate(connection: apsw.Connection, scripts: Traversable, before_commit: Callable[[int], None] | None) -> None:
    migrations = migration_scripts(scripts)
    newest = _newest(migrations)
    version = int(connection.pragma("user_version"))
    if version == 0:
        connection.execute(scripts.joinpath("schema.sql").read_text("utf-8"))
        connection.pragma("application_id", APPLICATION_ID)
    elif version > newest:
        raise StartupError(
            f"it has schema version {version}, this release knows {newest}: install the newer release again"
        )
    elif not _is_as_expected(connection, scripts):
        _run(connection, [each for each in migrations if each[0] > version], version, _expected(scripts))
        if before_commit is not None:
            before_commit(version)
    if version != newest:
        connection.pragma("user_version", newest)


def _run(
    connection: apsw.Connection, migrations: list[tuple[int, str, str]], version: int, expected: Catalogue
) -> None:
    """Run scripts on a database of a version; `StartupError` when that does not make of it what is expected."""
    before = catalogue_of(connection)
    for _, name, script in migrations:
        log.info("migrating the database: %s", name)
        try:
            connection.execute(script)
        except apsw.SQLError as error:  # it misses what the script is about
            log.error("the migration %s failed: %s", name, error)
            require(expected, before, version=version, cause=error)
            raise
    require(expected, catalogue_of(connection), version=version)


def _is_as_expected(connection: apsw.Connection, scripts: Traversable) -> bool:
    return not _expected(scripts).differences_from(catalogue_of(connection))


def _expected(scripts: Traversable) -> Catalogue:
    return catalogue_made_by(scripts.joinpath("schema.sql").read_text("utf-8"))


def _newest(migrations: list[tuple[int, str, str]]) -> int:
    return max((number for number, _, _ in migrations), default=FIRST_VERSION)


def migration_scripts(scripts: Traversable = SCRIPTS) -> list[tuple[int, str, str]]:
    """Number, file name and text of the migrations, in order."""
    folder = scripts.joinpath("migrations")
    if not folder.is_dir():
        return []
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return sorted((int(entry.name.split("_", 1)[0]), entry.name, entry.read_text("utf-8")) for entry in found)

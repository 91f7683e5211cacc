"""Copies of the database file, and looking into them."""

from __future__ import annotations

from pathlib import Path

import apsw

from holdfast.errors import InvalidRequest
from holdfast.storage.sqlite.engine.migrations import APPLICATION_ID


def write_copy(source: Path, target: Path) -> None:
    """Write one state of the database into a new file, whatever is written meanwhile; free pages stay behind."""
    connection = apsw.Connection(str(source), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.set_busy_timeout(60_000)
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()


def inspect_copy(path: Path) -> tuple[int, dict[str, int]]:
    """The schema's version and the rows by table of a copy; `InvalidRequest` when it is damaged or none of ours."""
    try:
        connection = apsw.Connection(f"file:{path}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        try:
            return _inspected(connection)
        finally:
            connection.close()
    except apsw.Error as error:
        raise InvalidRequest(f"the database in the backup is damaged: {error}") from None


def _inspected(connection: apsw.Connection) -> tuple[int, dict[str, int]]:
    if connection.pragma("application_id") != APPLICATION_ID:
        raise InvalidRequest("the backup holds no database of Holdfast")
    problems = [str(text) for (text,) in connection.execute("PRAGMA integrity_check(5)") if text != "ok"]
    if problems:
        raise InvalidRequest(f"the database in the backup is damaged: {problems[0]}")
    tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    counts = {
        name: int(next(connection.execute(f'SELECT count(*) FROM "{name}"'))[0])
        for name in sorted(tables)
        if not name.startswith("sqlite_")
    }
    return int(connection.pragma("user_version")), counts

"""Files in SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import apsw

from holdfast.domain.files import (
    ANY_STATE,
    KEPT_REVISIONS,
    Edit,
    Entry,
    Expected,
    File,
    Former,
    bounds_of,
    check_content,
    check_path,
    check_room,
    folders_above,
    moved,
    size_of,
)
from holdfast.domain.identifiers import new_uuid
from holdfast.domain.receipts import Receipt, Written
from holdfast.domain.timestamps import now
from holdfast.errors import AlreadyExists, InvalidRequest, NotFound
from holdfast.storage.contract.storage import Purged
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.nouns.receipts import once

_ENTRY = "path, uuid, revision, size, author, created_at, updated_at"
_FILE = f"{_ENTRY}, content"
_FORMER = "owner, file, revision, size, author, written_at, content"
_KEEP_FORMER = (
    f"INSERT INTO former_files ({_FORMER})"
    " SELECT owner, uuid, revision, size, author, updated_at, content FROM files WHERE owner = ? AND path = ?"
)
_DROP_FORMER = "DELETE FROM former_files WHERE owner = ? AND file = ? AND revision < ?"
_CHANGE = "UPDATE files SET revision = revision + 1, size = ?, author = ?, updated_at = ?, content = ?"
_MOVE = "UPDATE files SET revision = revision + 1, author = ?, updated_at = ?, path = ?"
_ONE = "WHERE owner = ? AND path = ?"
_INSIDE = "WHERE owner = ? AND path > ? AND path < ?"


class SqliteFiles:
    """See `holdfast.storage.contract.files.Files`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, user_id: str, path: str, *, revision: int | None = None) -> File:
        def query(connection: apsw.Connection) -> File | None:
            owner = _owner(connection, user_id)
            row = connection.execute(f"SELECT {_FILE} FROM files {_ONE}", (owner, path)).fetchone()
            if row is None:
                return None
            file = _file(row)
            return file if revision in {None, file.entry.revision} else _former_file(connection, owner, file, revision)

        file = self._database.read(query)
        if file is None:
            raise NotFound("file", path if revision is None else f"{path}, revision {revision},")
        return file

    async def former(self, user_id: str, path: str) -> list[Former]:
        def query(connection: apsw.Connection) -> list[Former]:
            rows = connection.execute(
                "SELECT former_files.revision, former_files.size, former_files.author, written_at FROM files"
                " JOIN former_files ON former_files.owner = files.owner AND file = uuid"
                " WHERE files.owner = ? AND path = ? ORDER BY former_files.revision DESC",
                (_owner(connection, user_id), path),
            )
            return [Former(*row) for row in rows]

        return self._database.read(query)

    async def page(self, user_id: str, *, folder: str, after: str, limit: int) -> list[Entry]:
        return [Entry(*row) for row in self._rows(_ENTRY, user_id, folder, after, limit)]

    async def contents(self, user_id: str, *, after: str, limit: int) -> list[File]:
        return [_file(row) for row in self._rows(_FILE, user_id, "", after, limit)]

    def _rows(self, columns: str, user_id: str, folder: str, after: str, limit: int) -> Sequence[tuple[Any, ...]]:
        first, end = bounds_of(folder)

        def query(connection: apsw.Connection) -> list[tuple[Any, ...]]:
            owner = _owner(connection, user_id)
            return connection.execute(
                f"SELECT {columns} FROM files {_INSIDE} ORDER BY path LIMIT ?", (owner, max(first, after), end, limit)
            ).fetchall()

        return self._database.read(query)

    async def change(
        self,
        user_id: str,
        path: str,
        edit: Edit,
        *,
        author: str,
        expected: Expected = ANY_STATE,
        receipt: Receipt | None = None,
    ) -> Written[Entry]:
        def operation(connection: apsw.Connection) -> Entry:
            owner = _owner(connection, user_id)
            row = connection.execute(f"SELECT {_FILE} FROM files {_ONE}", (owner, path)).fetchone()
            present = None if row is None else _file(row)
            expected.check(path, None if present is None else present.entry)
            content = edit.apply(None if present is None else present.content)
            if content is None:
                raise NotFound("file", path)
            if present is not None and present.content == content:
                return present.entry
            check_content(content)
            _check_room(connection, owner, present, size_of(content))
            if present is None:
                return _create(connection, owner, path, content, author)
            return _replace(connection, owner, present.entry, content, author)

        return await self._database.write(once(receipt, Entry, operation))

    async def rename(
        self, user_id: str, path: str, new_path: str, *, author: str, receipt: Receipt | None = None
    ) -> Written[int]:
        def operation(connection: apsw.Connection) -> int:
            owner = _owner(connection, user_id)
            entries = _at_or_inside(connection, owner, path)
            if not entries:
                raise NotFound("file", path)
            if _at_or_inside(connection, owner, new_path):
                raise AlreadyExists(f"new_path: {new_path} exists already")
            paths = [moved(entry.path, path, new_path) for entry in entries]
            for each in paths:
                check_path(each, "new_path")
            _check_place(connection, owner, new_path)
            for entry, each in zip(entries, paths, strict=True):
                _move(connection, owner, entry, each, author)
            return len(entries)

        return await self._database.write(once(receipt, int, operation))

    async def delete(self, user_id: str, path: str, *, folder: bool, expected: Expected = ANY_STATE) -> int:
        def operation(connection: apsw.Connection) -> int:
            owner = _owner(connection, user_id)
            entries = _at_or_inside(connection, owner, path)
            at = next((entry for entry in entries if entry.path == path), None)
            expected.check(path, at)
            gone = entries if folder else [entry for entry in entries if entry is at]
            if not gone:
                raise NotFound("file", path)
            for entry in gone:
                connection.execute(f"DELETE FROM files {_ONE}", (owner, entry.path))
                connection.execute("DELETE FROM former_files WHERE owner = ? AND file = ?", (owner, entry.uuid))
            return len(gone)

        return await self._database.write(operation)


def remove_some_files(connection: apsw.Connection, owner: int, limit: int) -> Purged | None:
    """Remove at most ``limit`` former revisions, then files, of a user that is gone; ``None`` when there are none.

    Revisions do not count as files.
    """
    for table in ("former_files", "files"):
        connection.execute(
            f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE owner = ? LIMIT ?)", (owner, limit)
        )
        if removed := connection.changes():
            return Purged(files=removed if table == "files" else 0)
    return None


def _owner(connection: apsw.Connection, user_id: str) -> int:
    row = connection.execute("SELECT id FROM users WHERE user_id = ?", (user_id,)).fetchone()
    if row is None:
        raise NotFound("user", user_id)
    return int(row[0])


def _file(row: tuple[Any, ...]) -> File:
    return File(Entry(*row[:-1]), row[-1])


def _former_file(connection: apsw.Connection, owner: int, file: File, revision: int | None) -> File | None:
    row = connection.execute(
        "SELECT revision, size, author, written_at, content FROM former_files"
        " WHERE owner = ? AND file = ? AND revision = ?",
        (owner, file.entry.uuid, revision),
    ).fetchone()
    if row is None:
        return None
    number, size, author, written_at, content = row
    entry = file.entry
    return File(Entry(entry.path, entry.uuid, number, size, author, entry.created_at, written_at), content)


def _check_room(connection: apsw.Connection, owner: int, present: File | None, size: int) -> None:
    sums: Any = connection.execute("SELECT count(*), coalesce(sum(size), 0) FROM files WHERE owner = ?", (owner,))
    ((files, total),) = sums.fetchall()
    check_room(files + (present is None), total + size - (present.entry.size if present else 0))


def _create(connection: apsw.Connection, owner: int, path: str, content: str, author: str) -> Entry:
    _check_place(connection, owner, path)
    moment = now()
    entry = Entry(path, new_uuid(), 1, size_of(content), author, moment, moment)
    connection.execute(
        f"INSERT INTO files (owner, {_FILE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (owner, path, entry.uuid, 1, entry.size, author, moment, moment, content),
    )
    return entry


def _replace(connection: apsw.Connection, owner: int, entry: Entry, content: str, author: str) -> Entry:
    _keep_former(connection, owner, entry)
    values = (size_of(content), author, now(), content, owner, entry.path)
    changed: Any = connection.execute(f"{_CHANGE} {_ONE} RETURNING {_ENTRY}", values)
    (row,) = changed.fetchall()
    return Entry(*row)


def _move(connection: apsw.Connection, owner: int, entry: Entry, path: str, author: str) -> None:
    _keep_former(connection, owner, entry)
    connection.execute(f"{_MOVE} {_ONE}", (author, now(), path, owner, entry.path))


def _keep_former(connection: apsw.Connection, owner: int, entry: Entry) -> None:
    connection.execute(_KEEP_FORMER, (owner, entry.path))
    connection.execute(_DROP_FORMER, (owner, entry.uuid, entry.revision + 1 - KEPT_REVISIONS))


def _at_or_inside(connection: apsw.Connection, owner: int, path: str) -> list[Entry]:
    """The file of that path, and those of the folder of that path."""
    found: list[Entry] = []
    for condition, bindings in ((_ONE, (owner, path)), (_INSIDE, (owner, *bounds_of(path)))):
        found += [Entry(*row) for row in connection.execute(f"SELECT {_ENTRY} FROM files {condition}", bindings)]
    return found


def _check_place(connection: apsw.Connection, owner: int, path: str) -> None:
    """`InvalidRequest` when a new file would be a folder, or lie in a file."""
    inside = connection.execute(f"SELECT path FROM files {_INSIDE} LIMIT 1", (owner, *bounds_of(path))).fetchone()
    if inside is not None:
        raise InvalidRequest(f"path: {path} is a folder, with {inside[0]} in it")
    for folder in folders_above(path):
        if connection.execute(f"SELECT 1 FROM files {_ONE}", (owner, folder)).fetchone() is not None:
            raise InvalidRequest(f"path: {folder} is a file, so nothing can lie in it")

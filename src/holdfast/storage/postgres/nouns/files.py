"""Files in PostgreSQL.

A write holds the row of the user to its end: so the writes to the files of a user exclude each other, and the user is
not deleted meanwhile.
"""

from __future__ import annotations

import asyncpg
import msgspec

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
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.nouns.receipts import once

_ENTRY = "path, uuid, revision, size, author, created_at, updated_at"
_FILE = f"{_ENTRY}, content"
_FORMER = "owner, file, revision, size, author, written_at, content"
_ONE = "WHERE owner = $1 AND path = $2"
_INSIDE = "WHERE owner = $1 AND path > $2 AND path < $3"

_OWNER = "SELECT id FROM users WHERE user_id = $1"
_GET_FORMER = (
    "SELECT revision, size, author, written_at, content FROM former_files"
    " WHERE owner = $1 AND file = $2 AND revision = $3"
)
_LIST_FORMER = (
    "SELECT former_files.revision, former_files.size, former_files.author, written_at FROM files"
    " JOIN former_files ON former_files.owner = files.owner AND file = uuid"
    " WHERE files.owner = $1 AND path = $2 ORDER BY former_files.revision DESC"
)
_KEEP_FORMER = (
    f"INSERT INTO former_files ({_FORMER})"
    f" SELECT owner, uuid, revision, size, author, updated_at, content FROM files {_ONE}"
)
_DROP_FORMER = "DELETE FROM former_files WHERE owner = $1 AND file = $2 AND revision < $3"
_CREATE = f"INSERT INTO files (owner, {_FILE}) VALUES ($1, $2, $3, 1, $4, $5, $6, $6, $7)"
_CHANGE = (
    "UPDATE files SET revision = revision + 1, size = $3, author = $4, updated_at = $5, content = $6"
    f" {_ONE} RETURNING {_ENTRY}"
)
_MOVE = f"UPDATE files SET revision = revision + 1, author = $3, updated_at = $4, path = $5 {_ONE}"
_REMOVE_SOME = (
    "DELETE FROM files WHERE owner = $1 AND path IN"
    " (SELECT path FROM files WHERE owner = $1 ORDER BY path LIMIT $2) RETURNING uuid"
)


class _Told(Entry, frozen=True, kw_only=True):
    """What a receipt tells of a change: beside what is given back whose file it is, so that it goes with that user."""

    owner: int

    @property
    def entry(self) -> Entry:
        return Entry(**{field: getattr(self, field) for field in Entry.__struct_fields__})


class PostgresFiles:
    """See `holdfast.storage.contract.files.Files`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, user_id: str, path: str, *, revision: int | None = None) -> File:
        owner = await self._owner(user_id)
        row = await self._database.row(f"SELECT {_FILE} FROM files {_ONE}", owner, path)
        missing = NotFound("file", path if revision is None else f"{path}, revision {revision},")
        if row is None:
            raise missing
        file = _file(row)
        entry = file.entry
        if revision in {None, entry.revision}:
            return file
        former = await self._database.row(_GET_FORMER, owner, entry.uuid, revision)
        if former is None:
            raise missing
        number, size, author, written_at, content = former
        return File(Entry(entry.path, entry.uuid, number, size, author, entry.created_at, written_at), content)

    async def former(self, user_id: str, path: str) -> list[Former]:
        return [Former(*row) for row in await self._database.rows(_LIST_FORMER, await self._owner(user_id), path)]

    async def page(self, user_id: str, *, folder: str, after: str, limit: int) -> list[Entry]:
        return [Entry(*row) for row in await self._rows(_ENTRY, user_id, folder, after, limit)]

    async def contents(self, user_id: str, *, after: str, limit: int) -> list[File]:
        return [_file(row) for row in await self._rows(_FILE, user_id, "", after, limit)]

    async def _rows(self, columns: str, user_id: str, folder: str, after: str, limit: int) -> list[asyncpg.Record]:
        first, end = bounds_of(folder)
        return await self._database.rows(
            f"SELECT {columns} FROM files {_INSIDE} ORDER BY path LIMIT $4",
            await self._owner(user_id),
            max(first, after),
            end,
            limit,
        )

    async def _owner(self, user_id: str) -> int:
        row = await self._database.row(_OWNER, user_id)
        if row is None:
            raise NotFound("user", user_id)
        return int(row[0])

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
        async def operation(connection: asyncpg.Connection) -> Entry:
            owner = await _held_owner(connection, user_id)
            entry = await changed(connection, owner)
            return _Told(**msgspec.structs.asdict(entry), owner=owner)

        async def changed(connection: asyncpg.Connection, owner: int) -> Entry:
            row = await connection.fetchrow(f"SELECT {_FILE} FROM files {_ONE}", owner, path)
            present = None if row is None else _file(row)
            expected.check(path, None if present is None else present.entry)
            content = edit.apply(None if present is None else present.content)
            if content is None:
                raise NotFound("file", path)
            if present is not None and present.content == content:
                return present.entry
            check_content(content)
            await _check_room(connection, owner, present, size_of(content))
            if present is None:
                return await _create(connection, owner, path, content, author)
            return await _replace(connection, owner, present.entry, content, author)

        written = await self._database.transaction(once(receipt, Entry, operation), on_node=True)
        return Written(written.result.entry, written.replayed) if isinstance(written.result, _Told) else written

    async def rename(
        self, user_id: str, path: str, new_path: str, *, author: str, receipt: Receipt | None = None
    ) -> Written[int]:
        async def operation(connection: asyncpg.Connection) -> int:
            owner = await _held_owner(connection, user_id)
            entries = await _at_or_inside(connection, owner, path)
            if not entries:
                raise NotFound("file", path)
            if await _at_or_inside(connection, owner, new_path):
                raise AlreadyExists(f"new_path: {new_path} exists already")
            paths = [moved(entry.path, path, new_path) for entry in entries]
            for each in paths:
                check_path(each, "new_path")
            await _check_place(connection, owner, new_path)
            for entry, each in zip(entries, paths, strict=True):
                await _keep_former(connection, owner, entry)
                await connection.execute(_MOVE, owner, entry.path, author, now(), each)
            return len(entries)

        return await self._database.transaction(once(receipt, int, operation), on_node=True)

    async def delete(self, user_id: str, path: str, *, folder: bool, expected: Expected = ANY_STATE) -> int:
        async def operation(connection: asyncpg.Connection) -> int:
            owner = await _held_owner(connection, user_id)
            entries = await _at_or_inside(connection, owner, path)
            at = next((entry for entry in entries if entry.path == path), None)
            expected.check(path, at)
            gone = entries if folder else [entry for entry in entries if entry is at]
            if not gone:
                raise NotFound("file", path)
            paths, uuids = [entry.path for entry in gone], [entry.uuid for entry in gone]
            await connection.execute("DELETE FROM files WHERE owner = $1 AND path = ANY($2)", owner, paths)
            await connection.execute("DELETE FROM former_files WHERE owner = $1 AND file = ANY($2)", owner, uuids)
            return len(gone)

        return await self._database.transaction(operation, on_node=True)


async def remove_some_files(connection: asyncpg.Connection, owner: int, limit: int) -> Purged:
    """Remove at most ``limit`` files of a user that is gone, with their former revisions."""
    uuids = [uuid for (uuid,) in await connection.fetch(_REMOVE_SOME, owner, limit)]
    if uuids:
        await connection.execute("DELETE FROM former_files WHERE owner = $1 AND file = ANY($2)", owner, uuids)
    return Purged(files=len(uuids))


async def _held_owner(connection: asyncpg.Connection, user_id: str) -> int:
    owner = await connection.fetchval(f"{_OWNER} FOR UPDATE", user_id)
    if owner is None:
        raise NotFound("user", user_id)
    return int(owner)


def _file(row: asyncpg.Record) -> File:
    *entry, content = row
    return File(Entry(*entry), content)


async def _check_room(connection: asyncpg.Connection, owner: int, present: File | None, size: int) -> None:
    ((files, total),) = await connection.fetch(
        "SELECT count(*), coalesce(sum(size), 0)::bigint FROM files WHERE owner = $1", owner
    )
    check_room(files + (present is None), total + size - (present.entry.size if present else 0))


async def _create(connection: asyncpg.Connection, owner: int, path: str, content: str, author: str) -> Entry:
    await _check_place(connection, owner, path)
    moment = now()
    entry = Entry(path, new_uuid(), 1, size_of(content), author, moment, moment)
    await connection.execute(_CREATE, owner, path, entry.uuid, entry.size, author, moment, content)
    return entry


async def _replace(connection: asyncpg.Connection, owner: int, entry: Entry, content: str, author: str) -> Entry:
    await _keep_former(connection, owner, entry)
    (row,) = await connection.fetch(_CHANGE, owner, entry.path, size_of(content), author, now(), content)
    return Entry(*row)


async def _keep_former(connection: asyncpg.Connection, owner: int, entry: Entry) -> None:
    await connection.execute(_KEEP_FORMER, owner, entry.path)
    await connection.execute(_DROP_FORMER, owner, entry.uuid, entry.revision + 1 - KEPT_REVISIONS)


async def _at_or_inside(connection: asyncpg.Connection, owner: int, path: str) -> list[Entry]:
    """The file of that path, and those of the folder of that path."""
    rows = await connection.fetch(f"SELECT {_ENTRY} FROM files {_ONE}", owner, path)
    rows += await connection.fetch(f"SELECT {_ENTRY} FROM files {_INSIDE}", owner, *bounds_of(path))
    return [Entry(*row) for row in rows]


async def _check_place(connection: asyncpg.Connection, owner: int, path: str) -> None:
    """`InvalidRequest` when a new file would be a folder, or lie in a file."""
    inside = await connection.fetchval(f"SELECT path FROM files {_INSIDE} LIMIT 1", owner, *bounds_of(path))
    if inside is not None:
        raise InvalidRequest(f"path: {path} is a folder, with {inside} in it")
    above = await connection.fetchval(
        "SELECT path FROM files WHERE owner = $1 AND path = ANY($2) LIMIT 1", owner, folders_above(path)
    )
    if above is not None:
        raise InvalidRequest(f"path: {above} is a file, so nothing can lie in it")

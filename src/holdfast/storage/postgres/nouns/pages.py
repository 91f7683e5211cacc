"""The bytes of tables as they lie on the server's disk: rows, dead ones too, long values and indexes.

Reading them takes a superuser, or the rights to run ``pg_read_binary_file`` and ``CHECKPOINT``.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Sequence

import asyncpg

from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import DATABASE_ERRORS, translated
from holdfast.storage.postgres.nouns.vacuum import STATISTICS

log = logging.getLogger(__name__)

_PIECE = 1 << 20
_SEGMENT = 1 << 30
"""Bytes of a file after which PostgreSQL begins another one."""
_PARTS = """
WITH parts (part) AS (
    SELECT $1::text::regclass::oid UNION ALL
    SELECT reltoastrelid FROM pg_class WHERE oid = $1::text::regclass AND reltoastrelid <> 0
)
SELECT pg_relation_filepath(part::regclass) FROM (
    SELECT part FROM parts UNION ALL SELECT indexrelid FROM pg_index JOIN parts ON indrelid = part
) AS files
"""
"""The files of a table, of its long values, and of the indexes of both."""


async def read_pages(database: Database, tables: Sequence[str], *, overlap: int) -> AsyncIterator[tuple[str, bytes]]:
    """See `holdfast.storage.contract.storage.Storage.pages`; what the planner knows of the tables comes last."""
    if database.distributed:
        log.info("the files of a distributed database lie with its nodes and are not looked through")
        return
    try:
        async with database.directly() as connection:
            await connection.execute("CHECKPOINT")
            for table in (*tables, STATISTICS):
                for (path,) in await connection.fetch(_PARTS, table):
                    async for piece in _file(connection, path, overlap):
                        yield table, piece
    except asyncpg.InsufficientPrivilegeError as error:
        log.info("the files of the tables cannot be looked through: %s", error)
    except DATABASE_ERRORS as error:
        raise translated(error) from error


async def _file(connection: asyncpg.Connection, path: str, overlap: int) -> AsyncIterator[bytes]:
    """The pieces of a file, and of those that it goes on in; none of one that is gone by now."""
    before = b""
    segment = 0
    while True:
        name = f"{path}.{segment}" if segment else path
        offset = 0
        while piece := await connection.fetchval("SELECT pg_read_binary_file($1, $2, $3, true)", name, offset, _PIECE):
            yield before + piece
            before = piece[-overlap:] if overlap else b""
            offset += len(piece)
        if offset < _SEGMENT:
            return
        segment += 1

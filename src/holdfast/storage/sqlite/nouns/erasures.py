"""Erasures in SQLite."""

from __future__ import annotations

from collections.abc import Callable

import apsw
import msgspec

from holdfast.domain.erasures import Certificate, Pending, decode_pending, encode_pending
from holdfast.storage.sqlite.engine.database import Database

_LAST = "SELECT certificate FROM erasures WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"


class SqliteErasures:
    """See `holdfast.storage.contract.erasures.Erasures`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, pending: Pending) -> int:
        text = encode_pending(pending)

        def operation(connection: apsw.Connection) -> int:
            connection.execute("INSERT INTO erasures (pending) VALUES (?)", (text,))
            return connection.last_insert_rowid()

        return await self._database.write(operation)

    async def under_way(self) -> dict[int, Pending]:
        rows = self._database.rows("SELECT id, pending FROM erasures WHERE pending IS NOT NULL ORDER BY id")
        return {number: decode_pending(text) for number, text in rows}

    async def finish(self, erasure: int, certify: Callable[[Certificate | None], Certificate]) -> Certificate:
        def operation(connection: apsw.Connection) -> Certificate:
            row = connection.execute("SELECT certificate FROM erasures WHERE id = ?", (erasure,)).fetchone()
            if row is not None and row[0] is not None:
                return _decoded(row[0])
            last = connection.execute(_LAST).fetchone()
            certificate = certify(None if last is None else _decoded(last[0]))
            connection.execute(
                "UPDATE erasures SET pending = NULL, number = ?, certificate = ? WHERE id = ?",
                (certificate.number, msgspec.json.encode(certificate).decode(), erasure),
            )
            return certificate

        return await self._database.write(operation)

    async def certificates(self, *, after: int, limit: int) -> list[Certificate]:
        rows = self._database.rows(
            "SELECT certificate FROM erasures WHERE number > ? ORDER BY number LIMIT ?", (after, limit)
        )
        return [_decoded(text) for (text,) in rows]


def _decoded(text: object) -> Certificate:
    return msgspec.json.decode(str(text), type=Certificate)

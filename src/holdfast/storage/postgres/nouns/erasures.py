"""Erasures in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import asyncpg
import msgspec

from holdfast.domain.erasures import Certificate, Pending, decode_pending, encode_pending
from holdfast.storage.postgres.engine.database import Database

_LAST = "SELECT certificate FROM erasures WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1"


class PostgresErasures:
    """See `holdfast.storage.contract.erasures.Erasures`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, pending: Pending) -> int:
        text = encode_pending(pending)
        ((number,),) = await self._database.rows("INSERT INTO erasures (pending) VALUES ($1) RETURNING id", text)
        return int(number)

    async def under_way(self) -> dict[int, Pending]:
        rows = await self._database.rows("SELECT id, pending FROM erasures WHERE pending IS NOT NULL ORDER BY id")
        return {number: decode_pending(text) for number, text in rows}

    async def finish(self, erasure: int, certify: Callable[[Certificate | None], Certificate]) -> Certificate:
        async def operation(connection: asyncpg.Connection) -> Certificate:
            await connection.execute("LOCK TABLE erasures IN EXCLUSIVE MODE")
            known = await connection.fetchval("SELECT certificate FROM erasures WHERE id = $1", erasure)
            if known is not None:
                return _decoded(known)
            last = await connection.fetchval(_LAST)
            certificate = certify(None if last is None else _decoded(last))
            await connection.execute(
                "UPDATE erasures SET pending = NULL, number = $2, certificate = $3 WHERE id = $1",
                erasure,
                certificate.number,
                msgspec.json.encode(certificate).decode(),
            )
            return certificate

        return await self._database.transaction(operation)

    async def certificates(self, *, after: int, limit: int) -> list[Certificate]:
        rows = await self._database.rows(
            "SELECT certificate FROM erasures WHERE number > $1 ORDER BY number LIMIT $2", after, limit
        )
        return [_decoded(text) for (text,) in rows]


def _decoded(text: str) -> Certificate:
    return msgspec.json.decode(text, type=Certificate)

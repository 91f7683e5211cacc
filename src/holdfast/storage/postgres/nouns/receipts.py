"""Receipts in PostgreSQL.

The row of a receipt is inserted before anything else is written: whoever comes with the same key meanwhile, at this
server or at another one, waits for the end of the transaction and then finds what it gave.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import asyncpg

from holdfast.domain.receipts import Receipt, Written, encode_result, replay
from holdfast.domain.timestamps import now
from holdfast.errors import IdempotencyMismatch
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.errors import Collision

Result = TypeVar("Result")

_CLAIM = (
    "INSERT INTO receipts (owner, key, fingerprint, result, created_at) VALUES ($1, $2, $3, '', $4)"
    " ON CONFLICT DO NOTHING RETURNING true"
)
_KEEP = "UPDATE receipts SET result = $3 WHERE owner = $1 AND key = $2"
_FIND = "SELECT fingerprint, result FROM receipts WHERE owner = $1 AND key = $2"
_FIND_MANY = (
    "SELECT asked.place, kept.fingerprint, kept.result"
    " FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (owner, key, place) CROSS JOIN LATERAL"
    " (SELECT fingerprint, result FROM receipts WHERE receipts.owner = asked.owner AND receipts.key = asked.key"
    " LIMIT 1) AS kept"
)


async def find_results(
    database: Database, receipts: Sequence[Receipt], kind: type[Result]
) -> list[Written[Result] | IdempotencyMismatch | None]:
    """What the writes of ``receipts`` gave, if they are done, or the error of one whose key stands for another."""
    found: list[Written[Result] | IdempotencyMismatch | None] = [None] * len(receipts)
    owners, keys = [receipt.owner for receipt in receipts], [receipt.key for receipt in receipts]
    for place, fingerprint, result in await database.rows(_FIND_MANY, owners, keys):
        try:
            found[place - 1] = replay(receipts[place - 1], fingerprint=fingerprint, result=result, kind=kind)
        except IdempotencyMismatch as error:
            found[place - 1] = error
    return found


def once(
    receipt: Receipt | None, kind: type[Result], operation: Callable[[asyncpg.Connection], Awaitable[Result]]
) -> Callable[[asyncpg.Connection], Awaitable[Written[Result]]]:
    """``operation``, done once for all requests with ``receipt``; its result, of ``kind``, is kept and given again.

    It is to be run in a transaction of its own.
    """

    async def claimed(connection: asyncpg.Connection) -> Written[Result]:
        if receipt is None:
            return Written(await operation(connection))
        if await connection.fetchval(_CLAIM, receipt.owner, receipt.key, receipt.fingerprint, now()):
            result = await operation(connection)
            await connection.execute(_KEEP, receipt.owner, receipt.key, encode_result(result))
            return Written(result)
        row = await connection.fetchrow(_FIND, receipt.owner, receipt.key)
        if row is None:  # it was purged since
            raise Collision
        return replay(receipt, fingerprint=row[0], result=row[1], kind=kind)

    return claimed

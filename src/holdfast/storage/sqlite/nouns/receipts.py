"""Receipts in SQLite.

Writes exclude each other, so whoever finds no receipt inside its transaction is the first one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import apsw

from holdfast.domain.receipts import Receipt, Written, encode_result, replay
from holdfast.domain.timestamps import now

Result = TypeVar("Result")


def once(
    receipt: Receipt | None, kind: type[Result], operation: Callable[[apsw.Connection], Result]
) -> Callable[[apsw.Connection], Written[Result]]:
    """``operation``, done once for all requests with ``receipt``; its result, of ``kind``, is kept and given again."""

    def claimed(connection: apsw.Connection) -> Written[Result]:
        if receipt is None:
            return Written(operation(connection))
        row = connection.execute(
            "SELECT fingerprint, result FROM receipts WHERE owner = ? AND key = ?", (receipt.owner, receipt.key)
        ).fetchone()
        if row is not None:
            return replay(receipt, fingerprint=row[0], result=row[1], kind=kind)
        result = operation(connection)
        connection.execute(
            "INSERT INTO receipts (owner, key, fingerprint, result, created_at) VALUES (?, ?, ?, ?, ?)",
            (receipt.owner, receipt.key, receipt.fingerprint, encode_result(result), now()),
        )
        return Written(result)

    return claimed

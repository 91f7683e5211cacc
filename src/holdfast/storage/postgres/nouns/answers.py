"""Recorded answers in PostgreSQL."""

from __future__ import annotations

from typing import Any

import asyncpg

from holdfast.domain.receipts import Answer, Receipt, RecordedAnswer
from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.postgres.engine.database import Database

_RECORD = (
    "INSERT INTO answers (key, fingerprint, status, media_type, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status,"
    " media_type = excluded.media_type, body = excluded.body, created_at = excluded.created_at"
)


class PostgresAnswers:
    """See `holdfast.storage.contract.answers.Answers`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, key: str, *, since: Timestamp) -> RecordedAnswer | None:
        row = await self._database.row(
            "SELECT fingerprint, status, media_type, body FROM answers WHERE key = $1 AND created_at >= $2", key, since
        )
        if row is None:
            return None
        fingerprint, status, media_type, body = row
        return RecordedAnswer(fingerprint, Answer(status, media_type, body))

    async def record(self, key: str, answer: RecordedAnswer) -> None:
        await self._database.rows(_RECORD, *_arguments(key, answer))


async def record_receipt(connection: asyncpg.Connection, receipt: Receipt | None, result: Any) -> None:
    """Record what the request behind ``receipt`` is answered, given the result of its write."""
    if receipt is None:
        return
    answer = RecordedAnswer(receipt.fingerprint, receipt.render(result))
    await connection.execute(_RECORD, *_arguments(receipt.key, answer))
    receipt.recorded = True


def _arguments(key: str, recorded: RecordedAnswer) -> tuple[Any, ...]:
    answer = recorded.answer
    return key, recorded.fingerprint, answer.status, answer.media_type, answer.body, now()

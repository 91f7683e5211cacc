"""Recorded answers in SQLite."""

from __future__ import annotations

from typing import Any

import apsw

from holdfast.domain.receipts import Answer, Receipt, RecordedAnswer
from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.sqlite.engine.database import Database


class SqliteAnswers:
    """See `holdfast.storage.contract.answers.Answers`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, key: str, *, since: Timestamp) -> RecordedAnswer | None:
        row = self._database.row(
            "SELECT fingerprint, status, media_type, body FROM answers WHERE key = ? AND created_at >= ?",
            (key, since),
        )
        if row is None:
            return None
        fingerprint, status, media_type, body = row
        return RecordedAnswer(fingerprint, Answer(status, media_type, body))

    async def record(self, key: str, answer: RecordedAnswer) -> None:
        await self._database.write(lambda connection: _insert(connection, key, answer))


def record_receipt(connection: apsw.Connection, receipt: Receipt | None, result: Any) -> None:
    """Record what the request behind ``receipt`` is answered, given the result of its write."""
    if receipt is None:
        return
    _insert(connection, receipt.key, RecordedAnswer(receipt.fingerprint, receipt.render(result)))
    receipt.recorded = True


def _insert(connection: apsw.Connection, key: str, recorded: RecordedAnswer) -> None:
    answer = recorded.answer
    connection.execute(
        "INSERT OR REPLACE INTO answers (key, fingerprint, status, media_type, body, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (key, recorded.fingerprint, answer.status, answer.media_type, answer.body, now()),
    )

"""The audit log in SQLite."""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import msgspec

from holdfast.domain.audit import Entry, NewEntry
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.sqlite.engine.database import Database


class SqliteAudit:
    """See `holdfast.storage.contract.audit.Audit`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, entries: Sequence[NewEntry]) -> None:
        rows = [
            (entry.at, entry.actor, entry.action, msgspec.json.encode(entry.targets).decode(), entry.count)
            for entry in entries
        ]
        await self._database.write(
            lambda connection: connection.executemany(
                "INSERT INTO audit_log (at, actor, action, targets, count) VALUES (?, ?, ?, ?, ?)", rows
            )
        )

    async def page(self, *, before: int | None, limit: int) -> list[Entry]:
        rows = self._database.rows(
            "SELECT id, at, actor, action, targets, count FROM audit_log WHERE id < ? ORDER BY id DESC LIMIT ?",
            (2**63 - 1 if before is None else before, limit),
        )
        return [
            Entry(number, at, actor, action, msgspec.json.decode(targets, type=tuple[str, ...]), count)
            for number, at, actor, action, targets, count in rows
        ]

    async def drop(self, *, before: Timestamp, limit: int) -> int:
        def operation(connection: apsw.Connection) -> int:
            connection.execute(
                "DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < ? ORDER BY at LIMIT ?)",
                (before, limit),
            )
            return connection.changes()

        return await self._database.write(operation)

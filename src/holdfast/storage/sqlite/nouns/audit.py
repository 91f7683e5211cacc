"""The audit log in SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from functools import partial

import apsw
import msgspec

from holdfast.domain.audit import Entry, NewEntry, without_names
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.sqlite.engine.database import Database

_CHUNK = 500
_RENAME = "UPDATE audit_log SET actor = ?, targets = ? WHERE id = ?"


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

    async def replace_names(self, names: Collection[str], *, by: str) -> int:
        replaced = last = 0
        while rows := self._database.rows(
            "SELECT id, actor, targets FROM audit_log WHERE id > ? ORDER BY id LIMIT ?", (last, _CHUNK)
        ):
            last = rows[-1][0]
            changed = [(*new, row[0]) for row in rows if (new := without_names(row[1], row[2], names, by))]
            if changed:
                await self._database.write(partial(_rename, changed))
                replaced += len(changed)
            await asyncio.sleep(0)
        return replaced

    async def drop(self, *, before: Timestamp, limit: int) -> int:
        def operation(connection: apsw.Connection) -> int:
            connection.execute(
                "DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < ? ORDER BY at LIMIT ?)",
                (before, limit),
            )
            return connection.changes()

        return await self._database.write(operation)


def _rename(changed: Sequence[tuple[str, str, int]], connection: apsw.Connection) -> None:
    connection.executemany(_RENAME, changed)

"""The audit log in PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from holdfast.domain.audit import Entry, NewEntry, without_names
from holdfast.domain.timestamps import Timestamp
from holdfast.storage.postgres.engine.database import Database

_CHUNK = 500
_RENAME = (
    "UPDATE audit_log SET actor = new.actor, targets = new.targets"
    " FROM unnest($1::bigint[], $2::text[], $3::json[]) AS new (id, actor, targets) WHERE audit_log.id = new.id"
)


class PostgresAudit:
    """See `holdfast.storage.contract.audit.Audit`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, entries: Sequence[NewEntry]) -> None:
        await self._database.rows(
            "INSERT INTO audit_log (at, actor, action, targets, count)"
            " SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::json[], $5::integer[])",
            [entry.at for entry in entries],
            [entry.actor for entry in entries],
            [entry.action for entry in entries],
            [msgspec.json.encode(entry.targets).decode() for entry in entries],
            [entry.count for entry in entries],
        )

    async def page(self, *, before: int | None, limit: int) -> list[Entry]:
        rows = await self._database.rows(
            "SELECT id, at, actor, action, targets, count FROM audit_log WHERE id < $1 ORDER BY id DESC LIMIT $2",
            2**63 - 1 if before is None else before,
            limit,
        )
        return [
            Entry(number, at, actor, action, msgspec.json.decode(targets, type=tuple[str, ...]), count)
            for number, at, actor, action, targets, count in rows
        ]

    async def replace_names(self, names: Collection[str], *, by: str) -> int:
        replaced = last = 0
        while rows := await self._database.rows(
            "SELECT id, actor, targets::text FROM audit_log WHERE id > $1 ORDER BY id LIMIT $2", last, _CHUNK
        ):
            last = rows[-1][0]
            changed = [(row[0], *new) for row in rows if (new := without_names(row[1], row[2], names, by))]
            if changed:
                await self._database.rows(_RENAME, *zip(*changed, strict=True))
                replaced += len(changed)
        return replaced

    async def drop(self, *, before: Timestamp, limit: int) -> int:
        rows = await self._database.rows(
            "DELETE FROM audit_log WHERE id IN (SELECT id FROM audit_log WHERE at < $1 ORDER BY at LIMIT $2)"
            " RETURNING id",
            before,
            limit,
        )
        return len(rows)

"""Summaries in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from holdfast.domain.jobs import SUMMARIES, NewJob
from holdfast.domain.metadata import Metadata
from holdfast.domain.origins import origin_of
from holdfast.domain.summaries import NewSummary, Summary
from holdfast.storage.contract.changes import Change, ChangeKind
from holdfast.storage.contract.features import Span
from holdfast.storage.contract.summaries import SummaryRow
from holdfast.storage.postgres.distributed import session_statements
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT
from holdfast.storage.postgres.engine.wakeups import Wakeups
from holdfast.storage.postgres.nouns.changes import note, note_edits
from holdfast.storage.postgres.nouns.jobs import add_jobs
from holdfast.storage.postgres.nouns.rows import MAXIMUM_POSITION, findings_text, metadata_text

COLUMNS = "id, uuid, point, point_uuid, content, metadata, token_count, created_at"

_LIVE_OF_SESSION = f"session = $1 AND point >= (SELECT live_from FROM sessions WHERE id = $1 AND {PRESENT})"
_LIVE = f"SELECT {COLUMNS} FROM summaries WHERE {_LIVE_OF_SESSION}"
_NEWEST = f"{_LIVE} ORDER BY point DESC LIMIT 1"

# Two statements, because Citus would ask all nodes for an INSERT … SELECT whose session is a parameter.
_UUID = "SELECT uuid FROM messages WHERE session = $1 AND position = $2"
_INSERT = (
    "INSERT INTO summaries"
    " (session, point, point_uuid, uuid, content, token_count, created_at, metadata, model, vector)"
    f" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING {COLUMNS}"
)

_ROWS = (
    "SELECT summaries.session, CASE WHEN model = $4 THEN vector END,"
    f" {', '.join(f'summaries.{column}' for column in COLUMNS.split(', '))}"
    " FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS wanted (number, first, last, at)"
    f" JOIN sessions ON sessions.id = wanted.number AND {PRESENT} AND sessions.remember >= $5"
    " JOIN summaries ON session = wanted.number AND point >= live_from"
    " AND summaries.id BETWEEN wanted.first AND wanted.last ORDER BY at, point"
)


_POINT = (
    "coalesce((SELECT max(point) FROM summaries WHERE session = sessions.id AND point >= live_from), live_from - 1)"
)


class PostgresSummaries:
    """See `holdfast.storage.contract.summaries.Summaries`."""

    def __init__(self, database: Database, wakeups: Wakeups) -> None:
        self._database = database
        self._wakeups = wakeups

    async def add(self, session: int, summary: NewSummary, *, steps: Sequence[str] = ()) -> Summary | None:
        async def operation(connection: asyncpg.Connection) -> Summary | None:
            point = await connection.fetchrow(
                f"SELECT live_from, edition FROM sessions WHERE id = $1 AND {PRESENT} FOR UPDATE", session
            )
            if point is None or summary.point < point["live_from"] or summary.edition != point["edition"]:
                return None
            newest = await connection.fetchrow(_NEWEST, session)
            if (newest["id"] if newest else 0) != summary.base or (newest and newest["point"] >= summary.point):
                return None
            origin = origin_of(summary.origin)
            point_uuid = await connection.fetchval(_UUID, session, summary.point)
            if point_uuid is None:
                return None
            row = await connection.fetchrow(
                _INSERT,
                session,
                summary.point,
                point_uuid,
                origin.uuid,
                summary.content,
                summary.token_count,
                origin.created_at,
                metadata_text(summary.metadata),
                summary.model,
                summary.vector,
            )
            assert row is not None
            change = Change(session, ChangeKind.SUMMARIES, point["live_from"], row["id"], point["edition"])
            await note(connection, [change])
            if steps:
                await add_jobs(connection, [_job_over(session, summary, steps)])
            return Summary(*row)

        stored = await self._database.transaction(operation, on_node=True)
        if stored is not None and steps:
            self._wakeups.announce()
        return stored

    async def newest(self, session: int) -> Summary | None:
        row = await self._database.row(_NEWEST, session)
        return None if row is None else Summary(*row)

    async def of_session(self, session: int) -> list[Summary]:
        return [Summary(*row) for row in await self._database.read(f"{_LIVE} ORDER BY point", session)]

    async def rows(self, spans: Sequence[Span], *, model: str, remembered: bool = False) -> list[SummaryRow]:
        if self._database.distributed:
            rows = await session_statements.summaries(self._database, spans, model=model, remembered=remembered)
        else:
            columns = zip(*spans, strict=True) if spans else ((), (), ())
            rows = await self._database.read(_ROWS, *columns, model, remembered)
        return [SummaryRow(session, Summary(*row), vector) for session, vector, *row in rows]

    async def at(self, session: int, point: int) -> Summary | None:
        row = await self._database.row(f"{_LIVE} AND point = $2", session, min(point, MAXIMUM_POSITION))
        return None if row is None else Summary(*row)

    async def unsummarised(self, sessions: Sequence[int]) -> dict[int, int]:
        if self._database.distributed:
            return await session_statements.unsummarised(self._database, sessions)
        rows = await self._database.rows(
            f"SELECT id, CASE WHEN removed = 0 THEN next_position - 1 - {_POINT}"
            f" ELSE (SELECT count(*) FROM messages WHERE session = sessions.id AND position > {_POINT}) END"
            f" FROM sessions WHERE id = ANY($1) AND deleted_at IS NULL AND {PRESENT}",
            list(sessions),
        )
        return {row[0]: row[1] for row in rows}

    async def set_findings(self, session: int, summary: int, findings: Metadata) -> None:
        async def operation(connection: asyncpg.Connection) -> None:
            row = await connection.fetchrow(f"{_LIVE} AND id = $2 FOR UPDATE", session, summary)
            if row is not None:
                await connection.execute(
                    "UPDATE summaries SET metadata = $3 WHERE session = $1 AND point = $2",
                    session,
                    row["point"],
                    findings_text(row["metadata"], findings),
                )
                await note_edits(connection, [(session, summary)], kind=ChangeKind.SUMMARY_METADATA)

        await self._database.transaction(operation, on_node=True)

    async def set_vector(self, session: int, summary: int, vector: bytes, *, model: str) -> None:
        await self._database.rows(
            f"UPDATE summaries SET model = $3, vector = $4 WHERE {_LIVE_OF_SESSION} AND id = $2",
            session,
            summary,
            model,
            vector,
        )


def _job_over(session: int, summary: NewSummary, steps: Sequence[str]) -> NewJob:
    return NewJob(kind=SUMMARIES, scope=session, first=summary.point, last=summary.point, steps=tuple(steps))

"""Summaries in SQLite."""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import msgspec

from holdfast.domain.jobs import SUMMARIES
from holdfast.domain.metadata import Metadata
from holdfast.domain.origins import origin_of
from holdfast.domain.summaries import NewSummary, Summary
from holdfast.domain.timestamps import now
from holdfast.storage.contract.changes import ChangeKind
from holdfast.storage.contract.features import Span
from holdfast.storage.contract.summaries import SummaryRow
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS, key_of, position_of
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.engine.readers import Reader
from holdfast.storage.sqlite.nouns.changes import note_edit
from holdfast.storage.sqlite.nouns.jobs import NEW_JOB
from holdfast.storage.sqlite.nouns.rows import findings_text, metadata_from_text, metadata_text
from holdfast.storage.sqlite.nouns.sessions import live_from
from holdfast.telemetry.requests import current_request

_COLUMNS = "id, uuid, point, point_uuid, content, metadata, token_count, created_at"


_ROWS = (
    "SELECT sessions.id, CASE WHEN model = ?2 THEN vector END,"
    f" {', '.join(f'summaries.{column}' for column in _COLUMNS.split(', '))}"
    f" FROM json_each(?1) AS wanted CROSS JOIN sessions ON sessions.id = wanted.value ->> 0 AND {PRESENT}"
    " AND sessions.remember >= ?3"
    f" CROSS JOIN summaries ON point BETWEEN (sessions.id << {POSITION_BITS}) + live_from"
    f" AND (sessions.id << {POSITION_BITS}) + {MAXIMUM_POSITION}"
    " AND summaries.id BETWEEN wanted.value ->> 1 AND wanted.value ->> 2"
)
_POINT = (
    f"coalesce((SELECT max(point) FROM summaries WHERE point BETWEEN (sessions.id << {POSITION_BITS}) + live_from"
    f" AND sessions.id << {POSITION_BITS} | {MAXIMUM_POSITION}), (sessions.id << {POSITION_BITS}) + live_from - 1)"
)
# Without gaps counting is arithmetic.
_UNSUMMARISED = (
    f"SELECT id, CASE WHEN removed = 0 THEN next_position - 1 - ({_POINT} & {MAXIMUM_POSITION}) ELSE (SELECT count(*)"
    f" FROM messages WHERE key > {_POINT} AND key <= sessions.id << {POSITION_BITS} | {MAXIMUM_POSITION}) END"
    f" FROM sessions WHERE id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND {PRESENT}"
)
_NEWEST = f"SELECT {_COLUMNS} FROM summaries WHERE point BETWEEN ? AND ? ORDER BY point DESC LIMIT 1"
_BORDER = f"SELECT live_from, edition FROM sessions WHERE id = ? AND {PRESENT}"
_INLINE_SESSIONS = 5
"""The summaries of so many sessions are read on the event loop."""


class SqliteSummaries:
    """See `holdfast.storage.contract.summaries.Summaries`."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database = database
        self._reader = reader

    async def add(self, session: int, summary: NewSummary, *, steps: Sequence[str] = ()) -> Summary | None:
        def operation(connection: apsw.Connection) -> Summary | None:
            border = connection.execute(_BORDER, (session,)).fetchone()
            point_uuid = _uuid_at(connection, session, summary.point)
            if border is None or point_uuid is None:
                return None
            first_live, edition = border
            if summary.point < first_live or summary.edition != edition:
                return None
            newest = find_newest(connection, session, first_live)
            if (newest.id if newest else 0) != summary.base or (newest and newest.point >= summary.point):
                return None
            origin = origin_of(summary.origin)
            (row,) = connection.execute(
                "INSERT INTO summaries"
                " (point, point_uuid, uuid, content, metadata, token_count, created_at, model, vector)"
                f" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {_COLUMNS}",
                (
                    key_of(session, summary.point),
                    point_uuid,
                    origin.uuid,
                    summary.content,
                    metadata_text(summary.metadata),
                    summary.token_count,
                    origin.created_at,
                    summary.model,
                    summary.vector,
                ),
            ).fetchall()
            if steps:
                _promise(connection, session, summary.point, steps)
            return _from_row(row)

        return await self._database.write(operation)

    async def newest(self, session: int) -> Summary | None:
        def query(connection: apsw.Connection) -> Summary | None:
            first_live = live_from(connection, session)
            return None if first_live is None else find_newest(connection, session, first_live)

        return self._database.read(query)

    async def of_session(self, session: int) -> list[Summary]:
        first_live = self._database.read(lambda connection: live_from(connection, session))
        if first_live is None:
            return []
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM summaries WHERE point BETWEEN ? AND ? ORDER BY point",
            (key_of(session, first_live), key_of(session, MAXIMUM_POSITION)),
        )
        return [_from_row(row) for row in rows]

    async def rows(self, spans: Sequence[Span], *, model: str, remembered: bool = False) -> list[SummaryRow]:
        bindings = (msgspec.json.encode(spans).decode(), model, remembered)
        if len(spans) <= _INLINE_SESSIONS:
            rows = self._database.rows(_ROWS, bindings)
        else:
            rows = await self._reader.read(lambda connection: connection.execute(_ROWS, bindings).fetchall())
        return [SummaryRow(session, _from_row(tuple(row)), vector) for session, vector, *row in rows]

    async def at(self, session: int, point: int) -> Summary | None:
        first_live = self._database.read(lambda connection: live_from(connection, session))
        if first_live is None or not first_live <= point <= MAXIMUM_POSITION:
            return None
        row = self._database.row(f"SELECT {_COLUMNS} FROM summaries WHERE point = ?", (key_of(session, point),))
        return None if row is None else _from_row(row)

    async def unsummarised(self, sessions: Sequence[int]) -> dict[int, int]:
        return dict(self._database.rows(_UNSUMMARISED, (str(list(sessions)),)))

    async def set_findings(self, session: int, summary: int, findings: Metadata) -> None:
        def operation(connection: apsw.Connection) -> None:
            first_live = live_from(connection, session)
            row = connection.execute("SELECT point, metadata FROM summaries WHERE id = ?", (summary,)).fetchone()
            if first_live is not None and row is not None and row[0] >= key_of(session, first_live):
                connection.execute(
                    "UPDATE summaries SET metadata = ? WHERE id = ?", (findings_text(row[1], findings), summary)
                )
                note_edit(connection, session, [summary], kind=ChangeKind.SUMMARY_METADATA)

        await self._database.write(operation)

    async def set_vector(self, session: int, summary: int, vector: bytes, *, model: str) -> None:
        def operation(connection: apsw.Connection) -> None:
            first_live = live_from(connection, session)
            if first_live is not None:
                connection.execute(
                    "UPDATE summaries SET model = ?, vector = ? WHERE id = ? AND point BETWEEN ? AND ?",
                    (model, vector, summary, key_of(session, first_live), key_of(session, MAXIMUM_POSITION)),
                )

        await self._database.write(operation)


def _promise(connection: apsw.Connection, session: int, point: int, steps: Sequence[str]) -> None:
    """Put the job that enriches a summary into the outbox."""
    connection.execute(NEW_JOB, (SUMMARIES, session, point, point, " ".join(steps), now(), current_request.get()))


def find_newest(connection: apsw.Connection, session: int, first_live: int) -> Summary | None:
    """The summary with the furthest point at or beyond ``first_live``.

    It is also the newest one, because each summary extends the one before.
    """
    row = connection.execute(_NEWEST, (key_of(session, first_live), key_of(session, MAXIMUM_POSITION))).fetchone()
    return None if row is None else _from_row(row)


def _uuid_at(connection: apsw.Connection, session: int, position: int) -> str | None:
    row = connection.execute("SELECT uuid FROM messages WHERE key = ?", (key_of(session, position),)).fetchone()
    return None if row is None else row[0]


def _from_row(row: Row) -> Summary:
    number, uuid, point, point_uuid, content, metadata, token_count, created_at = row
    return Summary(
        number,
        uuid,
        position_of(point),
        point_uuid,
        content,
        metadata_from_text(metadata),
        token_count,
        created_at,
    )

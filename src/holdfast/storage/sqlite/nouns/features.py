"""Features of messages in SQLite."""

from __future__ import annotations

from collections.abc import Sequence

import apsw
import msgspec

from holdfast.domain.metadata import EncodedMetadata
from holdfast.storage.contract.features import IndexRow, Span, Unembedded
from holdfast.storage.contract.messages import MessageResult, Place
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS, key_of, position_of, session_of
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.engine.readers import Reader
from holdfast.storage.sqlite.nouns.rows import metadata_from_text

_WANTED = (
    f" json_each(?1) AS wanted CROSS JOIN sessions ON sessions.id = wanted.value ->> 0 AND {PRESENT}"
    " CROSS JOIN messages ON messages.key"
    f" BETWEEN (sessions.id << {POSITION_BITS}) + max(wanted.value ->> 1, live_from)"
    f" AND (sessions.id << {POSITION_BITS}) + min(wanted.value ->> 2, {MAXIMUM_POSITION})"
)
_ROWS = (
    f"SELECT messages.key >> {POSITION_BITS}, messages.key & {MAXIMUM_POSITION}, role, messages.created_at,"
    " CASE WHEN analyzer = ?2 THEN terms END, CASE WHEN model = ?3 THEN vector END,"
    " CASE WHEN analyzer IS NOT ?2 OR model IS NOT ?3 THEN content END, name, messages.remember"
    f" FROM{_WANTED} LEFT JOIN features ON features.key = messages.key"
)
_METADATA = (
    f"SELECT messages.key >> {POSITION_BITS}, messages.key & {MAXIMUM_POSITION}, messages.metadata FROM{_WANTED}"
)
_VECTORS = (
    "SELECT wanted.value ->> 0, wanted.value ->> 1, vector FROM json_each(?1) AS wanted"
    f" CROSS JOIN sessions ON sessions.id = wanted.value ->> 0 AND live_from <= wanted.value ->> 1 AND {PRESENT}"
    f" CROSS JOIN features ON features.key = (sessions.id << {POSITION_BITS}) + (wanted.value ->> 1) AND model = ?2"
)
_UNEMBEDDED = (
    "SELECT next.key, model IS NOT ?2 AND content <> '' AND next.key & ?5 >= live_from"
    " FROM (SELECT key, content FROM messages WHERE key > ?1 ORDER BY key LIMIT ?3) AS next"
    f" JOIN sessions ON sessions.id = next.key >> ?4 AND {PRESENT}"
    " LEFT JOIN features ON features.key = next.key ORDER BY next.key"
)

_PUT = (
    "INSERT INTO features (key, analyzer, terms, model, vector) SELECT ?1, ?2, ?3, ?4, ?5"
    " WHERE EXISTS (SELECT 1 FROM messages WHERE key = ?1) ON CONFLICT DO UPDATE SET"
    " analyzer = coalesce(excluded.analyzer, analyzer), terms = coalesce(excluded.terms, terms),"
    " model = coalesce(excluded.model, model), vector = coalesce(excluded.vector, vector)"
)


_INLINE_ROWS = 100
"""Up to so many rows are read on the event loop: less than a change of thread costs."""


class SqliteFeatures:
    """See `holdfast.storage.contract.features.Features`."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database = database
        self._reader = reader

    async def rows(self, spans: Sequence[Span], *, analyzer: int, model: str) -> list[IndexRow]:
        rows = await self._read(spans, _ROWS, analyzer, model)
        return [IndexRow._make(row) for row in rows]

    async def vectors(self, places: Sequence[Place], *, model: str) -> dict[Place, bytes]:
        wanted = [(session, position) for session, position in places if position <= MAXIMUM_POSITION]
        rows = await self._read([(*place, place[1]) for place in wanted], _VECTORS, model)
        return {(session, position): vector for session, position, vector in rows}

    async def unembedded(self, *, after: tuple[int, int], limit: int, model: str) -> Unembedded:
        rows = self._database.rows(_UNEMBEDDED, (key_of(*after), model, limit, POSITION_BITS, MAXIMUM_POSITION))
        places = [(session_of(key), position_of(key)) for key, _ in rows]
        lacking = [place for place, (_, lacks) in zip(places, rows, strict=True) if lacks]
        return Unembedded(lacking, places[-1] if len(rows) == limit else None)

    async def metadata(self, spans: Sequence[Span]) -> list[tuple[int, int, EncodedMetadata | None]]:
        rows = await self._read(spans, _METADATA)
        return [(session, position, metadata_from_text(text)) for session, position, text in rows]

    async def _read(self, spans: Sequence[Span], query: str, *bindings: int | str) -> list[Row]:
        """The rows of a query over spans; many of them are read beside the event loop."""
        wanted = msgspec.json.encode(spans).decode()
        if sum(last - first + 1 for _, first, last in spans) <= _INLINE_ROWS:
            return self._database.rows(query, (wanted, *bindings))
        return await self._reader.read(lambda connection: connection.execute(query, (wanted, *bindings)).fetchall())


def put_features(connection: apsw.Connection, results: Sequence[MessageResult], *, analyzer: int, model: str) -> None:
    """Write the terms and vectors among results for live messages."""
    rows = [
        (
            key_of(one.session, one.position),
            None if one.terms is None else analyzer,
            one.terms,
            None if one.vector is None else model,
            one.vector,
        )
        for one in results
        if one.terms is not None or one.vector is not None
    ]
    connection.executemany(_PUT, rows)

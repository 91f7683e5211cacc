"""Features of messages in SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import apsw

from holdfast.domain.metadata import EncodedMetadata
from holdfast.storage.contract.features import IndexRow, Unembedded
from holdfast.storage.contract.messages import MessageResult
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS, key_of, position_of, session_of
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.nouns.rows import metadata_from_text
from holdfast.storage.sqlite.nouns.sessions import live_from

_ROWS = (
    "SELECT messages.key, role, created_at, CASE WHEN analyzer = ?1 THEN terms END,"
    " CASE WHEN model = ?2 THEN vector END,"
    " CASE WHEN analyzer IS NOT ?1 OR model IS NOT ?2 THEN content END"
    " FROM messages LEFT JOIN features ON features.key = messages.key"
    " WHERE messages.key > ?3 AND messages.key <= ?4 ORDER BY messages.key LIMIT ?5"
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


class SqliteFeatures:
    """See `holdfast.storage.contract.features.Features`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def span(self, session: int, *, after: int, limit: int, analyzer: int, model: str) -> list[IndexRow]:
        bounds = self._live(session, after)
        if bounds is None:
            return []
        rows = self._database.rows(_ROWS, (analyzer, model, *bounds, limit))
        return [IndexRow(position_of(row[0]), *row[1:]) for row in rows]

    async def set_terms(self, session: int, terms: Mapping[int, bytes], *, analyzer: int) -> None:
        await self._put(
            "INSERT INTO features (key, analyzer, terms) SELECT ?1, ?2, ?3 WHERE EXISTS"
            " (SELECT 1 FROM messages WHERE key = ?1)"
            " ON CONFLICT DO UPDATE SET analyzer = excluded.analyzer, terms = excluded.terms",
            session,
            [(position, analyzer, blob) for position, blob in terms.items()],
        )

    async def set_vectors(self, session: int, vectors: Mapping[int, bytes], *, model: str) -> None:
        await self._put(
            "INSERT INTO features (key, model, vector) SELECT ?1, ?2, ?3 WHERE EXISTS"
            " (SELECT 1 FROM messages WHERE key = ?1)"
            " ON CONFLICT DO UPDATE SET model = excluded.model, vector = excluded.vector",
            session,
            [(position, model, blob) for position, blob in vectors.items()],
        )

    async def vectors(self, session: int, positions: Sequence[int], *, model: str) -> dict[int, bytes]:
        bounds = self._live(session, 0)
        if bounds is None:
            return {}
        keys = [key_of(session, position) for position in positions]
        query = "SELECT vector FROM features WHERE key = ? AND key > ? AND key <= ? AND model = ?"
        found = {position_of(key): self._database.row(query, (key, *bounds, model)) for key in keys}
        return {position: row[0] for position, row in found.items() if row is not None}

    async def unembedded(self, *, after: tuple[int, int], limit: int, model: str) -> Unembedded:
        rows = self._database.rows(_UNEMBEDDED, (key_of(*after), model, limit, POSITION_BITS, MAXIMUM_POSITION))
        places = [(session_of(key), position_of(key)) for key, _ in rows]
        lacking = [place for place, (_, lacks) in zip(places, rows, strict=True) if lacks]
        return Unembedded(lacking, places[-1] if len(rows) == limit else None)

    async def metadata(self, session: int, *, after: int, limit: int) -> list[tuple[int, EncodedMetadata | None]]:
        bounds = self._live(session, after)
        if bounds is None:
            return []
        rows = self._database.rows(
            "SELECT key, metadata FROM messages WHERE key > ? AND key <= ? ORDER BY key LIMIT ?", (*bounds, limit)
        )
        return [(position_of(key), metadata_from_text(text)) for key, text in rows]

    def _live(self, session: int, after: int) -> tuple[int, int] | None:
        """The live keys beyond ``after``, as an exclusive lower and an inclusive upper bound."""
        first_live = self._database.read(lambda connection: live_from(connection, session))
        if first_live is None:
            return None
        lowest = min(max(after, first_live - 1), MAXIMUM_POSITION)
        return key_of(session, lowest), key_of(session, MAXIMUM_POSITION)

    async def _put(self, statement: str, session: int, rows: Sequence[Row]) -> None:
        def operation(connection: apsw.Connection) -> None:
            first_live = live_from(connection, session)
            if first_live is not None:
                live = [(key_of(session, row[0]), *row[1:]) for row in rows if row[0] >= first_live]
                connection.executemany(statement, live)

        if rows:
            await self._database.write(operation)


def put_features(
    connection: apsw.Connection, session: int, results: Sequence[MessageResult], *, analyzer: int, model: str
) -> None:
    """Write the terms and vectors among results for live messages of a session."""
    rows = [
        (
            key_of(session, one.position),
            None if one.terms is None else analyzer,
            one.terms,
            None if one.vector is None else model,
            one.vector,
        )
        for one in results
        if one.terms is not None or one.vector is not None
    ]
    connection.executemany(_PUT, rows)

"""The log of what happens to sessions, in SQLite.  Triggers of the schema write most of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

import apsw

from holdfast.storage.contract.changes import EDITS, Change, ChangeKind, Changes, merged
from holdfast.storage.contract.storage import Purged
from holdfast.storage.sqlite.engine.database import Database, Row
from holdfast.storage.sqlite.engine.keys import MAXIMUM_POSITION, POSITION_BITS
from holdfast.storage.sqlite.engine.presence import PRESENT
from holdfast.storage.sqlite.engine.readers import Reader
from holdfast.storage.sqlite.nouns.pieces import CHUNK, in_pieces

KEPT_CHANGES = 100_000
"""So many changes are kept at least; who asks for older ones is told of everything."""

_BOUNDS = (
    "SELECT (SELECT min(revision) FROM session_changes), (SELECT max(revision) FROM session_changes),"
    " EXISTS (SELECT 1 FROM departed_users)"
)
_OLDEST = "SELECT min(revision) FROM session_changes"
_NEWEST = "SELECT max(revision) FROM session_changes"
_SINCE = "SELECT session, kind, first, last, edition, removed FROM session_changes WHERE revision > ?1"
_OF_USER = f"{_SINCE} AND user_id = ?2"
_OF_SESSIONS = f" AND kind < {ChangeKind.FACTS:d}"
_DEPARTED = (
    f"SELECT id, {ChangeKind.MESSAGES:d}, next_position, next_position - 1, edition, 0 FROM sessions"
    " WHERE owner IN (SELECT id FROM departed_users WHERE revision > ?1) AND (?2 IS NULL OR user_id = ?2)"
)
"""Sessions of users who were deleted since a revision, of which the log tells once they are buried."""
_EDITS = f"{_SINCE} AND session = ?2 AND kind IN ({', '.join(f'{kind:d}' for kind in EDITS)}) AND kind >= 2"
_LIVE = (
    f"FROM sessions WHERE id > ?1 AND deleted_at IS NULL AND next_position > live_from AND remember = 1 AND {PRESENT}"
)
_MESSAGES = f"SELECT id, {ChangeKind.MESSAGES:d}, live_from, next_position - 1, edition, removed {_LIVE}"
_SUMMARIES = (
    f"SELECT id, {ChangeKind.SUMMARIES:d}, live_from, (SELECT max(summaries.id) FROM summaries WHERE point BETWEEN"
    f" (sessions.id << {POSITION_BITS}) + live_from AND (sessions.id << {POSITION_BITS}) + {MAXIMUM_POSITION})"
    f" AS newest, edition, removed {_LIVE} AND newest IS NOT NULL"
)
_OF_OWNER = " AND owner = (SELECT users.id FROM users WHERE users.user_id = ?2)"
_NEXT = " ORDER BY id LIMIT ?3"
_HOLDERS = "SELECT holder, generation, newest FROM fact_holders WHERE holder NOT IN (SELECT id FROM departed_users)"
_CHUNK = 2_000
_BARRIER = f"INSERT INTO session_changes (session, kind, first, last) VALUES (0, {ChangeKind.MESSAGES:d}, 1, 0)"
"""A change of no session: what comes before it can be forgotten, and who has seen less knows that something is gone."""
_NOTE = (
    "INSERT INTO session_changes (session, user_id, kind, first, last)"
    " SELECT ?1, user_id, ?2, ?3, ?4 FROM sessions WHERE id = ?1"
)


class SqliteSessionChanges:
    """See `holdfast.storage.contract.changes.SessionChanges`."""

    def __init__(self, database: Database, reader: Reader) -> None:
        self._database = database
        self._reader = reader

    async def since(self, revision: int | None, *, user_id: str | None = None, summaries: bool = False) -> Changes:
        oldest, newest, departed = _bounds(self._database)
        if revision is None or not oldest - 1 <= revision <= newest:
            return await self._reader.read(lambda connection: _everything(connection, user_id, summaries=summaries))
        if revision == newest:
            return Changes(newest, [])
        changes = self._database.rows(f"{_DEPARTED} LIMIT {_CHUNK}", (revision, user_id)) if departed else []
        # Reading and merging take microseconds a change; so many that it could be felt are read beside the event loop.
        if len(changes) == _CHUNK or newest - revision > _CHUNK:
            return await self._reader.read(partial(_since, revision=revision, user_id=user_id, summaries=summaries))
        return Changes(newest, merged(changes + self._database.rows(*_logged(revision, user_id))))

    async def forget(self) -> None:
        barrier = await self._database.write(note_barrier)
        await in_pieces(self._database, partial(_forget_some, barrier))

    async def edits(self, session: int, revision: int | None) -> Changes:
        oldest, newest, _ = _bounds(self._database)
        if revision is None or not oldest - 1 <= revision <= newest:
            return Changes(newest, [], complete=True)
        told = await _told(self._database, self._reader, (_EDITS, (revision, session)), newest)
        return told or Changes(newest, [], complete=True)


def _bounds(database: Database) -> tuple[int, int, bool]:
    """The oldest revision that is kept, the newest one, and whether there are departed users."""
    row = database.row(_BOUNDS)
    return (1, 0, False) if row is None or row[0] is None else (row[0], row[1], bool(row[2]))


async def fact_changes(database: Database, reader: Reader, revision: int | None, user_id: str | None) -> Changes:
    """See `holdfast.storage.contract.facts.Facts.changes`."""
    oldest, newest, _ = _bounds(database)
    if revision is None or not oldest - 1 <= revision <= newest:
        return await reader.read(lambda connection: _all_facts(connection, user_id))
    if revision == newest:
        return Changes(newest, [])
    bindings = (revision,) if user_id is None else (revision, user_id)
    query = f"{_SINCE if user_id is None else _OF_USER} AND kind = {ChangeKind.FACTS:d}"
    told = await _told(database, reader, (query, bindings), newest)
    return await reader.read(lambda connection: _all_facts(connection, user_id)) if told is None else told


async def _told(database: Database, reader: Reader, logged: tuple[str, Row], newest: int) -> Changes | None:
    """What a statement finds in the log from a revision, its first value, up to the newest one.

    ``None`` where the log was forgotten meanwhile.
    """
    query, bindings = logged
    rows = database.rows(f"{query} LIMIT {_CHUNK}", bindings)
    if len(rows) < _CHUNK:
        return Changes(newest, merged(rows))

    def told(connection: apsw.Connection) -> Changes | None:
        found: list[Any] = connection.execute(query, bindings).fetchall()
        return Changes(newest, merged(found)) if _reaches_back(connection, bindings[0]) else None

    # What comes meanwhile comes again the next time.
    return await reader.read(told)


def _all_facts(connection: apsw.Connection, user_id: str | None) -> Changes:
    newest: Any = connection.execute(_NEWEST).fetchall()[0][0] or 0
    query, bindings = (_HOLDERS, ()) if user_id is None else (f"{_HOLDERS} AND user_id = ?", (user_id,))
    rows: list[Row] = connection.execute(query, bindings).fetchall()
    return Changes(newest, [Change(holder, ChangeKind.FACTS, *span) for holder, *span in rows], complete=True)


def note_edit(connection: apsw.Connection, session: int, numbers: Collection[int], *, kind: ChangeKind) -> None:
    """Tell of which messages (positions) or summaries (numbers) of a session the metadata changed."""
    if numbers:
        connection.execute(_NOTE, (session, kind, min(numbers), max(numbers)))


def note_edits(connection: apsw.Connection, places: Iterable[tuple[int, int]], *, kind: ChangeKind) -> None:
    """As `note_edit`, of several sessions: places are the number of one, and a position or a number in it."""
    spans: dict[int, tuple[int, int]] = {}
    for session, number in places:
        first, last = spans.get(session, (number, number))
        spans[session] = min(first, number), max(last, number)
    connection.executemany(_NOTE, [(session, kind, first, last) for session, (first, last) in spans.items()])


def prune_changes(connection: apsw.Connection) -> Purged | None:
    """Forget some old changes; ``None`` when there are none."""
    connection.execute(
        "DELETE FROM session_changes WHERE revision <= (SELECT max(revision) FROM session_changes) - ?1"
        " AND revision < (SELECT min(revision) FROM session_changes) + ?2",
        (KEPT_CHANGES, CHUNK),
    )
    return Purged() if connection.changes() else None


def note_barrier(connection: apsw.Connection) -> int:
    """Put a change of no session into the log; its revision."""
    connection.execute(_BARRIER)
    return connection.last_insert_rowid()


def _forget_some(barrier: int, connection: apsw.Connection) -> Purged | None:
    connection.execute(
        "DELETE FROM session_changes WHERE revision < ?1"
        " AND revision < (SELECT min(revision) FROM session_changes) + ?2",
        (barrier, CHUNK),
    )
    return Purged() if connection.changes() else None


def _since(connection: apsw.Connection, *, revision: int, user_id: str | None, summaries: bool) -> Changes:
    """What the log tells since a revision, and the sessions of deleted users; all where it reaches back no more."""
    newest: Any = connection.execute(_NEWEST).fetchall()[0][0] or 0
    departed: list[Row] = connection.execute(_DEPARTED, (revision, user_id)).fetchall()
    found: list[Row] = connection.execute(*_logged(revision, user_id)).fetchall()
    if not _reaches_back(connection, revision):
        return _everything(connection, user_id, summaries=summaries)
    return Changes(newest, merged(departed + found))


def _reaches_back(connection: apsw.Connection, revision: Any) -> bool:
    """Whether the log still tells all since a revision; what was read of it before this was asked, then, was all."""
    oldest: Any = connection.execute(_OLDEST).fetchall()[0][0]
    return oldest is not None and bool(oldest - 1 <= revision)


def _logged(revision: int, user_id: str | None) -> tuple[str, Row]:
    """The statement, with its values, that reads the log of a scope since a revision."""
    query, bindings = (_SINCE, (revision,)) if user_id is None else (_OF_USER, (revision, user_id))
    return query + _OF_SESSIONS, bindings


def _everything(connection: apsw.Connection, user_id: str | None, *, summaries: bool) -> Changes:
    """All live sessions of a scope; a session that changes meanwhile is in the changes after the revision, too."""
    newest: Any = connection.execute(_NEWEST).fetchall()[0][0] or 0
    query = (_SUMMARIES if summaries else _MESSAGES) + ("" if user_id is None else _OF_OWNER) + _NEXT
    found: list[Row] = []
    last: Any = 0
    while rows := connection.execute(query, (last, user_id, _CHUNK)).fetchall():
        found += rows
        last = rows[-1][0]
    return Changes(
        newest, [Change(session, ChangeKind(kind), *state) for session, kind, *state in found], complete=True
    )

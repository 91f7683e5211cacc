"""The log of what happens to sessions, in PostgreSQL.

A change carries the number of its transaction.  A reader learns the lowest number that is still under way, in the
snapshot in which it reads, and begins there the next time: what had not been committed comes then; what had comes
again, which does no harm.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import asyncpg
import msgspec

from holdfast.storage.contract.changes import Change, ChangeKind, Changes, merged
from holdfast.storage.contract.storage import Purged
from holdfast.storage.postgres.distributed import session_statements
from holdfast.storage.postgres.engine.database import Database
from holdfast.storage.postgres.engine.presence import PRESENT

KEPT_CHANGES = 100_000
"""So many changes are kept at least; who asks for older ones is told of everything."""

_CHUNK = 2_000
_BEFORE_ALL = -(2**63)
"""Holders that are sessions have numbers below 0."""
_SNAPSHOT = (
    "(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS next,"
    " pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS latest,"
    " (SELECT min(revision) FROM session_changes) AS oldest) AS snapshot"
)
_BEGIN = f"SELECT next FROM {_SNAPSHOT}"
_SINCE = (
    f"SELECT next, latest, oldest, session, kind, first, last, edition, removed FROM {_SNAPSHOT}"
    " LEFT JOIN (SELECT session, kind, first, last, edition, removed FROM session_changes"
    " WHERE revision >= $1{of}{kinds} UNION ALL"
    " SELECT departed.* FROM departed_users, LATERAL"
    " (SELECT id, 0, next_position, next_position - 1, edition, 0 FROM sessions"
    " WHERE owner = departed_users.id{of} OFFSET 0) AS departed"
    " WHERE departed_users.revision >= $1) AS change ON true"
)
# Sessions of users who were deleted since are told of before the log does, which is when they are buried.
_OF_SESSIONS = f" AND kind < {ChangeKind.FACTS:d}"
_OF_ALL = _SINCE.format(of="", kinds=_OF_SESSIONS)
_OF_USER = _SINCE.format(of=" AND user_id = $2", kinds=_OF_SESSIONS)
_FACTS = (
    f"SELECT next, latest, oldest, session, kind, first, last, edition, removed FROM {_SNAPSHOT}"
    " LEFT JOIN (SELECT * FROM session_changes"
    f" WHERE revision >= $1 AND kind = {ChangeKind.FACTS:d}{{of}}) AS change ON true"
)
_FACTS_OF_ALL = _FACTS.format(of="")
_FACTS_OF_USER = _FACTS.format(of=" AND user_id = $2")
_HOLDERS = "SELECT holder, generation, newest FROM fact_holders WHERE holder NOT IN (SELECT id FROM departed_users)"
_HOLDERS_OF_ALL = f"{_HOLDERS} AND holder > $1 ORDER BY holder LIMIT $2"
_HOLDERS_OF_USER = f"{_HOLDERS} AND user_id = $1"
_EDITS = (
    f"SELECT next, latest, oldest, session, kind, first, last, edition, removed FROM {_SNAPSHOT}"
    " LEFT JOIN (SELECT * FROM session_changes"
    f" WHERE revision >= $1 AND session = $2 AND kind >= 2 AND kind < {ChangeKind.FACTS:d}) AS change ON true"
)
_LIVE = (
    "SELECT id, live_from, next_position - 1, edition, removed FROM sessions WHERE id > $1 AND deleted_at IS NULL"
    f" AND next_position > live_from AND remember AND {PRESENT}{{of}} ORDER BY id LIMIT $2"
)
_LIVE_OF_ALL = _LIVE.format(of="")
_LIVE_OF_USER = _LIVE.format(of=" AND owner = (SELECT users.id FROM users WHERE users.user_id = $3)")
_NEWEST = (
    "SELECT wanted.session, max(summaries.id) FROM unnest($1::bigint[], $2::int[]) AS wanted (session, live_from)"
    " JOIN summaries ON summaries.session = wanted.session AND point >= wanted.live_from GROUP BY wanted.session"
)
_NOTE = (
    "INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)"
    " SELECT noted.session, user_id, noted.kind, noted.first, noted.last, noted.edition, noted.removed FROM"
    " unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::integer[], $6::integer[])"
    " AS noted (session, kind, first, last, edition, removed)"
    " JOIN sessions ON sessions.id = noted.session WHERE sessions.remember OR noted.kind >= 2"
)
_NOTE_FORGOTTEN = (
    "INSERT INTO session_changes (session, user_id, kind, first, last, edition, removed)"
    " SELECT id, user_id, 0, live_from, next_position - 1, edition, next_position - live_from FROM sessions"
    " WHERE id = $1"
)
_BARRIER = "INSERT INTO session_changes (session, kind, first, last) VALUES (0, 0, 1, 0) RETURNING revision"
"""A change of no session: what comes before it can be forgotten, and who has seen less knows that something is gone."""
_FORGET = (
    "DELETE FROM session_changes WHERE ctid = ANY(ARRAY(SELECT ctid FROM session_changes WHERE revision < $1 LIMIT $2))"
    " RETURNING 1"
)
_PRUNE = (
    "DELETE FROM session_changes WHERE revision < (SELECT revision FROM session_changes"
    " WHERE revision < (SELECT revision FROM session_changes ORDER BY revision DESC OFFSET $1 LIMIT 1)"
    " ORDER BY revision OFFSET $2 LIMIT 1) RETURNING 1"
)


class PostgresSessionChanges:
    """See `holdfast.storage.contract.changes.SessionChanges`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, revision: int | None, *, user_id: str | None = None, summaries: bool = False) -> Changes:
        known = None
        if revision is not None:
            query, of = (_OF_ALL, ()) if user_id is None else (_OF_USER, (user_id,))
            known = await _known(self._database, query, revision, *of)
        return known or await self._everything(user_id, summaries=summaries)

    async def forget(self) -> None:
        ((barrier,),) = await self._database.rows(_BARRIER)
        while await self._database.rows(_FORGET, barrier, _CHUNK):
            pass

    async def edits(self, session: int, revision: int | None) -> Changes:
        known = None
        if revision is not None:
            known = await _known(self._database, _EDITS, revision, session)
        return known or Changes(await self._begin(), [], complete=True)

    async def _everything(self, user_id: str | None, *, summaries: bool) -> Changes:
        """All live sessions of a scope; a session that changes meanwhile is in the changes after the revision, too."""
        start = await self._begin()
        query, of = (_LIVE_OF_ALL, ()) if user_id is None else (_LIVE_OF_USER, (user_id,))
        found: list[Change] = []
        last = 0
        while rows := await self._database.read(query, last, _CHUNK, *of):
            messages = [Change(session, ChangeKind.MESSAGES, *state) for session, *state in rows]
            found += await self._summaries(messages) if summaries else messages
            last = rows[-1][0]
        return Changes(start, found, complete=True)

    async def _begin(self) -> int:
        ((start,),) = await self._database.read(_BEGIN)
        return int(start)

    async def _summaries(self, sessions: Sequence[Change]) -> list[Change]:
        """The newest summary of each session that has one."""
        borders = {change.session: change.first for change in sessions}
        if self._database.distributed:
            newest = await session_statements.newest_summaries(self._database, borders)
        else:
            rows = await self._database.read(_NEWEST, list(borders), list(borders.values()))
            newest = dict(map(tuple, rows))
        editions = {change.session: change.edition for change in sessions}
        return [
            Change(session, ChangeKind.SUMMARIES, borders[session], number, editions[session])
            for session, number in newest.items()
        ]


async def fact_changes(database: Database, revision: int | None, user_id: str | None) -> Changes:
    """See `holdfast.storage.contract.facts.Facts.changes`."""
    of: tuple[str, ...] = () if user_id is None else (user_id,)
    if revision is not None:
        query = _FACTS_OF_ALL if user_id is None else _FACTS_OF_USER
        known = await _known(database, query, revision, *of)
        if known is not None:
            return known
    ((start,),) = await database.read(_BEGIN)
    holders = await _of_holders(database, _HOLDERS_OF_USER, *of) if of else await _of_all_holders(database)
    return Changes(start, holders, complete=True)


async def _of_holders(database: Database, query: str, *arguments: Any) -> list[Change]:
    rows = await database.read(query, *arguments)
    return [Change(holder, ChangeKind.FACTS, *span) for holder, *span in rows]


async def _of_all_holders(database: Database) -> list[Change]:
    found: list[Change] = []
    last = _BEFORE_ALL
    while some := await _of_holders(database, _HOLDERS_OF_ALL, last, _CHUNK):
        found += some
        last = some[-1].session
    return found


async def note(connection: asyncpg.Connection, changes: Sequence[Change]) -> None:
    """Write changes into the log, in the transaction of what they tell.

    Of messages and summaries of sessions that are not to be remembered nothing is told.
    """
    if changes:
        columns = zip(*(msgspec.structs.astuple(change) for change in changes), strict=True)
        await connection.execute(_NOTE, *columns)


async def note_forgotten(connection: asyncpg.Connection, session: int) -> None:
    """Tell that a session is not to be remembered any more, as if all its messages had been deleted one by one."""
    await connection.execute(_NOTE_FORGOTTEN, session)


async def note_edits(connection: asyncpg.Connection, edited: Iterable[tuple[int, int]], *, kind: ChangeKind) -> None:
    """Tell of which messages or summaries, by session and position or number, the metadata changed."""
    numbers: dict[int, list[int]] = {}
    for session, number in edited:
        numbers.setdefault(session, []).append(number)
    await note(connection, [Change(session, kind, min(some), max(some)) for session, some in numbers.items()])


async def prune_changes(connection: asyncpg.Connection) -> Purged | None:
    """Forget some old changes; ``None`` when there are none."""
    return Purged() if await connection.fetch(_PRUNE, KEPT_CHANGES, _CHUNK) else None


async def _known(database: Database, query: str, revision: int, *of: Any) -> Changes | None:
    """What the log tells, as in `_told`; so much that it could be felt is taken in pieces and merged in a thread."""
    rows = await database.read(f"{query} LIMIT {_CHUNK}", revision, *of)
    if len(rows) < _CHUNK:
        return _told(rows, revision)
    return await asyncio.to_thread(_told, await database.many(query, revision, *of), revision)


def _told(rows: list[asyncpg.Record], revision: int) -> Changes | None:
    """What the log tells; ``None`` when it may lack something since ``revision``, or is of another past."""
    start, latest, oldest = rows[0][:3]
    if revision > latest or (oldest is not None and revision < oldest):
        return None
    return Changes(max(start, revision), merged(row[3:] for row in rows if row[3] is not None))

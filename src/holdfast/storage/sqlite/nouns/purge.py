"""Removing for good what was deleted: see `pieces` for how, `removal` for when.

What is dead is decided anew for each statement, so a session that came back to life meanwhile keeps what was written to
it since.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import apsw

from holdfast.domain.jobs import SESSION_KINDS
from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.contract.storage import Purged
from holdfast.storage.removal import RECEIPTS_OF_REMOVED
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.engine.keys import POSITION_BITS
from holdfast.storage.sqlite.nouns.changes import prune_changes
from holdfast.storage.sqlite.nouns.document_purge import remove_deleted_documents, remove_dropped_collections
from holdfast.storage.sqlite.nouns.fact_writes import remove_some_of_holder, remove_some_tombstones
from holdfast.storage.sqlite.nouns.files import remove_some_files
from holdfast.storage.sqlite.nouns.pieces import CHUNK, in_pieces

_SESSIONS = 20
"""Sessions that are looked at together."""

_RESTORABLE = "deleted_at IS NOT NULL AND superseded = 0 AND former_from IS NOT NULL"
# Of a session that can be restored only that goes which had been deleted before.
_BORDER = f"iif({_RESTORABLE}, former_from, live_from)"
_HAS_DEAD = f"iif({_RESTORABLE}, purged_to < former_from, deleted_at IS NOT NULL OR purged_to < live_from)"
_DEAD = f"FROM sessions WHERE {_HAS_DEAD} AND superseded = ?1"
_LAST = f"SELECT max(id) FROM (SELECT id {_DEAD} ORDER BY id LIMIT ?2)"
_SPANS = f"WITH dead (session, first, border) AS (SELECT id, id << {POSITION_BITS}, {_BORDER} {_DEAD} AND id <= ?2)"
_DELETE_MESSAGES, _DELETE_FEATURES, _DELETE_SUMMARIES = (
    f"{_SPANS} DELETE FROM {table} WHERE {key} IN"
    f" (SELECT {key} FROM dead CROSS JOIN {table} ON {key} BETWEEN first AND first + border - 1 LIMIT ?3)"
    for table, key in (("messages", "key"), ("features", "key"), ("summaries", "point"))
)
_DELETE_REVISIONS = (
    f"{_SPANS} DELETE FROM message_revisions WHERE (session, position, revision) IN"
    " (SELECT message_revisions.session, position, revision FROM dead CROSS JOIN message_revisions"
    " ON message_revisions.session = dead.session AND position < border LIMIT ?3)"
)
_DELETE_REMOVED = (
    "DELETE FROM message_revisions WHERE (session, position) IN"
    " (SELECT session, position FROM message_revisions WHERE removed = 1 AND ended_at < ? ORDER BY ended_at LIMIT ?)"
    " RETURNING removed"
)
_KINDS = ", ".join(f"'{kind}'" for kind in SESSION_KINDS)
_DELETE_JOBS = (
    f"{_SPANS} DELETE FROM jobs WHERE id IN (SELECT jobs.id FROM dead CROSS JOIN jobs ON scope = session"
    f" AND kind IN ({_KINDS}) AND jobs.last < border LIMIT ?3)"
)
_END_RESTORING = (
    "UPDATE sessions SET former_from = NULL"
    f" WHERE id IN (SELECT id FROM sessions WHERE {_RESTORABLE} AND deleted_at < ? ORDER BY deleted_at LIMIT ?)"
)
_DELETE_SESSIONS = (
    f"DELETE FROM sessions WHERE id IN (SELECT id {_DEAD} AND id <= ?2"
    f" AND deleted_at IS NOT NULL AND NOT ({_RESTORABLE}))"
)
_NOTE_PURGED = f"UPDATE sessions SET purged_to = {_BORDER} WHERE id IN (SELECT id {_DEAD} AND id <= ?2)"
_BURY = (
    "UPDATE sessions SET deleted_at = coalesce(deleted_at, ?), superseded = 1, live_from = next_position, removed = 0,"
    " owner = NULL WHERE id IN (SELECT id FROM sessions WHERE owner = ? ORDER BY id LIMIT ?)"
)

_UNREACHABLE = (
    "SELECT EXISTS (SELECT 1 FROM departed_users) OR EXISTS (SELECT 1 FROM collections WHERE dropped = 1) OR EXISTS"
    f" (SELECT 1 FROM sessions WHERE {_HAS_DEAD} AND superseded = 1)"
    f" OR EXISTS (SELECT 1 FROM marks WHERE chore = '{RECEIPTS_OF_REMOVED}')"
)
_NOTE_BEGUN = (
    "INSERT INTO marks (chore, version, place, ended, noted_at)"
    f" VALUES ('{RECEIPTS_OF_REMOVED}', '', '', 0, unixepoch()) ON CONFLICT (chore) DO NOTHING"
)
_NOTE_ENDED = f"DELETE FROM marks WHERE chore = '{RECEIPTS_OF_REMOVED}'"
_ORPHANED_RECEIPTS = """
DELETE FROM receipts WHERE (owner, key) IN (
    SELECT owner, key FROM receipts WHERE CASE
        WHEN result ->> '$.holder' IS NOT NULL THEN
            NOT EXISTS (SELECT 1 FROM facts WHERE uuid = result ->> '$.uuid' AND state <> 'forgotten')
        WHEN result ->> '$.first_name' IS NOT NULL THEN
            NOT EXISTS (SELECT 1 FROM users WHERE id = result ->> '$.id')
        WHEN result ->> '$.session_id' IS NOT NULL THEN
            NOT EXISTS (SELECT 1 FROM sessions WHERE id = result ->> '$.id')
        WHEN result ->> '$.session' IS NOT NULL THEN
            NOT EXISTS (SELECT 1 FROM sessions WHERE id = result ->> '$.session')
        WHEN result ->> '$.path' IS NOT NULL THEN
            NOT EXISTS (SELECT 1 FROM files WHERE uuid = result ->> '$.uuid' AND path = result ->> '$.path')
        WHEN result ->> '$.dimensions' IS NOT NULL THEN
            NOT EXISTS (SELECT 1 FROM collections WHERE id = result ->> '$.id')
        ELSE 0 END LIMIT ?)
"""


async def purge(database: Database, *, receipts_before: Timestamp, deleted_before: Timestamp) -> Purged:
    """See `holdfast.storage.contract.storage.Storage.purge`."""
    purged = await in_pieces(database, partial(_remove_receipts, receipts_before))
    purged += await in_pieces(database, prune_changes)
    purged += await in_pieces(database, partial(remove_deleted_documents, deleted_before))
    purged += await in_pieces(database, _remove_tombstones)
    purged += await in_pieces(database, partial(_remove_deleted_messages, deleted_before))
    purged += await remove_unreachable(database)
    await in_pieces(database, partial(_end_restoring, deleted_before))
    purged += await in_pieces(database, partial(_remove_dead_rows, 0))
    return purged


async def remove_unreachable(database: Database) -> Purged:
    """Remove what nobody can bring back: what deleted users and collections had, and sessions that lost their name."""
    total = Purged()
    if database.row(_UNREACHABLE) != (1,):
        return total
    # Receipts are found by what is not there any more, so an interruption must not make them be forgotten.
    await database.write(lambda connection: connection.execute(_NOTE_BEGUN))
    for work in (_bury_user, remove_dropped_collections, partial(_remove_dead_rows, 1), _remove_orphaned_receipts):
        total += await in_pieces(database, work)
    await database.write(lambda connection: connection.execute(_NOTE_ENDED))
    return total


def _bury_user(connection: apsw.Connection) -> Purged | None:
    """Remove files and facts of a departed user, and let its sessions be like deleted ones that lost their names."""
    found = connection.execute("SELECT id FROM departed_users LIMIT 1").fetchone()
    if found is None:
        return None
    if (removed := remove_some_files(connection, int(found[0]), CHUNK)) is not None:
        return removed
    if facts := remove_some_of_holder(connection, int(found[0]), most=CHUNK):
        return Purged(facts=facts)
    connection.execute(_BURY, (now(), *found, CHUNK))
    if connection.changes() < CHUNK:
        connection.execute("DELETE FROM departed_users WHERE id = ?", found)
    return Purged()


def _remove_dead_rows(superseded: int, connection: apsw.Connection) -> Purged | None:
    """Remove some dead rows of some sessions, and with the last of them those sessions that were deleted."""
    last: Any = connection.execute(_LAST, (superseded, _SESSIONS)).fetchall()[0][0]
    if last is None:
        return None
    sessions = (superseded, last)
    # A message has at most one row of features, so these are used up before the messages are.
    _delete(connection, _DELETE_FEATURES, *sessions, CHUNK)
    messages = _delete(connection, _DELETE_MESSAGES, *sessions, CHUNK)
    if messages == CHUNK:
        return Purged(messages=messages)
    summaries = _delete(connection, _DELETE_SUMMARIES, *sessions, CHUNK)
    if CHUNK in {
        summaries,
        *(_delete(connection, rest, *sessions, CHUNK) for rest in (_DELETE_REVISIONS, _DELETE_JOBS)),
    }:
        return Purged(messages=messages, summaries=summaries)
    gone = _delete(connection, _DELETE_SESSIONS, *sessions)
    connection.execute(_NOTE_PURGED, sessions)
    return Purged(messages=messages, summaries=summaries, sessions=gone)


def _end_restoring(deleted_before: Timestamp, connection: apsw.Connection) -> Purged | None:
    """Let nobody restore some sessions any more: from the first piece on they could not come back whole."""
    connection.execute(_END_RESTORING, (deleted_before, CHUNK))
    return Purged() if connection.changes() else None


def _remove_deleted_messages(deleted_before: Timestamp, connection: apsw.Connection) -> Purged | None:
    """Remove what is kept of some messages that were deleted one by one."""
    rows: list[Any] = connection.execute(_DELETE_REMOVED, (deleted_before, CHUNK)).fetchall()
    return Purged(messages=sum(removed for (removed,) in rows)) if rows else None


def _remove_orphaned_receipts(connection: apsw.Connection) -> Purged | None:
    """Remove receipts that tell of users, sessions, collections or files which are gone."""
    connection.execute(_ORPHANED_RECEIPTS, (CHUNK,))
    return Purged(receipts=connection.changes()) if connection.changes() else None


def _delete(connection: apsw.Connection, statement: str, *bindings: int) -> int:
    connection.execute(statement, bindings)
    return connection.changes()


def _remove_tombstones(connection: apsw.Connection) -> Purged | None:
    removed = remove_some_tombstones(connection, most=CHUNK)
    return Purged(facts=removed) if removed else None


def _remove_receipts(before: Timestamp, connection: apsw.Connection) -> Purged | None:
    connection.execute(
        "DELETE FROM receipts WHERE (owner, key) IN (SELECT owner, key FROM receipts WHERE created_at < ? LIMIT ?)",
        (before, CHUNK),
    )
    return Purged(receipts=connection.changes()) if connection.changes() else None

"""Removing for good what was deleted: see `pieces` for how, `removal` for when.

What is dead is decided anew for each statement, so a session that came back to life meanwhile keeps what was written to
it since.
"""

from __future__ import annotations

from functools import partial

import apsw

from holdfast.domain.timestamps import Timestamp, now
from holdfast.storage.contract.storage import Purged
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.engine.keys import key_of
from holdfast.storage.sqlite.nouns.changes import prune_changes
from holdfast.storage.sqlite.nouns.document_purge import remove_deleted_documents, remove_dropped_collections
from holdfast.storage.sqlite.nouns.jobs import drop_jobs
from holdfast.storage.sqlite.nouns.pieces import CHUNK, Work, in_pieces

_DEAD = (
    "SELECT id, live_from, deleted_at IS NOT NULL FROM sessions"
    " WHERE (deleted_at IS NOT NULL OR purged_to < live_from) AND superseded = ? ORDER BY id LIMIT 1"
)
_BURY = (
    "UPDATE sessions SET deleted_at = coalesce(deleted_at, ?), superseded = 1, live_from = next_position, owner = NULL"
    " WHERE id IN (SELECT id FROM sessions WHERE owner = ? ORDER BY id LIMIT ?)"
)


async def purge(database: Database, *, receipts_before: Timestamp) -> Purged:
    """See `holdfast.storage.contract.storage.Storage.purge`."""
    purged = await in_pieces(database, partial(_remove_receipts, receipts_before))
    purged += await in_pieces(database, prune_changes)
    purged += await in_pieces(database, remove_deleted_documents)
    purged += await remove_unreachable(database)
    purged += await in_pieces(database, partial(_remove_dead_rows, 0))
    return purged


async def remove_unreachable(database: Database) -> Purged:
    """Remove what nobody can bring back: what deleted users and collections had, and sessions that lost their name."""
    works: tuple[Work, ...] = (_bury_sessions, remove_dropped_collections, partial(_remove_dead_rows, 1))
    total = Purged()
    for work in works:
        total += await in_pieces(database, work)
    return total


def _bury_sessions(connection: apsw.Connection) -> Purged | None:
    """Let some sessions of a departed user be like any that was deleted and lost its name."""
    found = connection.execute("SELECT id FROM departed_users LIMIT 1").fetchone()
    if found is None:
        return None
    connection.execute(_BURY, (now(), *found, CHUNK))
    if connection.changes() < CHUNK:
        connection.execute("DELETE FROM departed_users WHERE id = ?", found)
    return Purged()


def _remove_dead_rows(superseded: int, connection: apsw.Connection) -> Purged | None:
    """Remove some dead rows of a session, and with the last of them itself if it was deleted."""
    found = connection.execute(_DEAD, (superseded,)).fetchone()
    if found is None:
        return None
    session, first_live, deleted = found
    removed = _remove_contents(connection, session, first_live)
    if removed is not None:
        return removed
    if not deleted:
        connection.execute("UPDATE sessions SET purged_to = live_from WHERE id = ?", (session,))
        return Purged()
    connection.execute("DELETE FROM sessions WHERE id = ?", (session,))
    return Purged(sessions=1)


def _remove_contents(connection: apsw.Connection, session: int, first_live: int) -> Purged | None:
    """Remove some of what a session has before a position; ``None`` when there is nothing."""
    dead = (key_of(session, 0), key_of(session, first_live) - 1)
    # A message has at most one row of features, so these are used up before the messages are.
    _delete(connection, "features", "key", dead)
    messages = _delete(connection, "messages", "key", dead)
    summaries = _delete(connection, "summaries", "point", dead) if messages < CHUNK else 0
    jobs = drop_jobs(connection, session, before=first_live, limit=CHUNK) if messages + summaries == 0 else 0
    return Purged(messages=messages, summaries=summaries) if messages or summaries or jobs else None


def _delete(connection: apsw.Connection, table: str, key: str, bounds: tuple[int, int]) -> int:
    """Remove some rows of a range of keys; how many."""
    connection.execute(
        f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} WHERE {key} BETWEEN ? AND ? LIMIT ?)",
        (*bounds, CHUNK),
    )
    return connection.changes()


def _remove_receipts(before: Timestamp, connection: apsw.Connection) -> Purged | None:
    connection.execute(
        "DELETE FROM receipts WHERE (owner, key) IN (SELECT owner, key FROM receipts WHERE created_at < ? LIMIT ?)",
        (before, CHUNK),
    )
    return Purged(receipts=connection.changes()) if connection.changes() else None

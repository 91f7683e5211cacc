"""Removing soft-deleted rows for good, in transactions short enough not to be felt.

What is dead is decided anew in each transaction, so a session that came back to life meanwhile keeps what was
written to it since.
"""

from __future__ import annotations

import apsw

from holdfast.domain.timestamps import Timestamp
from holdfast.storage.contract.storage import Purged
from holdfast.storage.sqlite.engine.database import Database
from holdfast.storage.sqlite.engine.keys import key_of
from holdfast.storage.sqlite.nouns.changes import prune_changes
from holdfast.storage.sqlite.nouns.document_purge import purge_documents
from holdfast.storage.sqlite.nouns.jobs import drop_jobs

BATCH = 500
"""Messages or receipts removed in one transaction."""


async def purge(database: Database, *, receipts_before: Timestamp) -> Purged:
    """See `holdfast.storage.contract.storage.Storage.purge`."""
    purged = await _purge_receipts(database, receipts_before) + await purge_documents(database)
    while await database.write(prune_changes):
        pass
    cursor = 0
    while True:
        sessions = database.rows(
            "SELECT id FROM sessions WHERE (deleted_at IS NOT NULL OR live_from > 1) AND id > ? ORDER BY id LIMIT ?",
            (cursor, BATCH),
        )
        if not sessions:
            return purged
        for (session,) in sessions:
            purged += await _purge_session(database, session)
        cursor = sessions[-1][0]


async def _purge_session(database: Database, session: int) -> Purged:
    total = Purged()
    while True:
        purged = await database.write(lambda connection: _purge_batch(connection, session))
        total += purged
        if purged.messages < BATCH:
            return total


def _purge_batch(connection: apsw.Connection, session: int) -> Purged:
    """Remove some dead messages of a session; with the last of them its dead summaries, and itself if deleted."""
    row = connection.execute("SELECT live_from, deleted_at FROM sessions WHERE id = ?", (session,)).fetchone()
    if row is None:
        return Purged()
    first_live, deleted_at = row
    dead = (key_of(session, 0), key_of(session, first_live) - 1)
    # A message has at most one row of features, so these are used up before the messages are.
    connection.execute(
        "DELETE FROM features WHERE key IN (SELECT key FROM features WHERE key BETWEEN ? AND ? LIMIT ?)", (*dead, BATCH)
    )
    connection.execute(
        "DELETE FROM messages WHERE key IN (SELECT key FROM messages WHERE key BETWEEN ? AND ? LIMIT ?)", (*dead, BATCH)
    )
    messages = connection.changes()
    if messages == BATCH:
        return Purged(messages=messages)
    connection.execute("DELETE FROM summaries WHERE point BETWEEN ? AND ?", dead)
    summaries = connection.changes()
    drop_jobs(connection, session, before=first_live)
    if deleted_at is None:
        return Purged(messages=messages, summaries=summaries)
    connection.execute("DELETE FROM sessions WHERE id = ?", (session,))
    return Purged(messages=messages, summaries=summaries, sessions=1)


async def _purge_receipts(database: Database, before: Timestamp) -> Purged:
    def operation(connection: apsw.Connection) -> int:
        connection.execute(
            "DELETE FROM receipts WHERE (owner, key) IN (SELECT owner, key FROM receipts WHERE created_at < ? LIMIT ?)",
            (before, BATCH),
        )
        return connection.changes()

    total = 0
    while (removed := await database.write(operation)) == BATCH:
        total += removed
    return Purged(receipts=total + removed)

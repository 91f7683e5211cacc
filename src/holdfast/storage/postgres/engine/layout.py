"""The layout for a distributed PostgreSQL (Citus): which tables are spread over the nodes, and by what.

What grows with the messages is distributed by the number of the session, what grows with the documents by that of
the collection, the files of users by that of the user; tables of one key lie together, so that a session or a
collection is on one node.  All else stays on
the coordinator: directories and counters, of which there is one small row per user, session or collection, and the
outbox, which is short.

Statements follow from that.  One that touches distributed tables names the session or the collection as a parameter,
so that one node answers it, and tables of the coordinator appear in it only inside sub-selects of their own.  Where a
single statement for many sessions is faster on one PostgreSQL, `session_statements` has those for a distributed one.
"""

from __future__ import annotations

import asyncpg

DISTRIBUTED = {
    "messages": "session",
    "features": "session",
    "summaries": "session",
    "documents": "collection",
    "document_vectors": "collection",
    "files": "owner",
    "former_files": "owner",
}
"""Table and the column that it is distributed by."""

ON_COORDINATOR = (
    "access_keys",
    "audit_log",
    "chosen_uuids",
    "collections",
    "counters",
    "departed_users",
    "erasures",
    "fact_holders",
    "fact_revisions",
    "fact_sources",
    "facts",
    "jobs",
    "marks",
    "message_revisions",
    "receipts",
    "schema_version",
    "session_changes",
    "session_names",
    "sessions",
    "users",
)
"""Tables that stay whole."""

_SPREAD = "SELECT logicalrelid::regclass::text FROM pg_dist_partition WHERE partmethod = 'h'"


async def distributed_tables(connection: asyncpg.Connection) -> set[str]:
    """The tables that are spread over nodes already; none where there is no Citus."""
    if await connection.fetchval("SELECT to_regclass('pg_dist_partition') IS NULL"):
        return set()
    return {name for (name,) in await connection.fetch(_SPREAD)}

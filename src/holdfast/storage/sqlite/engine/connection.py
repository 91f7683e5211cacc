"""Connections to the database file, with the settings that every one of them needs."""

from __future__ import annotations

from pathlib import Path

import apsw

from holdfast.storage.sqlite.engine.migrations import refuse_foreign

FILE_NAME = "holdfast.db"

_BUSY_MILLISECONDS = 5_000
_PAGE_CACHE_KIB = 4 * 1024
"""Holds the pages that a batch of writes changes, and little else: reads come from the map of the file.

SQLite looks through the whole cache at the end of nearly every transaction that shares a page out: to keep pages in
order it gives one of them the number of a page beyond the end of the file for a moment, and then forgets what lies
beyond the end.  With 64 MiB that took a quarter of the time of a write among many sessions.
"""

_LOG_BYTES_KEPT = 128 * 1024 * 1024

_STATEMENTS_KEPT = 512
"""Prepared statements, the most that APSW keeps: one that is not used among so many executions is prepared anew."""

_MEMORY_MAP_BYTES = 1 << 40
"""The file is mapped as far as it reaches, up to this: address space, not memory.

What lies beyond a map is copied into the page cache for each read, which makes a memory of a large file cost twice as
much.  Where the address space is limited, SQLite maps what it gets.
"""


def connect(path: Path) -> apsw.Connection:
    """A connection that waits for others, which is right for opening and for threads, not for an event loop."""
    connection = apsw.Connection(str(path), statementcachesize=_STATEMENTS_KEPT)
    connection.set_busy_timeout(_BUSY_MILLISECONDS)
    refuse_foreign(connection)
    # Otherwise statements over tables with partial indexes are prepared anew for other parameters, to the same plan.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    connection.execute("PRAGMA journal_mode = WAL")
    # NORMAL never syncs the log at commit: the group commit does, once for many transactions.
    connection.execute("PRAGMA synchronous = NORMAL")
    # What is deleted is written over with zeros.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{_PAGE_CACHE_KIB}")
    connection.execute(f"PRAGMA mmap_size = {_MEMORY_MAP_BYTES}")
    connection.execute(f"PRAGMA journal_size_limit = {_LOG_BYTES_KEPT}")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.wal_autocheckpoint(0)
    return connection

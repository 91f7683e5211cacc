"""Writing a transaction to the write-ahead log in one piece.

SQLite writes each page of it in two calls of the operating system, one for 24 bytes and one for the page.  A call
costs as much as copying ten pages, so two dozen of them were the dearest part of storing a message.  Here they are
joined: what is added to the log is held until the last page of the transaction comes, and goes out in one write, in
the same order and to the same place.  Before anything of the log is read or synced, and before the lock of who writes
is given back, nothing is held any more; so what is in the log whenever others may look is what SQLite has written.

It takes compiled code (`compiled_log_joining.pyx`, built at installation where there is a C compiler).  Without, SQLite
writes as it does.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import apsw

join: Callable[[int, int], bool] | None
"""Has what is written to the first file, a log, joined; the second is its database.  ``None`` where it cannot be."""

try:
    from holdfast.storage.sqlite.engine import compiled_log_joining
except ImportError:
    join = None
else:
    join = compiled_log_joining.join


def join_log_writes(connection: apsw.Connection) -> bool:
    """Have each transaction of a connection written to the log in one piece; whether that is possible."""
    if join is None or connection.pragma("journal_mode") != "wal":
        return False
    # The log is open once something was read.
    connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
    log, database = (
        _file(connection, which) for which in (apsw.SQLITE_FCNTL_JOURNAL_POINTER, apsw.SQLITE_FCNTL_FILE_POINTER)
    )
    return join(log, database)


def _file(connection: apsw.Connection, which: int) -> int:
    """The address of a file of the connection."""
    address = ctypes.c_void_p()
    connection.file_control("main", which, ctypes.addressof(address))
    return address.value or 0

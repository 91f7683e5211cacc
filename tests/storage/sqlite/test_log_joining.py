"""What is written to the log in one piece is there as if SQLite had written it page by page.

1. Whatever was done in transactions, and with whatever came between them, others see at once what was committed, and
   nothing else, and that is also what a crash leaves: among them large ones, whose pages leave the cache before the
   end, and ones that were taken back, wholly or in part.
2. A transaction takes one write to the log, and nobody sees it before that.
3. What the disk refuses, in the middle or at the end, is taken back, whatever is done after it in the transaction.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.storage.sqlite.engine import log_joining
from holdfast.storage.sqlite.engine.log_joining import join_log_writes

pytestmark = pytest.mark.skipif(log_joining.join is None, reason="there is no compiled part")

Rows = dict[int, str]
Step = tuple[str, int, int]
"""What is done, to which row, and how long that becomes."""

CACHE_PAGES = 10
"""A transaction that changes more pages writes some of them before its end."""

STEPS = st.tuples(
    st.sampled_from(["put", "put", "put", "remove", "savepoint", "back"]), st.integers(0, 60), st.integers(0, 9_000)
)
TRANSACTIONS = st.tuples(
    st.sampled_from(["COMMIT", "COMMIT", "ROLLBACK"]),
    st.lists(STEPS, max_size=80),
    st.sampled_from(["", "", "another writes", "checkpoint"]),
)
LARGE_ONE_TAKEN_BACK = ("ROLLBACK", [("put", key, 3_000) for key in range(16)], "another writes")
CHANGED_AGAIN_AND_AGAIN = ("COMMIT", [("put", key % 20, 3_000 + key) for key in range(200)], "")


def connection_to(path: Path, vfs: str | None = None) -> apsw.Connection:
    connection = apsw.Connection(str(path), vfs=vfs)
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", "NORMAL")
    connection.wal_autocheckpoint(0)
    connection.set_busy_timeout(0)
    return connection


def rows_of(connection: apsw.Connection) -> Rows:
    return dict(connection.execute("SELECT key, content FROM rows").fetchall())


def left_by_a_crash(path: Path, target: Path) -> Rows:
    """What is found in the files as they are now."""
    target.mkdir()
    for name in (path.name, f"{path.name}-wal"):
        shutil.copy(path.with_name(name), target / name)
    connection = apsw.Connection(str(target / path.name))
    try:
        assert connection.pragma("integrity_check") == "ok"
        return rows_of(connection)
    finally:
        connection.close()


def take(connection: apsw.Connection, rows: Rows, step: Step) -> Rows:
    """Do a step; the rows after it, which for ``back`` are those of the savepoint."""
    kind, key, size = step
    if kind == "put":
        content = f"{size} " * (size // 5)
        connection.execute("INSERT OR REPLACE INTO rows VALUES (?, ?)", (key, content))
        return {**rows, key: content}
    connection.execute("DELETE FROM rows WHERE key = ?", (key,))
    return {other: content for other, content in rows.items() if other != key}


def run(connection: apsw.Connection, rows: Rows, end: str, steps: list[Step]) -> Rows:
    """Do a transaction; the rows after it."""
    before, saved = rows, None
    connection.execute("BEGIN IMMEDIATE")
    for step in steps:
        if step[0] == "savepoint":
            connection.execute("SAVEPOINT point")
            saved = rows
        elif step[0] == "back":
            if saved is not None:
                connection.execute("ROLLBACK TO point")
                rows = saved
        else:
            rows = take(connection, rows, step)
    connection.execute(end)
    return rows if end == "COMMIT" else before


@settings(max_examples=25, deadline=None)
@given(st.lists(TRANSACTIONS, max_size=8))
@example([LARGE_ONE_TAKEN_BACK, ("COMMIT", [("put", 1, 10)], "")])
@example([("COMMIT", [("put", 1, 10)], "checkpoint"), LARGE_ONE_TAKEN_BACK, ("COMMIT", [("put", 2, 10)], "")])
@example([CHANGED_AGAIN_AND_AGAIN, ("COMMIT", [("put", 1, 10)], "checkpoint"), CHANGED_AGAIN_AND_AGAIN])
def test_others_and_a_crash_find_what_was_committed(history: list[tuple[str, list[Step], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, rows = Path(folder) / "rows.db", Rows()
        connection, other = connection_to(path), connection_to(path)
        try:
            connection.execute("CREATE TABLE rows (key INTEGER PRIMARY KEY, content TEXT)")
            assert join_log_writes(connection)
            connection.pragma("cache_size", CACHE_PAGES)
            for number, (end, steps, between) in enumerate(history):
                rows = run(connection, rows, end, steps)
                if between == "another writes":
                    rows = run(other, rows, "COMMIT", [("put", 61 + number, 5_000)])
                elif between == "checkpoint":
                    other.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)
                assert rows_of(other) == rows == rows_of(connection)
                assert left_by_a_crash(path, Path(folder) / f"crash{number}") == rows
        finally:
            connection.close()
            other.close()


class Log:
    """The writes to a log: ``before_each`` is called before each of them, and may raise."""

    def __init__(self) -> None:
        self.writes = 0
        self.before_each: Callable[[], None] = lambda: None

    @contextmanager
    def watched(self) -> Iterator[str]:
        """The name of a VFS for connections whose log this is."""
        vfs = _WatchedVfs(self)
        yield "watched"
        vfs.unregister()


class _WatchedVfs(apsw.VFS):
    def __init__(self, log: Log) -> None:
        self._log, self._usual = log, apsw.vfs_names()[0]
        super().__init__("watched", self._usual)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        is_log = flags[0] & apsw.SQLITE_OPEN_WAL
        return _WatchedFile(self._usual, name, flags, self._log) if is_log else apsw.VFSFile(self._usual, name, flags)


class _WatchedFile(apsw.VFSFile):
    def __init__(self, vfs: str, name: str | apsw.URIFilename | None, flags: list[int], log: Log) -> None:
        super().__init__(vfs, name, flags)
        self._log = log

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self._log.writes += 1
        self._log.before_each()
        super().xWrite(data, offset)


def test_a_transaction_takes_one_write_and_nobody_sees_it_before(tmp_path: Path) -> None:
    log, path, rows = Log(), tmp_path / "rows.db", Rows()
    with log.watched() as vfs:
        connection, other = connection_to(path, vfs), connection_to(path)
        connection.execute("CREATE TABLE rows (key INTEGER PRIMARY KEY, content TEXT)")
        assert join_log_writes(connection)
        seen: list[Rows] = []
        log.before_each = lambda: seen.append(rows_of(other))
        for number in range(0, 50, 10):
            rows = run(other, rows, "COMMIT", [("put", number, 2_500)])
            seen.clear()
            before, rows = rows, run(connection, rows, "COMMIT", [("put", number + key, 2_500) for key in range(1, 9)])
            assert seen == [before]
        connection.close()
        other.close()


@pytest.mark.parametrize("refused", range(12), ids=lambda number: f"write {number}")
def test_what_the_disk_refuses_is_taken_back(tmp_path: Path, refused: int) -> None:
    log, path = Log(), tmp_path / "rows.db"
    with log.watched() as vfs:
        connection = connection_to(path, vfs)
        connection.execute("CREATE TABLE rows (key INTEGER PRIMARY KEY, content TEXT)")
        assert join_log_writes(connection)
        connection.pragma("cache_size", CACHE_PAGES)
        rows = run(connection, {}, "COMMIT", [("put", key, 3_000) for key in range(5)])
        refused += log.writes + 1

        def refuse() -> None:
            if log.writes == refused:
                raise apsw.FullError("there is no room left")

        log.before_each = refuse
        rows = run_on(connection, rows, [(kind, key, 4_000) for key in range(80) for kind in ("put", "shift")])
        assert log.writes >= refused
        assert rows_of(connection) == rows == left_by_a_crash(path, tmp_path / "refused")
        rows = run(connection, rows, "COMMIT", [("put", key, 2_000) for key in range(3, 40)])
        assert rows_of(connection) == rows == left_by_a_crash(path, tmp_path / "after")
        connection.close()


def run_on(connection: apsw.Connection, rows: Rows, steps: list[Step]) -> Rows:
    """As `run`, going on when a step fails, as long as SQLite has not ended the transaction; the rows after it."""
    before = rows
    connection.execute("BEGIN IMMEDIATE")
    for step in steps:
        try:
            if step[0] == "shift":  # a statement that SQLite takes back alone
                connection.execute("UPDATE rows SET key = key + 100 WHERE key % 2")
                rows = {key + 100 * (key % 2): content for key, content in rows.items()}
            else:
                rows = take(connection, rows, step)
        except apsw.Error:
            if not connection.in_transaction:
                return before
    try:
        connection.execute("COMMIT")
    except apsw.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        return before
    return rows

"""Group commit: writes share transactions and syncs, failures stay with their callers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import apsw
import pytest

from holdfast.errors import InvalidRequest, Unavailable
from holdfast.storage.sqlite.engine import group_commit
from holdfast.storage.sqlite.engine.database import Database
from holdfast.system.background_sync import BackgroundSync
from tests.storage.deadline import SECONDS, until

INSERT = "INSERT INTO receipts VALUES ('', ?, x'00', '', '')"


def inserting(key: str) -> Callable[[apsw.Connection], str]:
    def operation(connection: apsw.Connection) -> str:
        connection.execute(INSERT, (key,))
        return key

    return operation


def inserting_then(key: str, error: Exception) -> Callable[[apsw.Connection], None]:
    def operation(connection: apsw.Connection) -> None:
        connection.execute(INSERT, (key,))
        raise error

    return operation


def keys(database: Database) -> list[str]:
    return [key for (key,) in database.rows("SELECT key FROM receipts ORDER BY key")]


async def outcomes(database: Database, *operations: Callable[[apsw.Connection], Any]) -> list[Any]:
    return await asyncio.gather(*map(database.write, operations), return_exceptions=True)


class HeldSync:
    """Stands in for the sync of the log: waits until it is let go, and counts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self._error: OSError | None = None
        monkeypatch.setattr(BackgroundSync, "run", self._run)

    async def _run(self) -> None:
        self.count += 1
        self.begun.set()
        async with asyncio.timeout(SECONDS):
            await self.go.wait()
        error, self._error = self._error, None
        if error is not None:
            raise error

    def fail_once(self, error: OSError) -> None:
        self._error = error

    async def beginning(self) -> None:
        async with asyncio.timeout(SECONDS):
            await self.begun.wait()


async def test_an_operation_failing_after_a_write_leaves_no_trace_and_its_neighbours_alone(database: Database) -> None:
    found = await outcomes(
        database, inserting("a"), inserting_then("b", InvalidRequest("no")), inserting("c"), inserting("d")
    )
    assert [found[0], found[2], found[3]] == ["a", "c", "d"]
    assert isinstance(found[1], InvalidRequest)
    assert keys(database) == ["a", "c", "d"]


async def test_what_was_committed_is_told_once_and_what_failed_never(database: Database) -> None:
    told: list[str] = []

    def refusing(_: str) -> None:
        raise InvalidRequest("no matter of who wrote")

    # The failure has the whole batch run twice.
    found = await asyncio.gather(
        database.write(inserting("a"), committed=told.append),
        database.write(inserting_then("b", InvalidRequest("no")), committed=told.append),
        database.write(inserting("c"), committed=refusing),
        database.write(inserting("d"), committed=told.append),
        return_exceptions=True,
    )
    assert told == ["a", "d"]
    assert [found[0], found[2], found[3]] == ["a", "c", "d"]
    assert keys(database) == ["a", "c", "d"]


async def test_an_operation_failing_before_any_write_leaves_its_neighbours_alone(database: Database) -> None:
    def failing(connection: apsw.Connection) -> None:
        raise InvalidRequest("no")

    found = await outcomes(database, inserting("a"), failing, inserting("b"))
    assert isinstance(found[1], InvalidRequest)
    assert keys(database) == ["a", "b"]


async def test_a_broken_statement_is_the_matter_of_its_caller_alone(database: Database) -> None:
    found = await outcomes(database, inserting("a"), lambda connection: connection.execute("SELEC"), inserting("b"))
    assert isinstance(found[1], apsw.SQLError)
    assert keys(database) == ["a", "b"]


@pytest.mark.parametrize("writes_before", [True, False])
async def test_a_transaction_that_sqlite_has_ended_itself_is_run_again_one_by_one(
    database: Database, writes_before: bool
) -> None:
    def ending(connection: apsw.Connection) -> None:
        if writes_before:
            connection.execute(INSERT, ("b",))
        connection.execute("ROLLBACK")  # as SQLite does by itself when the disk is full
        raise apsw.FullError("disk full")

    found = await outcomes(database, inserting("a"), ending, inserting("c"))
    assert (found[0], found[2]) == ("a", "c")
    assert isinstance(found[1], Unavailable)
    assert keys(database) == ["a", "c"]


async def test_a_caller_hears_of_its_write_only_after_the_sync(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldSync(monkeypatch)
    committed: list[list[str]] = []
    write = asyncio.ensure_future(database.write(inserting("a"), committed=lambda _: committed.append(keys(database))))
    await held.beginning()
    assert committed == [["a"]], "who wants to know hears of it as soon as it can be read"
    assert not write.done()
    held.go.set()
    assert await write == "a"


async def test_writes_that_come_during_a_sync_share_the_next_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldSync(monkeypatch)
    first = asyncio.ensure_future(database.write(inserting("first")))
    await held.beginning()
    rest = asyncio.gather(*(database.write(inserting(f"{n:02}")) for n in range(20)))
    await asyncio.sleep(0)
    held.go.set()
    await asyncio.gather(first, rest)
    assert held.count == 2
    assert len(keys(database)) == 21


async def test_an_operation_that_writes_nothing_waits_for_no_sync(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldSync(monkeypatch)
    assert await database.write(lambda connection: "read") == "read"
    assert held.count == 0


async def test_a_cancelled_caller_disturbs_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    held = HeldSync(monkeypatch)
    writes = [asyncio.ensure_future(database.write(inserting(key))) for key in "abc"]
    await held.beginning()
    writes[1].cancel()
    held.go.set()
    found = await asyncio.gather(*writes, return_exceptions=True)
    assert (found[0], found[2]) == ("a", "c")
    assert isinstance(found[1], asyncio.CancelledError)
    assert await database.write(inserting("d")) == "d"


async def test_a_full_disk_is_told_as_unavailable_and_writing_goes_on_when_there_is_room(database: Database) -> None:
    pages = database.connection.pragma("page_count")
    database.connection.pragma("max_page_count", pages)
    with pytest.raises(Unavailable, match="full"):
        await database.write(
            lambda connection: connection.execute(INSERT.replace("x'00', ''", "?2, ''"), ("a", b"x" * 99_999))
        )
    database.connection.pragma("max_page_count", 2**30)
    assert await database.write(inserting("b")) == "b"
    assert keys(database) == ["b"]


async def test_a_full_disk_in_the_middle_of_a_batch_hits_only_who_needs_the_room(database: Database) -> None:
    database.connection.pragma("max_page_count", database.connection.pragma("page_count"))
    large = INSERT.replace("x'00', ''", "?2, ''")
    found = await outcomes(
        database, inserting("a"), lambda connection: connection.execute(large, ("b", b"x" * 99_999)), inserting("c")
    )
    assert (found[0], found[2]) == ("a", "c")
    assert isinstance(found[1], Unavailable)
    assert keys(database) == ["a", "c"]


async def test_after_a_failed_sync_no_write_is_acknowledged_any_more(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldSync(monkeypatch)
    first = asyncio.ensure_future(database.write(inserting("a")))
    await held.beginning()
    queued = asyncio.ensure_future(database.write(inserting("b")))
    await asyncio.sleep(0)
    # The next sync would succeed, as it does on Linux after a failed one that has dropped the pages.
    held.fail_once(OSError(5, "Input/output error"))
    held.go.set()
    found = await asyncio.gather(first, queued, return_exceptions=True)
    assert [type(one) for one in found] == [Unavailable, Unavailable]
    with pytest.raises(Unavailable, match="Input/output error"):
        await database.write(inserting("c"))
    assert "b" not in keys(database)


async def test_a_write_that_fails_by_itself_leaves_no_trace(database: Database) -> None:
    with pytest.raises(InvalidRequest):
        await database.write(inserting_then("a", InvalidRequest("no")))
    assert keys(database) == []


@pytest.mark.parametrize("alone", [False, True])
async def test_what_cannot_be_committed_is_undone(database: Database, alone: bool) -> None:
    def refuse_commit(operation: int, argument: str | None, *_: object) -> int:
        refused = operation == apsw.SQLITE_TRANSACTION and argument == "COMMIT"
        return apsw.SQLITE_DENY if refused else apsw.SQLITE_OK

    writes = [inserting("a"), inserting("b"), *([inserting_then("c", InvalidRequest("no"))] if alone else [])]
    database.connection.set_authorizer(refuse_commit)
    assert all(isinstance(outcome, Exception) for outcome in await outcomes(database, *writes))
    assert not database.connection.in_transaction
    database.connection.set_authorizer(None)
    assert await database.write(inserting("d")) == "d"
    assert keys(database) == ["d"]


async def test_who_writes_waits_for_another_process_and_keeps_nobody_else_waiting(database: Database) -> None:
    other = apsw.Connection(str(database.path))
    other.execute("BEGIN IMMEDIATE")
    write = asyncio.ensure_future(database.write(inserting("a")))
    for _ in range(10):
        await asyncio.sleep(0.001)
    assert not write.done()
    other.execute("ROLLBACK")
    other.close()
    assert await write == "a"


async def test_a_busy_database_is_told_as_unavailable(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "BUSY_SECONDS", 0.05)
    other = apsw.Connection(str(database.path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="busy"):
        await database.write(inserting("a"))
    other.execute("ROLLBACK")
    other.close()
    assert await database.write(inserting("b")) == "b"


async def test_closing_finishes_what_was_queued(database: Database) -> None:
    writes = [asyncio.ensure_future(database.write(inserting(f"{n:03}"))) for n in range(300)]
    await asyncio.sleep(0)
    await database.close()
    assert len(await asyncio.gather(*writes)) == 300
    await database.open()
    assert len(keys(database)) == 300


async def test_a_write_that_comes_while_the_server_stops_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = HeldSync(monkeypatch)
    first = asyncio.ensure_future(database.write(inserting("a")))
    await held.beginning()
    closing = asyncio.ensure_future(database.close())
    await asyncio.sleep(0)
    with pytest.raises(Unavailable, match="stopping"):
        await database.write(inserting("b"))
    held.go.set()
    await closing
    assert await first == "a"


async def test_nobody_waits_for_ever_when_even_the_rollback_fails(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "_RECOVERY_PAUSE", 0.01)
    connection = database.connection

    def refuse_rollback(operation: int, argument: str | None, *_: object) -> int:
        refused = operation == apsw.SQLITE_TRANSACTION and argument == "ROLLBACK"
        return apsw.SQLITE_DENY if refused else apsw.SQLITE_OK

    connection.set_authorizer(refuse_rollback)
    writes = [inserting("a"), inserting_then("b", InvalidRequest("no")), inserting("c")]
    async with asyncio.timeout(SECONDS):
        found = await outcomes(database, *writes)
    assert all(isinstance(outcome, Exception) for outcome in found)
    assert isinstance(found[-1], Unavailable), "it came after the one that cannot be undone"
    for read in (database.rows, database.row):
        with pytest.raises(Unavailable, match="undone"):
            read("SELECT key FROM receipts")
    with pytest.raises(Unavailable, match="undone"):
        database.read(lambda connection: None)
    with pytest.raises(Unavailable, match="undone"), database.translating():
        pass
    connection.set_authorizer(None)

    async def answers() -> bool:
        with contextlib.suppress(Unavailable):
            database.rows("SELECT key FROM receipts")
            return True
        return False

    await until(answers)
    assert await database.write(inserting("d")) == "d"


async def test_a_server_that_cannot_undo_a_write_stops_nevertheless(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_commit, "_RECOVERY_PAUSE", 0.01)

    def refuse_rollback(operation: int, argument: str | None, *_: object) -> int:
        refused = operation == apsw.SQLITE_TRANSACTION and argument == "ROLLBACK"
        return apsw.SQLITE_DENY if refused else apsw.SQLITE_OK

    database.connection.set_authorizer(refuse_rollback)
    found = await outcomes(database, inserting("a"), inserting_then("b", InvalidRequest("no")))
    assert all(isinstance(outcome, Exception) for outcome in found)
    async with asyncio.timeout(SECONDS):
        await database.close()
    await database.open()
    assert keys(database) == []


def raising(error: Exception) -> Callable[[apsw.Connection], None]:
    def query(connection: apsw.Connection) -> None:
        raise error

    return query


async def test_a_read_that_fails_is_told_so(database: Database) -> None:
    with pytest.raises(Unavailable, match="memory"):
        database.read(raising(MemoryError()))
    for read in (database.rows, database.row):
        with pytest.raises(apsw.SQLError):
            read("SELECT nonsense")
    with pytest.raises(Unavailable, match="memory"), database.translating():
        raise MemoryError
    database.ping()
    with pytest.raises(Unavailable, match="damaged"):
        database.read(raising(apsw.CorruptError("torn")))
    with pytest.raises(Unavailable, match="damaged"):
        database.ping()
    await database.close()
    for use in (database.ping, lambda: database.connection):
        with pytest.raises((Unavailable, RuntimeError), match="not open"):
            use()
    for wait in (database.write(inserting("a")), database.empty_log()):
        with pytest.raises(Unavailable, match="not open"):
            await wait


async def test_nothing_is_written_during_a_pause_and_its_failure_is_that_of_who_wanted_it(database: Database) -> None:
    written = 0

    async def work() -> None:
        nonlocal written
        before = keys(database)
        later = asyncio.ensure_future(database.write(inserting("later")))
        for _ in range(20):
            await asyncio.sleep(0.001)
        assert keys(database) == before
        later.add_done_callback(lambda _: None)
        written += 1

    async def fail() -> None:
        raise InvalidRequest("odd")

    writer = database._writer
    assert writer is not None
    await database.write(inserting("first"))
    await writer.pause(work)
    assert written == 1
    with pytest.raises(InvalidRequest, match="odd"):
        await writer.pause(fail)
    assert await database.write(inserting("next")) == "next"
    assert keys(database) == ["first", "later", "next"]
    await database.close()
    with pytest.raises(Unavailable, match="stopping"):
        await writer.pause(work)

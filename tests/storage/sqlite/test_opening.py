"""Opening a data directory: the lock, files that are not ours, migrations, the place on disk."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

import apsw
import psutil
import pytest

from holdfast.errors import DataDirectoryLocked, StartupError, Unavailable
from holdfast.storage.open import open_storage
from holdfast.storage.sqlite.engine import migrations
from holdfast.storage.sqlite.engine.connection import FILE_NAME
from holdfast.storage.sqlite.engine.lock import LOCK_NAME
from holdfast.storage.sqlite.engine.migrations import FIRST_VERSION, migrate, migration_scripts
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.storage.released import schemas_to_migrate, scripts_as_released
from tests.storage.samples import contents, say

PRESENT = FIRST_VERSION + len(migration_scripts())


async def test_a_second_server_is_refused_and_told_who_is_there(storage: SqliteStorage, tmp_path: Path) -> None:
    for address in ("", "http://localhost:8000"):
        if address:
            storage.announce(address)
        with pytest.raises(DataDirectoryLocked, match=rf"process {os.getpid()}\).*--data") as refused:
            await SqliteStorage(tmp_path).start()
        assert refused.value.address == address
    await say(storage, "s", "still works")


async def test_the_lock_is_free_after_a_stop(storage: SqliteStorage, tmp_path: Path) -> None:
    storage.announce("http://localhost:8000")
    await storage.stop()
    second = SqliteStorage(tmp_path)
    await second.start()
    with pytest.raises(DataDirectoryLocked) as refused:
        await SqliteStorage(tmp_path).start()
    assert refused.value.address == ""  # that of who had the lock before is forgotten
    await second.stop()


async def test_a_stop_gives_everything_back(tmp_path: Path) -> None:
    process = psutil.Process()
    storage = SqliteStorage(tmp_path)
    others = set(threading.enumerate())

    async def round_trip() -> tuple[int, list[str]]:
        await storage.start()
        await say(storage, "s", "x")
        await storage.scrub()
        with pytest.raises(StartupError):
            await SqliteStorage(tmp_path).start()
        tool = SqliteStorage(tmp_path, exclusive=False)
        await tool.start()
        await tool.check()
        await tool.stop()
        await storage.stop()
        threads = [thread.name for thread in threading.enumerate() if thread not in others]
        return process.num_fds(), [name for name in threads if name.startswith("holdfast")]

    before, _ = await round_trip()
    assert await round_trip() == (before, [])
    assert not [file for file in process.open_files() if file.path.startswith(str(tmp_path))]


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Makes this the next release, with one migration more; the version of the schema."""
    scripts = tmp_path / "scripts"
    (scripts / "migrations").mkdir(parents=True)
    for _, name, text in migration_scripts():
        (scripts / "migrations" / name).write_text(text)
    note = "CREATE TABLE note (id INTEGER);"
    (scripts / "migrations" / f"{PRESENT + 1:04}_note.sql").write_text(note)
    (scripts / "schema.sql").write_text(migrations.SCRIPTS.joinpath("schema.sql").read_text("utf-8") + note)
    for function in (migrations.migrate, migrations.is_present):
        monkeypatch.setattr(function, "__defaults__", (scripts,))
    return PRESENT + 1


async def test_a_tool_brings_the_schema_up_to_date_where_no_server_runs(
    storage: SqliteStorage, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    await say(storage, "s", "one")
    version = request.getfixturevalue("next_release")
    tool = SqliteStorage(tmp_path, exclusive=False)
    with pytest.raises(StartupError, match="schema of another release, whose server is running"):
        await tool.start()
    await storage.stop()
    await tool.start()
    assert await contents(tool, "s") == ["one"]
    found = apsw.Connection(str(tmp_path / FILE_NAME))
    assert found.pragma("user_version") == version
    found.close()
    server = SqliteStorage(tmp_path)
    await server.start()  # the tool has let go of the lock
    await server.stop()
    await tool.stop()
    kept = apsw.Connection(str(tmp_path / f"before-schema-{version}-{FILE_NAME}"))
    assert (kept.pragma("user_version"), list(kept.execute("SELECT content FROM messages"))) == (PRESENT, [("one",)])
    kept.close()


async def test_a_tool_may_work_beside_a_server(storage: SqliteStorage, tmp_path: Path) -> None:
    await say(storage, "s", "one")
    tool = SqliteStorage(tmp_path, exclusive=False)
    await tool.start()
    assert await contents(tool, "s") == ["one"]
    await say(tool, "s", "two")
    await tool.stop()
    assert await contents(storage, "s") == ["one", "two"]
    await say(storage, "s", "three")
    assert await storage.check() == []


async def test_a_database_of_another_program_is_refused_unchanged(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StartupError, match=rf"{FILE_NAME}: it is a database of another program"):
        await SqliteStorage(tmp_path).start()
    assert (tmp_path / FILE_NAME).read_bytes() == before


async def test_a_file_that_is_no_database_is_refused_unchanged(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("not a database, but long enough to look at" * 100)
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(StartupError, match=FILE_NAME):
        await SqliteStorage(tmp_path).start()
    assert (tmp_path / FILE_NAME).read_bytes() == before


async def test_a_file_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await storage.stop()
    connection = apsw.Connection(str(tmp_path / FILE_NAME))
    connection.pragma("user_version", 4711)
    connection.close()
    with pytest.raises(StartupError, match=r"4711.*newer release"):
        await SqliteStorage(tmp_path).start()


async def test_a_refused_start_gives_the_lock_back(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("rubbish" * 1000)
    with pytest.raises(StartupError):
        await SqliteStorage(tmp_path).start()
    (tmp_path / FILE_NAME).unlink()
    storage = SqliteStorage(tmp_path)
    await storage.start()
    await storage.stop()


async def test_a_directory_that_cannot_be_made_is_a_startup_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartupError, match="file"):
        await SqliteStorage(tmp_path / "file" / "data").start()


async def test_a_stopped_database_is_unavailable(storage: SqliteStorage) -> None:
    await storage.stop()
    with pytest.raises(Unavailable):
        await storage.ping()


@pytest.mark.parametrize(
    ("store", "path"),
    [("", "given"), ("sqlite", "given"), ("sqlite:", "given"), ("sqlite:///there", "/there"), ("sqlite:here", "here")],
)
def test_a_dsn_names_the_directory(store: str, path: str) -> None:
    assert open_storage(store, data=Path("given")).describe() == f"SQLite, {path}/{FILE_NAME}"


def test_a_dsn_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(StartupError, match="mysql"):
        open_storage("mysql://host/db", data=Path("given"))


# Migrations -------------------------------------------------------------------------------------------------------


def schema_of(connection: apsw.Connection) -> dict[str, object]:
    """The tables with their columns, and the other objects, whatever the wording that made them."""
    found: dict[str, object] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name").fetchall():
        if kind == "table":
            columns = connection.execute(f"PRAGMA table_info('{name}')").fetchall()
            found[name] = sorted(column[1:] for column in columns)
        else:
            found[name] = (kind, " ".join((sql or "").split()))
    return found


def scripts_in(folder: Path, schema: str, **migrations: str) -> Path:
    (folder / "migrations").mkdir(parents=True)
    (folder / "schema.sql").write_text(schema)
    for name, script in migrations.items():
        (folder / "migrations" / f"{name.lstrip('_')}.sql").write_text(script)
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return scripts_in(tmp_path / "old", "CREATE TABLE a (x INTEGER) STRICT;")


@pytest.fixture
def between(tmp_path: Path) -> Path:
    return scripts_in(
        tmp_path / "between",
        "CREATE TABLE a (x INTEGER, y TEXT) STRICT;",
        _0002_column="ALTER TABLE a ADD COLUMN y TEXT;",
    )


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return scripts_in(
        tmp_path / "new",
        "CREATE TABLE a (x INTEGER, y TEXT) STRICT; CREATE INDEX a_by_y ON a (y);",
        _0002_column="ALTER TABLE a ADD COLUMN y TEXT;",
        _0003_index="CREATE INDEX a_by_y ON a (y);",
    )


def test_a_new_database_and_a_migrated_one_agree(old: Path, between: Path, new: Path) -> None:
    migrated, in_steps, created = apsw.Connection(""), apsw.Connection(""), apsw.Connection("")
    for connection in (migrated, in_steps):
        migrate(connection, old)
        connection.execute("INSERT INTO a VALUES (7)")
    migrate(in_steps, between)
    for connection in (migrated, in_steps, created):
        migrate(connection, new)
    assert schema_of(migrated) == schema_of(in_steps) == schema_of(created)
    assert [each.pragma("user_version") for each in (migrated, in_steps, created)] == [3, 3, 3]
    assert [each.execute("SELECT * FROM a").fetchall() for each in (migrated, in_steps)] == [[(7, None)]] * 2


def test_migrating_twice_changes_nothing(new: Path) -> None:
    connection = apsw.Connection("")
    migrate(connection, new)
    before = schema_of(connection)
    migrate(connection, new)
    assert schema_of(connection) == before


def test_a_failing_migration_leaves_the_old_schema(old: Path, tmp_path: Path) -> None:
    broken = scripts_in(
        tmp_path / "broken",
        "CREATE TABLE a (x INTEGER, y TEXT, z TEXT) STRICT;",
        _0002_column="ALTER TABLE a ADD COLUMN y TEXT;",
        _0003_broken="CREATE TABLE b (x INTEGER); SELECT nonsense;",
    )
    connection = apsw.Connection("")
    migrate(connection, old)
    before = schema_of(connection)
    with pytest.raises(StartupError, match="another build"):
        migrate(connection, broken)
    assert (schema_of(connection), connection.pragma("user_version")) == (before, FIRST_VERSION)


@pytest.mark.parametrize(
    ("version", "schema"), schemas_to_migrate("sqlite", PRESENT), ids=lambda value: getattr(value, "stem", value)
)
def test_the_shipped_migrations_lead_from_every_released_schema_to_the_present_one(
    tmp_path: Path, version: int, schema: Path
) -> None:
    created, migrated = apsw.Connection(""), apsw.Connection("")
    migrate(created)
    migrate(migrated, scripts_as_released(tmp_path / "then", version, schema))
    migrate(migrated)
    assert schema_of(migrated) == schema_of(created)


def test_the_shipped_migrations_are_numbered_without_gaps() -> None:
    assert [number for number, _, _ in migration_scripts()] == list(range(FIRST_VERSION + 1, PRESENT + 1))


async def test_a_directory_that_was_moved_away_takes_no_write(storage: SqliteStorage, tmp_path: Path) -> None:
    await say(storage, "s", "one")
    (tmp_path / FILE_NAME).rename(tmp_path / "elsewhere.db")
    (tmp_path / FILE_NAME).touch()
    for _ in range(2):
        with pytest.raises(Unavailable, match="replaced by another file"):
            await storage.ping()
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(Unavailable, match=FILE_NAME):
        await say(storage, "s", "two")
    with pytest.raises(Unavailable, match=FILE_NAME):
        await storage.ping()


async def test_a_server_is_refused_also_when_the_lock_file_was_removed(storage: SqliteStorage, tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).unlink()
    with pytest.raises(DataDirectoryLocked):
        await SqliteStorage(tmp_path).start()

"""``holdfast backup``, ``restore`` and ``doctor``."""

from __future__ import annotations

import hashlib
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
import pytest

from holdfast.chores.backup import back_up
from holdfast.errors import InvalidRequest
from holdfast.operations import backup as backups
from holdfast.storage.sqlite.storage import SqliteStorage
from tests.running_server import RunningServer
from tests.storage.places import SAID_WITHOUT_SPAN, TO_VERSION_1, Place
from tests.storage.samples import say

KEPT = "said before the backup"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    server = RunningServer(tmp_path_factory.mktemp("backup") / "data")
    yield server
    assert server.stop() == 0


@pytest.fixture
def made(server: RunningServer, run_here, tmp_path: Path) -> Path:
    """A backup of a server that runs, and what was said afterwards is not in it."""
    httpx.delete(f"{server.url}/api/v1/sessions/s/memory")
    httpx.post(f"{server.url}/api/v1/sessions/s/memory", json={"messages": [{"role": "u", "content": KEPT}]})
    file = tmp_path / "one.holdfast-backup"
    finished = run_here("backup", str(file), "--data", str(server.data))
    assert finished.returncode == 0, finished.stderr
    assert "0 users, 1 sessions" in finished.stdout
    httpx.post(f"{server.url}/api/v1/sessions/s/memory", json={"messages": [{"role": "u", "content": "later"}]})
    return file


def test_a_backup_is_verified_and_restored(made: Path, run_here, tmp_path: Path) -> None:
    assert "The backup is sound: 0 users, 1 sessions" in run_here("backup", "--verify", str(made)).stdout
    target = tmp_path / "restored"
    finished = run_here("restore", str(made), "--data", str(target))
    assert finished.returncode == 0, finished.stderr
    restored = RunningServer(target)
    found = httpx.get(f"{restored.url}/api/v1/sessions/s/messages").json()["messages"]
    assert [message["content"] for message in found] == [KEPT]
    assert restored.stop() == 0
    assert run_here("restore", str(made), "--data", str(target)).returncode == 1
    assert made.stat().st_mode & 0o077 == 0


def test_a_damaged_backup_is_found_and_not_restored(made: Path, run_here, tmp_path: Path) -> None:
    data = made.read_bytes()
    (tmp_path / "cut").write_bytes(data[: len(data) // 2])
    (tmp_path / "flipped").write_bytes(data[:5000] + bytes([data[5000] ^ 255]) + data[5001:])
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(tmp_path / "other", "w") as other:
        other.writestr("manifest.json", whole.read("manifest.json").replace(b'"sessions": 1', b'"sessions": 2'))
        other.writestr("holdfast.db", whole.read("holdfast.db"))
    for name in ("cut", "flipped", "other"):
        for arguments in (["backup", "--verify"], ["restore", "--data", str(tmp_path / "new")]):
            finished = run_here(*arguments, str(tmp_path / name))
            assert finished.returncode == 1, (name, finished.stdout)
            assert "backup" in finished.stderr
            assert "Traceback" not in finished.stderr
    assert not (tmp_path / "new" / "holdfast.db").exists()


@pytest.mark.parametrize("left", ["holdfast.db", "holdfast.db-wal", "holdfast.db-journal"])
def test_nothing_is_restored_beside_what_is_left_of_another_database(
    made: Path, run_here, tmp_path: Path, left: str
) -> None:
    target = tmp_path / "in use"
    target.mkdir()
    (target / left).write_bytes(b"of another database")
    finished = run_here("restore", str(made), "--data", str(target))
    assert finished.returncode == 1
    assert f"there is a {left} in" in finished.stderr
    assert [(file.name, file.read_bytes()) for file in target.iterdir()] == [(left, b"of another database")]


def test_no_backup_takes_the_place_of_another_file(server: RunningServer, made: Path, run_here) -> None:
    before = made.read_bytes()
    finished = run_here("backup", str(made), "--data", str(server.data))
    assert finished.returncode == 1
    assert "exists already; give another name" in finished.stderr
    assert made.read_bytes() == before


def test_what_a_backup_holds_is_looked_into_also_when_its_checksum_is_right(made: Path, tmp_path: Path) -> None:
    manifest = backups.verify_backup(made)
    with zipfile.ZipFile(made) as archive:
        sound = archive.read("holdfast.db")
    foreign = tmp_path / "recipes.db"
    with sqlite3.connect(foreign) as recipes:
        recipes.execute("CREATE TABLE recipes (name TEXT)")
    recipes.close()
    torn = sound[:8192] + b"\xff" * 8192 + sound[16384:]
    for content, defect in (
        (foreign.read_bytes(), "holds no database of Holdfast"),
        (torn, "the database in the backup is damaged"),
        (b"rubbish" * 1000, "the database in the backup is damaged"),
        (b"", "holds no database of Holdfast"),
    ):
        right = msgspec.structs.replace(manifest, digest=hashlib.sha256(content).hexdigest())
        with zipfile.ZipFile(tmp_path / "crafted", "w") as crafted:
            crafted.writestr("manifest.json", msgspec.json.encode(right))
            crafted.writestr("holdfast.db", content)
        with pytest.raises(InvalidRequest, match=defect):
            backups.restore_backup(tmp_path / "crafted", tmp_path / "new")
        assert list((tmp_path / "new").iterdir()) == []


def test_postgresql_is_left_to_its_own_tools(run_here, empty_postgres: str, tmp_path: Path) -> None:
    finished = run_here("backup", str(tmp_path / "b"), "--store", empty_postgres)
    assert finished.returncode == 1
    assert "pg_dump" in finished.stderr
    assert not (tmp_path / "b").exists()


async def test_the_chore_makes_a_backup_and_keeps_the_newest(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"2024010{number}T000000Z{backups.SUFFIX}").write_bytes(b"")
    storage = SqliteStorage(tmp_path / "data")
    await storage.start()
    await say(storage, "s", KEPT)
    await back_up(storage, tmp_path, keep=2, written_by="test")
    await storage.stop()
    old, new = backups.backups_in(tmp_path)
    assert old.name.startswith("20240103")
    assert backups.verify_backup(new).counts["messages"] == 1


async def test_a_copy_is_kept_before_a_schema_is_migrated(tmp_path: Path) -> None:
    place = Place("sqlite", "", tmp_path)
    await place.opened(lambda storage: say(storage, "s", KEPT))
    place.execute(*SAID_WITHOUT_SPAN, TO_VERSION_1["sqlite"])
    await place.opened()
    with sqlite3.connect(tmp_path / "before-schema-2-holdfast.db") as copy:
        assert copy.execute("SELECT content FROM messages").fetchall() == [(KEPT,)]
        assert copy.execute("PRAGMA user_version").fetchone() == (1,)
    copy.close()


def test_the_doctor_finds_a_sound_server_well(server: RunningServer, made: Path, run_here) -> None:
    where = ["--data", str(server.data), "--url", server.url]
    finished = run_here("doctor", *where)
    assert finished.returncode == 1
    todo = [line for line in finished.stdout.splitlines() if line.startswith("TO DO")]
    assert [line.split()[2] for line in todo] == ["backups:"], finished.stdout
    for said in ("ok    server: ready", "ok    write, find, forget: works", "ok    database: sound", "ok    disk:"):
        assert said in finished.stdout
    (server.data / "backups").mkdir()
    made.rename(server.data / "backups" / made.name)
    assert run_here("doctor", *where).returncode == 0
    assert httpx.get(f"{server.url}/api/v1/sessions").text.count("session_id") == 1


def test_the_doctor_names_what_is_wrong(run_here, tmp_path: Path) -> None:
    finished = run_here("doctor", "--data", str(tmp_path / "nowhere"))
    assert finished.returncode == 1
    assert "TO DO store: there is no database" in finished.stdout
